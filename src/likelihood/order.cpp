#include "order.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace muster {
namespace {

using Variables = std::vector<Variable>;

double size_of(const Variables& variables, const std::vector<std::size_t>& domains) {
    double size = 1.0;
    for (Variable v : variables) {
        size *= static_cast<double>(domains[v]);
    }
    return size;
}

bool contains(const Variables& variables, Variable v) {
    return std::find(variables.begin(), variables.end(), v) != variables.end();
}

/// Size of the table over both sets of variables.
double joint_size(const Variables& a, double size_a, const Variables& b, const std::vector<std::size_t>& domains) {
    for (Variable v : b) {
        if (!contains(a, v)) {
            size_a *= static_cast<double>(domains[v]);
        }
    }
    return size_a;
}

/// The only sparse factor, if it names every variable of the others; else null.
const FactorShape* covering(const std::vector<FactorShape>& factors) {
    const FactorShape* sparse = nullptr;
    for (const FactorShape& f : factors) {
        if (f.sparse && sparse != nullptr) {
            return nullptr;
        }
        sparse = f.sparse ? &f : sparse;
    }
    const auto named = [&](Variable v) { return contains(*sparse->variables, v); };
    for (const FactorShape& f : factors) {
        if (sparse == nullptr || !std::all_of(f.variables->begin(), f.variables->end(), named)) {
            return nullptr;
        }
    }
    return sparse;
}

/// Plays an elimination on scopes alone.
class Planner {
  public:
    Planner(const Network& network, std::span<const Variable> keep) : domains_(network.domains()), keep_(keep) {
        for (const auto& f : network.dense()) {
            scopes_.push_back({f.variables, static_cast<double>(f.values.size()), false});
        }
        for (const auto& f : network.sparse()) {
            scopes_.push_back({f.variables, static_cast<double>(f.values.size()), true});
        }
        at_.resize(domains_.size());
        for (std::size_t i = 0; i < scopes_.size(); ++i) {
            for (Variable v : scopes_[i].variables) {
                at_[v].push_back(i);
            }
        }
    }

    EliminationPlan run(double removed_weight, double cost_weight) {
        const auto n = static_cast<Variable>(domains_.size());
        EliminationPlan plan;
        std::vector<Step> step(n);
        std::vector<char> open(n, 1);
        for (Variable v : keep_) {
            open[v] = 0;
        }
        const auto score = [&](Variable v) {
            step[v] = look(v);
            step[v].score =
                step[v].result + cost_weight * step[v].product.operations - removed_weight * step[v].removed;
        };
        for (Variable v = 0; v < n; ++v) {
            if (open[v] != 0) {
                score(v);
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
                multiply_kept(plan);
                return plan;
            }
            open[best] = 0;
            plan.order.push_back(best);
            plan.operations += step[best].product.operations;
            if (step[best].product.largest_table > plan.largest_table) {
                plan.largest_table = step[best].product.largest_table;
                plan.width = step[best].product.width;
            }
            merge(best, step[best]);
            for (Variable v : step[best].neighbours) {
                if (open[v] != 0) {
                    score(v);
                }
            }
        }
    }

  private:
    struct Scope {
        Variables variables;
        double entries = 0.0;
        bool sparse = false;
    };
    struct Step {
        Variables neighbours;
        ProductPlan product;
        double result = 0.0;
        double removed = 0.0;
        double score = 0.0;
    };

    /// What is left names kept variables alone; it is multiplied into one table of all of them.
    void multiply_kept(EliminationPlan& plan) const {
        double entries = 1.0;
        std::set<std::size_t> left;
        for (Variable v : keep_) {
            entries *= static_cast<double>(domains_[v]);
            left.insert(at_[v].begin(), at_[v].end());
        }
        plan.operations += entries * static_cast<double>(left.size() + 1);
        if (entries > plan.largest_table) {
            plan.largest_table = entries;
            plan.width = keep_.size();
        }
    }

