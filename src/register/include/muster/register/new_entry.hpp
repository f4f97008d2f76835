#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/register/kinds.hpp"
#include "muster/register/tables.hpp"
#include "muster/register/vocabulary.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace muster {

/// Fields as somebody wrote them: name and text; a list has ";" between its items. Empty: not given.
using WrittenFields = std::vector<std::pair<std::string, std::string>>;

/// What somebody wants to record, correct or withdraw. Nothing is checked yet.
struct NewEntry {
    ledger::Action action = ledger::Action::record;
    std::string kind; ///< of the record
    /// `record`: all fields; `correct`: those that change (an empty text takes the field away); `withdraw`: none.
    WrittenFields fields{};
    std::string key{}; ///< `correct`, `withdraw`: which record
    bool again = true; ///< a key that is recorded already may be recorded again (a finding); false: that is a problem
    /// `correct`: the record was withdrawn, and should not have been; it counts again, with `fields` (or none) changed.
    bool reinstate = false;
    std::string reason{};  ///< why; needed to correct, withdraw and resolve
    std::string subject{}; ///< whose personal data they are; empty: as the kind says
    std::string source{};  ///< the file and line that it comes from
    std::string file{};    ///< for messages
    std::size_t line = 0;  ///< for messages
};

/// An entry that passed the checks, ready to be numbered.
struct CheckedEntry {
    std::string ref{}; ///< of the record; empty: named after its entry's number
    ledger::Body body{};
    ledger::Body personal{};
    std::string subject{};
    std::uint64_t corrects = 0;
};

/// Checks an entry against its kind, the vocabulary and what is recorded already; the words of the vocabulary come out
/// as it writes them. All that is wrong goes to `problems`, each in a sentence. What can have happened, however wrong
/// it was, passes (the rules make it a finding). Whether a new key was given before is for the caller to judge.
[[nodiscard]] CheckedEntry check(const NewEntry& entry, const Vocabulary& vocabulary, Tables& tables,
                                 std::vector<std::string>& problems);

/// The fields of a body, or of none.
[[nodiscard]] std::string text_of(const ledger::Body& body, std::string_view field);
[[nodiscard]] std::vector<std::string> list_of(const ledger::Body& body, std::string_view field);

} // namespace muster
