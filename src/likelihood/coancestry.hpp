#pragma once

#include "founders.hpp"
#include "muster/base/result.hpp"

#include <vector>

namespace muster {

/// One term of the sum that a likelihood with θ > 0 is: weight · L(problem, founders).
struct WeightedModel {
    double log_weight;
    FounderModel founders;
};

/// How the co-ancestry sum is written; the two agree to rounding, and tests hold them to that.
enum class CoancestryMethod { cheapest, partitions, cubature };

/// May a founder's two genes be swapped without changing the likelihood? Not where an inheritance vector tells
/// them apart.
enum class FounderSlots { interchangeable, distinct };

/// Writes E over the Balding–Nichols distribution as a finite sum of independent-founder models (exact, all weights
/// positive). Founders with one possible genotype are paid for at once and update the pool (Dirichlet posterior); of
/// the n founder genes that are left, either
///  * partitions: genes of a pool fall into groups that are copies of one draw, with the Pólya-urn probabilities
///    (Blackwell & MacQueen 1973; Ewens 1972); genes of one founder are interchangeable; at most Bell(n) terms; or
///  * cubature: L is a polynomial of degree n in the pool's allele proportions, and those are Dirichlet, so a
///  Gauss–Jacobi rule
///    with ⌊n/2⌋+1 nodes for each stick-breaking proportion integrates it exactly (Stroud 1971, conical product);
///    (⌊n/2⌋+1)^(k−1) terms.
/// Error (unanswerable): more than `max_terms` either way; the message names the numbers.
[[nodiscard]] Result<std::vector<WeightedModel>> coancestry_terms(const LocusProblem& problem, double theta,
                                                                  CoancestryMethod method = CoancestryMethod::cheapest,
                                                                  FounderSlots slots = FounderSlots::interchangeable,
                                                                  double max_terms = 2.0e5);

} // namespace muster
