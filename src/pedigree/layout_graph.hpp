#pragma once

#include "muster/pedigree/pedigree.hpp"

#include <cstddef>
#include <optional>
#include <vector>

/// The layered graph behind a pedigree's drawing: rows of nodes, grouped in blocks that stay together.
namespace muster::layout {

/// Something that stands in a row: a member, or (no member) the place where a line passes through.
struct Node {
    std::optional<std::size_t> member;
    std::size_t row = 0;
};

struct Couple {
    std::size_t father = 0;
    std::size_t mother = 0;
    bool consanguineous = false;
    std::vector<std::size_t> children;
    /// The two nodes that are joined in one row. Partners in different rows: the lower one, and a node
    /// that stands in for the upper one.
    std::size_t a = 0;
    std::size_t b = 0;
    std::size_t row = 0;
};

/// The lines between one row and the next that belong to one relation.
struct Hop {
    enum class From {
        couple, ///< starts between the partners of `source`, a couple
        node,   ///< continues a line that passes through `source`, a node without member
        side,   ///< starts at the side of `source`, the node of a partner who stands in a higher row
    };
    From from = From::couple;
    std::size_t source = 0;
    std::size_t couple = 0;         ///< the relation it belongs to
    bool descent = true;            ///< leads to children; otherwise it joins the partners
    std::vector<std::size_t> below; ///< nodes of the next row
};

struct Graph {
    std::vector<Node> nodes; ///< the first ones are the members, by index
    std::vector<Couple> couples;
    std::vector<std::vector<Hop>> hops;                      ///< by upper row
    std::vector<std::vector<std::vector<std::size_t>>> rows; ///< row → blocks → nodes, left to right
};

/// Rows, couples and hops of a connected pedigree; the blocks in the order of a first walk.
[[nodiscard]] Graph build_graph(const Pedigree& pedigree);

/// Reorders blocks, and nodes in blocks, for few crossings. Deterministic; the work is bounded.
void order_rows(Graph& graph);

/// Every couple with children, in order of the first child; children in the order of the pedigree.
[[nodiscard]] std::vector<Couple> couples_of(const Pedigree& pedigree);

/// The row of every member. Partners share a row unless that would put a child beside its parent.
[[nodiscard]] std::vector<std::size_t> member_rows(const Pedigree& pedigree, const std::vector<Couple>& couples);

} // namespace muster::layout
