#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace muster {

/// Numbered pieces of work that one command does, its last argument the number.
struct ClusterWork {
    std::vector<std::string> command; ///< "muster", "screen", "tile", "/data/run1"
    std::filesystem::path folder;     ///< shared by all nodes; for the script and the logs of the pieces
    std::string partition{};          ///< empty: the cluster's own choice
    std::size_t at_once = 0;          ///< pieces that run at a time; 0: as the cluster likes
    std::size_t most_tries = 3;       ///< of a piece
    std::size_t seconds_between = 5;  ///< looks at the queue
    /// The pieces that are not done; asked before each try.
    std::function<std::vector<std::size_t>()> missing;
    /// Called with (pieces that wait or run, all) after each look; false: cancel. May be empty.
    std::function<bool(std::size_t, std::size_t)> progress{};
};

/// Has a Slurm cluster do the work: an array job, whose pieces are put into the queue again if their node fails
/// (--requeue), waits for it, and sends what is missing then once more, up to so many tries. Gives the number of tries.
/// Errors: unavailable (no sbatch, the cluster refuses, pieces are missing after the last try: their logs are named),
/// interrupted (the job is cancelled).
[[nodiscard]] Result<std::size_t> run_on_slurm(const ClusterWork& work);

/// "0,1,2,7,8" as "0-2,7-8": what --array takes.
[[nodiscard]] std::string array_of(const std::vector<std::size_t>& numbers);

} // namespace muster
