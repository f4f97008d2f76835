#pragma once

#include "muster/joint/joint.hpp"

#include <nlohmann/json.hpp>

namespace muster {

/// The "joint" part of an identification: {"prior","assignments":[{"assignment":{SAMPLE: PERSON or "*"},"loglik",
/// "log10_lr","posterior"}],"mass_left_out","marginals":{"rows","cols":[persons…,"*"],"values"},…}.
[[nodiscard]] nlohmann::ordered_json joint_json(const JointAnswer& answer);

} // namespace muster
