#include "chain_summary.hpp"

#include "whereabouts.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster {

/// Goes through the second halves of all chains.
template <class Visit> void Summary::each(const Visit& visit) const {
    for (const Run& run : runs_) {
        for (std::size_t r = run.half(); r < run.records.size(); ++r) {
            visit(run.records[r]);
        }
    }
}

Result<ComponentPosterior> Summary::posterior(const PriorWeights& prior, const ProposalTable& proposals) const {
    ComponentPosterior out;
    out.possible = std::numeric_limits<double>::quiet_NaN();
    out.unknown.assign(items_, std::vector<double>(populations_, 0.0));
    out.individuals.assign(items_ + 1, 0.0);
    Whereabouts whereabouts(component_, *runs_.front().evidence, prior, proposals);
    double states = 0.0;
    each([&](const Record& record) { whereabouts.see(individuals_of(record)); });
    Result<void> added;
    each([&](const Record& record) {
        ++states;
        const std::vector<Individual> state = individuals_of(record);
        for (const Individual& one : state) {
            if (!is_unknown(one)) {
                ++out.sampled[one.place.person];
            }
            for (std::size_t a = 0; a < one.items.size(); ++a) {
                for (std::size_t b = a + 1; b < one.items.size(); ++b) {
                    ++out.together[{one.items[a], one.items[b]}];
                }
            }
        }
        ++out.individuals[state.size()];
        added = added ? whereabouts.add(state) : added;
    });
    if (!added) {
        return fail(added.error());
    }
    const auto to_shares = [&](auto& counts) { // divided once, so that what was always so is 1
        for (auto& [key, count] : counts) {
            count /= states;
        }
    };
    to_shares(out.together);
    to_shares(out.sampled);
    for (double& count : out.individuals) {
        count /= states;
    }
    whereabouts.fill(out);
    return out;
}

std::vector<Individual> Summary::individuals_of(const Record& record) const {
    std::vector<Individual> out;
    std::vector<std::size_t> at(items_); // by an individual's first item
    for (std::size_t item = 0; item < items_; ++item) {
        const std::size_t first = record.individual[item];
        if (first == item) {
            const std::size_t owner = record.owner[item];
            at[item] = out.size();
            out.push_back({{}, owner < persons_ ? Place{owner, 0} : Place{Assignment::nobody, owner - persons_}});
        }
        out[at[first]].items.push_back(item);
    }
    return out;
}

std::vector<std::vector<Individual>> Summary::states() const {
    std::vector<std::vector<Individual>> out;
    each([&](const Record& record) { out.push_back(individuals_of(record)); });
    return out;
}

Choice Summary::draw(Random& random) const {
    const Run& run = runs_[random.below(runs_.size())];
    const Record& state = run.records[run.half() + random.below(run.records.size() - run.half())];
    Choice out;
    std::map<std::uint32_t, std::size_t> unknown;
    for (std::size_t item = 0; item < items_; ++item) {
        const std::size_t owner = state.owner[item];
        if (owner < persons_) {
            out.parts.push_back({item, owner});
            continue;
        }
        const auto [at, fresh] = unknown.emplace(state.individual[item], out.unknown.size());
        if (fresh) {
            out.unknown.push_back({{}, owner - persons_});
        }
        out.unknown[at->second].items.push_back(item);
    }
    return out;
}

Summary::Owners Summary::owners_of(const Choice& choice) const {
    Owners out{std::vector<std::uint32_t>(items_), std::vector<std::uint32_t>(items_)};
    std::map<std::size_t, std::size_t> first; // item of each person
    for (const Term::Part& part : choice.parts) {
        const auto at = first.try_emplace(part.person, part.item).first;
        at->second = std::min(at->second, part.item);
        out.first[part.item] = static_cast<std::uint32_t>(part.person);
    }
    for (const Term::Part& part : choice.parts) {
        out.second[part.item] = static_cast<std::uint32_t>(first.at(part.person));
    }
    for (const Choice::Unknown& unknown : choice.unknown) {
        for (std::size_t item : unknown.items) {
            out.first[item] = static_cast<std::uint32_t>(persons_ + unknown.population);
            out.second[item] =
                static_cast<std::uint32_t>(*std::min_element(unknown.items.begin(), unknown.items.end()));
        }
    }
    return out;
}

double Summary::share_of(const std::vector<Choice>& choices) const {
    std::set<Owners> wanted;
    for (const Choice& choice : choices) {
        wanted.insert(owners_of(choice));
    }
    double visits = 0.0;
    double all = 0.0;
    each([&](const Record& state) {
        visits += wanted.contains({state.owner, state.individual}) ? 1.0 : 0.0;
        all += 1.0;
    });
    return std::max(visits, 0.5) / all;
}

/// The item's most frequent owner. Nothing if that is nearly always the one, which tells nothing of mixing.
std::optional<std::uint32_t> Summary::telling_owner(std::size_t item) const {
    std::map<std::uint32_t, double> visits;
    double all = 0.0;
    each([&](const Record& state) {
        visits[state.owner[item]] += 1.0;
        all += 1.0;
    });
    const auto most = std::max_element(visits.begin(), visits.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most->second < 0.99 * all ? std::optional(most->first) : std::nullopt;
}

Convergence Summary::convergence() const {
    Convergence out;
    out.effective_size = std::numeric_limits<double>::infinity();
    const auto take = [&](const std::string& name, const auto& quantity) {
        std::vector<std::vector<double>> chains;
        for (const Run& run : runs_) {
            chains.emplace_back();
            for (std::size_t r = run.half(); r < run.records.size(); ++r) {
                chains.back().push_back(quantity(run.records[r]));
            }
        }
        out.r_hat = std::max(out.r_hat, split_r_hat(chains));
        const double size = effective_size(chains);
        out.slowest = size < out.effective_size ? name : out.slowest;
        out.effective_size = std::min(out.effective_size, size);
    };
    take("weight", [](const Record& state) { return state.weight; });
    take("individuals", [](const Record& state) { return state.individuals; });
    take("persons found", [](const Record& state) { return state.found; });
    for (std::size_t item = 0; item < items_; ++item) {
        if (const auto owner = telling_owner(item)) {
            take("sample " + runs_.front().evidence->name_of(component_.items[item]),
                 [&](const Record& state) { return state.owner[item] == *owner ? 1.0 : 0.0; });
        }
    }
    out.chains = runs_.size();
    out.sweeps = runs_.front().sweeps;
    for (const Run& run : runs_) {
        for (std::size_t m = 0; m < move_count; ++m) {
            out.proposed[m] += run.chain->proposed()[m];
            out.accepted[m] += run.chain->accepted()[m];
        }
    }
    return out;
}

} // namespace muster
