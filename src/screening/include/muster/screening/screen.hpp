#pragma once

#include "muster/screening/samples.hpp"

#include <functional>

namespace muster {

/// A pair that is told, with the LR that `identify` gives.
struct Hit {
    std::uint32_t sample = 0;
    std::uint32_t target = 0;
    double log10_lr = 0.0;

    friend bool operator==(const Hit&, const Hit&) = default;
};
/// By LR, the largest first; of equal ones by sample, then target.
[[nodiscard]] bool is_better(const Hit& a, const Hit& b);

/// Which pairs are told.
struct HitRule {
    double min_log10_lr = 3.0;
    /// Of each sample and of each target the best so many, if they reach the least LR; 0: all that reach it.
    std::size_t top = 10;
};

/// Hits that are kept: all, or for each sample and each target the best. What is kept does not depend on the order in
/// which hits are offered.
class HitList {
  public:
    HitList(const HitRule& rule, std::size_t samples, std::size_t targets);

    void offer(const Hit& hit);
    /// By sample, by target: never above the least log10 LR with which a further hit could be kept.
    [[nodiscard]] const std::vector<float>& least_of_samples() const { return samples_.least; }
    [[nodiscard]] const std::vector<float>& least_of_targets() const { return targets_.least; }
    /// By sample, the best of each first.
    [[nodiscard]] std::vector<Hit> sorted() const;

  private:
    /// The best hits of each sample, or of each target.
    struct Best {
        std::vector<std::vector<Hit>> heaps; ///< the worst hit first
        std::vector<float> least;
    };
    void offer_to(Best& best, std::size_t at, const Hit& hit) const;

    HitRule rule_;
    Best samples_;
    Best targets_;
    std::vector<Hit> all_;
};

/// first … last − 1.
struct Range {
    std::size_t first = 0;
    std::size_t last = 0;

    [[nodiscard]] std::size_t size() const { return last - first; }
};

/// What a part of the work found.
struct PartHits {
    std::vector<Hit> hits;       ///< see `HitList::sorted`
    std::uint64_t compared = 0;  ///< pairs of fitting sex
    std::uint64_t survivors = 0; ///< of the coarse screen: scored exactly
};

/// Compared at a time, so that memory stays flat.
constexpr std::size_t most_samples_of_part = 65'536;

/// May this sample be compared with this target? Empty: any with any.
using PairRule = std::function<bool(std::size_t sample, std::size_t target)>;

/// Compares samples with the targets of some blocks: a coarse sum that is never below the LR drops what cannot reach
/// the rule, what is left is scored exactly. Gives just what `screen_plainly` gives. Errors: verification (the index).
[[nodiscard]] Result<PartHits> screen_part(const ScreenSamples& samples, Range of_samples, Range blocks,
                                           const HitRule& rule, const PairRule& may_pair = {});

/// The same with every pair scored exactly: the yardstick.
[[nodiscard]] Result<PartHits> screen_plainly(const ScreenSamples& samples, Range of_samples, Range blocks,
                                              const HitRule& rule, const PairRule& may_pair = {});

/// What one unit says; nothing where sample and target have nothing to compare.
[[nodiscard]] std::optional<double> unit_log10_lr(const std::vector<ObservationRow>& rows, const Target& target,
                                                  std::size_t unit, const UnitNumbers& numbers);

/// log10 LR of a sample and a target whose numbers these are; −∞ where excluded. Nothing if their sexes differ or the
/// target has no answer.
[[nodiscard]] std::optional<double> pair_log10_lr(const ScreenSamples& samples, std::size_t sample,
                                                  const Target& target, const std::vector<UnitNumbers>& numbers);

struct ScreenRun {
    HitRule rule{};
    PairRule may_pair{};
    std::size_t threads = 0; ///< 0: as many as the machine has
    std::function<bool(std::size_t, std::size_t)> progress{};
};

/// All samples against all targets, in parts on several threads. Errors: verification, interrupted.
[[nodiscard]] Result<PartHits> screen(const ScreenSamples& samples, const ScreenRun& run);

} // namespace muster