    [[nodiscard]] Step look(Variable v) const {
        Step step;
        std::vector<FactorShape> shapes;
        for (std::size_t f : at_[v]) {
            const Scope& scope = scopes_[f];
            step.removed += scope.entries;
            shapes.push_back({&scope.variables, scope.entries, scope.sparse});
            for (Variable w : scope.variables) {
                if (w != v && !contains(step.neighbours, w)) {
                    step.neighbours.push_back(w);
                }
            }
        }
        step.product = plan_product(shapes, v, domains_);
        step.result = at_[v].empty() ? 1.0 : step.product.result;
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
        scopes_.push_back({step.neighbours, step.result, step.product.stays_sparse});
        for (Variable w : step.neighbours) {
            at_[w].push_back(scopes_.size() - 1);
        }
    }

    const std::vector<std::size_t>& domains_;
    std::span<const Variable> keep_;
    std::vector<Scope> scopes_;
    std::vector<std::vector<std::size_t>> at_;
};

} // namespace

ProductPlan plan_product(const std::vector<FactorShape>& factors, Variable sum,
                         const std::vector<std::size_t>& domains) {
    ProductPlan plan;
    if (factors.empty()) {
        return plan;
    }
    if (const FactorShape* cover = covering(factors); cover != nullptr) {
        const double dense_result = size_of(*cover->variables, domains) / static_cast<double>(domains[sum]);
        plan.covered = true;
        plan.stays_sparse = dense_result > 2.0 * cover->entries;
        plan.result = plan.stays_sparse ? cover->entries : dense_result;
        plan.operations = cover->entries * static_cast<double>(factors.size()) + plan.result;
        plan.largest_table = plan.result;
        plan.width = cover->variables->size() - 1;
        return plan;
    }
    const auto better_start = [](const FactorShape& a, const FactorShape& b) {
        return std::pair(a.sparse, a.entries) < std::pair(b.sparse, b.entries);
    };
    std::vector<char> used(factors.size(), 0);
    const auto start =
        static_cast<std::size_t>(std::min_element(factors.begin(), factors.end(), better_start) - factors.begin());
    used[start] = 1;
    plan.order.push_back(start);
    Variables variables = *factors[start].variables;
    double size = size_of(variables, domains);
    plan.largest_table = size;
    plan.width = variables.size();
    plan.operations = factors[start].sparse || factors.size() == 1 ? size : 0.0;
    while (plan.order.size() < factors.size()) {
        std::size_t best = factors.size();
        double best_size = 0.0;
        for (std::size_t i = 0; i < factors.size(); ++i) {
            if (used[i] == 0) {
                const double joint = joint_size(variables, size, *factors[i].variables, domains);
                if (best == factors.size() || joint < best_size ||
                    (joint == best_size && factors[i].entries < factors[best].entries)) {
                    best = i;
                    best_size = joint;
                }
            }
        }
        const FactorShape& next = factors[best];
        used[best] = 1;
        plan.order.push_back(best);
        // A sparse factor's entries meet every state of the variables outside of it.
        const double outside = best_size / size_of(*next.variables, domains);
        plan.operations += next.sparse ? outside * next.entries : best_size;
        for (Variable v : *next.variables) {
            if (!contains(variables, v)) {
                variables.push_back(v);
            }
        }
        size = best_size;
        const bool last = plan.order.size() == factors.size();
        const double stored = last ? size / static_cast<double>(domains[sum]) : size;
        plan.operations += stored; // each entry of the result is touched once more (filled, rescaled)
        if (stored > plan.largest_table) {
            plan.largest_table = stored;
            plan.width = variables.size() - (last ? 1 : 0);
        }
    }
    plan.result = size / static_cast<double>(domains[sum]);
    return plan;
}

EliminationPlan plan_elimination(const Network& network, std::span<const Variable> keep) {
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
