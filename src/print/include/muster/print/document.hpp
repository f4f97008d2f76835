#pragma once

#include "muster/base/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace muster::print {

class Flow;

/// What a document of a simulation says on every page, in English.
inline constexpr const char* simulated_words = "SIMULATED: nothing of this is of the real world";

/// What a document says of itself.
struct About {
    std::string title;
    std::string language = "en";        ///< BCP 47
    std::string footer{};               ///< at the foot of every page, before the number of the page
    std::string created{};              ///< UTC, "2026-11-28T09:30:00Z"; empty: not told
    bool simulated = false;             ///< every page says so
    std::string mark = simulated_words; ///< in which words
};

struct Column {
    std::string header;
    double share = 1.0; ///< of the width, beside the others'
    bool number = false;
};

/// A document on A4 as PDF: text that can be selected, in any script that an installed font has; structure for screen
/// readers (ISO 32000-1, 14.7 to 14.9: tagged PDF, language, alternate texts). Pages are numbered "3 of 7".
class Document {
  public:
    explicit Document(About about) : about_(std::move(about)) {}

    /// `level`: 1 to 3.
    void heading(int level, std::string text);
    void paragraph(std::string text);
    /// In smaller letters.
    void note(std::string text);
    /// In a frame: what nobody may overlook.
    void notice(std::string text);
    /// Each row has a cell for each column.
    void table(std::vector<Column> columns, std::vector<std::vector<std::string>> rows);
    /// Pairs of a name and what is said of it.
    void facts(std::vector<std::pair<std::string, std::string>> pairs);
    /// A QR code (ISO/IEC 18004) of `content`, with a text beside it. `described`: to who cannot see it.
    void code(std::string content, std::string described, std::string beside);

    /// The PDF's bytes. Errors (usage): a code whose content is too long; (internal): the libraries' own.
    [[nodiscard]] Result<std::string> pdf() const;

  private:
    About about_;
    std::vector<std::function<Result<void>(Flow&)>> blocks_{};
};

/// One label: a code to be read by a machine, and what a person reads.
struct Label {
    std::string code;
    std::string title;
    std::vector<std::string> lines{};
    bool simulated = false; ///< says so
};

/// Labels of 99.1 × 38.1 mm, 14 on a sheet of A4 (two columns, seven rows, margins of 4.65 and 15.15 mm, 2.5 mm
/// between the columns: the common ISO size). `used`: how many places of the first sheet are empty already.
/// Errors as `Document::pdf`.
[[nodiscard]] Result<std::string> label_sheets(const About& about, const std::vector<Label>& labels, std::size_t used);

} // namespace muster::print
