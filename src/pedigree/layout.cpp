#include "muster/pedigree/layout.hpp"

#include "layout_graph.hpp"
#include "layout_lines.hpp"

#include <algorithm>
#include <utility>

namespace muster {
namespace {

constexpr double shelf_gap = 0.6;
constexpr double family_gap = 0.7;

void move(LayoutPoint& point, double dx, double dy) {
    point.x += dx;
    point.y += dy;
}

/// Adds a component's drawing, moved, its member numbers turned into those of the whole pedigree.
void add(PedigreeLayout& whole, PedigreeLayout part, const std::vector<std::size_t>& numbers, double dx, double dy) {
    const std::size_t first_couple = whole.couples.size();
    for (PlacedMember& m : part.members) {
        m.member = numbers[m.member];
        move(m.centre, dx, dy);
        whole.members[m.member] = m;
    }
    for (PlacedCouple& c : part.couples) {
        c.father = numbers[c.father];
        c.mother = numbers[c.mother];
        std::for_each(c.path.begin(), c.path.end(), [&](LayoutPoint& p) { move(p, dx, dy); });
        whole.couples.push_back(std::move(c));
    }
    for (PlacedDescent& d : part.descents) {
        d.couple += first_couple;
        std::for_each(d.children.begin(), d.children.end(), [&](std::size_t& child) { child = numbers[child]; });
        for (LayoutPath& path : d.paths) {
            std::for_each(path.begin(), path.end(), [&](LayoutPoint& p) { move(p, dx, dy); });
        }
        whole.descents.push_back(std::move(d));
    }
    whole.width = std::max(whole.width, dx + part.width);
    whole.height = std::max(whole.height, dy + part.height);
}

} // namespace

PedigreeLayout layout_pedigree(const Pedigree& pedigree, const LayoutSpacing& spacing) {
    PedigreeLayout whole;
    whole.members.resize(pedigree.size());
    double x = 0.0;
    double y = 0.0;
    for (const std::vector<std::size_t>& component : pedigree.components()) {
        layout::Graph graph = layout::build_graph(pedigree.subset(component));
        layout::order_rows(graph);
        PedigreeLayout part = layout::draw(graph, spacing);
        if (x > 0.0 && x + part.width > spacing.row_width) {
            x = 0.0;
            y = whole.height + shelf_gap;
        }
        const double width = part.width;
        add(whole, std::move(part), component, x, y);
        x += width + family_gap;
    }
    return whole;
}

} // namespace muster
