#include "chain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace muster {

Chain::Chain(const Component& component, Evidence& evidence, const PriorWeights& prior, const ProposalTable& proposals,
             std::uint64_t seed)
    : component_(component), evidence_(evidence), prior_(prior), proposals_(proposals), random_(seed),
      at_(component.items.size()) {
    for (std::size_t f : component.families) {
        for (std::size_t person : evidence.families()[f]) {
            family_of_[person] = f;
        }
    }
}

Result<void> Chain::start(bool scattered) {
    for (std::size_t item = 0; item < at_.size(); ++item) {
        put({{item}, {Assignment::nobody, prior_.first_population()}});
        const auto value = weight_of(individuals_.back());
        if (!value) {
            return fail(value.error());
        }
        weight_ += *value;
    }
    for (std::size_t f : component_.families) {
        const auto value = weight_of_family(f);
        if (!value) {
            return fail(value.error());
        }
        family_weights_[f] = *value;
        weight_ += *value;
    }
    if (std::isinf(weight_)) {
        return fail(ErrorKind::unanswerable,
                    "prior or pairings rule out that nobody is identified, so that a Monte Carlo chain has no start; "
                    "give every "
                    "person a probability below 1, or samples of 0 one above 0, and every sample * among its pairings");
    }
    for (std::size_t n = 0; scattered && n < at_.size(); ++n) {
        auto proposal = propose_relocation();
        if (proposal) {
            proposal->log_ratio = std::numeric_limits<double>::infinity(); // taken wherever it is possible
            if (auto decided = decide(*proposal); !decided) {
                return decided;
            }
        }
    }
    proposed_ = {};
    accepted_ = {};
    return {};
}

/// Exchanges most often: the last to mix are individuals of several samples whom the evidence ties to hundreds of
/// persons, each weakly, and it is these moves that take them from one to the next.
Result<void> Chain::sweep() {
    for (std::size_t n = 0; n < at_.size(); ++n) {
        const double which = random_.uniform();
        const auto proposal = which < 0.25                    ? propose_relocation()
                              : which < 0.65 || prior_.flat() ? propose_exchange()
                              : which < 0.75                  ? propose_displacement()
                              : which < 0.825                 ? propose_split()
                              : which < 0.9                   ? propose_merge()
                                                              : propose_transfer();
        if (proposal) {
            if (auto decided = decide(*proposal); !decided) {
                return decided;
            }
        }
    }
    return {};
}

std::size_t Chain::sample_count(const std::vector<std::size_t>& items) const {
    if (prior_.flat()) {
        return items.size();
    }
    std::vector<std::size_t> global;
    for (std::size_t item : items) {
        global.push_back(component_.items[item]);
    }
    return evidence_.count(global);
}

Result<double> Chain::weight_of(const Individual& unknown) {
    const double prior = prior_.unknown(unknown.place.population, sample_count(unknown.items));
    if (std::isinf(prior)) {
        return prior;
    }
    std::vector<std::size_t> items;
    for (std::size_t item : unknown.items) {
        items.push_back(component_.items[item]);
    }
    auto value = evidence_.unknown(items, unknown.place.population);
    return value ? Result<double>(*value + prior) : value;
}

Result<double> Chain::weight_of_family(std::size_t f) {
    double prior = 0.0;
    std::vector<std::vector<std::size_t>> who;
    for (std::size_t person : evidence_.families()[f]) {
        who.emplace_back();
        const auto at = found_.find(person);
        if (at != found_.end()) {
            for (std::size_t item : individuals_[at->second].items) {
                who.back().push_back(component_.items[item]);
            }
        }
        prior += prior_.person(person, at == found_.end() ? 0 : sample_count(individuals_[at->second].items));
    }
    if (std::isinf(prior)) {
        return prior;
    }
    auto value = evidence_.family(f, who);
    return value ? Result<double>(*value + prior) : value;
}

void Chain::take_away(std::vector<std::size_t> indices) {
    std::sort(indices.rbegin(), indices.rend());
    for (std::size_t index : indices) {
        found_.erase(individuals_[index].place.person);
        if (index + 1 < individuals_.size()) {
            individuals_[index] = std::move(individuals_.back());
            for (std::size_t item : individuals_[index].items) {
                at_[item] = index;
            }
            if (!is_unknown(individuals_[index])) {
                found_[individuals_[index].place.person] = index;
            }
        }
        individuals_.pop_back();
    }
}

void Chain::put(Individual individual) {
    for (std::size_t item : individual.items) {
        at_[item] = individuals_.size();
    }
    if (!is_unknown(individual)) {
        found_[individual.place.person] = individuals_.size();
    }
    individuals_.push_back(std::move(individual));
}

Result<void> Chain::decide(const Proposal& proposal) {
    ++proposed_[static_cast<std::size_t>(proposal.move)];
    std::set<std::size_t> families;
    std::vector<Individual> before;
    double change = 0.0;
    const auto touch = [&](const Individual& individual, double sign) -> Result<void> {
        if (!is_unknown(individual)) {
            families.insert(family_of_.at(individual.place.person));
            return {};
        }
        const auto value = weight_of(individual);
        if (!value) {
            return fail(value.error());
        }
        change += sign * *value;
        return {};
    };
    for (std::size_t index : proposal.away) {
        before.push_back(individuals_[index]);
        if (auto touched = touch(individuals_[index], -1.0); !touched) {
            return touched;
        }
    }
    for (const Individual& individual : proposal.put) {
        if (individual.items.empty()) {
            continue;
        }
        if (auto touched = touch(individual, 1.0); !touched) {
            return touched;
        }
    }
    const std::size_t kept = individuals_.size() - proposal.away.size();
    take_away(proposal.away);
    for (const Individual& individual : proposal.put) {
        if (!individual.items.empty()) {
            put(individual);
        }
    }
    std::map<std::size_t, double> weights;
    for (std::size_t f : families) {
        const auto value = std::isinf(change) ? Result<double>(change) : weight_of_family(f);
        if (!value) {
            return fail(value.error());
        }
        weights[f] = *value;
        change += *value - family_weights_.at(f);
    }
    const bool taken =
        std::isinf(power_) ? change > alike : std::log(random_.uniform()) < power_ * change + proposal.log_ratio;
    if (!std::isinf(change) && taken) {
        ++accepted_[static_cast<std::size_t>(proposal.move)];
        for (const auto& [f, value] : weights) {
            family_weights_[f] = value;
        }
        weight_ += change;
        return {};
    }
    std::vector<std::size_t> added;
    for (std::size_t index = kept; index < individuals_.size(); ++index) {
        added.push_back(index);
    }
    take_away(added);
    for (Individual& individual : before) {
        put(std::move(individual));
    }
    return {};
}

} // namespace muster
