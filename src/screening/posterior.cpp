#include "muster/screening/posterior.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

/// log10 of Σ weight · LR over all targets that the sample may be, and of "none of them".
Result<double> log10_sum(const ScreenSamples& samples, std::size_t sample, const ScreenPriors& priors,
                         const PairRule& may_pair) {
    const auto& targets = samples.index().facts().targets;
    std::vector<double> terms{std::log10(priors.none)};
    for (std::size_t t = 0; t < targets.size(); ++t) {
        if (!(priors.target[t] > 0.0) || (may_pair && !may_pair(sample, t))) {
            continue;
        }
        const auto numbers = samples.index().numbers(t);
        if (!numbers) {
            return fail(numbers.error());
        }
        if (const auto value = pair_log10_lr(samples, sample, targets[t], *numbers)) {
            terms.push_back(std::log10(priors.target[t]) + *value);
        }
    }
    const double largest = *std::max_element(terms.begin(), terms.end());
    double sum = 0.0;
    for (double term : terms) {
        sum += std::pow(10.0, term - largest);
    }
    return largest + std::log10(sum);
}

} // namespace

Result<PosteriorHits> screen_by_posterior(const ScreenSamples& samples, const ScreenPriors& priors, double least,
                                          const ScreenRun& run) {
    if (!(least > 0.0 && least < 1.0)) {
        return fail(ErrorKind::usage, "the least posterior is a probability between 0 and 1");
    }
    const double most = priors.target.empty() ? 0.0 : *std::max_element(priors.target.begin(), priors.target.end());
    ScreenRun all = run;
    // A little lower than the bound: the posterior itself is compared below.
    all.rule = {std::log10(least / (1.0 - least) * priors.none / most) - 1e-9, 0};
    auto found = screen(samples, all);
    if (!found) {
        return fail(found.error());
    }
    PosteriorHits out;
    out.compared = found->compared;
    double sum = 0.0;
    for (std::size_t n = 0; n < found->hits.size(); ++n) {
        const Hit& hit = found->hits[n];
        if (n == 0 || hit.sample != found->hits[n - 1].sample) {
            const auto of_sample = log10_sum(samples, hit.sample, priors, run.may_pair);
            if (!of_sample) {
                return fail(of_sample.error());
            }
            sum = *of_sample;
        }
        const double posterior = std::pow(10.0, std::log10(priors.target[hit.target]) + hit.log10_lr - sum);
        if (posterior >= least) {
            out.hits.push_back({hit, posterior});
        }
    }
    return out;
}

} // namespace muster
