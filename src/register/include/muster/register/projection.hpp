#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/register/tables.hpp"

namespace muster {

/// To be raised with every change of the kinds or rules that gives an old ledger other tables: a store that was built
/// by an earlier version is built anew when it is opened, and one of a later version is refused.
inline constexpr std::uint64_t projection_version = 3;

/// Folds one entry into the projections: the record that it makes or changes, who refers to whom, and what the rules
/// find. Depends on nothing but the entries before it, so that the same ledger gives the same tables, now or rebuilt.
/// The name of the record that the entry is about ("specimen:…"; a key that is used again gets its entry's number
/// behind it).
std::string apply(const ledger::EntryView& entry, Tables& tables);

} // namespace muster
