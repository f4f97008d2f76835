#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

namespace muster {

/// The newest recorded analysis: who each sample is in it, alone and together with the others, and what changed since
/// the analysis before. Errors: forbidden, verification (its file is missing or damaged), those of the store.
[[nodiscard]] Result<Answer> newest_analysis(const Caller& caller);

} // namespace muster
