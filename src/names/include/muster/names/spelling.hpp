#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Words that stand for the same name ("Kim" and "Gim", "Bill" and "William"), and the readings of Chinese characters:
/// data, not code (data/names). The words are kept folded (`fold_word`).
class NameVariants {
  public:
    /// Reads data/names/variants.csv (a group a line) and data/names/readings.csv. Errors (bad_input): a file or line
    /// is not what it should be.
    [[nodiscard]] static Result<NameVariants> load();
    /// The same from texts; the file names are for messages.
    [[nodiscard]] static Result<NameVariants> of(const std::string& variants_csv, const std::string& readings_csv);

    /// The groups that a folded word belongs to, by number.
    [[nodiscard]] const std::vector<std::size_t>& groups_of(const std::string& folded) const;
    /// The Korean readings of a Chinese character, in Latin letters; empty: none is known.
    [[nodiscard]] const std::vector<std::string>& korean_readings(char32_t character) const;

  private:
    std::map<std::string, std::vector<std::size_t>, std::less<>> groups_{};
    std::map<char32_t, std::vector<std::string>> readings_{};
};

/// A word of a name in one reading, and what it is compared by.
struct Spelling {
    std::string latin;                 ///< lower-case Latin letters without marks: "cheolsu"
    std::string sound;                 ///< letters that different romanisations write alike (see `sound_of`)
    std::vector<std::size_t> groups{}; ///< of variants
};

/// One way to read a name: its words in the order in which they are written.
using Reading = std::vector<Spelling>;

/// Latin letters in lower case without marks, of a word in any script, by ICU's transliteration ("Иванов" → "ivanov").
[[nodiscard]] std::string fold_word(std::string_view word);

/// Brings romanisations of one sound together: "cheol" and "chul", "zhang" and "chang", "sergey" and "sergei" give the
/// same letters, or nearly. Not a pronunciation: a key for comparing.
[[nodiscard]] std::string sound_of(std::string_view latin);

/// All ways to read a name as written, in any script. A name in Hangul or Chinese characters without spaces is divided
/// into family name and given name. Chinese characters are read in Korean and in Mandarin. At most four readings.
[[nodiscard]] std::vector<Reading> readings_of(std::string_view name, const NameVariants& variants);

} // namespace muster
