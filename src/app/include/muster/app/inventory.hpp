#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// The elements of the skeleton as the register names them, as JSON. Errors: those of the vocabulary's file.
[[nodiscard]] Result<Answer> list_bones();

/// Which bones there are of an individual, a case, an accession or a turnover ("individual:…", or its key alone): each
/// specimen, each element with how many individuals it needs at least, how many there are at least in all, and whether
/// the inventory is complete and reviewed. The minimum number of individuals (MNI: White 1953) is counted by element,
/// side and zone (Knüsel and Outram 2004): docs/methods.md. Specimens that are not human are listed and not counted.
/// Errors: bad_input (there is no such record, or it holds no bones), forbidden, those of the store.
[[nodiscard]] Result<Answer> show_inventory(const Caller& caller, const std::string& of);

} // namespace muster
