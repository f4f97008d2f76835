#include "stationary.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

namespace muster::detail {

namespace {

std::string transform_text(StationaryTransform transform) {
    return "the stationary transform " + to_string(transform);
}

double off_diagonal_flow(const Matrix& m, std::span<const double> freqs) {
    double flow = 0.0;
    for (std::size_t i = 0; i < freqs.size(); ++i) {
        for (std::size_t j = 0; j < freqs.size(); ++j) {
            flow += i == j ? 0.0 : freqs[i] * m(i, j);
        }
    }
    return flow;
}

/// An off-diagonal entry of the reversible matrix, from p_i, p_j, M_ij, M_ji.
double reversible_entry(StationaryTransform transform, double pi, double pj, double forth, double back) {
    const double out = pi * forth;
    const double in = pj * back;
    switch (transform) {
    case StationaryTransform::metropolis: return std::min(forth, in / pi);
    case StationaryTransform::barker: return out + in > 0.0 ? forth * (in / (out + in)) : 0.0;
    default: return (out + in) / (2.0 * pi);
    }
}

Result<Matrix> make_reversible(const Matrix& m, std::span<const std::string> alleles, std::span<const double> freqs,
                               StationaryTransform transform) {
    const std::size_t k = alleles.size();
    Matrix r(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            if (j != i) {
                r(i, j) = reversible_entry(transform, freqs[i], freqs[j], m(i, j), m(j, i));
            }
        }
    }
    const double kept = off_diagonal_flow(r, freqs);
    if (!(kept > 0.0)) {
        return fail(ErrorKind::bad_input,
                    transform_text(transform) +
                        " has no result: no two alleles of this model mutate both ways; use PR or PM");
    }
    const double scale = off_diagonal_flow(m, freqs) / kept;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            r(i, j) *= scale;
        }
    }
    return with_diagonal(std::move(r), alleles, transform_text(transform));
}

/// The distribution q with q M = q, up to a factor, by the elimination of Grassmann, Taksar & Heyman (1985): it has no
/// subtraction, so each entry is exact to rounding. Nothing if some allele cannot reach the others.
std::optional<std::vector<double>> stationary_distribution(Matrix m) {
    const std::size_t k = m.rows();
    for (std::size_t n = k - 1; n > 0; --n) {
        double leaving = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            leaving += m(n, j);
        }
        if (!(leaving > 0.0)) {
            return std::nullopt;
        }
        for (std::size_t i = 0; i < n; ++i) {
            m(i, n) /= leaving;
            for (std::size_t j = 0; j < n; ++j) {
                m(i, j) += m(i, n) * m(n, j);
            }
        }
    }
    std::vector<double> q(k, 0.0);
    q[0] = 1.0;
    for (std::size_t n = 1; n < k; ++n) {
        for (std::size_t i = 0; i < n; ++i) {
            q[n] += q[i] * m(i, n);
        }
    }
    return q;
}

Result<Matrix> preserve_matrix(const Matrix& m, std::span<const std::string> alleles, std::span<const double> freqs) {
    const std::string what = transform_text(StationaryTransform::preserving_matrix);
    const auto q = stationary_distribution(m);
    if (!q) {
        return fail(ErrorKind::bad_input, what +
                                              " has no result: some alleles of this model cannot mutate, in however "
                                              "many steps, into the others; give a rate2 above 0, or use MH, BA or PR");
    }
    const std::size_t k = alleles.size();
    const double scale = off_diagonal_flow(m, freqs) / off_diagonal_flow(m, *q);
    Matrix s(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            s(i, j) = i == j ? 0.0 : scale * (*q)[i] / freqs[i] * m(i, j);
        }
    }
    return with_diagonal(std::move(s), alleles, what);
}

} // namespace

std::string shown(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

Result<Matrix> with_diagonal(Matrix matrix, std::span<const std::string> alleles, const std::string& what) {
    for (std::size_t i = 0; i < alleles.size(); ++i) {
        matrix(i, i) = 0.0;
        double leaving = 0.0;
        for (std::size_t j = 0; j < alleles.size(); ++j) {
            leaving += matrix(i, j);
        }
        // Rounding may carry a sum that should be 1 a little past it.
        if (!(leaving <= 1.0 + 1e-12)) {
            return fail(ErrorKind::bad_input, what + " has no valid result: allele '" + alleles[i] +
                                                  "' would mutate with probability " + shown(leaving) +
                                                  "; lower the mutation rate or choose another model or transform");
        }
        matrix(i, i) = std::max(0.0, 1.0 - leaving);
    }
    return matrix;
}

Result<Matrix> make_stationary(const Matrix& matrix, std::span<const std::string> alleles,
                               std::span<const double> freqs, StationaryTransform transform) {
    if (transform == StationaryTransform::none || !(off_diagonal_flow(matrix, freqs) > 0.0)) {
        return matrix;
    }
    for (std::size_t i = 0; i < alleles.size(); ++i) {
        if (!(freqs[i] > 0.0)) {
            return fail(ErrorKind::bad_input, transform_text(transform) + " needs frequencies above 0, but allele '" +
                                                  alleles[i] + "' has frequency " + shown(freqs[i]));
        }
    }
    switch (transform) {
    case StationaryTransform::metropolis:
    case StationaryTransform::barker:
    case StationaryTransform::preserving_rate: return make_reversible(matrix, alleles, freqs, transform);
    case StationaryTransform::preserving_matrix: return preserve_matrix(matrix, alleles, freqs);
    case StationaryTransform::familias_dp:
    case StationaryTransform::familias_rm: return closest_stationary(matrix, alleles, freqs, transform);
    case StationaryTransform::none: break;
    }
    return matrix;
}

} // namespace muster::detail
