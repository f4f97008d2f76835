#include "muster/likelihood/network.hpp"

#include "contract.hpp"
#include "order.hpp"

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <cstdio>
#include <deque>
#include <limits>
#include <numeric>
#include <type_traits>

namespace muster {
namespace {

/// Removes variables with a single state: they carry no information and would only lengthen the tables' names.
std::vector<std::size_t> kept_positions(std::span<const Variable> variables, const Domains& domains) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (domains[variables[i]] > 1) {
            kept.push_back(i);
        }
    }
    return kept;
}

template <class Real> struct Working {
    std::vector<Table<Real>> dense;
    std::vector<const SparseTable<Real>*> sparse; ///< the network's, or those of `owned`
    std::deque<SparseTable<Real>> owned;
    double log_scale = 0.0;
    double lost_scale = -std::numeric_limits<double>::infinity(); ///< largest log_scale at which a product underflowed
};

/// Takes note of products that were too small for `Real`: the processor keeps a flag for it.
template <class Real> void note_underflow(Working<Real>& work) {
    if (std::fetestexcept(FE_UNDERFLOW) != 0) {
        std::feclearexcept(FE_UNDERFLOW);
        work.lost_scale = std::max(work.lost_scale, work.log_scale);
    }
}

/// Divides the values of a table by the largest.
template <class Real> void rescale(std::vector<Real>& values, Working<Real>& work) {
    note_underflow(work);
    const Real largest = values.empty() ? Real(0) : *std::max_element(values.begin(), values.end());
    if (largest <= Real(0)) {
        return;
    }
    const bool invertible = largest >= std::numeric_limits<Real>::min(); // 1 / a subnormal number is infinite
    const Real inverse = Real(1) / largest;
    for (Real& value : values) {
        value = invertible ? value * inverse : value / largest;
    }
    work.log_scale += static_cast<double>(std::log(largest));
}

template <class Real> const std::vector<Variable>& variables_of(const Table<Real>& f) {
    return f.variables;
}
template <class Real> const std::vector<Variable>& variables_of(const SparseTable<Real>* f) {
    return f->variables;
}

/// Moves the factors that name `v` out of the list.
template <class Factor> std::vector<Factor> take(std::vector<Factor>& factors, Variable v) {
    const auto middle = std::stable_partition(factors.begin(), factors.end(), [&](const Factor& f) {
        const std::vector<Variable>& variables = variables_of(f);
        return std::find(variables.begin(), variables.end(), v) == variables.end();
    });
    std::vector<Factor> taken(std::make_move_iterator(middle), std::make_move_iterator(factors.end()));
    factors.erase(middle, factors.end());
    return taken;
}

/// Multiplies everything that names `v` together, in the planned order, summing v out in the last product.
template <class Real> void eliminate_one(Working<Real>& work, Variable v, const Domains& domains) {
    const auto dense = take(work.dense, v);
    const auto sparse = take(work.sparse, v);
    if (dense.empty() && sparse.empty()) {
        work.log_scale += std::log(static_cast<double>(domains[v]));
        return;
    }
    std::vector<FactorShape> shapes;
    for (const Table<Real>& f : dense) {
        shapes.push_back({&f.variables, static_cast<double>(f.values.size()), false});
    }
    for (const SparseTable<Real>* f : sparse) {
        shapes.push_back({&f->variables, static_cast<double>(f->values.size()), true});
    }
    const ProductPlan plan = plan_product(shapes, v, domains);
    if (plan.covered) {
        SparseTable<Real> within = contract_within(*sparse.front(), dense, v, domains);
        if (plan.stays_sparse) {
            rescale(within.values, work);
            work.owned.push_back(std::move(within));
            work.sparse.push_back(&work.owned.back());
        } else {
            work.dense.push_back(densify(within, domains));
            rescale(work.dense.back().values, work);
        }
        return;
    }
    const std::size_t first = plan.order.front();
    Table<Real> product = first < dense.size() ? dense[first] : densify(*sparse[first - dense.size()], domains);
    if (plan.order.size() == 1) {
        product = sum_out(product, v, domains);
    }
    for (std::size_t i = 1; i < plan.order.size(); ++i) {
        const std::optional<Variable> sum = i + 1 == plan.order.size() ? std::optional(v) : std::nullopt;
        const std::size_t f = plan.order[i];
        product = f < dense.size() ? contract(product, dense[f], sum, domains)
                                   : contract(product, *sparse[f - dense.size()], sum, domains);
    }
    rescale(product.values, work);
    work.dense.push_back(std::move(product));
}

/// The table with its variables in the order of `keep`, which are the same.
template <class Real>
Table<Real> in_order(const Table<Real>& table, std::span<const Variable> keep, const Domains& domains) {
    std::vector<std::size_t> stride(keep.size());
    std::size_t size = 1;
    for (std::size_t i = table.variables.size(); i-- > 0; size *= domains[table.variables[i]]) {
        stride[static_cast<std::size_t>(std::find(keep.begin(), keep.end(), table.variables[i]) - keep.begin())] = size;
    }
    Table<Real> out{{keep.begin(), keep.end()}, std::vector<Real>(size)};
    for (std::size_t to = 0; to < size; ++to) {
        std::size_t from = 0;
        std::size_t rest = to;
        for (std::size_t i = keep.size(); i-- > 0; rest /= domains[keep[i]]) {
            from += rest % domains[keep[i]] * stride[i];
        }
        out.values[to] = table.values[from];
    }
    return out;
}

