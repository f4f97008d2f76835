#pragma once

#include "muster/joint/joint.hpp"

#include <string>
#include <string_view>

namespace muster {

/// Reads what else is known of samples, a CSV of kind,a,b,log10_lr: must-link and cannot-link (two samples are, or are
/// not, one individual), same (log10 LR of one individual against two), is (log10 LR of a sample being a person against
/// somebody not on the roster). Several lines of a pair add up. Errors (bad_input): those of `CsvTable::parse`; another
/// kind, a log10_lr that is no number.
[[nodiscard]] Result<JointEvidence> read_joint_evidence(std::string_view text, const std::string& source);

} // namespace muster
