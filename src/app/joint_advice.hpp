#pragma once

#include "muster/identify/case.hpp"
#include "muster/joint/joint.hpp"

#include <string>

namespace muster {

/// What would tell the two best assignments of `answer` apart where they are equally probable, by what ties: a
/// sentence, its end included. Nothing is ruled out where that cannot be told.
[[nodiscard]] std::string advice_of_tie(const Case& subject, const JointAnswer& answer);

} // namespace muster
