#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// A table for people: columns as wide as their widest cell; those with nothing in them are left out. A name in the
/// header may stand on two lines ('\n').
class TextTable {
  public:
    /// `widest`: longer cells are cut, in characters; 0: none is.
    explicit TextTable(std::vector<std::string> header, std::size_t widest = 0);
    void add(std::vector<std::string> row);
    /// The header as it was given: names of people and samples in it are not capitalised.
    void keep_header() { header_ = given_; }
    /// Columns first <= c < end hold figures.
    void align_right(std::size_t first, std::size_t end);
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Every line with `indent` before it; the header in capitals.
    [[nodiscard]] std::string text(const std::string& indent = {}) const;

  private:
    std::vector<std::string> given_;
    std::vector<std::string> header_;
    std::size_t widest_;
    std::vector<std::vector<std::string>> rows_{};
    std::size_t right_from_ = 0;
    std::size_t right_end_ = 0;
};

/// Characters of UTF-8 text.
[[nodiscard]] std::size_t length(std::string_view text);
/// On one line, at most `most` characters, the last one "…" if something is missing; 0: all.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

} // namespace muster
