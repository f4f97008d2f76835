#pragma once

#include "muster/genetics/profile.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <string>

namespace muster::report {

/// A result as laboratories write it: "12/14", "12/?", "none seen", "–" (not tested).
[[nodiscard]] std::string alleles(const ConsensusProfile& profile, const std::string& locus);

/// What `relative` is to `person`: "mother", "half-sister", "cousin", "partner", "relative by marriage".
[[nodiscard]] std::string relation(const Pedigree& pedigree, std::size_t person, std::size_t relative);

} // namespace muster::report
