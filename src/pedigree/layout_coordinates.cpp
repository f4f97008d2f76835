#include "layout_lines.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace muster::layout {
namespace {

constexpr double pass_half_width = 0.4;  // room for a line that passes through a row
constexpr double slot_from_middle = 0.3; // first line beside a symbol, from the middle between neighbours
constexpr double slot_step = 0.15;
constexpr int sweeps = 240; // the relaxation moves less than a hundredth of a symbol by then

/// Hands out places for lines beside a node, so that no two coincide.
class Slots {
  public:
    explicit Slots(const LayoutSpacing& spacing) : start_(0.5 * spacing.member - slot_from_middle) {}

    Anchor take(std::size_t node, bool right) {
        const int used = used_[{node, right}]++;
        const double offset = start_ + slot_step * used;
        return Anchor{node, right ? offset : -offset};
    }

  private:
    double start_;
    std::map<std::pair<std::size_t, bool>, int> used_;
};

/// A block of nodes that moves as one.
struct Rigid {
    double half = 0.0;
    double want = 0.0;
    double weight = 0.0;
    double x = 0.0;
};

/// The places closest (least squares) to what the blocks want, none overlapping: pool adjacent violators.
void settle(std::vector<Rigid>& blocks) {
    struct Pool {
        double sum = 0.0;
        double weight = 0.0;
        std::size_t count = 0;
    };
    std::vector<Pool> pools;
    std::vector<double> shift(blocks.size(), 0.0);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i > 0) {
            shift[i] = shift[i - 1] + blocks[i - 1].half + blocks[i].half;
        }
        pools.push_back(Pool{(blocks[i].want - shift[i]) * blocks[i].weight, blocks[i].weight, 1});
        while (pools.size() > 1) {
            const Pool last = pools.back();
            Pool& before = pools[pools.size() - 2];
            if (before.sum / before.weight <= last.sum / last.weight) {
                break;
            }
            before.sum += last.sum;
            before.weight += last.weight;
            before.count += last.count;
            pools.pop_back();
        }
    }
    std::size_t i = 0;
    for (const Pool& pool : pools) {
        for (std::size_t k = 0; k < pool.count; ++k, ++i) {
            blocks[i].x = pool.sum / pool.weight + shift[i];
        }
    }
}

class Relaxation {
  public:
    Relaxation(const Graph& graph, const Anchors& anchors, const LayoutSpacing& spacing)
        : graph_(graph), anchors_(anchors), x_(graph.nodes.size()), in_block_(graph.nodes.size()),
          block_of_(graph.nodes.size()) {
        blocks_.resize(graph.rows.size());
        for (std::size_t row = 0; row < graph.rows.size(); ++row) {
            for (const auto& members : graph.rows[row]) {
                double width = 0.0;
                for (const std::size_t node : members) {
                    const double half = half_width(graph.nodes[node], spacing);
                    in_block_[node] = width + half;
                    block_of_[node] = blocks_[row].size();
                    width += 2.0 * half;
                }
                for (const std::size_t node : members) {
                    in_block_[node] -= 0.5 * width;
                }
                blocks_[row].push_back(Rigid{0.5 * width});
            }
        }
    }

    std::vector<double> run(const LayoutSpacing& spacing) {
        for (std::size_t row = 0; row < blocks_.size(); ++row) {
            for (Rigid& block : blocks_[row]) {
                block.want = 0.0;
                block.weight = 1.0;
            }
            apply(row);
        }
        for (int k = 0; k < sweeps; ++k) {
            for (std::size_t r = 0; r < blocks_.size(); ++r) {
                relax(k % 2 == 0 ? r : blocks_.size() - 1 - r);
            }
        }
        double left = 0.0;
        for (std::size_t i = 0; i < x_.size(); ++i) {
            const double edge = x_[i] - half_width(graph_.nodes[i], spacing);
            left = i == 0 ? edge : std::min(left, edge);
        }
        for (double& x : x_) {
            x -= left;
        }
        return x_;
    }

