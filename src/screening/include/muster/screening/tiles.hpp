#pragma once

#include "muster/screening/screen.hpp"

#include <cmath>

namespace muster {

/// Work that is cut into tiles, each of which can be done anywhere and again: some samples against some blocks. A
/// folder holds the plan ("plan") and what tiles found ("tiles/0001"). The plan names its index by path and checksum,
/// holds the profiles as they are compared, the rule, and the program that made it. docs/index-format.md has both
/// formats.
struct TilePlan {
    std::string program;         ///< its build: tiles of another one could differ, they are refused
    std::filesystem::path index; ///< absolute
    double min_lr = 1000.0;
    std::size_t top = 10;
    bool one_kind = false; ///< profiles compared among themselves: none with itself
    std::string against;   ///< for people
    bool simulated = false;
    std::vector<std::string> references_left_out{}; ///< for people
    std::vector<std::string> notes{};               ///< for people
    std::size_t by_samples = 1;                     ///< the grid of tiles
    std::size_t by_blocks = 1;

    [[nodiscard]] HitRule rule() const { return {std::log10(min_lr), top}; }
};

/// Writes the plan of these samples into a folder, which is made if need be. Errors: refused (there is a plan already),
/// the disk.
[[nodiscard]] Result<void> write_tile_plan(const std::filesystem::path& folder, const TilePlan& plan,
                                           const ScreenSamples& samples);

/// A plan that is carried out.
class TileWork {
  public:
    /// Errors: bad_input (no plan, an index that cannot be read), verification (damaged; the index is another one than
    /// that of the plan), refused (the plan is of another program than `program`).
    [[nodiscard]] static Result<std::unique_ptr<TileWork>> open(const std::filesystem::path& folder,
                                                                const std::string& program);

    [[nodiscard]] const TilePlan& plan() const { return plan_; }
    [[nodiscard]] std::shared_ptr<const FamilyIndex> index() const { return index_; }
    [[nodiscard]] std::shared_ptr<const ScreenSamples> samples() const { return samples_; }
    [[nodiscard]] std::size_t tiles() const { return plan_.by_samples * plan_.by_blocks; }

    /// Does a tile, 0 … tiles() − 1, whether it is done already or not: the file is the same. Errors: usage (no such
    /// tile), verification (the index), the disk.
    [[nodiscard]] Result<void> run(std::size_t tile) const;
    /// Does all that are `missing` on some threads (0: as many as the machine has); `progress` as of a `ScreenRun`.
    /// Gives their number. Errors: those of `run`, interrupted.
    [[nodiscard]] Result<std::size_t> run_missing(std::size_t threads,
                                                  const std::function<bool(std::size_t, std::size_t)>& progress) const;
    /// What a tile found. Errors: bad_input (not done), verification (damaged, or of another plan).
    [[nodiscard]] Result<PartHits> read(std::size_t tile) const;
    /// Those that are not done or damaged.
    [[nodiscard]] std::vector<std::size_t> missing() const;
    /// All tiles together: just what `screen` gives. Errors: those of `read`, for all tiles that are missing.
    [[nodiscard]] Result<PartHits> merge() const;

  private:
    TileWork() = default;
    [[nodiscard]] std::filesystem::path file_of(std::size_t tile) const;

    std::filesystem::path folder_;
    TilePlan plan_;
    Checksum checksum_; ///< of the plan's file
    std::shared_ptr<const FamilyIndex> index_;
    std::shared_ptr<const ScreenSamples> samples_;
};

} // namespace muster
