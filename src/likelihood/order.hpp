#pragma once

#include "muster/likelihood/network.hpp"

#include <span>
#include <vector>

namespace muster {

/// A factor as the planner sees it.
struct FactorShape {
    const std::vector<Variable>* variables;
    double entries; ///< not known to be zero
    bool sparse;
};

/// In which order to multiply the factors that name one variable, and what it takes.
struct ProductPlan {
    std::vector<std::size_t> order; ///< the first is dense, or is written out if all are sparse
    double operations = 0.0;        ///< multiply-adds
    double largest_table = 0.0;     ///< entries of the largest table on the way
    std::size_t width = 0;          ///< its variables
    /// One sparse factor names all the variables there are: the product has entries only where that one has them.
    /// `order` is then not used.
    bool covered = false;
    bool stays_sparse = false; ///< and it is kept sparse, being much smaller so
    double result = 0.0;       ///< entries of the result
};

/// Smallest dense factor first, then always the one that makes the smallest table; `sum` goes with the last.
[[nodiscard]] ProductPlan plan_product(const std::vector<FactorShape>& factors, Variable sum,
                                       const std::vector<std::size_t>& domains);

/// An elimination order and what it takes.
struct EliminationPlan {
    std::vector<Variable> order;
    double operations = 0.0;
    double largest_table = 0.0;
    std::size_t width = 0;
};

/// A good order by greedy search (min-weight with several weightings, ties by index; the cheapest plan wins). `keep` is
/// never eliminated.
[[nodiscard]] EliminationPlan plan_elimination(const Network& network, std::span<const Variable> keep);

} // namespace muster
