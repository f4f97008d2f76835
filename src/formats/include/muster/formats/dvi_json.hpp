#pragma once

#include "muster/base/result.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/formats/text_input.hpp"

namespace muster {

/// Reads an identification case from JSON: an object, or its member "inputs", with
/// - `loci`: [{name, chrom, alleles, freqs, mutation, silent}],
/// - `pm`: [{id, sex, genotypes: {marker: [a, b]}}], the remains,
/// - `am`: [{family, members: [{id, fid, mid, sex}], genotypes: {person: {marker: [a, b]}}, founder_inbreeding}],
/// - `missing`: [person],
/// - `pairings`: {sample: ["*", person, …]}, "*" standing for "nobody of these"; empty: all with all,
/// - `theta`, `linkage`: [{loci: [name], rho: [number]}], `priors`: {person: probability}, `simulated`, all optional.
/// A matrix of mutation probabilities is used as it stands; without one, the model's parameters are.
/// Errors (bad_input): text that is not JSON (with line and column), a part that is missing or of another type, those
/// of `Locus::make` and `Case::make`.
[[nodiscard]] Result<Case> parse_dvi_json(const TextInput& file, const CaseOptions& options);

} // namespace muster
