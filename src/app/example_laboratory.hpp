#pragma once

#include "muster/register/new_entry.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace muster {

/// A laboratory behind a turnover, drawn at random: nothing of it is of the real world.
struct LaboratoryPlan {
    std::string accession; ///< that the specimens belong to, and the cases that they come in
    std::vector<std::string> cases{};
    std::size_t missing = 0;     ///< persons on the roster, each with a family
    std::size_t individuals = 0; ///< of them are among the remains
    std::size_t samples = 0;     ///< one of each specimen
    std::uint64_t seed = 1;
};

/// The entries that record it, in the order in which they can be recorded.
struct SimulatedLaboratory {
    std::vector<NewEntry> roster;    ///< persons, families, references, consents
    std::vector<NewEntry> specimens; ///< specimens, cuts, samples, results
    std::vector<std::string> truth;  ///< person of each sample, in the order of the specimens
};

/// Of the missing, 91 in 100 have a relative who gave a reference: brothers and sisters mostly, some children, parents,
/// half-siblings, uncles and aunts, cousins. Three samples in ten are degraded and have lost half of their alleles.
/// Genes are drawn from NIST 1036 (Cauc) at the 20 CODIS loci. Errors: those of `simulate_case`.
[[nodiscard]] Result<SimulatedLaboratory> simulate_laboratory(const LaboratoryPlan& plan);

} // namespace muster
