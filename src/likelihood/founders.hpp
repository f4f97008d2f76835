#pragma once

#include "locus_problem.hpp"

#include <cstddef>
#include <vector>

namespace muster {

/// Where a founder's genes come from. `own`: independent draws from the population's frequencies; otherwise the number
/// of a gene that several founders share (co-ancestry), or a genotype that is known already and has been paid for.
struct FounderGenes {
    static constexpr std::size_t own = static_cast<std::size_t>(-1);
    std::size_t first = own;
    std::size_t second = own;
    double inbreeding = 0.0; ///< used when both are own
    bool known = false;      ///< one genotype left, its probability stands outside of the network
};

/// How all founders' genes are drawn: the plain model, or one term of a co-ancestry sum.
struct FounderModel {
    std::vector<FounderGenes> genes;        ///< one for each of LocusProblem::persons (non-founders unused)
    std::vector<std::size_t> shared_pools;  ///< population of each shared gene
    std::vector<std::vector<double>> freqs; ///< [population][block]

    /// Independent founders with their own inbreeding coefficients (θ = 0).
    [[nodiscard]] static FounderModel independent(const LocusProblem& problem);
};

} // namespace muster
