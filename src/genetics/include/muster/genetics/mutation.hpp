#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/matrix.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// The mutation models of the field (docs/methods.md states each with its source).
enum class MutationModel { none, equal, proportional, stepwise, onestep, dawid, random, custom };

/// Transformations that make a mutation matrix keep the allele frequencies (stationary).
enum class StationaryTransform {
    none,
    metropolis,        ///< "MH": Metropolis–Hastings acceptance applied to the off-diagonal
    barker,            ///< "BA": Barker acceptance
    preserving_rate,   ///< "PR": reversible, preserving the overall mutation rate
    preserving_matrix, ///< "PM": rows rescaled so that the frequencies become stationary
    familias_dp,       ///< Familias "DP": the diagonal is preserved
    familias_rm,       ///< Familias "RM": the overall rate is preserved
};

/// One sex's mutation model at one locus.
struct MutationSpec {
    MutationModel model = MutationModel::none;
    double rate = 0.0;      ///< probability that a transmitted allele mutates
    double rate2 = 0.0;     ///< stepwise: probability of a mutation to another microvariant class
    double range = 0.1;     ///< stepwise, dawid: each further step is `range` times as likely
    std::uint64_t seed = 0; ///< random: seed of the generator
    Matrix matrix{};        ///< custom: the matrix itself, rows = parental allele
    StationaryTransform transform = StationaryTransform::none;

    friend bool operator==(const MutationSpec&, const MutationSpec&) = default;
};

/// The k × k matrix of transmission probabilities (row = parental allele, column = transmitted
/// allele, rows sum to 1) of `spec` for the named alleles with frequencies `freqs`.
/// Errors (bad_input): a rate outside [0,1], allele names that a stepwise model cannot read as
/// repeat numbers, a custom matrix of another size or whose rows do not sum to 1 (within 1e-6), a transform
/// that has no valid result for these parameters.
[[nodiscard]] Result<Matrix> mutation_matrix(const MutationSpec& spec, std::span<const std::string> alleles,
                                             std::span<const double> freqs);

/// Does `matrix` keep `freqs` (p M = p within 1e-8 per entry)?
[[nodiscard]] bool is_stationary(const Matrix& matrix, std::span<const double> freqs);

/// Detailed balance p_i M_ij = p_j M_ji within 1e-8 per entry.
[[nodiscard]] bool is_reversible(const Matrix& matrix, std::span<const double> freqs);

/// Overall mutation rate 1 − Σ p_i M_ii.
[[nodiscard]] double overall_mutation_rate(const Matrix& matrix, std::span<const double> freqs);

/// The model's name as it is written in files ("equal", "stepwise", …), and back.
[[nodiscard]] std::string to_string(MutationModel model);
[[nodiscard]] Result<MutationModel> parse_mutation_model(const std::string& name);

} // namespace muster
