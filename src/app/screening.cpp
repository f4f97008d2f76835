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

/// Pairs that may meet, of those of fitting sex: profiles among themselves each pair once, none with itself; those that
/// the case allows.
std::uint64_t pairs_told(const Screening& screening, std::uint64_t fitting) {
    if (screening.one_kind) {
        return (fitting - std::min<std::uint64_t>(fitting, screening.samples->size())) / 2;
    }
    if (!screening.may_pair) {
        return fitting;
    }
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < screening.samples->size(); ++i) {
        for (std::size_t t = 0; t < screening.index->facts().targets.size(); ++t) {
            out += screening.index->facts().targets[t].fits(screening.samples->sex(i)) && screening.may_pair(i, t);
        }
    }
    return out;
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
    out.hits = std::move(hits->hits);
    out.compared = pairs_told(screening, hits->compared);
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
    if (screening.one_kind) {
        tell_once(out.hits);
    }
    out.compared = pairs_told(screening, hits.compared);
    const auto told = static_cast<double>(out.compared);
    const double share = hits.compared > 0 ? told / static_cast<double>(hits.compared) : 1.0;
    const double min_lr = request.min_lr.value_or(usual_min_lr);
    if (min_lr > 0.0) {
        auto chance = chance_of(screening, request, std::log10(min_lr));
        if (!chance) {
            return fail(chance.error());
        }
        for (ChanceHits& one : *chance) {
            one.expected *= share;
            one.standard_error *= share;
            one.bound = std::min(one.bound * share, told);
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
