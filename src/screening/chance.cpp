#include "muster/screening/chance.hpp"

#include "muster/base/random.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

constexpr std::size_t least_draws = 4; ///< of a family

std::size_t draw_genotype(std::span<const double> related, Random& random) {
    double left = random.uniform(); // they add up to 1
    std::size_t at = 0;
    std::size_t last = 0;
    for (; at < related.size(); ++at) {
        if (related[at] > 0.0) {
            last = at;
            left -= related[at];
            if (left < 0.0) {
                break;
            }
        }
    }
    return last;
}

/// ln LR of a drawn profile of the missing person at the loci that the sample shows.
double drawn_log_lr(const ScreenSamples& samples, std::size_t sample, const Target& target,
                    const std::vector<UnitNumbers>& numbers, Random& random) {
    double sum = 0.0;
    const std::span<const std::uint32_t> codes = samples.codes(sample);
    for (std::size_t u = 0; u < codes.size(); ++u) {
        const std::vector<ObservationRow>& rows = samples.rows(u, codes[u]);
        const bool comparable =
            target.is(u, Target::informative) && std::all_of(rows.begin(), rows.end(), [&](const ObservationRow& row) {
                return row.informative && row.hemizygous == target.is(u, Target::hemizygous);
            });
        if (comparable) { // of a linked pair, both loci: with one alone its LR would be another
            const std::size_t at = draw_genotype(numbers[u].related, random);
            sum += std::log(numbers[u].related[at] / numbers[u].unrelated[at]);
        }
    }
    return sum;
}

} // namespace

Result<std::vector<ChanceHits>> chance_hits(const ScreenSamples& samples, std::span<const double> log10_thresholds,
                                            std::size_t draws, std::uint64_t seed) {
    const FamilyIndex& index = samples.index();
    const auto& targets = index.facts().targets;
    std::array<std::vector<std::size_t>, 3> of_sex;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        of_sex[static_cast<std::size_t>(samples.sex(i))].push_back(i);
    }
    std::vector<ChanceHits> out;
    for (double threshold : log10_thresholds) {
        out.push_back({threshold, 0.0, 0.0, 0.0});
    }
    const std::size_t each = std::max(least_draws, draws / std::max<std::size_t>(targets.size(), 1));
    std::vector<double> variance(out.size(), 0.0);
    for (std::size_t t = 0; t < targets.size(); ++t) {
        std::vector<std::size_t> fitting;
        for (const Sex sex : {Sex::unknown, Sex::male, Sex::female}) {
            if (targets[t].fits(sex)) {
                const auto& some = of_sex[static_cast<std::size_t>(sex)];
                fitting.insert(fitting.end(), some.begin(), some.end());
            }
        }
        if (fitting.empty()) {
            continue;
        }
        const auto numbers = index.numbers(t);
        if (!numbers) {
            return fail(numbers.error());
        }
        const std::array<std::string_view, 2> stream{"chance hits", targets[t].person};
        Random random(stream_seed(seed, stream));
        std::vector<double> sum(out.size(), 0.0);
        std::vector<double> squares(out.size(), 0.0);
        for (std::size_t n = 0; n < each; ++n) {
            const double log_lr =
                drawn_log_lr(samples, fitting[random.below(fitting.size())], targets[t], *numbers, random);
            for (std::size_t k = 0; k < out.size(); ++k) {
                const double weight = log_lr >= out[k].log10_threshold * std::log(10.0) ? std::exp(-log_lr) : 0.0;
                sum[k] += weight;
                squares[k] += weight * weight;
            }
        }
        const auto pairs = static_cast<double>(fitting.size());
        const auto count = static_cast<double>(each);
        for (std::size_t k = 0; k < out.size(); ++k) {
            const double mean = sum[k] / count;
            out[k].expected += pairs * mean;
            out[k].bound += pairs * std::pow(10.0, -out[k].log10_threshold);
            variance[k] += pairs * pairs * std::max(0.0, squares[k] / count - mean * mean) / (count - 1.0);
        }
    }
    for (std::size_t k = 0; k < out.size(); ++k) {
        out[k].standard_error = std::sqrt(variance[k]);
    }
    return out;
}

} // namespace muster
