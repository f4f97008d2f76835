#include "muster/screening/screen.hpp"

#include "block_rows.hpp"
#include "index_file.hpp"
#include "kernels/scan.hpp"
#include "thread_count.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <mutex>
#include <tbb/parallel_for.h>

namespace muster {
namespace {

constexpr std::size_t samples_at_once = 1024; ///< between two looks at the thresholds

/// The scaled threshold of a log10 LR, lower by more than all that is rounded: a lower one only lets more through.
std::int16_t threshold(float log10_lr, float scale) {
    constexpr float least = std::numeric_limits<std::int16_t>::min();
    constexpr float most = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(static_cast<int>(std::min(std::max(scale * log10_lr - 2.0F, least), most)));
}

std::uint64_t pairs_of_fitting_sex(const ScreenSamples& samples, Range of_samples, Range targets) {
    std::array<std::uint64_t, 3> of_sex{};
    for (std::size_t i = of_samples.first; i < of_samples.last; ++i) {
        ++of_sex[static_cast<std::size_t>(samples.sex(i))];
    }
    std::uint64_t pairs = 0;
    for (std::size_t t = targets.first; t < targets.last; ++t) {
        for (const Sex sex : {Sex::unknown, Sex::male, Sex::female}) {
            pairs += samples.index().facts().targets[t].fits(sex) ? of_sex[static_cast<std::size_t>(sex)] : 0;
        }
    }
    return pairs;
}

Range targets_of(const FamilyIndex& index, Range blocks) {
    return {blocks.first * block_lanes, std::min(blocks.last * block_lanes, index.facts().targets.size())};
}

/// One part of the work.
class Part {
  public:
    Part(const ScreenSamples& samples, Range of_samples, Range blocks, const HitRule& rule, const PairRule& may_pair)
        : samples_(samples), index_(samples.index()), of_samples_(of_samples), targets_(targets_of(index_, blocks)),
          may_pair_(may_pair), rows_(samples, of_samples), hits_(rule, of_samples.size(), targets_.size()),
          thresholds_(samples_at_once), survivors_(samples_at_once), lane_thresholds_(1) {
        for (std::size_t t = targets_.first; t < targets_.last; ++t) {
            bounded_.push_back(index_.facts().targets[t].bounded());
        }
    }

    Result<void> add_block(std::size_t block) {
        if (auto filled = rows_.fill(block); !filled) {
            return filled;
        }
        numbers_.assign(block_lanes, {});
        const auto scale = static_cast<float>(index_.facts().scales[block]);
        const float* least = hits_.least_of_samples().data();
        for (std::size_t from = of_samples_.first; from < of_samples_.last; from += samples_at_once) {
            const std::size_t count = std::min(samples_at_once, of_samples_.last - from);
            for (std::size_t i = 0; i < count; ++i) {
                thresholds_[i] = threshold(least[from - of_samples_.first + i], scale);
            }
            for (std::size_t lane = 0; lane < block_lanes; ++lane) {
                const std::size_t t = block * block_lanes + lane;
                lane_thresholds_.row(0)[lane] = lane_threshold(t, scale);
            }
            const std::size_t found = kernels::scan(
                {rows_.rows(), rows_.offsets(from), rows_.width(), thresholds_.data(), lane_thresholds_.row(0), count},
                survivors_.data());
            for (std::size_t n = 0; n < found; ++n) {
                if (auto scored = score(from + survivors_[n].sample, block, survivors_[n].lanes); !scored) {
                    return scored;
                }
            }
        }
        return {};
    }

    [[nodiscard]] PartHits result() const {
        PartHits out{hits_.sorted(), pairs_of_fitting_sex(samples_, of_samples_, targets_), scored_};
        for (Hit& hit : out.hits) {
            hit.sample += static_cast<std::uint32_t>(of_samples_.first);
            hit.target += static_cast<std::uint32_t>(targets_.first);
        }
        return out;
    }

  private:
    [[nodiscard]] std::int16_t lane_threshold(std::size_t t, float scale) const {
        if (t >= targets_.last) {
            return std::numeric_limits<std::int16_t>::max();
        }
        return bounded_[t - targets_.first] ? threshold(hits_.least_of_targets()[t - targets_.first], scale)
                                            : std::numeric_limits<std::int16_t>::min(); // all are scored
    }

    Result<void> score(std::size_t sample, std::size_t block, std::uint64_t lanes) {
        for (; lanes != 0; lanes &= lanes - 1) {
            const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
            const std::size_t t = block * block_lanes + lane;
            if (t >= targets_.last || (may_pair_ && !may_pair_(sample, t))) {
                continue;
            }
            std::vector<UnitNumbers>& numbers = numbers_[lane];
            if (numbers.empty()) {
                auto of = index_.numbers(t);
                if (!of) {
                    return fail(of.error());
                }
                numbers = *std::move(of);
            }
            if (const auto value = pair_log10_lr(samples_, sample, index_.facts().targets[t], numbers)) {
                ++scored_;
                hits_.offer({static_cast<std::uint32_t>(sample - of_samples_.first),
                             static_cast<std::uint32_t>(t - targets_.first), *value});
            }
        }
        return {};
    }

