#pragma once

#include "muster/screening/screen.hpp"

namespace muster {

/// How many hits to expect by chance alone, from pairs that are not related.
struct ChanceHits {
    double log10_threshold = 0.0;
    /// Σ P(LR ≥ t | unrelated) over the pairs that are compared, by simulation, with its standard error.
    double expected = 0.0;
    double standard_error = 0.0;
    /// Pairs / t: never less than what is to be expected, for an LR is at least t with probability at most 1/t if the
    /// hypothesis in its denominator is true (Markov's inequality; Good 1950, Royall 2000).
    double bound = 0.0;
};

/// For each family profiles are drawn of its missing person, and each that reaches the threshold counts with 1/LR:
/// P(LR ≥ t | unrelated) = E[1{LR ≥ t} / LR | related]. Importance sampling: an event that a direct simulation would
/// meet once in a million is met often. A drawn profile is typed, without error, at the loci that a random one of the
/// samples shows; where dropout is modelled, LRs are less extreme and the true number is smaller as a rule.
/// `draws`: in all, at least 4 of each family. Errors: verification.
[[nodiscard]] Result<std::vector<ChanceHits>> chance_hits(const ScreenSamples& samples,
                                                          std::span<const double> log10_thresholds, std::size_t draws,
                                                          std::uint64_t seed);

} // namespace muster
