#include "layout_lines.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace muster::layout {
namespace {

constexpr double half_symbol = 0.5;
constexpr double touch = 0.12;       // lines closer than this would be read as one
constexpr double track_height = 0.4; // between the bars of different sibships
constexpr double arc_height = 0.3;   // between the lines of partners who are not neighbours
constexpr double arc_end = 0.25;     // where such a line meets the top of the symbol, beside its centre
constexpr double headroom = 0.45;
constexpr double right_exit = 0.28; // below the centre: where a line to a lower row leaves a symbol …
constexpr double left_exit = 0.4;   // … and on its left, so that neighbours' lines do not meet
constexpr double nudge = 0.25;      // how far a line may start from the middle of a couple to run straight
constexpr double clearance = 0.6;   // of a line beside a symbol from its centre

/// What one hop takes up in the space between its rows.
struct Run {
    double from = 0.0;
    std::vector<double> to;
    double low = 0.0;
    double high = 0.0;
    std::size_t track = 0;
};

bool near(double x, double y) {
    return std::abs(x - y) < touch;
}

bool overlap(const Run& a, const Run& b) {
    return a.low < b.high + touch && b.low < a.high + touch;
}

/// What it costs to have bar `a` above bar `b`: crossings, and lines that would lie on each other.
int cost_above(const Run& a, const Run& b) {
    int cost = b.from > a.low && b.from < a.high ? 1 : 0;
    for (const double x : a.to) {
        cost += x > b.low && x < b.high ? 1 : 0;
        cost += near(x, b.from) ? 50 : 0;
    }
    return cost;
}

/// Gives overlapping bars different heights; returns how many heights there are.
std::size_t assign_tracks(std::vector<Run>& runs) {
    std::vector<std::size_t> order(runs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return runs[x].low < runs[y].low; });
    for (std::size_t pass = 0; pass < order.size(); ++pass) {
        for (std::size_t k = 0; k + 1 < order.size(); ++k) {
            if (cost_above(runs[order[k + 1]], runs[order[k]]) < cost_above(runs[order[k]], runs[order[k + 1]])) {
                std::swap(order[k], order[k + 1]);
            }
        }
    }
    std::size_t tracks = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        Run& run = runs[order[k]];
        for (std::size_t j = 0; j < k; ++j) {
            if (overlap(run, runs[order[j]])) {
                run.track = std::max(run.track, runs[order[j]].track + 1);
            }
        }
        tracks = std::max(tracks, run.track + 1);
    }
    return tracks;
}

class Drawing {
  public:
    Drawing(const Graph& graph, const LayoutSpacing& spacing)
        : graph_(graph), spacing_(spacing), anchors_(find_anchors(graph, spacing)),
          x_(place_nodes(graph, anchors_, spacing)) {}

    PedigreeLayout run() {
        plan_arcs();
        plan_runs();
        place_rows();
        place_members();
        for (std::size_t k = 0; k < graph_.couples.size(); ++k) {
            out_.couples.push_back(
                {graph_.couples[k].father, graph_.couples[k].mother, graph_.couples[k].consanguineous, {}});
            out_.descents.push_back({k, graph_.couples[k].children, {}});
        }
        for (std::size_t row = 0; row < graph_.hops.size(); ++row) {
            for (std::size_t h = 0; h < graph_.hops[row].size(); ++h) {
                draw_hop(row, graph_.hops[row][h], runs_[row][h]);
            }
        }
        for (std::size_t k = 0; k < graph_.couples.size(); ++k) {
            draw_couple(k);
        }
        return std::move(out_);
    }

  private:
    const Graph& graph_;
    const LayoutSpacing& spacing_;
    Anchors anchors_;
    std::vector<double> x_;
    std::vector<std::vector<Run>> runs_;
    std::vector<std::size_t> tracks_; // by row: bar heights below it
    std::vector<std::size_t> arc_;    // by couple that needs one: level above its row, from 1
    std::vector<std::size_t> arcs_;   // by row
    std::vector<double> row_y_;
    PedigreeLayout out_;

    [[nodiscard]] std::pair<std::size_t, std::size_t> left_right(const Couple& c) const {
        return x_[c.a] < x_[c.b] ? std::pair{c.a, c.b} : std::pair{c.b, c.a};
    }

