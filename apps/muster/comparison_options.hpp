#pragma once

#include "command.hpp"
#include "muster/app/identification.hpp"

namespace muster::cli {

/// How remains are compared with families, and weighed together. `no_mutation`: where --no-mutation goes.
[[nodiscard]] std::vector<Option> comparison_options(IdentificationRequest& request, bool& no_mutation);

} // namespace muster::cli
