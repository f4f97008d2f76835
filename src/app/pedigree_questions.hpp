#pragma once

#include "muster/formats/jsonl.hpp"
#include "muster/formats/questions.hpp"

#include <string>

namespace muster {

// Each answers one question as a JSON line.

/// ln-likelihood of one pedigree, or the LR of H1 against H2 where the case has "H1_members".
[[nodiscard]] Result<std::string> answer_likelihood(const PedigreeCase& asked);

/// Power to exclude an unrelated person as the missing one: per locus the probability, under Hardy–Weinberg
/// proportions, of a genotype that P(R, m = g) = 0 rules out (Egeland, Pinto & Vigeland 2014); mutation is set aside
/// unless the references need it among themselves.
[[nodiscard]] Result<std::string> answer_exclusion_power(const PedigreeCase& asked);

[[nodiscard]] Result<std::string> answer_matrix(const std::string& id, const MatrixQuestion& asked);

[[nodiscard]] Result<std::string> answer_coefficients(const std::string& id, const CoefficientQuestion& asked);

} // namespace muster
