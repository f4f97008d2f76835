#pragma once

#include <cstddef>
#include <vector>

namespace muster {

/// A node of a rule on [0, 1] and its weight; weights sum to 1.
struct QuadratureNode {
    double x;
    double weight;
};

/// The n-point Gauss rule for the Beta(a, b) distribution: E f(X) exact for polynomials f of degree ≤ 2n−1.
/// Golub & Welsch 1969 on the Jacobi recurrence (Abramowitz & Stegun 22.7). a, b > 0.
[[nodiscard]] std::vector<QuadratureNode> beta_quadrature(double a, double b, std::size_t n);

} // namespace muster
