#include "chain_run.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <set>
#include <thread>

namespace muster {
namespace {

constexpr std::size_t first_sweeps = 500;
constexpr std::size_t most_kept = 1000; ///< states of largest weight that a chain keeps

/// A chain and what it went through.
struct Run {
    std::unique_ptr<Evidence> evidence;
    std::unique_ptr<Chain> chain;
    std::vector<double> weight; ///< by sweep
    std::vector<double> individuals;
    std::vector<double> found;
    std::vector<std::vector<std::uint32_t>> owner;                              ///< [sweep][item]
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> together; ///< [sweep]: couples of items
    std::map<std::vector<std::vector<std::size_t>>, std::pair<double, std::vector<Individual>>> best;
    double worst_kept = -std::numeric_limits<double>::infinity();
};

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

void keep_best(Run& run) {
    if (run.best.size() >= most_kept && run.chain->weight() <= run.worst_kept) {
        return;
    }
    run.best.try_emplace(name_of(run.chain->individuals()), run.chain->weight(), run.chain->individuals());
    if (run.best.size() > most_kept) {
        const auto worst = std::min_element(run.best.begin(), run.best.end(), [](const auto& a, const auto& b) {
            return a.second.first < b.second.first;
        });
        run.worst_kept = worst->second.first;
        run.best.erase(worst);
    }
}

void record(Run& run, std::size_t items, std::size_t persons) {
    std::vector<std::uint32_t> owner(items);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> together;
    std::size_t found = 0;
    for (const Individual& one : run.chain->individuals()) {
        const bool unknown = one.place.person == Assignment::nobody;
        found += unknown ? 0 : 1;
        for (std::size_t a = 0; a < one.items.size(); ++a) {
            owner[one.items[a]] =
                static_cast<std::uint32_t>(unknown ? persons + one.place.population : one.place.person);
            for (std::size_t b = a + 1; b < one.items.size(); ++b) {
                together.emplace_back(one.items[a], one.items[b]);
            }
        }
    }
    run.weight.push_back(run.chain->weight());
    run.individuals.push_back(static_cast<double>(run.chain->individuals().size()));
    run.found.push_back(static_cast<double>(found));
    run.owner.push_back(std::move(owner));
    run.together.push_back(std::move(together));
    keep_best(run);
}

template <class Value> std::vector<Value> second_half(const std::vector<Value>& all) {
    return {all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end()};
}

/// Counts over the second halves of all chains.
class Summary {
  public:
    Summary(const std::vector<Run>& runs, std::size_t items, std::size_t persons, std::size_t populations)
        : runs_(runs), items_(items), persons_(persons), populations_(populations) {}

    ComponentPosterior posterior() const {
        ComponentPosterior out;
        out.possible = std::numeric_limits<double>::quiet_NaN();
        out.unknown.assign(items_, std::vector<double>(populations_, 0.0));
        out.individuals.assign(items_ + 1, 0.0);
        std::size_t states = 0;
        for (const Run& run : runs_) {
            states += run.weight.size() - run.weight.size() / 2;
        }
        const double one = 1.0 / static_cast<double>(states);
        for (const Run& run : runs_) {
            for (std::size_t t = run.weight.size() / 2; t < run.weight.size(); ++t) {
                std::set<std::size_t> found;
                for (std::size_t item = 0; item < items_; ++item) {
                    const std::uint32_t owner = run.owner[t][item];
                    if (owner >= persons_) {
                        out.unknown[item][owner - persons_] += one;
                    } else {
                        out.person[{item, owner}] += one;
                        found.insert(owner);
                    }
                }
                for (std::size_t person : found) {
                    out.sampled[person] += one;
                }
                for (const auto& [a, b] : run.together[t]) {
                    out.together[{a, b}] += one;
                }
                out.individuals[static_cast<std::size_t>(run.individuals[t])] += one;
            }
        }
        return out;
    }

