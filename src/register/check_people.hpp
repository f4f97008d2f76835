#pragma once

#include "muster/register/new_entry.hpp"

#include <string>
#include <vector>

namespace muster {

/// What cannot be true of a person: a father who is a woman, a mother who is a man, somebody who is their own ancestor.
/// `ref`: the person's name among all.
void check_person(const ledger::Body& body, const std::string& ref, Tables& tables, std::vector<std::string>& problems);

/// A statement or explanation without a figure, a range upside down.
void check_statement(const ledger::Body& body, std::vector<std::string>& problems);

/// A topic that muster could not count as it says (measure and where).
void check_topic(const ledger::Body& body, const Vocabulary& vocabulary, Tables& tables,
                 std::vector<std::string>& problems);

/// What is signed is frozen: it, and what belongs to it, is changed only once the signature is withdrawn. `ref`: of the
/// record itself, empty if it is new and has no key.
void check_frozen(const NewEntry& entry, const ledger::Body& body, const std::string& ref, Tables& tables,
                  std::vector<std::string>& problems);

} // namespace muster
