#include "gauss_jacobi.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

namespace muster {

std::vector<QuadratureNode> beta_quadrature(double a, double b, std::size_t n) {
    // Monic recurrence of the Jacobi polynomials on [0, 1] with weight x^(a−1) (1−x)^(b−1): centres c_i, squared links
    // d_i.
    const auto size = static_cast<Eigen::Index>(n);
    Eigen::VectorXd centre(size);
    Eigen::VectorXd link(size > 1 ? size - 1 : 0);
    centre(0) = a / (a + b);
    for (Eigen::Index i = 1; i < size; ++i) {
        const auto m = static_cast<double>(i);
        const double s = 2.0 * m + a + b; // α + β + 2m + 2 in Jacobi's own parameters α = b−1, β = a−1
        centre(i) = 0.5 + 0.5 * ((a - 1.0) * (a - 1.0) - (b - 1.0) * (b - 1.0)) / ((s - 2.0) * s);
        const double squared = m == 1.0 ? a * b / ((a + b) * (a + b) * (a + b + 1.0))
                                        : m * (m + a - 1.0) * (m + b - 1.0) * (m + a + b - 2.0) /
                                              ((s - 2.0) * (s - 2.0) * (s - 1.0) * (s - 3.0));
        link(i - 1) = std::sqrt(squared);
    }
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
    solver.computeFromTridiagonal(centre, link);
    std::vector<QuadratureNode> rule;
    for (Eigen::Index i = 0; i < size; ++i) {
        const double first = solver.eigenvectors()(0, i);
        rule.push_back({solver.eigenvalues()(i), first * first});
    }
    return rule;
}

} // namespace muster
