#include "chain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace muster {
namespace {

bool is_unknown(const Individual& individual) {
    return individual.place.person == Assignment::nobody;
}

Individual with(const Individual& individual, std::size_t item) {
    Individual out = individual;
    out.items.insert(std::lower_bound(out.items.begin(), out.items.end(), item), item);
    return out;
}

Individual without(const Individual& individual, std::size_t item) {
    Individual out = individual;
    std::erase(out.items, item);
    return out;
}

} // namespace

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
        put({{item}, {}});
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
                    "the prior wants some persons to be found, so that a Monte Carlo chain has "
                    "no start; give them a probability below 1, or samples of 0 one above 0");
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

Result<void> Chain::sweep() {
    for (std::size_t n = 0; n < at_.size(); ++n) {
        const double which = random_.uniform();
        const auto proposal = which < 0.6                    ? propose_relocation()
                              : which < 0.8 || prior_.flat() ? propose_exchange()
                              : which < 0.9                  ? propose_split()
                                                             : propose_merge();
        if (proposal) {
            if (auto decided = decide(*proposal); !decided) {
                return decided;
            }
        }
    }
    return {};
}

/// The probability that a relocation of the item goes to an individual that is there already.
double Chain::to_individual(std::size_t item, const Individual& of) const {
    const ProposalTable::Targets& targets = proposals_.of[item];
    double sum = is_unknown(of) ? 0.0 : targets.of_person(of.place.person);
    for (std::size_t other : of.items) {
        sum += other == item ? 0.0 : targets.of_item(other);
    }
    return sum;
}

/// One item goes to a person, to the individual of another item, or becomes an unknown individual of its own.
std::optional<Chain::Proposal> Chain::propose_relocation() {
    const std::size_t item = random_.below(at_.size());
    const ProposalTable::Targets& targets = proposals_.of[item];
    const std::size_t target = targets.draw(random_);
    const std::size_t from = at_[item];
    const Individual left = without(individuals_[from], item);
    Individual goal;
    Proposal out{Move::relocate, {from}, {}};
    double go = 0.0;
    if (target >= targets.persons.size() + targets.items.size()) {
        goal.place.population = target - targets.persons.size() - targets.items.size();
        go = targets.of_alone(goal.place.population);
    } else {
        std::size_t to = individuals_.size();
        if (target < targets.persons.size()) {
            goal.place.person = targets.persons[target];
            const auto found = found_.find(goal.place.person);
            to = found == found_.end() ? to : found->second;
        } else {
            to = at_[targets.items[target - targets.persons.size()]];
        }
        if (to == from) {
            return std::nullopt;
        }
        if (to < individuals_.size()) {
            goal = individuals_[to];
            out.away.push_back(to);
        }
        go = to_individual(item, goal);
    }
    if (left.items.empty() && is_unknown(left) && goal.items.empty() && is_unknown(goal) && left.place == goal.place) {
        return std::nullopt;
    }
    const double back =
        left.items.empty() && is_unknown(left) ? targets.of_alone(left.place.population) : to_individual(item, left);
    out.put = {left, with(goal, item)};
    out.log_ratio = std::log(back) - std::log(go);
    return out;
}

/// A whole individual becomes another person or unknown; whoever is there takes his place.
std::optional<Chain::Proposal> Chain::propose_exchange() {
    const std::size_t item = random_.below(at_.size());
    const ProposalTable::Targets& targets = proposals_.of[item];
    const std::size_t target = targets.draw(random_);
    Place place;
    if (target < targets.persons.size()) {
        place.person = targets.persons[target];
    } else if (target >= targets.persons.size() + targets.items.size()) {
        place.population = target - targets.persons.size() - targets.items.size();
    } else {
        return std::nullopt;
    }
    const std::size_t from = at_[item];
    const Individual& moved = individuals_[from];
    if (moved.place == place) {
        return std::nullopt;
    }
    const auto all = [&](const std::vector<std::size_t>& items, const Place& to) {
        double sum = 0.0;
        for (std::size_t i : items) {
            sum += to.person == Assignment::nobody ? proposals_.of[i].of_alone(to.population)
                                                   : proposals_.of[i].of_person(to.person);
        }
        return sum;
    };
    Proposal out{Move::exchange, {from}, {{moved.items, place}}};
    const auto there = found_.find(place.person);
    if (place.person == Assignment::nobody || there == found_.end()) {
        out.log_ratio = std::log(all(moved.items, moved.place)) - std::log(all(moved.items, place));
        return out;
    }
    const Individual& other = individuals_[there->second];
    out.away.push_back(there->second);
    out.put.push_back({other.items, moved.place});
    // Two persons change places whichever of the two was picked; an unknown individual's place cannot be picked.
    const bool both = !is_unknown(moved);
    const double go = all(moved.items, place) + (both ? all(other.items, moved.place) : 0.0);
    const double back = both ? all(moved.items, moved.place) + all(other.items, place) : all(other.items, place);
    out.log_ratio = std::log(back) - std::log(go);
    return out;
}

