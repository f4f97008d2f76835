#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/matrix.hpp"
#include "muster/genetics/mutation.hpp"

#include <span>
#include <string>

namespace muster::detail {

/// `matrix` with each diagonal entry set to what its row lacks of 1.
/// Error (bad_input) naming the first allele whose other entries already exceed 1; `what` names the model or transform.
[[nodiscard]] Result<Matrix> with_diagonal(Matrix matrix, std::span<const std::string> alleles,
                                           const std::string& what);

/// `matrix` transformed to keep `freqs`; see `StationaryTransform`. Every size is k.
[[nodiscard]] Result<Matrix> make_stationary(const Matrix& matrix, std::span<const std::string> alleles,
                                             std::span<const double> freqs, StationaryTransform transform);

/// The matrix closest to `matrix` in Simonsson & Mostad's ratio among those that keep `freqs` and have the same
/// diagonal (familias_dp) or the same overall mutation rate (familias_rm). Frequencies must be above 0.
[[nodiscard]] Result<Matrix> closest_stationary(const Matrix& matrix, std::span<const std::string> alleles,
                                                std::span<const double> freqs, StationaryTransform transform);

/// A number as an error message shows it.
[[nodiscard]] std::string shown(double value);

} // namespace muster::detail
