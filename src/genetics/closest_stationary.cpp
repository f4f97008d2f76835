#include "stationary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace muster::detail {

namespace {

/// How much flow p_i S_ij goes from allele i to allele j. The unknowns of the problem below.
struct Flow {
    std::size_t from = 0;
    std::size_t to = 0;
    double original = 0.0; ///< p_i M_ij, in units of the overall rate; above 0
};

/// Find flows x with A x = b. Columns of A have up to three entries ±1.
///   same diagonal: each allele's outflow and inflow are its original outflow (2k conditions);
///   same rate: each allele's outflow equals its inflow, and the flows sum to the overall rate (k + 1 conditions).
struct Problem {
    std::size_t k = 0;
    bool same_diagonal = false;
    std::vector<Flow> flows;
    std::vector<double> b;

    template <class Visit> void each_entry(const Flow& flow, Visit visit) const {
        visit(flow.from, 1.0);
        visit(same_diagonal ? k + flow.to : flow.to, same_diagonal ? 1.0 : -1.0);
        if (!same_diagonal) {
            visit(k, 1.0);
        }
    }
};

Problem make_problem(const Matrix& m, std::span<const double> freqs, bool same_diagonal) {
    Problem problem;
    problem.k = freqs.size();
    problem.same_diagonal = same_diagonal;
    double rate = 0.0;
    for (std::size_t i = 0; i < problem.k; ++i) {
        for (std::size_t j = 0; j < problem.k; ++j) {
            if (i != j && m(i, j) > 0.0) {
                problem.flows.push_back({i, j, freqs[i] * m(i, j)});
                rate += freqs[i] * m(i, j);
            }
        }
    }
    problem.b.assign(same_diagonal ? 2 * problem.k : problem.k + 1, 0.0);
    problem.b.back() = same_diagonal ? 0.0 : 1.0;
    for (Flow& flow : problem.flows) {
        flow.original /= rate;
        if (same_diagonal) {
            problem.b[flow.from] += flow.original;
            problem.b[problem.k + flow.from] += flow.original;
        }
    }
    return problem;
}

/// Solves (a + ridge I) x = rhs in place for a positive semidefinite, by Cholesky. `a` is overwritten.
void solve_ridged(Matrix& a, double ridge, std::vector<double>& rhs) {
    const std::size_t n = rhs.size();
    for (std::size_t j = 0; j < n; ++j) {
        a(j, j) += ridge;
        for (std::size_t l = 0; l < j; ++l) {
            a(j, j) -= a(j, l) * a(j, l);
        }
        a(j, j) = std::sqrt(std::max(a(j, j), ridge));
        for (std::size_t i = j + 1; i < n; ++i) {
            for (std::size_t l = 0; l < j; ++l) {
                a(i, j) -= a(i, l) * a(j, l);
            }
            a(i, j) /= a(j, j);
        }
        for (std::size_t l = 0; l < j; ++l) {
            rhs[j] -= a(j, l) * rhs[l];
        }
        rhs[j] /= a(j, j);
    }
    for (std::size_t j = n; j-- > 0;) {
        for (std::size_t l = j + 1; l < n; ++l) {
            rhs[j] -= a(l, j) * rhs[l];
        }
        rhs[j] /= a(j, j);
    }
}

/// The flows x with A x = b and |log(x / original)| <= log_bound that are closest to the original ones in relative
/// entropy Σ x log(x / original) − x. They are original · exp(clamp(Aᵀy, ±log_bound)), y the multipliers of A x = b;
/// y minimises a convex function, here by Newton's method.
class ClosestFlows {
  public:
    ClosestFlows(const Problem& problem, double log_bound) : problem_(problem), log_bound_(log_bound) {}

