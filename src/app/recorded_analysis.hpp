#pragma once

#include "muster/formats/recorded_result.hpp"
#include "register_session.hpp"

#include <memory>
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

/// The same, read.
struct NewestRun {
    std::string name{}; ///< "analysis:#412"; empty: there is none
    std::string time{};
    std::string settings{};
    RecordedResult result{};
};
/// Kept in memory until there is a newer one. Error (verification): its file is missing or damaged.
[[nodiscard]] Result<std::shared_ptr<const NewestRun>> newest_run(Register& reg);

} // namespace muster