  private:
    const Graph& graph_;
    const Anchors& anchors_;
    std::vector<double> x_;
    std::vector<double> in_block_; // a node's place relative to the middle of its block
    std::vector<std::size_t> block_of_;
    std::vector<std::vector<Rigid>> blocks_;

    void apply(std::size_t row) {
        settle(blocks_[row]);
        for (std::size_t b = 0; b < blocks_[row].size(); ++b) {
            for (const std::size_t node : graph_.rows[row][b]) {
                x_[node] = blocks_[row][b].x + in_block_[node];
            }
        }
    }

    void pull(std::size_t row, std::size_t node, double by) {
        Rigid& block = blocks_[row][block_of_[node]];
        block.want += block.x + by;
        block.weight += 1.0;
    }

    void relax(std::size_t row) {
        for (Rigid& block : blocks_[row]) {
            // A light pull to where it stands keeps a block that has no relation in this drawing in place.
            block.want = 0.01 * block.x;
            block.weight = 0.01;
        }
        for (std::size_t upper = row == 0 ? 0 : row - 1; upper <= row; ++upper) {
            for (std::size_t h = 0; h < graph_.hops[upper].size(); ++h) {
                const Hop& hop = graph_.hops[upper][h];
                const Anchor& from = anchors_.hops[upper][h];
                double middle = 0.0;
                for (const std::size_t node : hop.below) {
                    middle += x_[node] / static_cast<double>(hop.below.size());
                }
                const double gap = x_[from.node] + from.offset - middle;
                if (upper == row) {
                    pull(row, from.node, -gap);
                } else {
                    for (const std::size_t node : hop.below) {
                        pull(row, node, gap);
                    }
                }
            }
        }
        for (Rigid& block : blocks_[row]) {
            block.want /= block.weight;
        }
        apply(row);
    }
};

} // namespace

double half_width(const Node& node, const LayoutSpacing& spacing) {
    return node.member ? 0.5 * spacing.member : pass_half_width;
}

Anchors find_anchors(const Graph& graph, const LayoutSpacing& spacing) {
    std::vector<std::size_t> position(graph.nodes.size());
    for (const auto& row : graph.rows) {
        std::size_t at = 0;
        for (const auto& block : row) {
            for (const std::size_t node : block) {
                position[node] = at++;
            }
        }
    }
    std::vector<std::size_t> partners(graph.nodes.size(), 0);
    for (const Couple& c : graph.couples) {
        ++partners[c.a];
        ++partners[c.b];
    }
    Anchors anchors;
    Slots slots(spacing);
    for (const Couple& c : graph.couples) {
        const std::size_t left = position[c.a] < position[c.b] ? c.a : c.b;
        const std::size_t right = left == c.a ? c.b : c.a;
        const bool adjacent = position[left] + 1 == position[right];
        anchors.adjacent.push_back(adjacent);
        if (adjacent) {
            const double apart = half_width(graph.nodes[left], spacing) + half_width(graph.nodes[right], spacing);
            anchors.couples.push_back(Anchor{left, 0.5 * apart});
        } else {
            // Beside a symbol, not a stand-in, and beside the partner with fewer marriages, there is most room.
            const bool symbols = graph.nodes[left].member && graph.nodes[right].member;
            const bool at_right = symbols ? partners[right] <= partners[left] : graph.nodes[right].member.has_value();
            anchors.couples.push_back(slots.take(at_right ? right : left, !at_right));
        }
    }
    for (const auto& row : graph.hops) {
        anchors.hops.emplace_back();
        for (const Hop& hop : row) {
            if (hop.from == Hop::From::couple) {
                anchors.hops.back().push_back(anchors.couples[hop.source]);
            } else if (hop.from == Hop::From::node) {
                anchors.hops.back().push_back(Anchor{hop.source, 0.0});
            } else {
                const std::size_t target = position[hop.below.front()];
                anchors.hops.back().push_back(slots.take(hop.source, target > position[hop.source]));
            }
        }
    }
    return anchors;
}

std::vector<double> place_nodes(const Graph& graph, const Anchors& anchors, const LayoutSpacing& spacing) {
    return Relaxation(graph, anchors, spacing).run(spacing);
}

} // namespace muster::layout
