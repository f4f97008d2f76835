#include "layout_graph.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace muster::layout {
namespace {

using Groups = std::vector<std::size_t>;

/// Are the groups still without a cycle of descent? Fills each group's longest path from the top.
bool longest_paths(const Pedigree& pedigree, const Groups& group, std::vector<std::size_t>& depth) {
    const std::size_t n = pedigree.size();
    std::vector<std::vector<std::size_t>> below(n);
    std::vector<std::size_t> waiting(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
        const Member& m = pedigree.member(i);
        if (m.is_founder()) {
            continue;
        }
        for (const std::size_t parent : {m.father, m.mother}) {
            if (group[parent] == group[i]) {
                return false;
            }
            below[group[parent]].push_back(group[i]);
            ++waiting[group[i]];
        }
    }
    depth.assign(n, 0);
    std::vector<std::size_t> ready;
    for (std::size_t g = 0; g < n; ++g) {
        if (waiting[g] == 0) {
            ready.push_back(g);
        }
    }
    for (std::size_t k = 0; k < ready.size(); ++k) {
        for (const std::size_t next : below[ready[k]]) {
            depth[next] = std::max(depth[next], depth[ready[k]] + 1);
            if (--waiting[next] == 0) {
                ready.push_back(next);
            }
        }
    }
    return ready.size() == n;
}

Groups merged(const Groups& group, std::size_t from, std::size_t into) {
    Groups out = group;
    std::replace(out.begin(), out.end(), from, into);
    return out;
}

/// A group of founders that the longest path leaves at the top comes down to just above its children.
void lower_founders(const Pedigree& pedigree, const Groups& group, std::vector<std::size_t>& depth) {
    const std::size_t n = pedigree.size();
    std::vector<bool> founders(n, true);
    std::vector<std::size_t> lowest(n, n);
    for (std::size_t i = 0; i < n; ++i) {
        if (!pedigree.member(i).is_founder()) {
            founders[group[i]] = false;
        }
        for (const std::size_t child : pedigree.children(i)) {
            lowest[group[i]] = std::min(lowest[group[i]], depth[group[child]]);
        }
    }
    for (std::size_t g = 0; g < n; ++g) {
        if (founders[g] && lowest[g] < n) {
            depth[g] = lowest[g] - 1;
        }
    }
}

/// Do two people, given with all of their ancestors and themselves, have someone in common?
bool related(const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
    return std::any_of(a.begin(), a.end(), [&](std::size_t x) { return b.count(x) != 0; });
}

/// Nodes of one row that are joined by couples, in an order that keeps most partners adjacent: a longest
/// chain of partners, further partners beside the one whom they belong to.
std::vector<std::size_t> chain(std::size_t start, const std::vector<std::vector<std::size_t>>& joined) {
    const auto farthest = [&](std::size_t from, std::map<std::size_t, std::size_t>& came) {
        std::vector<std::size_t> queue{from};
        came = {{from, from}};
        for (std::size_t k = 0; k < queue.size(); ++k) {
            for (const std::size_t next : joined[queue[k]]) {
                if (came.emplace(next, queue[k]).second) {
                    queue.push_back(next);
                }
            }
        }
        return queue.back();
    };
    std::map<std::size_t, std::size_t> came;
    const std::size_t end = farthest(start, came);
    std::size_t at = farthest(end, came);
    std::vector<std::size_t> order{at};
    while (at != end) {
        at = came[at];
        order.push_back(at);
    }
    std::set<std::size_t> placed(order.begin(), order.end());
    while (placed.size() < came.size()) {
        for (const auto& [node, via] : came) {
            if (placed.count(node) == 0 && placed.count(via) != 0) {
                const auto beside = std::find(order.begin(), order.end(), via);
                const bool left = beside - order.begin() < order.end() - beside - 1;
                order.insert(left ? order.begin() : order.end(), node);
                placed.insert(node);
            }
        }
    }
    return order;
}

/// Adds nodes for lines that cross rows, and the hops between rows.
class HopBuilder {
  public:
    explicit HopBuilder(Graph& graph) : graph_(graph) {}

    void descent(std::size_t couple) {
        std::vector<std::size_t> children = graph_.couples[couple].children;
        Hop hop{Hop::From::couple, couple, couple, true, {}};
        for (std::size_t row = graph_.couples[couple].row; !children.empty(); ++row) {
            std::vector<std::size_t> further;
            for (const std::size_t child : children) {
                (graph_.nodes[child].row == row + 1 ? hop.below : further).push_back(child);
            }
            if (!further.empty()) {
                hop.below.push_back(add_node(row + 1));
            }
            const std::size_t last = hop.below.back();
            graph_.hops[row].push_back(hop);
            hop = Hop{Hop::From::node, last, couple, true, {}};
            children = further;
        }
    }

