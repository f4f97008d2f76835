#pragma once

#include "muster/screening/screen.hpp"

namespace muster {

/// Prior weights of who a sample is, as in `identify`: one for each target, one for "none of them".
struct ScreenPriors {
    std::vector<double> target;
    double none = 1.0;
};

/// A pair with its posterior: weight times LR over the sum of that over all targets of fitting sex and "none of them".
struct PosteriorHit {
    Hit hit;
    double posterior = 0.0;
};

struct PosteriorHits {
    std::vector<PosteriorHit> hits{}; ///< by sample, the best first
    std::uint64_t compared = 0;       ///< pairs of fitting sex
};

/// Every pair whose posterior is at least `least`. A pair's posterior is at most that of the two hypotheses "this
/// target" and "none of them" alone, so that its LR must be at least least/(1−least) · none/weight; pairs that reach
/// the smallest such LR are found by the screen, and for their samples the whole sum is formed. `run.rule` is not used.
/// Errors: usage (`least` not between 0 and 1), those of `screen`.
[[nodiscard]] Result<PosteriorHits> screen_by_posterior(const ScreenSamples& samples, const ScreenPriors& priors,
                                                        double least, const ScreenRun& run);

} // namespace muster
