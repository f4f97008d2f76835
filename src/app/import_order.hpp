#pragma once

#include "muster/register/new_entry.hpp"

#include <vector>

namespace muster {

/// Brings the rows of a table into an order in which they can be recorded: those that others of the same table refer to
/// come first (parents before children); otherwise the order stays. Of two rows that name each other as twins, the
/// second keeps the name. Rows that refer to each other in a circle stay where they are: the check tells it.
[[nodiscard]] std::vector<NewEntry> referred_first(std::vector<NewEntry> entries, const KindSpec& kind);

} // namespace muster
