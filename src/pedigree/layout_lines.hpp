#pragma once

#include "layout_graph.hpp"
#include "muster/pedigree/layout.hpp"

#include <cstddef>
#include <vector>

/// From an ordered graph to coordinates: where nodes stand, and how lines run between them.
namespace muster::layout {

/// A place that moves with a node.
struct Anchor {
    std::size_t node = 0;
    double offset = 0.0;
};

/// Where lines leave their row, fixed by the order alone.
struct Anchors {
    std::vector<bool> adjacent;            ///< by couple: neighbours, joined by a straight line
    std::vector<std::vector<Anchor>> hops; ///< by row and hop: where its line starts
    std::vector<Anchor> couples;           ///< where the line to a couple's children starts
};

/// Half of the room that a node takes in its row.
[[nodiscard]] double half_width(const Node& node, const LayoutSpacing& spacing);

[[nodiscard]] Anchors find_anchors(const Graph& graph, const LayoutSpacing& spacing);

/// The x of every node: no two nodes of a row closer than their widths, parents above the middle of their
/// children as far as there is room. The leftmost node's room starts at 0.
[[nodiscard]] std::vector<double> place_nodes(const Graph& graph, const Anchors& anchors, const LayoutSpacing& spacing);

/// Draws a connected, ordered graph, members by node index.
[[nodiscard]] PedigreeLayout draw(const Graph& graph, const LayoutSpacing& spacing);

} // namespace muster::layout
