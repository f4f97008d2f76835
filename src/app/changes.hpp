#pragma once

#include "muster/formats/earlier_run.hpp"
#include "muster/joint/joint.hpp"

namespace muster {

/// Notes in the answer what is to be said otherwise than in the earlier run, which `since` names: another person is
/// most probable, or the same with a posterior that moved by 0.01 or more; samples that are new or gone.
void note_changes(JointAnswer& answer, const EarlierRun& earlier, const std::string& since);

} // namespace muster
