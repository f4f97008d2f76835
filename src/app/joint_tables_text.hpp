#pragma once

#include "muster/identify/case.hpp"
#include "muster/joint/joint.hpp"

#include <string>

namespace muster {

/// The assignments that are listed, best first: log10 LR, posterior, and who is who where they differ; what is left
/// out.
[[nodiscard]] std::string assignment_lines(const JointAnswer& answer);

/// Persons of whom there probably is a sample, the likeliest first, and how many more there are.
[[nodiscard]] std::string found_lines(const JointAnswer& answer);

/// Samples that can be nobody on the roster.
[[nodiscard]] std::string excluded_line(const JointAnswer& answer);

/// Samples that are these persons, whichever of them is which.
[[nodiscard]] std::string symmetry_lines(const JointAnswer& answer);

/// Individuals of the best assignment who have several samples: what these show together, and where they differ.
[[nodiscard]] std::string individual_lines(const Case& subject, const JointAnswer& answer);

} // namespace muster
