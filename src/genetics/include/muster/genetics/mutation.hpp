#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/matrix.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// The mutation models of the field. M is the matrix of transmission probabilities, k the number of alleles, p their
/// frequencies; off the diagonal:
/// - none: no mutation.
/// - equal: M_ij = rate / (k − 1).
/// - proportional: M_ij = c p_j, with c = rate / Σ_{i≠j} p_i p_j, so that the overall rate Σ p_i (1 − M_ii) is `rate`.
/// - stepwise (extended stepwise model: Kling, Tillmar & Egeland 2014, as in Familias and pedmut): alleles with the
/// same part behind the
///   point (10, 11 | 9.3, 10.3) are a microvariant class. An allele mutates with probability `rate` within its class,
///   to an allele d repeats away in proportion to range^d, and with probability `rate2` to an allele of another class,
///   all of these alike. An allele alone in its class has no `rate` part; a locus of one class has no `rate2` part.
/// - onestep: `rate`, shared by the alleles one repeat up and down; an allele without neighbours does not mutate.
/// - dawid (Dawid et al. 2002, Scand. J. Statist. 29:577–595): p_i M_ij = c range^|i−j|, reversible, with c such that
///   the overall rate is `rate`. Needs one microvariant class, 0 < range < 1, and no frequency of 0.
/// - random: for tests. Off-diagonal entries are the upper 53 bits of successive SplitMix64 outputs (Steele, Lea &
///   Flood 2014) started at `seed`, drawn row by row, each row then scaled to sum to `rate`.
/// - custom: the matrix given.
enum class MutationModel { none, equal, proportional, stepwise, onestep, dawid, random, custom };

/// Transformations of a mutation matrix M into one, S, that keeps the allele frequencies p (stationary). Each keeps the
/// overall mutation rate Σ p_i (1 − M_ii). All need frequencies above 0. In quotation marks: the name in files.
/// Sources: MH, BA, PR: Egeland & Vigeland's pedmut; PM, DP, RM: Simonsson & Mostad 2016, FSI: Genetics 23:217–225.
///
/// DP and RM choose, among the stationary matrices that preserve what they must, the one whose largest ratio S_ij /
/// M_ij or M_ij / S_ij (i ≠ j) is smallest; where several share it, the closest to M in relative entropy. A matrix that
/// is stationary already stays as it is. Familias finds the ratio by a general numerical search that stops near the
/// smallest one (within some percent), at one of many matrices, lets the overall rate drift in RM, and returns M
/// unchanged when the search fails; so entries agree with Familias only roughly, or not at all.
enum class StationaryTransform {
    none,       ///< "" (no transformation)
    metropolis, ///< "MH" (Metropolis–Hastings): min(M_ij, p_j M_ji / p_i), scaled to the overall rate; reversible
    barker,     ///< "BA" (Barker): p_j M_ij M_ji / (p_i M_ij + p_j M_ji), scaled to the overall rate; reversible
    preserving_rate,   ///< "PR": (p_i M_ij + p_j M_ji) / (2 p_i); reversible
    preserving_matrix, ///< "PM": row i times c q_i / p_i, where q M = q
    familias_dp,       ///< "DP": the diagonal is preserved
    familias_rm,       ///< "RM": the overall rate is preserved, not that of each allele
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
/// allele, rows sum to 1) of `spec` for the named alleles with frequencies `freqs`. Frequencies are used as given,
/// whatever their sum; a silent allele must be left out by the caller (`Locus` does). One allele: the matrix [1].
/// Errors (bad_input): a rate outside [0,1], a range that is not above 0, allele names that a stepwise model cannot
/// read as repeat numbers, a custom matrix of another size, with entries outside [0,1] or whose rows do not sum to 1
/// (within 1e-6), parameters or a transform for which some allele would have to mutate with probability above 1 or
/// that have no valid result.
[[nodiscard]] Result<Matrix> mutation_matrix(const MutationSpec& spec, std::span<const std::string> alleles,
                                             std::span<const double> freqs);

/// Does `matrix` keep `freqs` (p M = p within 1e-8 per entry)?
[[nodiscard]] bool is_stationary(const Matrix& matrix, std::span<const double> freqs);

/// Detailed balance p_i M_ij = p_j M_ji within 1e-8 per entry.
[[nodiscard]] bool is_reversible(const Matrix& matrix, std::span<const double> freqs);

/// Overall mutation rate Σ p_i (1 − M_ii).
[[nodiscard]] double overall_mutation_rate(const Matrix& matrix, std::span<const double> freqs);

/// The model's name as it is written in files ("equal", "stepwise", …), and back.
/// Error (bad_input): a name that is none of these.
[[nodiscard]] std::string to_string(MutationModel model);
[[nodiscard]] Result<MutationModel> parse_mutation_model(const std::string& name);

/// The transform's name as it is written in files ("MH", "BA", "PR", "PM", "DP", "RM"; none: ""), and back.
[[nodiscard]] std::string to_string(StationaryTransform transform);
[[nodiscard]] Result<StationaryTransform> parse_stationary_transform(const std::string& name);

} // namespace muster
