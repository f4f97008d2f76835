#include "contract.hpp"

#include <algorithm>

namespace muster {
namespace {

bool contains(const std::vector<Variable>& variables, Variable v) {
    return std::find(variables.begin(), variables.end(), v) != variables.end();
}

std::size_t size_of(const std::vector<Variable>& variables, const Domains& domains) {
    std::size_t size = 1;
    for (Variable v : variables) {
        size *= domains[v];
    }
    return size;
}

/// Entries between neighbouring states of each of `wanted` in a table over `variables`.
std::vector<std::size_t> strides(const std::vector<Variable>& wanted, const std::vector<Variable>& variables,
                                 const Domains& domains) {
    std::vector<std::size_t> stride(wanted.size(), 0);
    std::size_t step = 1;
    for (std::size_t i = variables.size(); i-- > 0;) {
        const auto at = std::find(wanted.begin(), wanted.end(), variables[i]);
        if (at != wanted.end()) {
            stride[static_cast<std::size_t>(at - wanted.begin())] = step;
        }
        step *= domains[variables[i]];
    }
    return stride;
}

/// The values of `a` with its variables in another order; no copy when the order stands already.
template <class Real>
const std::vector<Real>& ordered(const Table<Real>& a, const std::vector<Variable>& order, const Domains& domains,
                                 std::vector<Real>& room) {
    if (a.variables == order) {
        return a.values;
    }
    room.resize(a.values.size());
    const std::vector<std::size_t> stride = strides(order, a.variables, domains);
    const std::size_t inner = domains[order.back()];
    const std::size_t inner_stride = stride.back();
    std::vector<std::size_t> state(order.size(), 0);
    std::size_t from = 0;
    for (std::size_t to = 0; to < room.size(); to += inner) {
        for (std::size_t i = 0; i < inner; ++i) {
            room[to + i] = a.values[from + i * inner_stride];
        }
        for (std::size_t d = order.size() - 1; d-- > 0;) {
            from += stride[d];
            if (++state[d] < domains[order[d]]) {
                break;
            }
            from -= stride[d] * domains[order[d]];
            state[d] = 0;
        }
    }
    return room;
}

std::vector<Variable> joined(std::vector<Variable> a, const std::vector<Variable>& b, const std::vector<Variable>& c) {
    a.insert(a.end(), b.begin(), b.end());
    a.insert(a.end(), c.begin(), c.end());
    return a;
}

/// out[m][n] += a[m][k] · b[k][n], rows of b and out being contiguous: a row of the result at a time, four
/// rows of b at once so that each loaded result is used four times.
template <class Real>
void multiply_add(const Real* a, const Real* b, Real* out, std::size_t rows, std::size_t inner, std::size_t cols) {
    for (std::size_t m = 0; m < rows; ++m, a += inner, out += cols) {
        std::size_t k = 0;
        for (; k + 4 <= inner; k += 4) {
            const Real a0 = a[k];
            const Real a1 = a[k + 1];
            const Real a2 = a[k + 2];
            const Real a3 = a[k + 3];
            const Real* b0 = b + k * cols;
            const Real* b1 = b0 + cols;
            const Real* b2 = b1 + cols;
            const Real* b3 = b2 + cols;
            for (std::size_t n = 0; n < cols; ++n) {
                out[n] += a0 * b0[n] + a1 * b1[n] + a2 * b2[n] + a3 * b3[n];
            }
        }
        for (; k < inner; ++k) {
            const Real ak = a[k];
            const Real* bk = b + k * cols;
            for (std::size_t n = 0; n < cols; ++n) {
                out[n] += ak * bk[n];
            }
        }
    }
}

} // namespace

template <class Real>
Table<Real> contract(const Table<Real>& a, const Table<Real>& b, std::optional<Variable> sum, const Domains& domains) {
    std::vector<Variable> batch;
    std::vector<Variable> only_a;
    std::vector<Variable> only_b;
    for (Variable v : a.variables) {
        if (v != sum) {
            (contains(b.variables, v) ? batch : only_a).push_back(v);
        }
    }
    for (Variable v : b.variables) {
        if (v != sum && !contains(a.variables, v)) {
            only_b.push_back(v);
        }
    }
    if (size_of(only_b, domains) < size_of(only_a, domains)) {
        return contract(b, a, sum, domains); // the long rows go innermost
    }
    const std::vector<Variable> summed = sum ? std::vector<Variable>{*sum} : std::vector<Variable>{};
    std::vector<Real> room_a;
    std::vector<Real> room_b;
    const std::vector<Real>& av = ordered(a, joined(batch, only_a, summed), domains, room_a);
    const std::vector<Real>& bv = ordered(b, joined(batch, summed, only_b), domains, room_b);
    const std::size_t rows = size_of(only_a, domains);
    const std::size_t cols = size_of(only_b, domains);
    const std::size_t inner = size_of(summed, domains);
    const std::size_t batches = size_of(batch, domains);
    Table<Real> out{joined(batch, only_a, only_b), std::vector<Real>(batches * rows * cols, Real(0))};
    if (rows == 1 && cols == 1 && inner == 1) {
        for (std::size_t i = 0; i < batches; ++i) {
            out.values[i] = av[i] * bv[i];
        }
        return out;
    }
    for (std::size_t i = 0; i < batches; ++i) {
        multiply_add(&av[i * rows * inner], &bv[i * inner * cols], &out.values[i * rows * cols], rows, inner, cols);
    }
    return out;
}

template <class Real>
Table<Real> contract(const Table<Real>& a, const SparseTable<Real>& f, std::optional<Variable> sum,
                     const Domains& domains) {
    std::vector<Variable> shared;
    std::vector<Variable> stay;
    std::vector<Variable> rest;
    for (Variable v : f.variables) {
        if (contains(a.variables, v)) {
            shared.push_back(v);
        }
        if (v != sum) {
            stay.push_back(v);
        }
    }
    for (Variable v : a.variables) {
        if (!contains(f.variables, v) && v != sum) {
            rest.push_back(v);
        }
    }
    std::vector<Real> room;
    const std::vector<Real>& av = ordered(a, joined(shared, {}, rest), domains, room);
    const std::size_t length = size_of(rest, domains);
    Table<Real> out{joined(stay, {}, rest), std::vector<Real>(size_of(stay, domains) * length, Real(0))};
    const std::vector<std::size_t> from_stride = strides(f.variables, shared, domains);
    const std::vector<std::size_t> to_stride = strides(f.variables, stay, domains);
    const std::size_t arity = f.variables.size();
    for (std::size_t e = 0; e < f.values.size(); ++e) {
        std::size_t from = 0;
        std::size_t to = 0;
        for (std::size_t d = 0; d < arity; ++d) {
            from += f.states[e * arity + d] * from_stride[d];
            to += f.states[e * arity + d] * to_stride[d];
        }
        const Real value = f.values[e];
        const Real* source = &av[from * length];
        Real* target = &out.values[to * length];
        for (std::size_t i = 0; i < length; ++i) {
            target[i] += value * source[i];
        }
    }
    return out;
}

template <class Real> Table<Real> sum_out(const Table<Real>& a, Variable sum, const Domains& domains) {
    const Table<Real> ones{{sum}, std::vector<Real>(domains[sum], Real(1))};
    return contract(a, ones, sum, domains);
}

template <class Real> Table<Real> densify(const SparseTable<Real>& f, const Domains& domains) {
    const Table<Real> one{{}, {Real(1)}};
    return contract(one, f, std::nullopt, domains);
}

template <class Real>
SparseTable<Real> contract_within(const SparseTable<Real>& f, const std::vector<Table<Real>>& dense, Variable sum,
                                  const Domains& domains) {
    SparseTable<Real> out;
    for (Variable v : f.variables) {
        if (v != sum) {
            out.variables.push_back(v);
        }
    }
    std::vector<std::vector<std::size_t>> stride;
    for (const Table<Real>& a : dense) {
        stride.push_back(strides(f.variables, a.variables, domains));
    }
    const std::size_t arity = f.variables.size();
    out.states.reserve(f.values.size() * out.variables.size());
    out.values.reserve(f.values.size());
    for (std::size_t e = 0; e < f.values.size(); ++e) {
        const std::uint32_t* state = &f.states[e * arity];
        Real value = f.values[e];
        for (std::size_t i = 0; i < dense.size(); ++i) {
            std::size_t at = 0;
            for (std::size_t d = 0; d < arity; ++d) {
                at += state[d] * stride[i][d];
            }
            value *= dense[i].values[at];
        }
        if (value > Real(0)) {
            out.values.push_back(value);
            for (std::size_t d = 0; d < arity; ++d) {
                if (f.variables[d] != sum) {
                    out.states.push_back(state[d]);
                }
            }
        }
    }
    return out;
}

template Table<double> contract(const Table<double>&, const Table<double>&, std::optional<Variable>, const Domains&);
template Table<double> contract(const Table<double>&, const SparseTable<double>&, std::optional<Variable>,
                                const Domains&);
template Table<double> sum_out(const Table<double>&, Variable, const Domains&);
template Table<double> densify(const SparseTable<double>&, const Domains&);
template SparseTable<double> contract_within(const SparseTable<double>&, const std::vector<Table<double>>&, Variable,
                                             const Domains&);
template Table<long double> contract(const Table<long double>&, const Table<long double>&, std::optional<Variable>,
                                     const Domains&);
template Table<long double> contract(const Table<long double>&, const SparseTable<long double>&,
                                     std::optional<Variable>, const Domains&);
template Table<long double> sum_out(const Table<long double>&, Variable, const Domains&);
template Table<long double> densify(const SparseTable<long double>&, const Domains&);
template SparseTable<long double> contract_within(const SparseTable<long double>&,
                                                  const std::vector<Table<long double>>&, Variable, const Domains&);

} // namespace muster
