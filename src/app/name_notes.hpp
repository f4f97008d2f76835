#pragma once

#include "muster/register/register.hpp"

#include <string>
#include <vector>

namespace muster {

/// What the recorder is to be told of the names that new records have, a sentence each: one that is now the key of one
/// record and another name of a second, or another name of two, says no longer which is meant. `refs`: the records of
/// the entries.
[[nodiscard]] Result<std::vector<std::string>> notes_about_names(Register& reg, const std::vector<NewEntry>& entries,
                                                                 const std::vector<std::string>& refs);

} // namespace muster
