#pragma once

#include "muster/base/result.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/identify/case.hpp"

#include <string>
#include <vector>

namespace muster {

/// The last step of every reader: θ as asked, further alleles at the frequency asked, then `Case::make`. Errors are
/// placed in `source`.
[[nodiscard]] Result<Case> finish_case(CaseInput input, const CaseOptions& options, const std::string& source);

/// For files with one mutation setting: "none" switches mutation off, any other name is an error (usage).
[[nodiscard]] Result<void> choose_only_mutation(std::vector<Locus>& loci, const CaseOptions& options,
                                                const std::string& source);

/// For files with one table of frequencies: a population that is asked for must be `name`.
[[nodiscard]] Result<void> choose_only_population(const std::string& name, const CaseOptions& options,
                                                  const std::string& source);

} // namespace muster
