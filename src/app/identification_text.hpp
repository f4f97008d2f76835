#pragma once

#include "muster/identify/case.hpp"
#include "muster/identify/result.hpp"

#include <string>

namespace muster {

/// The answer as plain text for a terminal: each sample with its best candidates, what was excluded, warnings.
[[nodiscard]] std::string identification_text(const Case& subject, const Identification& answer);

} // namespace muster
