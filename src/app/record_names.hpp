#pragma once

#include "register_session.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

/// The full name ("kind:key") of the record that somebody means: a full name, a key (of `kind`, or of any kind where
/// that is empty), or the name that another laboratory uses (alias). Errors (bad_input): there is none, or there are
/// several, which are named: a name may be the key of one record and another name of a second.
[[nodiscard]] Result<std::string> find_name(ReadSession& session, std::string_view kind, const std::string& written);

/// The names that other laboratories use (normalized), and the full names of what they name.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> other_names(store::Reader& reader);

/// All current records of a kind: their keys, in the order in which they were recorded.
[[nodiscard]] Result<std::vector<std::string>> current_keys(Register& reg, std::string_view kind);

/// Puts the records for which they stand in the place of "case:Wonsan 2018/*" (all current records whose name begins
/// so), and, in the items of a confirmation, of "all" (the items of its leg); takes out what `except` names. Problems
/// are put beside those that there are.
[[nodiscard]] Result<void> expand_patterns(Register& reg, NewEntry& entry, const std::string& except,
                                           std::vector<Error>& problems);

/// The parts of a list as written, without blanks around them.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);
[[nodiscard]] std::string trimmed(std::string_view text);

} // namespace muster
