#pragma once

#include "muster/app/identification.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// What an identification on the register gives: the answer, and the entry in which its result is recorded.
struct RegisterIdentification {
    IdentificationReply reply;
    std::string analysis; ///< "analysis:#412"; empty after a trial
};

/// Compares every sample of the register that has a reportable result with every missing person of the roster, by the
/// references whose donors agreed, and records the result (method, program, reference data, settings, head, the
/// strongest candidates; the twenty best of each sample, opened into loci, as a file in the store, which is also the
/// reply's JSON). `request.subject` is not used. Errors: those of `run_identification`; refused (`request.out` with
/// more than 250,000 pairs), bad_input (nothing to compare), those of the store.
[[nodiscard]] Result<RegisterIdentification> identify_register(const Recorder& recorder,
                                                               const IdentificationRequest& request);

} // namespace muster
