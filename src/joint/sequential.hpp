#pragma once

#include "component.hpp"

namespace muster {

/// Identifies the pair with the largest LR, takes both away, and goes on while an LR of 1 or more is left; where
/// several are equally large, it goes each way. `update`: what was identified becomes a reference of its family. At
/// most 64 paths are followed. Flat prior, no must-links.
[[nodiscard]] Result<std::vector<SequentialPath>> sequential_matches(Evidence& evidence, const Ties& ties, bool update);

} // namespace muster
