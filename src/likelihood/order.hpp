#pragma once

#include "muster/likelihood/network.hpp"

#include <optional>
#include <vector>

namespace muster {

/// An elimination order and what it takes.
struct EliminationPlan {
    std::vector<Variable> order;
    double operations = 0.0;    ///< multiply-adds, estimated
    double largest_table = 0.0; ///< entries
    std::size_t width = 0;      ///< variables of the largest table
};

/// A good order by greedy search (min-weight with several weightings, ties by index; the cheapest plan wins). `keep` is
/// never eliminated.
[[nodiscard]] EliminationPlan plan_elimination(const Network& network, std::optional<Variable> keep);

} // namespace muster
