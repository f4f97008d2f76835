#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace muster {

/// What `muster simulate` asks for; names are as the user wrote them.
struct SimulationCommand {
    std::filesystem::path out; ///< a new or empty folder
    std::string plan{};        ///< "first-light": the example that ships; the rest is then not used
    std::size_t families = 10;
    std::uint64_t seed = 1;
    std::string population = "Cauc";
    std::string kit = "codis20";
    std::vector<std::string> shapes{}; ///< family shapes by name; empty: all
    std::size_t unknowns = 1;
    std::size_t degraded = 1;
    double dropout = 0.0;
    double dropin = 0.0;
    double theta = 0.0;
    std::string mutation = "stepwise";
};

/// Draws a case from the frequencies that ship and writes it as a case folder, with the truth beside it. Gives one line
/// that says what was written. Errors: usage (unknown names, numbers outside of their range), refused (the folder has
/// files already), those of writing.
[[nodiscard]] Result<std::string> run_simulation(const SimulationCommand& command);

} // namespace muster