    Convergence convergence() const {
        Convergence out;
        const auto take = [&](const auto& sequence) {
            std::vector<std::vector<double>> chains;
            for (const Run& run : runs_) {
                chains.push_back(second_half(sequence(run)));
            }
            out.r_hat = std::max(out.r_hat, split_r_hat(chains));
            out.effective_size = std::min(out.effective_size, effective_size(chains));
        };
        out.effective_size = std::numeric_limits<double>::infinity();
        take([](const Run& run) { return run.weight; });
        take([](const Run& run) { return run.individuals; });
        take([](const Run& run) { return run.found; });
        for (std::size_t item = 0; item < items_; ++item) {
            // Is the item's owner the most frequent one? Hardly ever, or nearly always, tells nothing of mixing.
            std::map<std::uint32_t, double> visits;
            double all = 0.0;
            for (const Run& run : runs_) {
                for (std::size_t t = run.owner.size() / 2; t < run.owner.size(); ++t) {
                    visits[run.owner[t][item]] += 1.0;
                    all += 1.0;
                }
            }
            const auto most = std::max_element(visits.begin(), visits.end(),
                                               [](const auto& a, const auto& b) { return a.second < b.second; });
            if (most->second < 0.99 * all) {
                take([&](const Run& run) {
                    std::vector<double> out_of;
                    for (const auto& owner : run.owner) {
                        out_of.push_back(owner[item] == most->first ? 1.0 : 0.0);
                    }
                    return out_of;
                });
            }
        }
        out.chains = runs_.size();
        out.sweeps = runs_.front().weight.size();
        for (const Run& run : runs_) {
            for (std::size_t m = 0; m < move_count; ++m) {
                out.proposed[m] += run.chain->proposed()[m];
                out.accepted[m] += run.chain->accepted()[m];
            }
        }
        return out;
    }

  private:
    const std::vector<Run>& runs_;
    std::size_t items_;
    std::size_t persons_;
    std::size_t populations_;
};

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

Result<void> go_on(Run& run, std::size_t sweeps, std::size_t items, std::size_t persons) {
    while (run.weight.size() < sweeps) {
        if (auto swept = run.chain->sweep(); !swept) {
            return swept;
        }
        record(run, items, persons);
    }
    return {};
}

/// Every chain to its new length, some at a time.
Result<void> go_on_all(std::vector<Run>& runs, std::size_t sweeps, std::size_t items, std::size_t persons,
                       std::size_t threads) {
    for (std::size_t from = 0; from < runs.size(); from += threads) {
        std::vector<std::future<Result<void>>> working;
        for (std::size_t c = from; c < std::min(runs.size(), from + threads); ++c) {
            working.push_back(std::async(std::launch::async, [&run = runs[c], sweeps, items, persons] {
                return go_on(run, sweeps, items, persons);
            }));
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
        const std::array<std::string_view, 2> stream{"joint chain", number};
        runs[c].chain = std::make_unique<Chain>(component, *runs[c].evidence, prior, *proposals,
                                                stream_seed(joint.chains.seed, stream));
        if (auto started = runs[c].chain->start(c > 0); !started) {
            return fail(started.error());
        }
    }
    const std::size_t threads =
        joint.chains.threads > 0 ? joint.chains.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    SampledPosterior out;
    for (std::size_t sweeps = first_sweeps;; sweeps *= 2) {
        sweeps = std::min(sweeps, joint.chains.most_sweeps);
        if (auto done = go_on_all(runs, sweeps, component.items.size(), persons, threads); !done) {
            return fail(done.error());
        }
        const Summary summary(runs, component.items.size(), persons, prior.populations());
        out.convergence = summary.convergence();
        out.convergence.converged =
            out.convergence.r_hat < joint.chains.r_hat && out.convergence.effective_size >= joint.chains.effective_size;
        if (out.convergence.converged || sweeps >= joint.chains.most_sweeps) {
            out.posterior = summary.posterior();
            break;
        }
    }
    auto best = best_of(runs, component, joint.top);
    if (!best) {
        return fail(best.error());
    }
    out.best = *std::move(best);
    // P(best) = e^weight / Σ: the share of sweeps in the best state gives the sum.
    double visits = 0.0;
    double all = 0.0;
    for (const Run& run : runs) {
        for (std::size_t t = run.weight.size() / 2; t < run.weight.size(); ++t) {
            visits += std::abs(run.weight[t] - out.best.front().weight) < 1e-6 ? 1.0 : 0.0;
            all += 1.0;
        }
    }
    out.posterior.log_sum = out.best.front().weight - std::log(std::max(visits, 0.5) / all);
    return out;
}

} // namespace muster
