#pragma once

#include "muster/register/kinds.hpp"
#include "muster/register/tables.hpp"
#include "muster/register/vocabulary.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The checks of a single field, and the words in which they tell what is wrong.
namespace muster::checks {

[[nodiscard]] std::string_view trim(std::string_view text);

/// In quotation marks; a long text cut short.
[[nodiscard]] std::string quoted(std::string_view text);

/// With commas between.
template <class Words> [[nodiscard]] std::string joined(const Words& words) {
    std::string all;
    for (const auto& word : words) {
        all += (all.empty() ? "" : ", ") + std::string(word);
    }
    return all;
}

/// Checks the fields of one entry of a kind. What is wrong goes to `problems`.
class FieldChecker {
  public:
    FieldChecker(const KindSpec& kind, const Vocabulary& vocabulary, Tables& tables, std::vector<std::string>& problems)
        : kind_(kind), vocabulary_(vocabulary), tables_(tables), problems_(problems) {}

    /// Puts a written field into the body, as it will be recorded.
    void put(const FieldSpec& field, std::string_view written, ledger::Body& body);

  private:
    // Nothing: a problem was told.
    std::optional<std::string> value(const FieldSpec& field, std::string_view written);
    std::optional<std::string> number(const FieldSpec& field, std::string_view written, double least, double most,
                                      const char* what);
    std::optional<std::string> time(const FieldSpec& field, std::string_view written);
    std::optional<std::string> word(const FieldSpec& field, std::string_view written);
    std::optional<std::string> bone(const FieldSpec& field, std::string_view written);
    std::optional<std::string> record(const FieldSpec& field, std::string_view written);

    std::nullopt_t wrong(const FieldSpec& field, std::string_view written, const std::string& what);
    std::nullopt_t unknown(const FieldSpec& field, std::string_view written, const std::string& what,
                           const std::vector<std::string>& words);

    [[nodiscard]] std::vector<std::string> recorded_as(const std::vector<std::string_view>& kinds,
                                                       const std::string& name);

    const KindSpec& kind_;
    const Vocabulary& vocabulary_;
    Tables& tables_;
    std::vector<std::string>& problems_;
};

} // namespace muster::checks
