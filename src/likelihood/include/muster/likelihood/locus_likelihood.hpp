#pragma once

#include "muster/likelihood/network.hpp"
#include "muster/likelihood/observation.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <span>
#include <vector>

namespace muster {

/// How a likelihood is computed.
struct LikelihoodOptions {
    double theta = 0.0; ///< co-ancestry θ (F_ST), 0 ≤ θ < 1; founders of one population share a pool
    EliminationLimits limits{};
};

/// 0, or from 1e-12 up to, but not including, 1: below that the pool's Dirichlet parameters leave the range of numbers.
[[nodiscard]] constexpr bool is_theta(double theta) {
    return theta == 0.0 || (theta >= 1e-12 && theta < 1.0);
}

/// Probabilities of every genotype of one member together with the data. Entry (a, b), a ≤ b, stands at
/// `index(a, b)`; for a hemizygous member entry a stands at a. Each is `values[i] · exp(log_scale)`.
struct GenotypeTable {
    std::size_t allele_count = 0;
    bool hemizygous = false;
    std::vector<double> values;
    double log_scale = 0.0;

    [[nodiscard]] std::size_t index(std::size_t a, std::size_t b) const {
        return hemizygous ? a : a * allele_count - a * (a + 1) / 2 + b;
    }
    /// ln of the sum of all entries: the likelihood of the data without this member.
    [[nodiscard]] double log_sum() const;
};

/// ln P(observations | pedigree) at one locus; −∞ where they are impossible. `observations` has one entry for each
/// member, in the pedigree's order. Model: docs/methods.md "One locus, one pedigree".
/// Errors: unanswerable (too entangled; θ with too many untyped founders), bad_input (see make_problem).
[[nodiscard]] Result<double> log_likelihood(const Pedigree& pedigree, const Locus& locus,
                                            const std::vector<Observation>& observations,
                                            const LikelihoodOptions& options = {});

/// P(observations, member = g) for every genotype g of `member`: the missing person's table. An observation of
/// `member` himself is taken into account like any other.
[[nodiscard]] Result<GenotypeTable> genotype_table(const Pedigree& pedigree, const Locus& locus,
                                                   const std::vector<Observation>& observations, std::size_t member,
                                                   const LikelihoodOptions& options = {});

/// What may be seen of a member besides nothing: alternative a ≥ 1 is `seen[a-1]`, alternative 0 is "nothing".
struct Alternatives {
    std::size_t member;
    std::vector<Observation> seen;
};

/// ln P(observations, alternative a_i of each of the members) for all combinations of alternatives at θ = 0, row-major
/// (the last member's varies fastest); −∞ where impossible. One elimination gives them all: a selector variable of each
/// member is kept, with the factor O(seen of alternative a | g). `observations` say nothing of these members.
/// Errors as of `log_likelihood`.
[[nodiscard]] Result<std::vector<double>> alternatives_table(const Pedigree& pedigree, const Locus& locus,
                                                             const std::vector<Observation>& observations,
                                                             std::span<const Alternatives> alternatives,
                                                             const EliminationLimits& limits = {});

/// So many multiply-adds does that take. Errors: bad_input, as above.
[[nodiscard]] Result<double> alternatives_operations(const Pedigree& pedigree, const Locus& locus,
                                                     const std::vector<Observation>& observations,
                                                     std::span<const Alternatives> alternatives);

} // namespace muster
