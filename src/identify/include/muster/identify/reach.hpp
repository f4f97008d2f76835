#pragma once

#include "muster/identify/units.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace muster {

struct ReachPlan {
    double log10_threshold = 4.0;
    std::size_t simulations = 2000;
    std::uint64_t seed = 1;
};

/// P(LR ≥ threshold | the remains are the missing person), given what the family shows: how surely the right remains
/// would be told from an unrelated person's. `also`: a member of the family of whom a reference would be typed too;
/// none: with the references that there are. By conditional simulation, without typing error: at each autosomal locus
/// the missing person's genotype is drawn from P(m | R), the relative's from P(r | R, m), and
/// LR = P(m | R) P(r | R, m) / (P(r | R) P(m)) by Bayes' theorem (power of a pedigree: Egeland, Pinto & Vigeland 2014,
/// FSI Genetics 9:23; Vigeland, Marsico, Herrera Piñero & Egeland 2020, FSI Genetics 49:102376). Loci are taken as
/// unlinked, θ as 0; where R contradicts the pedigree a locus is left out. Errors: those of `genotype_table`.
[[nodiscard]] Result<double> reach(const Sought& person, const std::vector<Locus>& loci,
                                   std::optional<std::size_t> also, const ReachPlan& plan);

} // namespace muster
