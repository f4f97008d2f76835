#pragma once

#include "founders.hpp"
#include "gene_network.hpp"
#include "locus_problem.hpp"
#include "meioses.hpp"

#include <cstdint>

namespace muster {

/// The problem with the path of every gene given by the inheritance vector `flow`: every allele has one parental
/// allele, and what was seen couples the two alleles of a person. The root variable, if asked for, holds the root's
/// genotypes.
[[nodiscard]] GeneNetwork make_flow_network(const LocusProblem& problem, const FounderModel& founders,
                                            const Meioses& meioses, std::uint64_t flow);

} // namespace muster