    /// Partners in different rows: a stand-in beside the lower one, a line from the upper one to it.
    void stand_in(std::size_t couple) {
        Couple& c = graph_.couples[couple];
        std::size_t upper = c.father;
        std::size_t lower = c.mother;
        if (graph_.nodes[upper].row > graph_.nodes[lower].row) {
            std::swap(upper, lower);
        }
        c.row = graph_.nodes[lower].row;
        Hop hop{Hop::From::side, upper, couple, false, {}};
        for (std::size_t row = graph_.nodes[upper].row; row < c.row; ++row) {
            const std::size_t next = add_node(row + 1);
            hop.below = {next};
            graph_.hops[row].push_back(hop);
            hop = Hop{Hop::From::node, next, couple, false, {}};
        }
        c.a = hop.source;
        c.b = lower;
    }

  private:
    Graph& graph_;

    std::size_t add_node(std::size_t row) {
        graph_.nodes.push_back(Node{std::nullopt, row});
        return graph_.nodes.size() - 1;
    }
};

/// Blocks in the order of a walk down from each block that has not been met, so that families start together.
void fill_rows(Graph& graph) {
    const std::size_t n = graph.nodes.size();
    std::vector<std::vector<std::size_t>> joined(n);
    std::vector<std::vector<const Hop*>> down(n);
    for (const Couple& c : graph.couples) {
        joined[c.a].push_back(c.b);
        joined[c.b].push_back(c.a);
    }
    for (const auto& hops : graph.hops) {
        for (const Hop& hop : hops) {
            if (hop.from == Hop::From::couple) {
                down[graph.couples[hop.source].a].push_back(&hop);
                down[graph.couples[hop.source].b].push_back(&hop);
            } else {
                down[hop.source].push_back(&hop);
            }
        }
    }
    std::vector<bool> met(n, false);
    std::vector<std::size_t> by_row(n);
    std::iota(by_row.begin(), by_row.end(), std::size_t{0});
    std::stable_sort(by_row.begin(), by_row.end(),
                     [&](std::size_t x, std::size_t y) { return graph.nodes[x].row < graph.nodes[y].row; });
    for (const std::size_t first : by_row) {
        std::vector<std::size_t> stack{first};
        while (!stack.empty()) {
            const std::size_t node = stack.back();
            stack.pop_back();
            if (met[node]) {
                continue;
            }
            const std::vector<std::size_t> block = chain(node, joined);
            for (const std::size_t x : block) {
                met[x] = true;
            }
            graph.rows[graph.nodes[node].row].push_back(block);
            for (auto x = block.rbegin(); x != block.rend(); ++x) {
                for (auto hop = down[*x].rbegin(); hop != down[*x].rend(); ++hop) {
                    stack.insert(stack.end(), (*hop)->below.rbegin(), (*hop)->below.rend());
                }
            }
        }
    }
}

} // namespace

std::vector<Couple> couples_of(const Pedigree& pedigree) {
    std::vector<std::set<std::size_t>> lines(pedigree.size());
    for (const std::size_t i : pedigree.parents_first()) {
        const Member& m = pedigree.member(i);
        lines[i].insert(i);
        if (!m.is_founder()) {
            lines[i].insert(lines[m.father].begin(), lines[m.father].end());
            lines[i].insert(lines[m.mother].begin(), lines[m.mother].end());
        }
    }
    std::vector<Couple> couples;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> index;
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        const Member& m = pedigree.member(i);
        if (m.is_founder()) {
            continue;
        }
        const auto [at, added] = index.emplace(std::pair{m.father, m.mother}, couples.size());
        if (added) {
            Couple c;
            c.father = m.father;
            c.mother = m.mother;
            c.consanguineous = related(lines[m.father], lines[m.mother]);
            couples.push_back(std::move(c));
        }
        couples[at->second].children.push_back(i);
    }
    return couples;
}

std::vector<std::size_t> member_rows(const Pedigree& pedigree, const std::vector<Couple>& couples) {
    Groups group(pedigree.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    std::vector<std::size_t> depth;
    for (const Couple& c : couples) {
        if (group[c.father] == group[c.mother]) {
            continue;
        }
        Groups tried = merged(group, group[c.mother], group[c.father]);
        if (longest_paths(pedigree, tried, depth)) {
            group = std::move(tried);
        }
    }
    longest_paths(pedigree, group, depth);
    lower_founders(pedigree, group, depth);
    std::vector<std::size_t> rows(pedigree.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = depth[group[i]];
    }
    return rows;
}

Graph build_graph(const Pedigree& pedigree) {
    Graph graph;
    graph.couples = couples_of(pedigree);
    const std::vector<std::size_t> rows = member_rows(pedigree, graph.couples);
    std::size_t row_count = 1;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        graph.nodes.push_back(Node{i, rows[i]});
        row_count = std::max(row_count, rows[i] + 1);
    }
    graph.hops.resize(row_count);
    graph.rows.resize(row_count);
    HopBuilder builder(graph);
    for (std::size_t k = 0; k < graph.couples.size(); ++k) {
        Couple& c = graph.couples[k];
        if (rows[c.father] == rows[c.mother]) {
            c.a = c.father;
            c.b = c.mother;
            c.row = rows[c.father];
        } else {
            builder.stand_in(k);
        }
        builder.descent(k);
    }
    fill_rows(graph);
    return graph;
}

} // namespace muster::layout
