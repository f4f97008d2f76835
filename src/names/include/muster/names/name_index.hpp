#pragma once

#include "muster/names/spelling.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster {

/// Somebody to be found: by any of the names, or by a part of a number (service number, file number).
struct NamedPerson {
    std::string id;
    std::vector<std::string> names{};
    std::vector<std::string> numbers{};
};

/// A person who was found. `score`: 1 for the name as it is written, 0 for nothing in common.
struct NameMatch {
    std::size_t person = 0; ///< its place among those the index was made of
    double score = 0.0;
    std::string matched{}; ///< the name or number that fits best
};

/// Finds persons by any spelling of their names: another script or romanisation, another order of the words, words
/// joined or apart, marks left out, initials, nicknames, slips of the pen; or by four or more signs of a number.
class NameIndex {
  public:
    NameIndex(std::vector<NamedPerson> persons, const NameVariants& variants);

    /// The best first; at most `most`. Among equals, in the order in which the persons were given.
    [[nodiscard]] std::vector<NameMatch> find(std::string_view query, std::size_t most = 10) const;

    /// The persons that the index was made of.
    [[nodiscard]] const std::vector<NamedPerson>& persons() const { return persons_; }

  private:
    /// A distinct word among all names.
    struct Word {
        Spelling spelling;
        std::vector<std::uint32_t> names{}; ///< that have it
    };
    /// Who is called so: a person, and which of the person's names it is.
    struct Bearer {
        std::uint32_t person;
        std::uint32_t text;
    };
    /// A distinct sequence of words.
    struct Name {
        std::vector<std::uint32_t> words{};
        std::vector<Bearer> bearers{}; ///< in the order of the persons
    };
    /// A word of a query beside all words of the index.
    struct Row {
        double weight = 0.0;
        std::vector<double> likeness{};
        std::vector<std::uint32_t> alike{}; ///< those with a likeness above 0
    };
    class Search;

    void add_name(std::uint32_t person, std::uint32_t text);
    [[nodiscard]] std::uint32_t word(const Spelling& spelling);
    [[nodiscard]] std::vector<NameMatch> by_number(std::string_view query) const;
    [[nodiscard]] double compare(const std::vector<const Row*>& query, const Name& name) const;

    const NameVariants& variants_;
    std::vector<NamedPerson> persons_;
    std::string numbers_{}; ///< the signs of all numbers, each behind a line feed
    struct Number {
        std::size_t at; ///< of its line feed
        Bearer bearer;
    };
    std::vector<Number> number_at_{};
    std::vector<Word> words_{};
    std::unordered_map<std::string, std::uint32_t> word_ids_{};
    std::vector<Name> names_{};
    std::map<std::vector<std::uint32_t>, std::uint32_t> name_ids_{};
};

} // namespace muster
