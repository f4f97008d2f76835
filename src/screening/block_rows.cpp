#include "block_rows.hpp"

#include "index_file.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace muster {
namespace {

constexpr std::int16_t barred = std::numeric_limits<std::int16_t>::min();

} // namespace

BlockRows::BlockRows(const ScreenSamples& samples, Range of_samples)
    : samples_(samples), first_sample_(of_samples.first) {
    const auto& units = samples.index().layout().units;
    std::vector<std::vector<std::uint32_t>> place(units.size());
    for (std::size_t u = 0; u < units.size(); ++u) {
        place[u].resize(samples.distinct(u), 0);
    }
    offsets_.reserve(of_samples.size() * width());
    for (std::size_t i = of_samples.first; i < of_samples.last; ++i) {
        offsets_.push_back((1 + static_cast<std::uint32_t>(samples.sex(i))) * Rows::row_bytes);
        for (std::size_t u = 0; u < units.size(); ++u) {
            const std::uint32_t code = samples.codes(i)[u];
            std::uint32_t& at = place[u][code];
            if (code != ScreenSamples::nothing && at == 0) {
                at = static_cast<std::uint32_t>(fixed_rows + needed_.size());
                const std::vector<ObservationRow>& rows = samples.rows(u, code);
                Needed row{u, code, std::nullopt};
                if (rows.size() == 1 && rows.front().entries.size() == 1) {
                    row.coarse = units[u].first_row + (rows.front().hemizygous ? units[u].genotypes : 0) +
                                 rows.front().entries.front().first;
                }
                computed_ = computed_ || !row.coarse;
                needed_.push_back(row);
            }
            offsets_.push_back(at * static_cast<std::uint32_t>(Rows::row_bytes));
        }
    }
    rows_ = Rows(fixed_rows + needed_.size());
    std::fill_n(rows_.row(0), block_lanes, std::int16_t{0});
}

void BlockRows::fill_sexes(std::size_t block) {
    const auto& targets = samples_.index().facts().targets;
    for (const Sex sex : {Sex::unknown, Sex::male, Sex::female}) {
        std::int16_t* row = rows_.row(1 + static_cast<std::size_t>(sex));
        for (std::size_t lane = 0; lane < block_lanes; ++lane) {
            const std::size_t t = block * block_lanes + lane;
            row[lane] = t < targets.size() && targets[t].fits(sex) ? std::int16_t{0} : barred;
        }
    }
}

Result<void> BlockRows::fill(std::size_t block) {
    const FamilyIndex& index = samples_.index();
    auto coarse = index.coarse(block);
    if (!coarse) {
        return fail(coarse.error());
    }
    fill_sexes(block);
    const double scale = index.facts().scales[block];
    const std::size_t first = block * block_lanes;
    const std::size_t count = std::min(block_lanes, index.facts().targets.size() - first);
    std::vector<std::vector<UnitNumbers>> numbers;
    for (std::size_t lane = 0; lane < count && computed_; ++lane) {
        auto of = index.numbers(first + lane);
        if (!of) {
            return fail(of.error());
        }
        numbers.push_back(*std::move(of));
    }
    for (std::size_t n = 0; n < needed_.size(); ++n) {
        const Needed& needed = needed_[n];
        std::int16_t* row = rows_.row(fixed_rows + n);
        if (needed.coarse) {
            std::memcpy(row, coarse->data() + *needed.coarse * block_lanes, Rows::row_bytes);
            continue;
        }
        std::fill_n(row, block_lanes, std::int16_t{0});
        for (std::size_t lane = 0; lane < count; ++lane) {
            const auto value =
                unit_log10_lr(samples_.rows(needed.unit, needed.code), index.facts().targets[first + lane], needed.unit,
                              numbers[lane][needed.unit]);
            row[lane] = value ? coarse_entry(*value, scale) : std::int16_t{0};
        }
    }
    return {};
}

} // namespace muster
