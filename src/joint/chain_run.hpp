#pragma once

#include "chain.hpp"
#include "exact.hpp"

namespace muster {

/// A component's posterior as several independent chains found it.
struct SampledPosterior {
    ComponentPosterior posterior; ///< `log_sum` is not known: the share of the best states' visits stands for it
    std::vector<Choice> draws{};  ///< as many as `JointOptions` asks for
    std::vector<Choice> best;     ///< states of largest weight that were found, best first; no move betters the first
    Convergence convergence;
};

/// Runs `chains` of `joint.chains`, longer and longer until they agree or `most_sweeps` are made; the first half of
/// each is not counted. The answer depends on the seed alone, not on the number of threads: each chain has
/// random numbers and caches of its own. `make_evidence` is called once for each chain.
/// Errors: those of the likelihood; unanswerable (no start is possible under the prior).
[[nodiscard]] Result<SampledPosterior>
run_chains(const Component& component, const Ties& ties, const PriorWeights& prior, const JointOptions& joint,
           const std::function<Result<std::unique_ptr<Evidence>>()>& make_evidence);

/// Split R̂ (Gelman & Rubin 1992; Vehtari et al. 2021) of sequences of equal length: 1 where all are constant and
/// equal, +∞ where they are constant and differ.
[[nodiscard]] double split_r_hat(const std::vector<std::vector<double>>& chains);

/// Effective sample size by Geyer's initial positive sequence (1992), over all chains (Vehtari et al. 2021).
[[nodiscard]] double effective_size(const std::vector<std::vector<double>>& chains);

} // namespace muster
