#pragma once

#include <cstddef>
#include <vector>

namespace muster {

/// A node of a rule on [0, 1] and its weight; weights sum to 1.
struct QuadratureNode {
    double x;
    double rest; ///< 1 − x, with its digits kept where x is near 1
    double weight;
};

/// The n-point Gauss rule for the Beta(a, b) distribution: E f(X) exact for polynomials f of degree ≤ 2n−1 (Jacobi
/// polynomials, Abramowitz & Stegun 22). Nodes near 0 and 1 keep their relative precision: those of rare alleles.
/// a, b > 0, n ≥ 1.
[[nodiscard]] std::vector<QuadratureNode> beta_quadrature(double a, double b, std::size_t n);

} // namespace muster
