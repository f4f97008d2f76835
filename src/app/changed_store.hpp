#pragma once

#include "muster/base/result.hpp"

#include <optional>
#include <string>

namespace muster {

/// What was changed in a store that cannot be opened because of it; nothing: `error`, with which opening it failed, is
/// no sign of that (there is no store and never was one, it cannot be reached …).
[[nodiscard]] std::optional<std::string> what_was_changed(const std::string& store, const Error& error);

} // namespace muster
