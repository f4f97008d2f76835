#pragma once

#include "muster/identify/case.hpp"
#include "muster/identify/result.hpp"
#include "muster/joint/joint.hpp"

#include <string>

namespace muster {

/// The answer as plain text for a terminal: each sample with its best candidates, what was excluded, warnings.
/// `joint` may be null; `with_assignments`: the joint assignments were asked for.
[[nodiscard]] std::string identification_text(const Case& subject, const Identification& answer,
                                              const JointAnswer* joint, bool with_assignments);

/// The joint part of it: each sample's posterior, the best assignment, and against what it stands; who is found.
[[nodiscard]] std::string joint_text(const Case& subject, const JointAnswer& answer, bool with_assignments);

} // namespace muster
