#pragma once

#include "muster/likelihood/locus_likelihood.hpp"

#include <span>
#include <vector>

namespace muster {

/// Recombination fraction at a map distance in centimorgan: ½(1 − e^(−2d/100)) (Haldane 1919).
[[nodiscard]] double haldane(double centimorgan);

/// ½ tanh(2d/100) (Kosambi 1944).
[[nodiscard]] double kosambi(double centimorgan);

/// Loci on one chromosome, in map order. `rho[i]` is the recombination fraction between loci i and i+1, 0 … ½, the same
/// in both sexes. Alleles of different loci are in linkage equilibrium in founders.
struct LinkedLoci {
    std::vector<const Locus*> loci;
    std::vector<double> rho;
};

/// ln P(observations | pedigree) over linked loci; −∞ where impossible. `observations[l]` are those of locus l, one for
/// each member. Sum over inheritance vectors (Lander & Green 1987), founder phase fixed (Kruglyak et al. 1996).
/// Errors: unanswerable (too many meioses; an inbred founder, whose loci would not be independent), bad_input.
[[nodiscard]] Result<double> log_likelihood(const Pedigree& pedigree, const LinkedLoci& group,
                                            std::span<const std::vector<Observation>> observations,
                                            const LikelihoodOptions& options = {});

/// P(observations, member = (g1, g2)) for two linked loci: `values[i · size2 + j]`, where i and j index the member's
/// genotypes at each locus as in `GenotypeTable`, times exp(log_scale).
struct PairTable {
    GenotypeTable first;  ///< layout of g1 (values unused)
    GenotypeTable second; ///< layout of g2 (values unused)
    std::size_t size2 = 0;
    std::vector<double> values;
    double log_scale = 0.0;
};

[[nodiscard]] Result<PairTable> pair_table(const Pedigree& pedigree, const LinkedLoci& pair,
                                           std::span<const std::vector<Observation>> observations, std::size_t member,
                                           const LikelihoodOptions& options = {});

} // namespace muster
