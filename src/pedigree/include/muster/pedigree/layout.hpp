#pragma once

#include "muster/pedigree/pedigree.hpp"

#include <cstddef>
#include <vector>

namespace muster {

/// A point of a drawing, in units of one symbol's width; x grows to the right, y downwards.
struct LayoutPoint {
    double x = 0.0;
    double y = 0.0;

    friend bool operator==(const LayoutPoint&, const LayoutPoint&) = default;
};

using LayoutPath = std::vector<LayoutPoint>;

/// Where a member's symbol (a box of 1 × 1) is drawn; its label has room below it.
struct PlacedMember {
    std::size_t member = 0;     ///< index in the pedigree
    std::size_t generation = 0; ///< row within its component, 0 = top
    LayoutPoint centre;
};

/// Two members who have children together, and the line that joins them.
struct PlacedCouple {
    std::size_t father = 0;
    std::size_t mother = 0;
    bool consanguineous = false; ///< they share an ancestor, or one descends from the other: a double line
    LayoutPath path;             ///< from one partner's symbol to the other's
};

/// The children of one couple, and the lines that lead from the couple down to each of them.
struct PlacedDescent {
    std::size_t couple = 0; ///< index in `PedigreeLayout::couples`
    std::vector<std::size_t> children;
    std::vector<LayoutPath> paths;
};

/// A drawing of a pedigree as pure geometry.
struct PedigreeLayout {
    std::vector<PlacedMember> members;   ///< by member index; everyone once
    std::vector<PlacedCouple> couples;   ///< each couple with children once
    std::vector<PlacedDescent> descents; ///< one a couple, in the same order
    double width = 0.0;
    double height = 0.0;
};

/// Room that the caller needs, in symbol widths.
struct LayoutSpacing {
    double member = 2.3;     ///< between the centres of neighbours (at least 2)
    double label = 1.2;      ///< below each symbol
    double row_width = 34.0; ///< components are set side by side up to this width, then below
};

/// Lays a pedigree out in generations: parents above children, partners side by side where the family
/// graph lets them stand in one row, sibs under their parents, few crossings. Any loop is drawn without
/// repeating a person. Unconnected families stand side by side. The same pedigree gives the same drawing.
///
/// The method is the layered drawing of Sugiyama, Tagawa and Toda (1981) with partners held together:
/// rows by longest path over groups of partners, order by barycentre sweeps and a bounded local search,
/// positions by repeated isotonic regression.
[[nodiscard]] PedigreeLayout layout_pedigree(const Pedigree& pedigree, const LayoutSpacing& spacing = {});

} // namespace muster
