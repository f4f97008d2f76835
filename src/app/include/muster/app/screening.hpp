#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/identification.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace muster {

/// `muster screen index CASE`.
struct ScreenIndexRequest {
    IdentificationRequest comparison{}; ///< the case, and what its tables follow from; dropout and drop-in do not count
    std::filesystem::path out{};        ///< the index; one that is there already lends the tables that still hold
    bool anew = false;                  ///< every table
    std::size_t threads = 0;
};
[[nodiscard]] Result<Answer> build_screening_index(const ScreenIndexRequest& request);

/// `muster screen run CASE|INDEX`.
struct ScreenRequest {
    IdentificationRequest comparison{}; ///< `subject`: a case, or an index; and how to compare
    /// CSV, or a folder that holds pm_genotypes.csv or profiles.csv; empty: the remains of the case.
    std::filesystem::path remains{};
    std::filesystem::path index{};         ///< for a case: its index, brought up to date; empty: one for this run only
    std::string against{};                 ///< families (if empty), remains, references
    std::vector<std::string> persons{};    ///< these alone; empty: everybody
    std::string relation{};                ///< to remains or references: see `parse_relation`; empty: same
    std::size_t top = 10;                  ///< 0: all
    std::optional<double> min_lr{};        ///< 1000 if neither is given
    std::optional<double> min_posterior{}; ///< instead of an LR
    std::size_t draws = 200'000;           ///< for the chance hits that are to be expected; 0: only their bound
    std::uint64_t seed = 1;
    std::size_t threads = 0;
};
[[nodiscard]] Result<Answer> run_screening(const ScreenRequest& request);

/// `muster screen plan`: the same, cut into tiles that can be done anywhere.
struct ScreenPlanRequest {
    ScreenRequest screening{};
    std::filesystem::path folder; ///< for plan, index and tiles; shared by all machines that do tiles
    std::size_t tiles = 0;        ///< about so many, at most 1000; 0: one for each 5·10⁹ pairs
};
[[nodiscard]] Result<Answer> plan_screening(const ScreenPlanRequest& request);

/// `muster screen tile|resume|submit|merge`, on what a plan says.
struct ScreenTilesRequest {
    std::filesystem::path folder;
    std::size_t threads = 0; ///< of resume
    std::string partition{}; ///< of submit
    std::size_t at_once = 0;
    std::size_t seconds_between = 5;
    std::string program{};       ///< of submit: this program, as the nodes find it
    std::size_t draws = 200'000; ///< of merge, as `ScreenRequest`
    std::uint64_t seed = 1;
    std::function<bool(std::size_t, std::size_t)> progress{};
};
/// Does one tile. Errors: usage (no such tile), those of `TileWork`.
[[nodiscard]] Result<Answer> run_screening_tile(const ScreenTilesRequest& request, std::size_t tile);
/// Does all tiles that are missing or damaged, on this machine.
[[nodiscard]] Result<Answer> resume_screening(const ScreenTilesRequest& request);
/// Has a Slurm cluster do them. Errors: unavailable.
[[nodiscard]] Result<Answer> submit_screening(const ScreenTilesRequest& request);
/// Verifies all tiles and gives just what `run_screening` gives.
[[nodiscard]] Result<Answer> merge_screening(const ScreenTilesRequest& request);

/// `muster bench screening`.
struct ScreenBenchRequest {
    std::size_t samples = 40'000;
    std::size_t families = 30'000;
    std::size_t threads = 1;
};
[[nodiscard]] Result<Answer> bench_screening_speed(const ScreenBenchRequest& request);

} // namespace muster
