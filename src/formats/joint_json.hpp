#pragma once

#include "muster/joint/joint.hpp"

#include <nlohmann/json.hpp>

namespace muster {

/// The "joint" part of an identification: {"prior","assignments":[{"assignment":{SAMPLE: PERSON or "*"},"loglik",
/// "log10_lr","posterior"}],"mass_left_out","marginals":{"rows","cols":[persons…,"*"],"values"},…}.
[[nodiscard]] nlohmann::ordered_json joint_json(const Case& subject, const JointAnswer& answer);

/// What the joint posterior says of one pair: {"prior","posterior","log10_glr","with","without"}, the two being the
/// best assignments in which the sample is the person and is not, null where there is none.
[[nodiscard]] nlohmann::ordered_json contrast_json(const JointAnswer& answer, std::size_t sample, std::size_t person);

} // namespace muster
