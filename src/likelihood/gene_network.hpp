#pragma once

#include "founders.hpp"
#include "locus_problem.hpp"
#include "muster/likelihood/network.hpp"

#include <optional>

namespace muster {

/// A problem as a network, and the variable whose states are the root's genotypes.
struct GeneNetwork {
    Network network;
    std::optional<Variable> root;
    std::vector<Variable> selectors; ///< whose states are the alternatives, by LocusProblem::selections
};

/// Likelihood of a pedigree at one locus as a product of factors over genotypes and transmitted alleles:
/// Π founders P(g) · Π children [S(g_parent, t) M(t, a)] D(g; a_pat, a_mat) · Π O(seen | g),
/// where S picks one of the parent's two alleles with probability ½ and M is the mutation matrix.
[[nodiscard]] GeneNetwork make_network(const LocusProblem& problem, const FounderModel& founders);

} // namespace muster
