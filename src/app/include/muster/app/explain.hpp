#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/identification.hpp"
#include "muster/app/register_access.hpp"

namespace muster {

/// Why a sample is, or is not, a person.
struct ExplainRequest {
    std::string sample;
    std::string person;
    IdentificationRequest identification; ///< how to compare; `out` is not used
};

/// Prior, each locus, family, competing hypotheses, and what weighing all samples together changes. Errors: bad_input
/// (no such sample or missing person; near names are told), those of `run_identification`.
[[nodiscard]] Result<Answer> explain(const ExplainRequest& request);

/// The same on the register; nothing is recorded but who looked. Where no setting is asked for and an analysis is
/// recorded, it is explained by the newest: with its settings and its posteriors, so that it says what the analysis
/// says, and in a second; otherwise all is computed anew.
[[nodiscard]] Result<Answer> explain_register(const Recorder& recorder, const ExplainRequest& request);

} // namespace muster
