#include "chain_run.hpp"

#include "chain_summary.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <limits>
#include <thread>

namespace muster {
namespace {

constexpr std::size_t first_sweeps = 500;
constexpr std::size_t least_to_learn = 1000; ///< sweeps, of which the second half is learned from, once

/// An individual's items and place in one order, so that a state has one name.
std::vector<std::vector<std::size_t>> name_of(const std::vector<Individual>& state) {
    std::vector<std::vector<std::size_t>> out;
    for (const Individual& one : state) {
        out.push_back({one.place.person, one.place.population});
        out.back().insert(out.back().end(), one.items.begin(), one.items.end());
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Keeps the `most` states of largest weight.
void keep_best(Run& run, std::size_t most) {
    if (run.best.size() >= most && run.chain->weight() <= run.worst_kept) {
        return;
    }
    run.best.try_emplace(name_of(run.chain->individuals()), run.chain->weight(), run.chain->individuals());
    if (run.best.size() > most) {
        const auto worst = std::min_element(run.best.begin(), run.best.end(), [](const auto& a, const auto& b) {
            return a.second.first < b.second.first;
        });
        run.worst_kept = worst->second.first;
        run.best.erase(worst);
    }
}

void record(Run& run, std::size_t items, std::size_t persons) {
    Record out{run.chain->weight(), static_cast<double>(run.chain->individuals().size()), 0.0,
               std::vector<std::uint32_t>(items), std::vector<std::uint32_t>(items)};
    for (const Individual& one : run.chain->individuals()) {
        const bool unknown = one.place.person == Assignment::nobody;
        out.found += unknown ? 0.0 : 1.0;
        for (std::size_t item : one.items) {
            out.owner[item] = static_cast<std::uint32_t>(unknown ? persons + one.place.population : one.place.person);
            out.individual[item] = static_cast<std::uint32_t>(one.items.front());
        }
    }
    run.records.push_back(std::move(out));
}

/// Of a chain; of more sweeps every second, fourth, … is recorded. Large states less often: memory stays flat.
std::size_t most_records(std::size_t items) {
    return std::clamp<std::size_t>(2'000'000 / std::max<std::size_t>(items, 1), 4000, 100'000);
}

/// Halves the records of a chain that has too many.
void thin(Run& run) {
    std::vector<Record> kept;
    for (std::size_t r = 1; r < run.records.size(); r += 2) {
        kept.push_back(std::move(run.records[r]));
    }
    run.records = std::move(kept);
    run.every *= 2;
}

Choice choice_of(const std::vector<Individual>& state, double weight) {
    Choice out;
    out.weight = weight;
    for (const Individual& one : state) {
        if (one.place.person == Assignment::nobody) {
            out.unknown.push_back({one.items, one.place.population});
        } else {
            for (std::size_t item : one.items) {
                out.parts.push_back({item, one.place.person});
            }
        }
    }
    return out;
}

/// ln of the likelihood of a state, without its prior.
Result<double> evidence_of(const Choice& choice, const Component& component, Evidence& evidence) {
    double sum = 0.0;
    const auto global = [&](const std::vector<std::size_t>& items) {
        std::vector<std::size_t> out;
        for (std::size_t item : items) {
            out.push_back(component.items[item]);
        }
        return out;
    };
    for (const Choice::Unknown& unknown : choice.unknown) {
        auto value = evidence.unknown(global(unknown.items), unknown.population);
        if (!value) {
            return value;
        }
        sum += *value;
    }
    for (std::size_t f : component.families) {
        std::vector<std::vector<std::size_t>> who;
        for (std::size_t person : evidence.families()[f]) {
            std::vector<std::size_t> items;
            for (const Term::Part& part : choice.parts) {
                if (part.person == person) {
                    items.push_back(part.item);
                }
            }
            who.push_back(global(items));
        }
        auto value = evidence.family(f, who);
        if (!value) {
            return value;
        }
        sum += *value;
    }
    return sum;
}

Result<std::vector<Choice>> best_of(std::vector<Run>& runs, const Component& component, std::size_t count) {
    std::map<std::vector<std::vector<std::size_t>>, Choice> all;
    for (const Run& run : runs) {
        for (const auto& [name, state] : run.best) {
            all.try_emplace(name, choice_of(state.second, state.first));
        }
    }
    std::vector<Choice> out;
    for (auto& [name, choice] : all) {
        out.push_back(std::move(choice));
    }
    std::stable_sort(out.begin(), out.end(), [](const Choice& a, const Choice& b) { return a.weight > b.weight; });
    out.resize(std::min(out.size(), std::max<std::size_t>(count, 2)));
    for (Choice& choice : out) {
        const auto value = evidence_of(choice, component, *runs.front().evidence);
        if (!value) {
            return fail(value.error());
        }
        choice.evidence = *value;
    }
    return out;
}

/// How long the chains are to become, and how far they are.
struct Leg {
    std::size_t sweeps; ///< of each chain at its end
    std::size_t chains;
    std::atomic<std::size_t> made{0}; ///< sweeps of all chains
};

Result<void> go_on(Run& run, Leg& leg, std::size_t items, std::size_t persons, const JointOptions& joint) {
    const std::size_t kept = std::max<std::size_t>(joint.top, 2);
    while (run.sweeps < leg.sweeps) {
        if (joint.progress && !joint.progress(leg.made, leg.sweeps * leg.chains)) {
            return fail(ErrorKind::interrupted, "stopped before the chains agreed");
        }
        if (auto swept = run.chain->sweep(); !swept) {
            return swept;
        }
        ++run.sweeps;
        ++leg.made;
        keep_best(run, kept);
        if (run.sweeps % run.every == 0) {
            record(run, items, persons);
        }
        if (run.records.size() > most_records(items)) {
            thin(run);
        }
    }
    return {};
}

/// Cools a chain from where it ended, until only what is better is taken and nothing better comes: a chain visits
/// states as often as they are probable, and of very many the very best may not be among those visited.
Result<void> climb(Run& run, const JointOptions& joint) {
    constexpr std::size_t cooling = 400; // sweeps, and
    constexpr double halving = 50.0;     // in how many of them the temperature is halved
    constexpr std::size_t patience = 100;
    for (std::size_t n = 0, quiet = 0; quiet < patience; ++n) {
        run.chain->cool(n < cooling ? std::exp2(static_cast<double>(n) / halving)
                                    : std::numeric_limits<double>::infinity());
        if (joint.progress && !joint.progress(0, 0)) {
            return fail(ErrorKind::interrupted, "stopped before the best assignment was sought");
        }
        const double before = run.chain->weight();
        if (auto swept = run.chain->sweep(); !swept) {
            return swept;
        }
        keep_best(run, std::max<std::size_t>(joint.top, 2));
        quiet = n < cooling || run.chain->weight() > before ? 0 : quiet + 1;
    }
    return {};
}

/// Calls `work` with every chain, some at a time.
template <class Work> Result<void> each_run(std::vector<Run>& runs, std::size_t threads, const Work& work) {
    for (std::size_t from = 0; from < runs.size(); from += threads) {
        std::vector<std::future<Result<void>>> working;
        for (std::size_t c = from; c < std::min(runs.size(), from + threads); ++c) {
            working.push_back(std::async(std::launch::async, [&run = runs[c], &work] { return work(run); }));
        }
        Result<void> all;
        for (auto& one : working) {
            auto done = one.get();
            all = all ? done : all;
        }
        if (!all) {
            return all;
        }
    }
    return {};
}

} // namespace

Result<SampledPosterior> run_chains(const Component& component, const Ties& ties, const PriorWeights& prior,
                                    const JointOptions& joint,
                                    const std::function<Result<std::unique_ptr<Evidence>>()>& make_evidence) {
    if (prior.has_gap()) {
        return fail(ErrorKind::unanswerable, "a case of this size is sampled, for which every number of samples of an "
                                             "individual from 1 to the most must be possible");
    }
    std::vector<Run> runs(joint.chains.count);
    std::optional<ProposalTable> proposals;
    std::size_t persons = 0;
    for (std::size_t c = 0; c < runs.size(); ++c) {
        auto evidence = make_evidence();
        if (!evidence) {
            return fail(evidence.error());
        }
        runs[c].evidence = *std::move(evidence);
        if (!proposals) {
            auto made = make_proposals(component, *runs[c].evidence, ties, prior);
            if (!made) {
                return fail(made.error());
            }
            proposals = *std::move(made);
            for (const auto& family : runs[c].evidence->families()) {
                persons += family.size();
            }
        }
        const std::string number = std::to_string(c);
        const std::array<std::string_view, 3> stream{"joint chain", number,
                                                     runs[c].evidence->name_of(component.items.front())};
        runs[c].chain = std::make_unique<Chain>(component, *runs[c].evidence, prior, *proposals,
                                                stream_seed(joint.chains.seed, stream));
        if (auto started = runs[c].chain->start(c > 0); !started) {
            return fail(started.error());
        }
    }
    const std::size_t threads =
        joint.chains.threads > 0 ? joint.chains.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    SampledPosterior out;
    std::size_t learned = 0; // from how many sweeps
    for (std::size_t sweeps = first_sweeps;; sweeps += sweeps / 2) {
        sweeps = std::min(sweeps, joint.chains.most_sweeps);
        Leg leg{sweeps, runs.size(), runs.size() * runs.front().sweeps};
        const auto lengthen = [&](Run& run) { return go_on(run, leg, component.items.size(), persons, joint); };
        if (auto done = each_run(runs, threads, lengthen); !done) {
            return fail(done.error());
        }
        const Summary summary(runs, component, persons, prior.populations());
        if (learned == 0 && sweeps >= least_to_learn && 2 * sweeps <= joint.chains.most_sweeps) {
            proposals->learn(summary.states());
            learned = sweeps;
        }
        if (sweeps < std::min(std::max(2 * learned, least_to_learn), joint.chains.most_sweeps)) {
            continue; // what was learned from is not counted
        }
        out.convergence = summary.convergence();
        out.convergence.converged =
            out.convergence.r_hat < joint.chains.r_hat && out.convergence.effective_size >= joint.chains.effective_size;
        if (out.convergence.converged || sweeps >= joint.chains.most_sweeps) {
            auto posterior = summary.posterior(prior, *proposals);
            if (!posterior) {
                return fail(posterior.error());
            }
            out.posterior = *std::move(posterior);
            if (auto done = each_run(runs, threads, [&](Run& run) { return climb(run, joint); }); !done) {
                return fail(done.error());
            }
            auto best = best_of(runs, component, joint.top);
            if (!best) {
                return fail(best.error());
            }
            out.best = *std::move(best);
            Random random(joint.draw_seed);
            for (std::size_t n = 0; n < joint.draws; ++n) {
                out.draws.push_back(summary.draw(random));
            }
            // P(the best states) = Σ_best e^weight / Σ: the share of sweeps in them gives the sum.
            double sum = 0.0;
            for (const Choice& one : out.best) {
                sum += std::exp(one.weight - out.best.front().weight);
            }
            out.posterior.log_sum = out.best.front().weight + std::log(sum / summary.share_of(out.best));
            break;
        }
    }
    return out;
}

} // namespace muster
