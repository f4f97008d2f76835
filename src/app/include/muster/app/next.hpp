#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/identification.hpp"
#include "muster/app/register_access.hpp"
#include "muster/joint/next.hpp"

namespace muster {

/// What `muster next` asks for.
struct NextRequest {
    IdentificationRequest identification; ///< how to compare; `out` is not used
    NextOptions next{};
};

/// What to type or to sample next, the largest expected gain in identifications first. Errors: usage (a threshold that
/// is no probability, no simulations), those of `run_identification` and `what_next`.
[[nodiscard]] Result<Answer> what_next_of(const NextRequest& request);

/// The same on the register; nothing is recorded but who looked.
[[nodiscard]] Result<Answer> what_next_of_register(const Recorder& recorder, const NextRequest& request);

} // namespace muster
