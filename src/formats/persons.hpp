#pragma once

#include "muster/base/result.hpp"
#include "muster/identify/case.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace muster {

/// Adds a founder for each parent that is not given beside one that is: first the fathers, then the mothers, named
/// `prefix` + "added_1", "added_2", … (numbers that are taken are passed over). The ids added.
std::vector<std::string> add_missing_parents(std::vector<PersonRecord>& persons, const std::string& prefix = {});

/// A person as one line of a pedigree file says.
struct RosterLine {
    PersonRecord person;
    std::string family;
    bool missing = false;
    bool reference = false; ///< the file says that this person gave a reference
    std::optional<std::size_t> population{};
    std::size_t line = 0; ///< 0: unknown
    std::vector<std::string> further_families{};
};

/// A founder whom several families list.
struct SharedFounder {
    std::string person;
    std::vector<std::string> families;
};

/// Notes those who are not typed: nothing but the id says that they are one person.
void note_untyped(const std::vector<SharedFounder>& founders, CaseInput& input);

/// The persons of all families under global ids: the same id in two families is the same person, who may leave parents,
/// sex or population open in one of them.
class Roster {
  public:
    explicit Roster(std::string source) : source_(std::move(source)) {}

    /// Error (bad_input): contradicts what an earlier line says of this person.
    [[nodiscard]] Result<void> add(RosterLine line);

    /// Error (bad_input): a parent who has no line, named with the line of the child.
    [[nodiscard]] Result<void> check_parents() const;

    [[nodiscard]] bool contains(const std::string& id) const { return index_.contains(id); }
    [[nodiscard]] const std::string& source() const { return source_; }
    [[nodiscard]] bool empty() const { return lines_.empty(); }

    /// Those who are said to have given a reference.
    [[nodiscard]] std::vector<std::string> references() const;

    [[nodiscard]] std::vector<SharedFounder> shared_founders() const;

    /// Completes single parents and moves everybody into the case: persons, family_of, missing, notes.
    void move_into(CaseInput& input) &&;

  private:
    std::string source_;
    std::vector<RosterLine> lines_;
    std::unordered_map<std::string, std::size_t> index_;
};

} // namespace muster
