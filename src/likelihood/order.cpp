#include "order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

/// The variables of a factor, ascending, and the number of its entries that are not known to be zero.
struct Scope {
    std::vector<Variable> variables;
    double entries = 0.0;
    bool sparse = false;
};

/// Plays an elimination on scopes alone.
class Planner {
  public:
    Planner(const Network& network, std::optional<Variable> keep) : network_(network), keep_(keep) {
        for (const auto& f : network.dense()) {
            add(f.variables, static_cast<double>(f.values.size()), false);
        }
        for (const auto& f : network.sparse()) {
            add(f.variables, static_cast<double>(f.values.size()), true);
        }
        at_.resize(network.domains().size());
        for (std::size_t i = 0; i < scopes_.size(); ++i) {
            for (Variable v : scopes_[i].variables) {
                at_[v].push_back(i);
            }
        }
    }

    EliminationPlan run(double removed_weight, double cost_weight) {
        const auto n = static_cast<Variable>(network_.domains().size());
        EliminationPlan plan;
        std::vector<Step> step(n);
        std::vector<char> open(n, 1);
        if (keep_) {
            open[*keep_] = 0;
        }
        const auto score_of = [&](Variable v) {
            step[v] = look(v);
            step[v].score = step[v].result + cost_weight * step[v].cost - removed_weight * step[v].removed;
        };
        for (Variable v = 0; v < n; ++v) {
            if (open[v] != 0) {
                score_of(v);
            }
        }
        for (;;) {
            Variable best = n;
            for (Variable v = 0; v < n; ++v) {
                if (open[v] != 0 && (best == n || step[v].score < step[best].score)) {
                    best = v;
                }
            }
            if (best == n) {
                return plan;
            }
            open[best] = 0;
            plan.order.push_back(best);
            plan.operations += step[best].cost;
            if (step[best].result > plan.largest_table) {
                plan.largest_table = step[best].result;
                plan.width = step[best].neighbours.size();
            }
            merge(best, step[best]);
            for (Variable v : step[best].neighbours) {
                if (open[v] != 0) {
                    score_of(v);
                }
            }
        }
    }

  private:
    struct Step {
        std::vector<Variable> neighbours;
        double result = 0.0;
        double removed = 0.0;
        double cost = 0.0;
        double score = 0.0;
    };

    void add(const std::vector<Variable>& variables, double entries, bool sparse) {
        Scope scope{variables, entries, sparse};
        std::sort(scope.variables.begin(), scope.variables.end());
        scopes_.push_back(std::move(scope));
    }

    [[nodiscard]] double size_of(const std::vector<Variable>& variables) const {
        double size = 1.0;
        for (Variable v : variables) {
            size *= static_cast<double>(network_.domain(v));
        }
        return size;
    }

    [[nodiscard]] Step look(Variable v) const {
        Step step;
        const Scope* sparse = nullptr;
        for (std::size_t f : at_[v]) {
            const Scope& scope = scopes_[f];
            step.removed += scope.entries;
            if (scope.sparse && (sparse == nullptr || scope.entries > sparse->entries)) {
                sparse = &scope;
            }
            std::vector<Variable> both;
            both.reserve(step.neighbours.size() + scope.variables.size());
            std::set_union(step.neighbours.begin(), step.neighbours.end(), scope.variables.begin(),
                           scope.variables.end(), std::back_inserter(both));
            step.neighbours.swap(both);
        }
        step.neighbours.erase(std::remove(step.neighbours.begin(), step.neighbours.end(), v), step.neighbours.end());
        step.result = size_of(step.neighbours);
        step.cost = step.result * static_cast<double>(network_.domain(v));
        if (sparse != nullptr) {
            // Each non-zero entry meets every state of the variables outside of the sparse factor.
            std::vector<Variable> rest;
            std::set_difference(step.neighbours.begin(), step.neighbours.end(), sparse->variables.begin(),
                                sparse->variables.end(), std::back_inserter(rest));
            step.cost = std::min(step.cost, size_of(rest) * sparse->entries) + step.result;
        }
        return step;
    }

    void merge(Variable v, const Step& step) {
        const std::vector<std::size_t> gone = at_[v];
        for (std::size_t f : gone) {
            for (Variable w : scopes_[f].variables) {
                auto& list = at_[w];
                list.erase(std::remove(list.begin(), list.end(), f), list.end());
            }
        }
        scopes_.push_back({step.neighbours, step.result, false});
        for (Variable w : step.neighbours) {
            at_[w].push_back(scopes_.size() - 1);
        }
    }

    const Network& network_;
    std::optional<Variable> keep_;
    std::vector<Scope> scopes_;
    std::vector<std::vector<std::size_t>> at_;
};

} // namespace

EliminationPlan plan_elimination(const Network& network, std::optional<Variable> keep) {
    // A cheap pedigree is done before a second search would pay for itself.
    constexpr double worth_searching = 2.0e5;
    EliminationPlan best = Planner(network, keep).run(0.0, 0.1);
    if (best.operations < worth_searching) {
        return best;
    }
    constexpr double weights[][2] = {{1.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}, {0.5, 0.1}, {2.0, 0.5}, {0.0, 0.0}};
    for (const auto& [removed, cost] : weights) {
        EliminationPlan plan = Planner(network, keep).run(removed, cost);
        if (plan.operations < best.operations) {
            best = std::move(plan);
        }
    }
    return best;
}

} // namespace muster
