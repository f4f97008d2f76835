#pragma once

#include "muster/base/checksum.hpp"
#include "muster/base/mapped_file.hpp"
#include "muster/identify/units.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace muster {

/// Persons that are compared side by side: their numbers lie next to each other in a row of a block.
constexpr std::size_t block_lanes = 64;

/// Somebody whom samples are compared with: a missing person by his family, or somebody typed himself.
struct Target {
    std::string person;
    std::string family{};
    Sex sex = Sex::unknown; ///< unknown: compared with samples of either sex
    std::size_t population = 0;
    std::optional<double> prior{};
    bool answered = true; ///< false: too entangled to compute, compared with nobody

    /// By unit. `unbounded`: some genotype is possible for him and for nobody unrelated (founders of several
    /// populations); a result that leaves it open can then say more than any genotype alone.
    enum Flag : std::uint8_t { informative = 1, hemizygous = 2, contradictory = 4, unbounded = 8 };
    std::vector<std::uint8_t> flags{};
    std::vector<Checksum> made_from{}; ///< of all that the unit's table follows from
    Checksum numbers{};                ///< of the target's exact numbers

    [[nodiscard]] bool is(std::size_t unit, Flag flag) const { return (flags[unit] & flag) != 0; }
    /// Does the coarse sum bound his LR?
    [[nodiscard]] bool bounded() const {
        return std::none_of(flags.begin(), flags.end(), [](std::uint8_t of) { return (of & unbounded) != 0; });
    }
    /// May he be a sample of this sex?
    [[nodiscard]] bool fits(Sex sample) const {
        return answered && (sample == Sex::unknown || sex == Sex::unknown || sample == sex);
    }
};

/// What an index says beside its numbers.
struct IndexFacts {
    std::string program; ///< that wrote it
    std::string name;    ///< of the case
    std::string against; ///< for people: who the targets are, "families" or "remains (same)"
    bool simulated = false;
    bool mutation = false;
    double theta = 0.0;
    std::vector<std::string> populations;
    std::vector<Locus> loci; ///< of an opened index without mutation: the tables hold it
    std::vector<Unit> units;
    std::vector<Target> targets;
    std::vector<std::string> references; ///< names of the profiles that the tables hold: they are no remains
    std::vector<std::string> warnings;
    std::vector<double> scales;             ///< by block: units of the coarse rows per log10 unit
    std::vector<Checksum> coarse_checksums; ///< by block
};

/// Where the numbers of a unit stand.
struct UnitLayout {
    std::size_t first_row = 0; ///< of a block's coarse rows; genotypes, then, for X-linked loci, single alleles
    std::size_t genotypes = 0; ///< single loci only: pairs have no coarse rows
    std::size_t alleles = 0;   ///< rows for hemizygous persons; 0 where there are none
    std::size_t first_number = 0;
    std::size_t numbers = 0; ///< of a target's record, once for "related" and, at θ > 0, once for "unrelated"
    std::size_t size2 = 1;   ///< see UnitNumbers
    std::size_t hemizygous_numbers = 0;
    std::size_t hemizygous_size2 = 1;
};

/// The layout of units, coarse rows in all, and numbers of a record in all.
struct IndexLayout {
    std::vector<UnitLayout> units;
    std::size_t rows = 0;
    std::size_t numbers = 0;

    [[nodiscard]] static IndexLayout of(const std::vector<Unit>& units, const std::vector<Locus>& loci, double theta);
};

/// The tables of all targets in one file that is mapped into memory. For each block of 64 targets the coarse rows: at
/// each genotype of each locus the scaled upper bound of the log10 LR of every target, 16 bits each. For each target
/// the exact numbers, from which the LR follows to the last digit. The format: docs/index-format.md.
class FamilyIndex {
  public:
    /// Errors: bad_input (no such file, no index, of another version), verification (damaged). The numbers are verified
    /// when they are first touched.
    [[nodiscard]] static Result<FamilyIndex> open(const std::filesystem::path& path);
    /// Does the file begin like an index?
    [[nodiscard]] static bool is_one(const std::filesystem::path& path);

    [[nodiscard]] const IndexFacts& facts() const { return *facts_; }
    [[nodiscard]] const IndexLayout& layout() const { return layout_; }
    [[nodiscard]] std::size_t blocks() const { return facts_->scales.size(); }
    /// Of everything the index says: equal files, equal checksums.
    [[nodiscard]] const Checksum& checksum() const { return checksum_; }

    /// The rows of a block, each of 64 entries. Error: verification.
    [[nodiscard]] Result<std::span<const std::int16_t>> coarse(std::size_t block) const;
    /// The numbers of a target by unit. Error: verification.
    [[nodiscard]] Result<std::vector<UnitNumbers>> numbers(std::size_t target) const;
    /// Everything that has not been touched yet. Error: verification.
    [[nodiscard]] Result<void> verify() const;

  private:
    explicit FamilyIndex(MappedFile file) : file_(std::move(file)) {}
    [[nodiscard]] Error damaged(const std::string& what) const;

    std::string path_;
    MappedFile file_;
    std::unique_ptr<IndexFacts> facts_;
    IndexLayout layout_;
    Checksum checksum_;
    std::size_t coarse_offset_ = 0;
    std::size_t numbers_offset_ = 0;
    /// [unit · populations + population][hemizygous]
    std::vector<std::array<std::vector<double>, 2>> unrelated_;
    std::unique_ptr<std::atomic<bool>[]> block_good_;  // NOLINT: no container holds atomics
    std::unique_ptr<std::atomic<bool>[]> target_good_; // NOLINT
};

/// A target before its tables are made.
struct TargetQuestion {
    Sought person;
    std::string family{};
    Sex sex = Sex::unknown;
    std::optional<double> prior{};
};

/// What an index is built from. `target(i)` is asked from several threads.
struct IndexSource {
    std::string name;
    std::string against = "families"; ///< see `IndexFacts`
    bool simulated = false;
    bool mutation = false;
    double theta = 0.0;
    std::vector<std::string> populations;
    std::vector<Locus> loci;
    std::vector<Unit> units;
    std::size_t targets = 0;
    std::function<Result<TargetQuestion>(std::size_t)> target;
    std::vector<std::string> references{};
    std::vector<std::string> warnings{};
};

/// Every missing person of a case, as `identify` compares them. The case must outlive it.
[[nodiscard]] IndexSource missing_persons(const Case& subject, bool mutation);

struct IndexOptions {
    std::string program{};                ///< for the file
    const FamilyIndex* earlier = nullptr; ///< of the same program: tables that follow from the same are taken from it
    std::size_t threads = 0;              ///< 0: as many as the machine has
    std::function<bool(std::size_t, std::size_t)> progress{};
};

struct IndexSummary {
    std::size_t targets = 0;
    std::size_t unanswered = 0;
    std::size_t tables_made = 0;   ///< computed
    std::size_t tables_reused = 0; ///< taken from the earlier index
    std::size_t tables_shared = 0; ///< the same as another target's
};

/// Builds the index of a source into a file, whole or not at all. Errors: those of the references (bad_input), the
/// disk, interrupted. A family too entangled is told in the warnings and not compared.
[[nodiscard]] Result<IndexSummary> build_index(const IndexSource& source, const std::filesystem::path& path,
                                               const IndexOptions& options);

} // namespace muster