    const ScreenSamples& samples_;
    const FamilyIndex& index_;
    Range of_samples_;
    Range targets_;
    const PairRule& may_pair_;
    BlockRows rows_;
    HitList hits_;
    std::vector<std::int16_t> thresholds_;
    std::vector<kernels::Survivor> survivors_;
    Rows lane_thresholds_;
    std::vector<bool> bounded_;                     ///< by target of the part
    std::vector<std::vector<UnitNumbers>> numbers_; ///< of the block's targets that survivors asked for
    std::uint64_t scored_ = 0;
};

} // namespace

std::optional<double> unit_log10_lr(const std::vector<ObservationRow>& rows, const Target& target, std::size_t unit,
                                    const UnitNumbers& numbers) {
    std::array<const ObservationRow*, 2> at{};
    bool informative = false;
    for (std::size_t l = 0; l < rows.size(); ++l) {
        at[l] = &rows[l];
        informative = informative || rows[l].informative;
        // A sample without a recorded sex may meet a person of either: an X then has no common table.
        if (rows[l].informative && rows[l].hemizygous != target.is(unit, Target::hemizygous)) {
            return std::nullopt;
        }
    }
    return informative && target.is(unit, Target::informative)
               ? std::optional(numbers.log10_lr(std::span(at).first(rows.size())))
               : std::nullopt;
}

std::optional<double> pair_log10_lr(const ScreenSamples& samples, std::size_t sample, const Target& target,
                                    const std::vector<UnitNumbers>& numbers) {
    if (!target.fits(samples.sex(sample))) {
        return std::nullopt;
    }
    double sum = 0.0;
    const std::span<const std::uint32_t> codes = samples.codes(sample);
    for (std::size_t u = 0; u < codes.size(); ++u) {
        if (codes[u] != ScreenSamples::nothing) {
            sum += unit_log10_lr(samples.rows(u, codes[u]), target, u, numbers[u]).value_or(0.0);
        }
    }
    return sum;
}

Result<PartHits> screen_part(const ScreenSamples& samples, Range of_samples, Range blocks, const HitRule& rule,
                             const PairRule& may_pair) {
    Part part(samples, of_samples, blocks, rule, may_pair);
    for (std::size_t block = blocks.first; block < blocks.last; ++block) {
        if (auto done = part.add_block(block); !done) {
            return fail(done.error());
        }
    }
    return part.result();
}

Result<PartHits> screen_plainly(const ScreenSamples& samples, Range of_samples, Range blocks, const HitRule& rule,
                                const PairRule& may_pair) {
    const FamilyIndex& index = samples.index();
    const Range targets = targets_of(index, blocks);
    HitList hits(rule, of_samples.last, targets.last);
    PartHits out;
    for (std::size_t t = targets.first; t < targets.last; ++t) {
        auto numbers = index.numbers(t);
        if (!numbers) {
            return fail(numbers.error());
        }
        for (std::size_t i = of_samples.first; i < of_samples.last; ++i) {
            const auto value = !may_pair || may_pair(i, t)
                                   ? pair_log10_lr(samples, i, index.facts().targets[t], *numbers)
                                   : std::nullopt;
            if (value) {
                hits.offer({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(t), *value});
            }
        }
    }
    out.hits = hits.sorted();
    out.compared = pairs_of_fitting_sex(samples, of_samples, targets);
    out.survivors = out.compared;
    return out;
}

namespace {

/// Parts of the work that threads take: by samples; where there are few, by blocks too.
std::vector<std::pair<Range, Range>> parts_of(std::size_t samples, std::size_t blocks, std::size_t threads) {
    const std::size_t by_samples =
        std::max<std::size_t>(1, (samples + most_samples_of_part - 1) / most_samples_of_part);
    const std::size_t by_blocks =
        std::clamp<std::size_t>((threads > 1 ? 4 * threads : 1) / by_samples, 1, std::max<std::size_t>(blocks, 1));
    std::vector<std::pair<Range, Range>> out;
    for (std::size_t s = 0; s < by_samples; ++s) {
        for (std::size_t b = 0; b < by_blocks; ++b) {
            out.push_back({{samples * s / by_samples, samples * (s + 1) / by_samples},
                           {blocks * b / by_blocks, blocks * (b + 1) / by_blocks}});
        }
    }
    return out;
}

} // namespace

Result<PartHits> screen(const ScreenSamples& samples, const ScreenRun& run) {
    const FamilyIndex& index = samples.index();
    tbb::task_arena arena(thread_count(run.threads));
    const auto parts = parts_of(samples.size(), index.blocks(), static_cast<std::size_t>(arena.max_concurrency()));
    HitList hits(run.rule, samples.size(), index.facts().targets.size());
    PartHits out;
    std::optional<Error> error;
    std::size_t done = 0;
    std::mutex mutex;
    arena.execute([&] {
        tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t p) {
            {
                const std::lock_guard lock(mutex);
                if (error) {
                    return;
                }
            }
            auto part = screen_part(samples, parts[p].first, parts[p].second, run.rule, run.may_pair);
            const std::lock_guard lock(mutex);
            if (!part) {
                error = part.error();
                return;
            }
            for (const Hit& hit : part->hits) {
                hits.offer(hit);
            }
            out.compared += part->compared;
            out.survivors += part->survivors;
            if (run.progress && !run.progress(++done, parts.size())) {
                error = Error{ErrorKind::interrupted, "stopped before all samples were compared"};
            }
        });
    });
    if (error) {
        return fail(*std::move(error));
    }
    out.hits = hits.sorted();
    return out;
}

} // namespace muster
