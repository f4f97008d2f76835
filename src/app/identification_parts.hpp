#pragma once

#include "muster/app/identification.hpp"
#include "muster/joint/joint.hpp"

namespace muster {

/// How to compare, as it was asked for. Error (usage): a prior or a dropout that cannot be read.
[[nodiscard]] Result<IdentifyOptions> identify_options(const IdentificationRequest& request);

/// Reads the case that is asked about. Errors: those of `read_case`.
[[nodiscard]] Result<Case> case_of_request(const IdentificationRequest& request);

/// The answer in its forms, written to the folder that was asked for.
[[nodiscard]] Result<IdentificationReply> identification_reply(const Case& subject, const Identification& answer,
                                                               const JointAnswer* joint,
                                                               const IdentificationRequest& request);

} // namespace muster
