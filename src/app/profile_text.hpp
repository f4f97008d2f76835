#pragma once

#include "muster/genetics/profile.hpp"

#include <map>
#include <string>

namespace muster {

/// A profile as the field `profile` of a result holds it (docs/formats.md): canonical JSON (RFC 8785), by marker:
/// {"D3S1358":{"alleles":["14","16"],"heights":["1200","900"],"status":"typed"}}; status typed, partial, empty or
/// not_tested; heights are left out where there are none.
[[nodiscard]] std::string profile_text(const std::map<std::string, LocusResult>& loci);

} // namespace muster