/// ln of the probability to split `kept` ∪ `apart` so: an item is picked that stays, each other stays with probability
/// ½, and those that leave become an unknown individual of a population that is drawn.
double Chain::log_split(const Individual& kept, const Individual& apart) const {
    const auto size = static_cast<double>(kept.items.size() + apart.items.size());
    double picked = static_cast<double>(kept.items.size());
    if (is_unknown(kept) && kept.place == apart.place) {
        picked += static_cast<double>(apart.items.size()); // the same two, whichever is called the one that stays
    }
    return std::log(picked) - (size - 1.0) * std::log(2.0) - std::log(static_cast<double>(prior_.populations())) -
           std::log(static_cast<double>(at_.size()));
}

/// ln of the probability to merge the unknown individual `from` into `into`: an item of it is picked, and one of the
/// other's as its goal.
double Chain::log_merge(const Individual& into, const Individual& from) const {
    const auto one_way = [&](const Individual& a, const Individual& b) {
        double sum = 0.0;
        for (std::size_t item : a.items) {
            for (std::size_t other : b.items) {
                sum += proposals_.of[item].of_item(other);
            }
        }
        return sum;
    };
    double sum = one_way(from, into);
    if (is_unknown(into) && into.place == from.place) {
        sum += one_way(into, from);
    }
    return std::log(sum) - std::log(static_cast<double>(at_.size()));
}

std::optional<Chain::Proposal> Chain::propose_split() {
    const std::size_t item = random_.below(at_.size());
    const std::size_t from = at_[item];
    const Individual& whole = individuals_[from];
    Individual kept{{}, whole.place};
    Individual apart;
    apart.place.population = random_.below(prior_.populations());
    for (std::size_t other : whole.items) {
        (other == item || random_.chance(0.5) ? kept : apart).items.push_back(other);
    }
    if (apart.items.empty()) {
        return std::nullopt;
    }
    Proposal out{Move::split, {from}, {kept, apart}};
    out.log_ratio = log_merge(kept, apart) - log_split(kept, apart);
    return out;
}

std::optional<Chain::Proposal> Chain::propose_merge() {
    const std::size_t item = random_.below(at_.size());
    const ProposalTable::Targets& targets = proposals_.of[item];
    const std::size_t target = targets.draw(random_);
    const std::size_t from = at_[item];
    if (target < targets.persons.size() || target >= targets.persons.size() + targets.items.size() ||
        !is_unknown(individuals_[from])) {
        return std::nullopt;
    }
    const std::size_t into = at_[targets.items[target - targets.persons.size()]];
    if (into == from) {
        return std::nullopt;
    }
    Individual whole = individuals_[into];
    whole.items.insert(whole.items.end(), individuals_[from].items.begin(), individuals_[from].items.end());
    std::sort(whole.items.begin(), whole.items.end());
    Proposal out{Move::merge, {from, into}, {whole}};
    out.log_ratio =
        log_split(individuals_[into], individuals_[from]) - log_merge(individuals_[into], individuals_[from]);
    return out;
}

std::size_t Chain::sample_count(const std::vector<std::size_t>& items) const {
    if (prior_.flat()) {
        return items.size();
    }
    std::size_t n = 0;
    for (std::size_t item : items) {
        n += evidence_.items()[component_.items[item]].size();
    }
    return n;
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
    if (!std::isinf(change) && std::log(random_.uniform()) < change + proposal.log_ratio) {
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
