#include "gauss_jacobi.hpp"

#include <cmath>
#include <limits>

namespace muster {
namespace {

/// The Jacobi polynomials on [0, 1] with weight x^(a−1) (1−x)^(b−1), by the coefficients of their Stieltjes fraction:
/// the monic recurrence is p_{i+1} = (x − q_i − e_{i−1}) p_i − q_{i−1} e_{i−1} p_{i−1}. Every coefficient is a product,
/// so that none loses digits where a or b is tiny.
struct Stieltjes {
    std::vector<double> q;
    std::vector<double> e; ///< one fewer
};

Stieltjes jacobi(double a, double b, std::size_t n) {
    const double s = a + b;
    Stieltjes out{{a / s}, {}};
    for (std::size_t i = 1; i < n; ++i) {
        const auto k = static_cast<double>(i);
        out.e.push_back(k * (k - 1.0 + b) / ((2.0 * (k - 1.0) + s) * (2.0 * k - 1.0 + s)));
        out.q.push_back((k + a) * (k - 1.0 + s) / ((2.0 * k - 1.0 + s) * (2.0 * k + s)));
    }
    return out;
}

/// How many zeros of p_n lie below x: the negative pivots of T − x, T the tridiagonal matrix L U of the coefficients,
/// by the stationary quotient-difference transform (Fernando & Parlett 1994), which is right for x however small.
std::size_t zeros_below(const Stieltjes& f, double x) {
    std::size_t count = 0;
    double shift = -x;
    for (std::size_t i = 0; i < f.q.size(); ++i) {
        double pivot = f.q[i] + shift;
        count += pivot < 0.0 ? 1 : 0;
        if (std::abs(pivot) < std::numeric_limits<double>::min()) {
            pivot = std::numeric_limits<double>::min();
        }
        shift = i < f.e.size() ? f.e[i] * (shift / pivot) - x : 0.0;
    }
    return count;
}

/// The zeros of p_n in ascending order, by bisection to the last digit.
std::vector<double> zeros(const Stieltjes& f) {
    std::vector<double> out;
    for (std::size_t i = 0; i < f.q.size(); ++i) {
        double low = 0.0;
        double high = 1.0;
        for (double middle = 0.5; middle > low && middle < high; middle = low + 0.5 * (high - low)) {
            (zeros_below(f, middle) > i ? high : low) = middle;
        }
        out.push_back(high);
    }
    return out;
}

/// Christoffel number of a node: 1 / Σ p_i(x)² / ‖p_i‖², a sum of positive terms.
double weight_at(const Stieltjes& f, double x) {
    double before = 0.0;
    double value = 1.0;
    double norm = 1.0;
    double sum = 1.0;
    for (std::size_t i = 0; i < f.e.size(); ++i) {
        const double centre = f.q[i] + (i > 0 ? f.e[i - 1] : 0.0);
        const double link = i > 0 ? f.q[i - 1] * f.e[i - 1] : 0.0;
        const double next = (x - centre) * value - link * before;
        before = value;
        value = next;
        norm *= f.q[i] * f.e[i];
        sum += value * value / norm;
    }
    return 1.0 / sum;
}

} // namespace

std::vector<QuadratureNode> beta_quadrature(double a, double b, std::size_t n) {
    const Stieltjes from_zero = jacobi(a, b, n);
    const Stieltjes from_one = jacobi(b, a, n);
    const std::vector<double> x = zeros(from_zero);
    const std::vector<double> rest = zeros(from_one);
    std::vector<QuadratureNode> rule;
    for (std::size_t i = 0; i < n; ++i) {
        const double r = rest[n - 1 - i];
        rule.push_back(x[i] < 0.5 ? QuadratureNode{x[i], 1.0 - x[i], weight_at(from_zero, x[i])}
                                  : QuadratureNode{1.0 - r, r, weight_at(from_one, r)});
    }
    double sum = 0.0; // 1 up to rounding
    for (const QuadratureNode& node : rule) {
        sum += node.weight;
    }
    for (QuadratureNode& node : rule) {
        node.weight /= sum;
    }
    return rule;
}

} // namespace muster