    void plan_arcs() {
        arc_.assign(graph_.couples.size(), 0);
        arcs_.assign(graph_.rows.size(), 0);
        std::vector<std::size_t> order;
        for (std::size_t k = 0; k < graph_.couples.size(); ++k) {
            if (!anchors_.adjacent[k]) {
                order.push_back(k);
            }
        }
        const auto span = [&](std::size_t k) { return std::abs(x_[graph_.couples[k].a] - x_[graph_.couples[k].b]); };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t p, std::size_t q) { return span(p) < span(q); });
        for (std::size_t i = 0; i < order.size(); ++i) {
            const Couple& c = graph_.couples[order[i]];
            std::size_t level = 1;
            for (std::size_t j = 0; j < i; ++j) {
                const Couple& other = graph_.couples[order[j]];
                const auto [left, right] = left_right(c);
                const auto [other_left, other_right] = left_right(other);
                if (other.row == c.row && x_[left] <= x_[other_right] && x_[other_left] <= x_[right]) {
                    level = std::max(level, arc_[order[j]] + 1);
                }
            }
            arc_[order[i]] = level;
            arcs_[c.row] = std::max(arcs_[c.row], level);
        }
    }

    void plan_runs() {
        for (std::size_t row = 0; row < graph_.hops.size(); ++row) {
            std::vector<Run> runs;
            for (std::size_t h = 0; h < graph_.hops[row].size(); ++h) {
                const Hop& hop = graph_.hops[row][h];
                Run run;
                run.from = x_[anchors_.hops[row][h].node] + anchors_.hops[row][h].offset;
                for (const std::size_t node : hop.below) {
                    run.to.push_back(x_[node]);
                }
                const bool may_move = hop.from == Hop::From::couple && anchors_.adjacent[hop.source];
                if (may_move && run.to.size() == 1 && std::abs(run.to[0] - run.from) < nudge &&
                    room_at(row, run.to[0], hop)) {
                    run.from = run.to[0];
                }
                run.low = std::min(run.from, *std::min_element(run.to.begin(), run.to.end()));
                run.high = std::max(run.from, *std::max_element(run.to.begin(), run.to.end()));
                runs.push_back(std::move(run));
            }
            make_way(row, runs);
            tracks_.push_back(assign_tracks(runs));
            runs_.push_back(std::move(runs));
        }
    }

    /// Is there room for a line at `x`, clear of symbols and of the lines that pass through this row?
    [[nodiscard]] bool room_at(std::size_t row, double x, const Hop& hop) const {
        for (const auto& block : graph_.rows[row]) {
            for (const std::size_t node : block) {
                const bool own = hop.from == Hop::From::node && hop.source == node;
                if (!own && std::abs(x_[node] - x) < (graph_.nodes[node].member ? clearance : touch)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// How far a line of hop `h` that starts at `x` keeps from the other lines of this gap.
    static double distance(const std::vector<Run>& runs, std::size_t h, double x) {
        double least = 1.0;
        for (std::size_t j = 0; j < runs.size(); ++j) {
            if (j != h) {
                least = std::min(least, std::abs(runs[j].from - x));
                for (const double to : runs[j].to) {
                    least = std::min(least, std::abs(to - x));
                }
            }
        }
        return least;
    }

    /// A line that would come down onto the line to somebody else's child starts a little to the side: the
    /// nearest place that is free, or else the one with most room.
    void make_way(std::size_t row, std::vector<Run>& runs) const {
        for (std::size_t h = 0; h < runs.size(); ++h) {
            const double start = runs[h].from;
            double best = distance(runs, h, start);
            for (const double by : {0.13, -0.13, 0.26, -0.26, 0.39, -0.39, 0.52, -0.52, 0.06, -0.06}) {
                const double room = distance(runs, h, start + by);
                if (best < touch && room > best && room_at(row, start + by, graph_.hops[row][h])) {
                    best = room;
                    runs[h].from = start + by;
                }
            }
            runs[h].low = std::min(runs[h].low, runs[h].from);
            runs[h].high = std::max(runs[h].high, runs[h].from);
        }
    }

    void place_rows() {
        double y = 0.0;
        for (std::size_t row = 0; row < graph_.rows.size(); ++row) {
            y += arc_height * static_cast<double>(arcs_[row]) + (row == 0 && arcs_[row] == 0 ? 0.1 : headroom);
            row_y_.push_back(y + half_symbol);
            y += 2.0 * half_symbol + spacing_.label + track_height * static_cast<double>(tracks_[row]);
        }
        out_.height = y;
    }

    void place_members() {
        for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
            const Node& node = graph_.nodes[i];
            if (node.member) {
                out_.members.push_back({*node.member, node.row, {x_[i], row_y_[node.row]}});
            }
            out_.width = std::max(out_.width, x_[i] + half_width(node, spacing_));
        }
    }

    [[nodiscard]] double arc_y(std::size_t couple) const {
        return row_y_[graph_.couples[couple].row] - half_symbol - 0.05 - arc_height * static_cast<double>(arc_[couple]);
    }

    [[nodiscard]] double track_y(std::size_t row, const Run& run) const {
        return row_y_[row] + half_symbol + spacing_.label + track_height * (0.5 + static_cast<double>(run.track));
    }

    [[nodiscard]] double start_y(std::size_t row, const Hop& hop, const Run& run) const {
        if (hop.from == Hop::From::side) {
            return row_y_[row] + (run.from > x_[hop.source] ? right_exit : left_exit);
        }
        const bool below_arc = hop.from == Hop::From::couple && !anchors_.adjacent[hop.source];
        return below_arc ? arc_y(hop.source) : row_y_[row];
    }

    void draw_hop(std::size_t row, const Hop& hop, const Run& run) {
        const double y = track_y(row, run);
        const double start = start_y(row, hop, run);
        const auto end = [&](std::size_t k) {
            const bool symbol = graph_.nodes[hop.below[k]].member.has_value();
            return row_y_[row + 1] - (symbol ? half_symbol : 0.0);
        };
        LayoutPath line;
        if (hop.from == Hop::From::side) {
            const double edge = run.from > x_[hop.source] ? half_symbol : -half_symbol;
            line.push_back({x_[hop.source] + edge, start});
        }
        if (hop.from == Hop::From::node && run.from != x_[hop.source]) {
            line.push_back({x_[hop.source], start});
        }
        line.push_back({run.from, start});
        if (run.to.size() == 1) {
            if (std::abs(run.from - run.to[0]) > 1e-9) {
                line.push_back({run.from, y});
                line.push_back({run.to[0], y});
            }
            line.push_back({run.to[0], end(0)});
        } else {
            line.push_back({run.from, y});
        }
        if (!hop.descent) {
            LayoutPath& path = out_.couples[hop.couple].path;
            path.insert(path.end(), line.begin(), line.end());
            return;
        }
        std::vector<LayoutPath>& paths = out_.descents[hop.couple].paths;
        paths.push_back(std::move(line));
        if (run.to.size() > 1) {
            paths.push_back({{run.low, y}, {run.high, y}});
            for (std::size_t k = 0; k < run.to.size(); ++k) {
                paths.push_back({{run.to[k], y}, {run.to[k], end(k)}});
            }
        }
    }

    /// The last part of the line between partners: along their row, or above it. A stand-in's part, already
    /// drawn, ends at its place.
    void draw_couple(std::size_t k) {
        const Couple& c = graph_.couples[k];
        LayoutPath& path = out_.couples[k].path;
        const bool stand_in = !graph_.nodes[c.a].member.has_value();
        const double towards_b = x_[c.b] > x_[c.a] ? 1.0 : -1.0;
        const double y = row_y_[c.row];
        if (anchors_.adjacent[k]) {
            if (!stand_in) {
                path.push_back({x_[c.a] + towards_b * half_symbol, y});
            }
            path.push_back({x_[c.b] - towards_b * half_symbol, y});
            return;
        }
        const double above = arc_y(k);
        if (stand_in) {
            path.back().y = above;
        } else {
            path.push_back({x_[c.a] + towards_b * arc_end, y - half_symbol});
            path.push_back({x_[c.a] + towards_b * arc_end, above});
        }
        path.push_back({x_[c.b] - towards_b * arc_end, above});
        path.push_back({x_[c.b] - towards_b * arc_end, y - half_symbol});
    }
};

} // namespace

PedigreeLayout draw(const Graph& graph, const LayoutSpacing& spacing) {
    return Drawing(graph, spacing).run();
}

} // namespace muster::layout
