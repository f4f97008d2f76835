#include "muster/app/screening.hpp"

#include "muster/screening/bench.hpp"
#include "screening_parts.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace muster {
namespace {

constexpr double usual_min_lr = 1000.0;

/// Prior weights by target, as `identify` takes them.
Result<ScreenPriors> priors_of(const Screening& screening) {
    std::vector<StatedPrior> stated;
    for (const Target& target : screening.index->facts().targets) {
        stated.push_back({target.person, target.prior});
    }
    auto priors = person_priors(stated, screening.options.prior);
    if (!priors) {
        return fail(priors.error());
    }
    return priors->flat ? ScreenPriors{std::vector<double>(stated.size(), 1.0), 1.0}
                        : ScreenPriors{std::move(priors->weight), priors->none};
}

Result<ScreenFound> by_posterior(const Screening& screening, const ScreenRun& run, double least) {
    const auto priors = priors_of(screening);
    if (!priors) {
        return fail(priors.error());
    }
    auto hits = screen_by_posterior(*screening.samples, *priors, least, run);
    if (!hits) {
        return fail(hits.error());
    }
    ScreenFound out;
    out.hits = *std::move(hits);
    return out;
}

/// Profiles compared among themselves meet twice: each pair once, the better of both.
void tell_once(std::vector<PosteriorHit>& hits) {
    for (PosteriorHit& one : hits) {
        if (one.hit.sample > one.hit.target) {
            std::swap(one.hit.sample, one.hit.target);
        }
    }
    std::sort(hits.begin(), hits.end(), [](const PosteriorHit& a, const PosteriorHit& b) {
        return std::tuple(a.hit.sample, a.hit.target, -a.hit.log10_lr) <
               std::tuple(b.hit.sample, b.hit.target, -b.hit.log10_lr);
    });
    hits.erase(std::unique(hits.begin(), hits.end(),
                           [](const PosteriorHit& a, const PosteriorHit& b) {
                               return a.hit.sample == b.hit.sample && a.hit.target == b.hit.target;
                           }),
               hits.end());
    std::stable_sort(hits.begin(), hits.end(), [](const PosteriorHit& a, const PosteriorHit& b) {
        return a.hit.sample != b.hit.sample ? a.hit.sample < b.hit.sample : is_better(a.hit, b.hit);
    });
}

Result<std::vector<ChanceHits>> chance_of(const Screening& screening, const ScreenRequest& request,
                                          double log10_threshold) {
    std::vector<double> thresholds{log10_threshold};
    for (const double further : {3.0, 4.0, 6.0}) {
        if (further > log10_threshold) {
            thresholds.push_back(further);
        }
    }
    return chance_hits(*screening.samples, thresholds, request.draws, request.seed);
}

} // namespace

Result<ScreenFound> found_by_lr(const Screening& screening, const ScreenRequest& request, const PartHits& hits) {
    ScreenFound out;
    out.compared = hits.compared;
    for (const Hit& hit : hits.hits) {
        out.hits.push_back({hit, 0.0});
    }
    double share = 1.0; // of the pairs that meet, those that are told
    if (screening.one_kind) {
        tell_once(out.hits);
        const std::uint64_t with_itself = std::min<std::uint64_t>(hits.compared, screening.samples->size());
        out.compared = (hits.compared - with_itself) / 2;
        share = hits.compared > 0 ? static_cast<double>(out.compared) / static_cast<double>(hits.compared) : 1.0;
    }
    const double min_lr = request.min_lr.value_or(usual_min_lr);
    if (min_lr > 0.0) {
        auto chance = chance_of(screening, request, std::log10(min_lr));
        if (!chance) {
            return fail(chance.error());
        }
        for (ChanceHits& one : *chance) {
            one.expected *= share;
            one.standard_error *= share;
            one.bound *= share;
        }
        out.chance = *std::move(chance);
        out.simulated_chance = request.draws > 0;
    }
    return out;
}

Result<Answer> run_screening(const ScreenRequest& request) {
    const auto screening = make_screening(request);
    if (!screening) {
        return fail(screening.error());
    }
    ScreenRun run;
    run.rule = {std::log10(request.min_lr.value_or(usual_min_lr)), request.top};
    run.may_pair = (*screening)->may_pair;
    run.threads = request.threads;
    run.progress = request.comparison.progress;
    const auto start = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    if (request.min_posterior) {
        auto found = by_posterior(**screening, run, *request.min_posterior);
        if (!found) {
            return fail(found.error());
        }
        found->seconds = seconds();
        return screening_answer(**screening, request, *found);
    }
    const auto hits = screen(*(*screening)->samples, run);
    if (!hits) {
        return fail(hits.error());
    }
    const double took = seconds();
    auto found = found_by_lr(**screening, request, *hits);
    if (!found) {
        return fail(found.error());
    }
    found->seconds = took;
    return screening_answer(**screening, request, *found);
}

} // namespace muster
