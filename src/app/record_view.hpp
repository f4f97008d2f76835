#pragma once

#include "muster/register/register.hpp"

#include <string>
#include <vector>

namespace muster {

/// A field's value for people: a list with "; " between, a long one (more than `most` items, 0: none is) with its
/// number and its first items.
[[nodiscard]] std::string shown(const ledger::Value& value, std::size_t most);

/// "name  value" lines of a body, in the order of the kind's fields, with `indent` before them.
[[nodiscard]] std::string body_lines(const ledger::Body& body, const KindSpec* kind, const std::string& indent);

/// "2018-07-27T00:15:02.123Z" → "2018-07-27 00:15:02".
[[nodiscard]] std::string shown_time(const std::string& time);

/// The first line of what is shown of a record that is not of the real world.
inline constexpr const char* simulated_line = "SIMULATED: nothing of this is of the real world.\n";

} // namespace muster