/// `lossy`: a term underflowed that may count in the result.
template <class Real>
Marginal run(const Network& network, const EliminationPlan& plan, std::span<const Variable> keep, bool& lossy) {
    if (std::fetestexcept(FE_UNDERFLOW) != 0) {
        std::feclearexcept(FE_UNDERFLOW);
    }
    const Domains& domains = network.domains();
    Working<Real> work;
    for (const auto& f : network.dense()) {
        work.dense.push_back({f.variables, std::vector<Real>(f.values.begin(), f.values.end())});
        rescale(work.dense.back().values, work);
    }
    for (const auto& f : network.sparse()) {
        if constexpr (std::is_same_v<Real, double>) {
            work.sparse.push_back(&f);
        } else {
            work.owned.push_back({f.variables, f.states, std::vector<Real>(f.values.begin(), f.values.end())});
            work.sparse.push_back(&work.owned.back());
        }
    }
    for (Variable v : plan.order) {
        eliminate_one(work, v, domains);
    }
    Table<Real> result{{}, {Real(1)}};
    for (Variable v : keep) {
        result.variables.push_back(v);
        result.values.resize(result.values.size() * domains[v], Real(1));
    }
    for (const auto& f : work.dense) {
        result = contract(f, result, std::nullopt, domains);
        rescale(result.values, work);
    }
    for (const auto* f : work.sparse) {
        result = contract(result, *f, std::nullopt, domains);
        rescale(result.values, work);
    }
    result = in_order(result, keep, domains);
    // A term lost at scale s was below 1e-307·e^s then, and later factors are at most 1. It cannot count unless the
    // result has fallen nearly as far since.
    constexpr double harmless = 500.0;
    const bool zero = std::all_of(result.values.begin(), result.values.end(), [](Real v) { return v == Real(0); });
    lossy = zero ? !std::isinf(work.lost_scale) : work.lost_scale - work.log_scale > harmless;
    return {std::vector<double>(result.values.begin(), result.values.end()), work.log_scale};
}

std::string short_number(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", x);
    return text;
}

Result<Marginal> solve(const Network& network, std::span<const Variable> keep, const EliminationLimits& limits) {
    const EliminationPlan plan = plan_elimination(network, keep);
    const double bytes = plan.largest_table * sizeof(double);
    if (bytes > limits.max_table_bytes || plan.operations > limits.max_operations) {
        constexpr double gib = 1073741824.0;
        return fail(ErrorKind::unanswerable,
                    "the pedigree is too entangled for an exact answer: the best elimination order found has a table "
                    "over " +
                        std::to_string(plan.width) + " variables, " + short_number(bytes / gib) + " GiB (limit " +
                        short_number(limits.max_table_bytes / gib) + " GiB), and " + short_number(plan.operations) +
                        " multiply-adds (limit " + short_number(limits.max_operations) +
                        "); leave out distant untyped relatives, or break a loop");
    }
    bool lossy = false;
    Marginal marginal = run<double>(network, plan, keep, lossy);
    if (lossy) {
        // Entries of one table lie further apart than double can hold: the same sums with a 15-bit exponent.
        marginal = run<long double>(network, plan, keep, lossy);
    }
    for (double value : marginal.values) {
        if (std::isnan(value)) { // must never pass for an exclusion
            return fail(ErrorKind::internal, "a likelihood is not a number; please report this case");
        }
    }
    return marginal;
}

} // namespace

double Marginal::log_sum() const {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    return sum > 0.0 ? std::log(sum) + log_scale : -std::numeric_limits<double>::infinity();
}

Variable Network::add_variable(std::size_t domain) {
    domains_.push_back(domain);
    return static_cast<Variable>(domains_.size() - 1);
}

void Network::add_dense(std::span<const Variable> variables, std::vector<double> values) {
    Dense factor;
    for (std::size_t i : kept_positions(variables, domains_)) {
        factor.variables.push_back(variables[i]);
    }
    factor.values = std::move(values);
    dense_.push_back(std::move(factor));
}

void Network::add_sparse(std::span<const Variable> variables, std::vector<std::uint32_t> states,
                         std::vector<double> values) {
    const std::vector<std::size_t> kept = kept_positions(variables, domains_);
    Sparse factor;
    factor.values = std::move(values);
    for (std::size_t i : kept) {
        factor.variables.push_back(variables[i]);
    }
    if (kept.size() == variables.size()) {
        factor.states = std::move(states);
    } else {
        factor.states.reserve(factor.values.size() * kept.size());
        for (std::size_t e = 0; e < factor.values.size(); ++e) {
            for (std::size_t i : kept) {
                factor.states.push_back(states[e * variables.size() + i]);
            }
        }
    }
    sparse_.push_back(std::move(factor));
}

Result<Marginal> Network::eliminate(const EliminationLimits& limits) const {
    return solve(*this, {}, limits);
}

Result<Marginal> Network::eliminate_to(std::span<const Variable> keep, const EliminationLimits& limits) const {
    return solve(*this, keep, limits);
}

} // namespace muster
