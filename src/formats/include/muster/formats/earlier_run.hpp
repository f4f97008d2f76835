#pragma once

#include "muster/base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace muster {

/// The joint posterior of an earlier run, as far as its result says it: sample → person → posterior, those of 10⁻⁶ and
/// more; the rest is nobody on the roster.
using EarlierRun = std::map<std::string, std::map<std::string, double>>;

/// Reads a result that `muster identify` wrote (result.json, or its --json). Errors (bad_input): no JSON, or without a
/// joint posterior.
[[nodiscard]] Result<EarlierRun> read_earlier_run(std::string_view text, const std::string& source);

} // namespace muster
