#pragma once

#include "register_session.hpp"

#include <string>

namespace muster {

/// The newest analysis of a register.
struct RecordedAnalysis {
    std::string name{};   ///< "analysis:#412"; empty: there is none
    std::string time{};   ///< when it was recorded
    std::string fields{}; ///< canonical JSON
    std::string result{}; ///< the file that it recorded: what `muster identify --json` printed
};
[[nodiscard]] Result<RecordedAnalysis> newest_recorded_analysis(Register& reg);

} // namespace muster
