#pragma once

#include "muster/likelihood/network.hpp"

#include <optional>
#include <vector>

namespace muster {

/// A dense table over `variables`, row-major (the last varies fastest). `Real` is double, or long double where
/// double has not enough exponent.
template <class Real> struct Table {
    std::vector<Variable> variables;
    std::vector<Real> values;
};

using Domains = std::vector<std::size_t>;

/// Σ_{sum} A·B (no sum when `sum` is empty). The result's variables: shared ones, those of A alone, those of B alone.
template <class Real>
[[nodiscard]] Table<Real> contract(const Table<Real>& a, const Table<Real>& b, std::optional<Variable> sum,
                                   const Domains& domains);

/// Σ_{sum} A·F with a sparse factor F. The result's variables: those of F that stay, then A's others.
template <class Real>
[[nodiscard]] Table<Real> contract(const Table<Real>& a, const SparseTable<Real>& f, std::optional<Variable> sum,
                                   const Domains& domains);

/// Σ_{sum} A.
template <class Real> [[nodiscard]] Table<Real> sum_out(const Table<Real>& a, Variable sum, const Domains& domains);

/// The sparse factor written out.
template <class Real> [[nodiscard]] Table<Real> densify(const SparseTable<Real>& f, const Domains& domains);

/// Σ_{sum} F·Π A where all variables of the dense factors are F's: stays sparse, and entries that vanish are dropped.
template <class Real>
[[nodiscard]] SparseTable<Real> contract_within(const SparseTable<Real>& f, const std::vector<Table<Real>>& dense,
                                                Variable sum, const Domains& domains);

} // namespace muster
