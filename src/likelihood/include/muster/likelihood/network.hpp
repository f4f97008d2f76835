#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace muster {

/// Index of a variable of a `Network`.
using Variable = std::uint32_t;

/// A factor that is mostly zeros: the entries that are not, each with its states (one row of `variables.size()` for
/// each of `values`). Entries of the same states add up.
template <class Real> struct SparseTable {
    std::vector<Variable> variables;
    std::vector<std::uint32_t> states;
    std::vector<Real> values;
};

/// What an elimination may use before it is refused.
struct EliminationLimits {
    double max_table_bytes = 2.0e9; ///< the largest intermediate table
    double max_operations = 2.0e12; ///< multiply-adds in all
};

/// The answer of an elimination: Σ over all variables but the kept ones, as `values[s] · exp(log_scale)` for each
/// state s of the kept variables, row-major in their order (one value if none is kept). All zero: impossible.
struct Marginal {
    std::vector<double> values;
    double log_scale = 0.0;

    /// ln Σ_s values[s] + log_scale; −∞ when all are zero.
    [[nodiscard]] double log_sum() const;
};

/// A product of non-negative factors over discrete variables, summed by variable elimination (Zhang & Poole 1994; for
/// pedigrees: Elston & Stewart 1971, Cannings, Thompson & Skolnick 1978, Lauritzen & Sheehan 2003). The factors that
/// Mendel's law makes are mostly zeros and are kept as lists of their non-zero entries; the others are dense tables,
/// contracted as matrix products. Tables are rescaled as they arise, so that no likelihood is too small.
class Network {
  public:
    /// A new variable with states 0 … domain−1, domain ≥ 1.
    Variable add_variable(std::size_t domain);

    /// A dense factor; `values` in row-major order of `variables` (the last varies fastest).
    void add_dense(std::span<const Variable> variables, std::vector<double> values);

    /// A sparse factor; `states` holds one row of `variables.size()` states for each of `values`.
    void add_sparse(std::span<const Variable> variables, std::vector<std::uint32_t> states, std::vector<double> values);

    [[nodiscard]] std::size_t domain(Variable v) const { return domains_[v]; }

    /// Sums out every variable (but those of `keep`). Error (unanswerable): the best order that was found needs more
    /// than `limits` allow; the message names the width and the memory. Nothing is computed in that case.
    [[nodiscard]] Result<Marginal> eliminate(const EliminationLimits& limits = {}) const;
    [[nodiscard]] Result<Marginal> eliminate_to(std::span<const Variable> keep,
                                                const EliminationLimits& limits = {}) const;

    struct Dense {
        std::vector<Variable> variables;
        std::vector<double> values;
    };
    using Sparse = SparseTable<double>;
    [[nodiscard]] const std::vector<std::size_t>& domains() const { return domains_; }
    [[nodiscard]] const std::vector<Dense>& dense() const { return dense_; }
    [[nodiscard]] const std::vector<Sparse>& sparse() const { return sparse_; }

  private:
    std::vector<std::size_t> domains_;
    std::vector<Dense> dense_;
    std::vector<Sparse> sparse_;
};

} // namespace muster
