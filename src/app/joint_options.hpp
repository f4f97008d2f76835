#pragma once

#include "muster/app/identification.hpp"
#include "muster/joint/joint.hpp"

namespace muster {

/// The joint analysis as it was asked for; nothing if it was not (`--joint none`).
/// Errors: usage (a choice that cannot be read), bad_input and those of `read_text` (the file of evidence).
/// `options.prior` by person is the probability of each being among the remains.
[[nodiscard]] Result<std::optional<JointOptions>> joint_options(const JointRequest& request,
                                                                const IdentifyOptions& options);

/// The joint answer, or nothing where it was not asked for by name and the case is too large for exact inference:
/// `warnings` then says so.
[[nodiscard]] Result<std::optional<JointAnswer>> joint_answer(const Case& subject, const IdentifyOptions& options,
                                                              Identification& pairwise, const JointRequest& request);

} // namespace muster
