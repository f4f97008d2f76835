#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/profile.hpp"

#include <map>
#include <string>
#include <string_view>

namespace muster {

/// Reads a profile as the register keeps it (docs/formats.md): {"D3S1358":{"alleles":["14","16"],"heights":["1200",
/// "900"],"status":"typed"}}. Error (bad_input): it is not of that form.
[[nodiscard]] Result<std::map<std::string, LocusResult>> read_profile_json(std::string_view text);

} // namespace muster
