#include "index_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

constexpr double largest = std::numeric_limits<std::int16_t>::max();
constexpr double smallest = std::numeric_limits<std::int16_t>::min();
constexpr double finest = 4096.0; ///< of scales: the rounding of log10 LRs themselves stays far below 1 then
/// Added before rounding up: far more than what multiplication and the sum of the exact LR can be off by.
constexpr double slack = 1e-6;

double log10_lr(const UnitNumbers& numbers, std::size_t at) {
    const double related = numbers.related[at];
    const double unrelated = numbers.unrelated[at];
    return related > 0.0 && unrelated > 0.0 ? std::log10(related / unrelated)
                                            : -std::numeric_limits<double>::infinity();
}

/// At most how much the units can add up to.
double highest_sum(const Target& target, const std::vector<UnitNumbers>& numbers) {
    double sum = 0.0;
    for (std::size_t u = 0; u < numbers.size(); ++u) {
        double highest = 0.0; // a unit may be untyped
        for (std::size_t at = 0; at < numbers[u].related.size() && target.is(u, Target::informative); ++at) {
            highest = std::max(highest, log10_lr(numbers[u], at));
        }
        sum += highest;
    }
    return sum;
}

} // namespace

std::int16_t coarse_entry(double log10_lr, double scale) {
    return static_cast<std::int16_t>(std::clamp(std::ceil(scale * log10_lr + slack), smallest, largest));
}

CoarseBlock coarse_block(const IndexLayout& layout, std::span<const Target> targets,
                         const std::vector<std::vector<UnitNumbers>>& numbers) {
    double highest = 0.0;
    for (std::size_t t = 0; t < targets.size(); ++t) {
        highest = std::max(highest, targets[t].answered ? highest_sum(targets[t], numbers[t]) : 0.0);
    }
    // Every entry is rounded up by less than 1 + slack: no sum of one entry a unit comes above the largest number, and
    // so no sum is ever cut off there (which would make of a bound from above one from nowhere).
    const double room = largest - 2.0 * static_cast<double>(layout.units.size()) - 2.0;
    CoarseBlock out{highest > 0.0 ? std::min(finest, room / highest) : finest,
                    std::vector<std::int16_t>(layout.rows * block_lanes, 0)};
    for (std::size_t t = 0; t < targets.size(); ++t) {
        for (std::size_t u = 0; u < layout.units.size() && targets[t].answered; ++u) {
            const UnitLayout& unit = layout.units[u];
            if (unit.genotypes == 0 || !targets[t].is(u, Target::informative)) {
                continue;
            }
            const bool hemizygous = targets[t].is(u, Target::hemizygous);
            const std::size_t first = unit.first_row + (hemizygous ? unit.genotypes : 0);
            for (std::size_t g = 0; g < (hemizygous ? unit.alleles : unit.genotypes); ++g) {
                out.rows[(first + g) * block_lanes + t] = coarse_entry(log10_lr(numbers[t][u], g), out.scale);
            }
        }
    }
    return out;
}

} // namespace muster
