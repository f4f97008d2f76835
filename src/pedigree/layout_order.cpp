#include "layout_graph.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace muster::layout {
namespace {

constexpr double crossing_cost = 10.0;
constexpr double apart_cost = 14.0;             // partners with somebody between them read worse than one crossing
constexpr double slant_cost = 0.1;              // between equals, the straighter drawing
constexpr std::size_t edge_budget = 40'000'000; // comparisons of the local search: well under a second

using Block = std::vector<std::size_t>;

class Orderer {
  public:
    explicit Orderer(Graph& graph) : graph_(graph), position_(graph.nodes.size()) {
        for (std::size_t row = 0; row < graph_.rows.size(); ++row) {
            number(row);
        }
    }

    void run() {
        auto best = graph_.rows;
        double best_cost = total_cost();
        for (int sweep = 0; sweep < 12; ++sweep) {
            this->sweep(sweep % 2 == 0);
            const double cost = total_cost();
            if (cost < best_cost) {
                best_cost = cost;
                best = graph_.rows;
            }
        }
        graph_.rows = std::move(best);
        for (std::size_t row = 0; row < graph_.rows.size(); ++row) {
            number(row);
        }
        while (improve_all() && spent_ < edge_budget) {
        }
    }

  private:
    Graph& graph_;
    std::vector<double> position_;
    std::size_t spent_ = 0;

    void number(std::size_t row) {
        double at = 0.0;
        for (const Block& block : graph_.rows[row]) {
            for (const std::size_t node : block) {
                position_[node] = at;
                at += 1.0;
            }
        }
    }

    [[nodiscard]] double top(const Hop& hop) const {
        if (hop.from != Hop::From::couple) {
            return position_[hop.source];
        }
        const Couple& c = graph_.couples[hop.source];
        return 0.5 * (position_[c.a] + position_[c.b]);
    }

    [[nodiscard]] double gap_cost(std::size_t upper) {
        std::vector<std::pair<double, double>> edges;
        double cost = 0.0;
        for (const Hop& hop : graph_.hops[upper]) {
            for (const std::size_t node : hop.below) {
                edges.emplace_back(top(hop), position_[node]);
                cost += slant_cost * std::abs(edges.back().first - edges.back().second);
            }
        }
        for (std::size_t i = 0; i < edges.size(); ++i) {
            for (std::size_t j = i + 1; j < edges.size(); ++j) {
                if ((edges[i].first - edges[j].first) * (edges[i].second - edges[j].second) < 0.0) {
                    cost += crossing_cost;
                }
            }
        }
        spent_ += edges.size() * edges.size() / 2 + 1;
        return cost;
    }

    [[nodiscard]] double row_cost(std::size_t row) const {
        double cost = 0.0;
        for (const Couple& c : graph_.couples) {
            if (c.row == row) {
                cost += apart_cost * (std::abs(position_[c.a] - position_[c.b]) - 1.0);
            }
        }
        return cost;
    }

    [[nodiscard]] double cost_around(std::size_t row) {
        return row_cost(row) + gap_cost(row) + (row > 0 ? gap_cost(row - 1) : 0.0);
    }

    [[nodiscard]] double total_cost() {
        double cost = 0.0;
        for (std::size_t row = 0; row < graph_.rows.size(); ++row) {
            cost += row_cost(row) + gap_cost(row);
        }
        return cost;
    }

    /// Sorts every row by where the row above (or below) would like its blocks to be.
    void sweep(bool downwards) {
        const std::size_t n = graph_.rows.size();
        for (std::size_t k = 1; k < n; ++k) {
            const std::size_t row = downwards ? k : n - 1 - k;
            std::vector<double> sum(graph_.nodes.size(), 0.0);
            std::vector<double> count(graph_.nodes.size(), 0.0);
            const auto pull = [&](std::size_t node, double to) {
                sum[node] += to;
                count[node] += 1.0;
            };
            for (const Hop& hop : graph_.hops[downwards ? row - 1 : row]) {
                for (const std::size_t node : hop.below) {
                    if (downwards) {
                        pull(node, top(hop));
                    } else if (hop.from == Hop::From::couple) {
                        pull(graph_.couples[hop.source].a, position_[node]);
                        pull(graph_.couples[hop.source].b, position_[node]);
                    } else {
                        pull(hop.source, position_[node]);
                    }
                }
            }
            sort_row(row, sum, count);
        }
    }

    void sort_row(std::size_t row, const std::vector<double>& sum, const std::vector<double>& count) {
        std::vector<std::pair<double, Block>> keyed;
        for (Block& block : graph_.rows[row]) {
            double total = 0.0;
            double weight = 0.0;
            for (const std::size_t node : block) {
                total += sum[node];
                weight += count[node];
            }
            // A block that nothing pulls stays where it is.
            const double key = weight > 0.0 ? total / weight : position_[block.front()];
            keyed.emplace_back(key, std::move(block));
        }
        std::stable_sort(keyed.begin(), keyed.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
        graph_.rows[row].clear();
        for (auto& [key, block] : keyed) {
            graph_.rows[row].push_back(std::move(block));
        }
        number(row);
    }

    /// Keeps a change of a row if it pays; puts the row back otherwise.
    template <class Change> bool attempt(std::size_t row, Change change) {
        const double before = cost_around(row);
        const std::vector<Block> saved = graph_.rows[row];
        change(graph_.rows[row]);
        number(row);
        if (cost_around(row) < before - 1e-9) {
            return true;
        }
        graph_.rows[row] = saved;
        number(row);
        return false;
    }

    bool improve_all() {
        bool better = false;
        for (std::size_t row = 0; row < graph_.rows.size(); ++row) {
            better = improve_blocks(row) || better;
            better = improve_inside(row) || better;
        }
        return better;
    }

    bool improve_blocks(std::size_t row) {
        bool better = false;
        const std::size_t n = graph_.rows[row].size();
        for (std::size_t from = 0; from < n; ++from) {
            for (std::size_t to = 0; to < n && spent_ < edge_budget; ++to) {
                if (from == to) {
                    continue;
                }
                better = attempt(row,
                                 [from, to](std::vector<Block>& blocks) {
                                     Block moved = std::move(blocks[from]);
                                     blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(from));
                                     blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
                                 }) ||
                         better;
            }
        }
        return better;
    }

    bool improve_inside(std::size_t row) {
        bool better = false;
        for (std::size_t k = 0; k < graph_.rows[row].size(); ++k) {
            const std::size_t n = graph_.rows[row][k].size();
            if (n > 1 && spent_ < edge_budget) {
                better =
                    attempt(row,
                            [k](std::vector<Block>& blocks) { std::reverse(blocks[k].begin(), blocks[k].end()); }) ||
                    better;
            }
            for (std::size_t i = 0; n > 2 && i + 1 < n && spent_ < edge_budget; ++i) {
                better =
                    attempt(row, [k, i](std::vector<Block>& blocks) { std::swap(blocks[k][i], blocks[k][i + 1]); }) ||
                    better;
            }
        }
        return better;
    }
};

} // namespace

void order_rows(Graph& graph) {
    Orderer(graph).run();
}

} // namespace muster::layout