    /// log(x / original) for each flow; nothing if there are no such flows (or too barely to find them).
    [[nodiscard]] std::optional<std::vector<double>> solve() {
        constexpr int most_steps = 100;
        constexpr double accuracy = 1e-15; // in units of the overall rate
        std::vector<double> y(problem_.b.size(), 0.0);
        double value = evaluate(y);
        for (int step = 0; step < most_steps; ++step) {
            const double error = largest(residual_);
            if (error <= accuracy) {
                return log_ratios_;
            }
            std::vector<double> direction = residual_;
            const std::vector<double> slope = residual_;
            const double before = error;
            solve_ridged(hessian_, std::min(1e-3, 1e-2 * error), direction);
            const double descent = std::inner_product(slope.begin(), slope.end(), direction.begin(), 0.0);
            double length = std::min(1.0, 20.0 / largest(direction));
            std::vector<double> next;
            for (int halving = 0; halving < 40; ++halving, length *= 0.5) {
                next = y;
                for (std::size_t c = 0; c < y.size(); ++c) {
                    next[c] -= length * direction[c];
                }
                const double next_value = evaluate(next);
                // Near the solution the value no longer shows progress, the residual does.
                if (next_value <= value - 1e-4 * length * descent || largest(residual_) < 0.5 * before) {
                    value = next_value;
                    break;
                }
            }
            y = std::move(next);
        }
        return largest(residual_) <= 100.0 * accuracy ? std::optional(log_ratios_) : std::nullopt;
    }

  private:
    static double largest(const std::vector<double>& v) {
        double most = 0.0;
        for (const double x : v) {
            most = std::max(most, std::abs(x));
        }
        return most;
    }

    /// The convex function at y; sets its gradient A x − b (residual_), its second derivative and log(x / original).
    double evaluate(const std::vector<double>& y) {
        const std::size_t n = y.size();
        double value = 0.0;
        residual_.assign(n, 0.0);
        for (std::size_t c = 0; c < n; ++c) {
            residual_[c] = -problem_.b[c];
            value -= problem_.b[c] * y[c];
        }
        hessian_ = Matrix(n, n);
        log_ratios_.clear();
        for (const Flow& flow : problem_.flows) {
            double s = 0.0;
            problem_.each_entry(flow, [&](std::size_t c, double sign) { s += sign * y[c]; });
            const double clamped = std::clamp(s, -log_bound_, log_bound_);
            const double x = flow.original * std::exp(clamped);
            value += x * (1.0 + s - clamped);
            log_ratios_.push_back(clamped);
            problem_.each_entry(flow, [&](std::size_t c, double sign) {
                residual_[c] += sign * x;
                if (s == clamped) {
                    problem_.each_entry(flow, [&](std::size_t d, double other) { hessian_(c, d) += sign * other * x; });
                }
            });
        }
        return value;
    }

    const Problem& problem_;
    double log_bound_;
    std::vector<double> residual_;
    std::vector<double> log_ratios_;
    Matrix hessian_;
};

} // namespace

// Simonsson & Mostad (2016) look for the stationary matrix S that makes the largest of S_ij / M_ij and M_ij / S_ij
// (i ≠ j) smallest. Many matrices may share that smallest ratio; the one closest to M in relative entropy is taken, so
// that there is one answer. The ratio is found by bisection, starting from that of the closest matrix of all.
Result<Matrix> closest_stationary(const Matrix& matrix, std::span<const std::string> alleles,
                                  std::span<const double> freqs, StationaryTransform transform) {
    const std::string what = "the stationary transform " + to_string(transform);
    const Problem problem = make_problem(matrix, freqs, transform == StationaryTransform::familias_dp);
    constexpr double unbounded = 40.0;
    auto best = ClosestFlows(problem, unbounded).solve();
    if (!best) {
        return fail(ErrorKind::bad_input,
                    what + " has no result: no matrix with the same " +
                        (problem.same_diagonal ? "diagonal" : "overall mutation rate") +
                        " and the same impossible mutations keeps these frequencies; use PM, MH, BA or PR");
    }
    double high = 0.0;
    for (const double s : *best) {
        high = std::max(high, std::abs(s));
    }
    double low = 0.0;
    while (high - low > 1e-12 * (1.0 + high)) {
        const double middle = 0.5 * (low + high);
        if (auto found = ClosestFlows(problem, middle).solve()) {
            best = std::move(found);
            high = middle;
        } else {
            low = middle;
        }
    }
    Matrix s(alleles.size(), alleles.size());
    for (std::size_t f = 0; f < problem.flows.size(); ++f) {
        const auto& [i, j, original] = problem.flows[f];
        s(i, j) = matrix(i, j) * std::exp((*best)[f]);
    }
    return with_diagonal(std::move(s), alleles, what);
}

} // namespace muster::detail
