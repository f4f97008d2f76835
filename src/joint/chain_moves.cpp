#include "chain.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

/// Of proposals for an item; with less it stays.
constexpr double least_to_leave = 1e-6;

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

/// The probability that a relocation of the item goes to an individual that is there already.
double Chain::to_individual(std::size_t item, const Individual& of) const {
    const ProposalTable::Targets& targets = proposals_.of[item];
    double sum = is_unknown(of) ? 0.0 : (1.0 - targets.joins) * targets.places.probability[proposals_.index(of.place)];
    for (std::size_t other : of.items) {
        sum += other == item ? 0.0 : targets.joins * targets.of_item(other);
    }
    return sum;
}

/// The probability that a relocation of the item makes it an unknown individual of its own.
double Chain::to_alone(std::size_t item, const Place& place) const {
    const ProposalTable::Targets& targets = proposals_.of[item];
    return (1.0 - targets.joins) * targets.places.probability[proposals_.index(place)];
}

/// The probability that a relocation of the item goes to this individual, which may have no items yet.
double Chain::to_goal(std::size_t item, const Individual& of) const {
    return of.items.empty() && is_unknown(of) ? to_alone(item, of.place) : to_individual(item, of);
}

/// Where an item may be proposed to go by its table.
Chain::Goal Chain::draw_goal(std::size_t item) {
    const ProposalTable::Targets& targets = proposals_.of[item];
    if (random_.chance(targets.joins)) {
        const std::size_t other = targets.items[targets.join.draw(random_)];
        return {at_[other], {}, other};
    }
    const Place place = proposals_.places[targets.places.draw(random_)];
    const auto found = found_.find(place.person);
    return {found == found_.end() ? individuals_.size() : found->second, place};
}

Individual Chain::individual_at(const Goal& goal) const {
    return goal.at < individuals_.size() ? individuals_[goal.at] : Individual{{}, goal.place};
}

/// One item goes to a person, to the individual of another item, or becomes an unknown individual of its own. It never
/// is proposed to stay (Liu 1996): of a sample that nearly surely belongs where it is, most proposals would be lost.
std::optional<Chain::Proposal> Chain::propose_relocation() {
    const std::size_t item = proposals_.pick.draw(random_);
    const std::size_t from = at_[item];
    const Individual left = without(individuals_[from], item);
    const double stay = to_goal(item, left);
    if (stay > 1.0 - least_to_leave) {
        return std::nullopt;
    }
    const auto stays = [&](const Goal& goal) {
        const bool alone_again = goal.at == individuals_.size() && goal.place == left.place;
        return goal.at == from || (alone_again && left.items.empty());
    };
    Goal goal = draw_goal(item);
    while (stays(goal)) {
        goal = draw_goal(item);
    }
    const Individual there = individual_at(goal);
    const double go = to_goal(item, there);
    if (go > 1.0 - least_to_leave) {
        return std::nullopt;
    }
    Proposal out{Move::relocate, {from}, {left, with(there, item)}};
    if (goal.at < individuals_.size()) {
        out.away.push_back(goal.at);
    }
    out.log_ratio = std::log(stay) - std::log1p(-go) - std::log(go) + std::log1p(-stay);
    return out;
}

/// One item takes the place of another in its individual, and that one goes elsewhere: of two samples that
/// contradict each other and both fit a third, neither could come before the other has left. Back: the one that was
/// displaced comes again, and the first goes to where it was.
std::optional<Chain::Proposal> Chain::propose_displacement() {
    const std::size_t item = proposals_.pick.draw(random_);
    const std::size_t from = at_[item];
    const Goal goal = draw_goal(item);
    if (goal.at == from || goal.at == individuals_.size()) {
        return std::nullopt;
    }
    const Individual& there = individuals_[goal.at];
    const std::size_t other = there.items[random_.below(there.items.size())];
    const Individual left = without(individuals_[from], item);
    const Goal next = draw_goal(other);
    if (next.at == goal.at || next.joined == item) {
        return std::nullopt;
    }
    const bool in_its_stead = next.at == from;
    const Individual elsewhere = in_its_stead ? left : individual_at(next);
    const Individual taken = with(without(there, other), item);
    Proposal out{Move::displace, {from, goal.at}, {taken, with(elsewhere, other)}};
    if (!in_its_stead) {
        out.put.push_back(left);
    }
    if (!in_its_stead && next.at < individuals_.size()) {
        out.away.push_back(next.at);
    }
    const std::vector<double>& pick = proposals_.pick.probability;
    out.log_ratio = std::log(pick[other] * to_individual(other, taken)) + std::log(to_goal(item, left)) -
                    std::log(pick[item] * to_individual(item, there)) - std::log(to_goal(other, elsewhere));
    return out;
}

/// A whole individual becomes another person or unknown. If that person is somebody else, he is displaced: he goes to
/// a place of his own, free or just left.
std::optional<Chain::Proposal> Chain::propose_exchange() {
    const std::size_t item = random_.below(at_.size());
    const std::size_t from = at_[item];
    const Individual& moved = individuals_[from];
    const Place place = draw_place(moved.items);
    if (moved.place == place) {
        return std::nullopt;
    }
    const auto size = [](const Individual& one) { return static_cast<double>(one.items.size()); };
    const double go = size(moved) * to_place(moved.items, place);
    Proposal out{Move::exchange, {from}, {{moved.items, place}}};
    const auto there = found_.find(place.person);
    if (place.person == Assignment::nobody || there == found_.end()) {
        out.log_ratio = std::log(size(moved) * to_place(moved.items, moved.place)) - std::log(go);
        return out;
    }
    const Individual& other = individuals_[there->second];
    const Place elsewhere = draw_place(other.items);
    const bool swap = elsewhere == moved.place;
    if (elsewhere == other.place || !is_free(elsewhere, {from})) {
        return std::nullopt;
    }
    out.away.push_back(there->second);
    out.put.push_back({other.items, elsewhere});
    // Back: he who was displaced takes his place again, and the other goes to his own. Two persons who change places
    // do so whichever of the two was picked first.
    const bool either = swap && !is_unknown(moved);
    const double there_and_on = to_place(moved.items, place) * to_place(other.items, elsewhere);
    const double back_again = to_place(other.items, place) * to_place(moved.items, moved.place);
    out.log_ratio = std::log((size(other) + (either ? size(moved) : 0.0)) * back_again) -
                    std::log((size(moved) + (either ? size(other) : 0.0)) * there_and_on);
    return out;
}

/// ln of the probability to split the union of two individuals into them: an item is picked, each other stays with it
/// with probability ½ or leaves, and each of the two draws its place.
double Chain::log_split(const Individual& one, const Individual& other) {
    double picked = 0.0;
    for (const Individual* part : {&one, &other}) {
        for (std::size_t item : part->items) {
            picked += proposals_.pick.probability[item];
        }
    }
    const auto others = static_cast<double>(one.items.size() + other.items.size() - 1);
    return std::log(picked) - others * std::log(2.0) + std::log(to_place(one.items, one.place)) +
           std::log(to_place(other.items, other.place));
}

/// ln of the probability to merge two individuals into `whole`: an item is picked, one of another individual by its
/// table, and the whole draws its place.
double Chain::log_merge(const Individual& one, const Individual& other, const Individual& whole) {
    const std::vector<double>& pick = proposals_.pick.probability;
    double sum = 0.0;
    for (std::size_t a : one.items) {
        for (std::size_t b : other.items) {
            sum += pick[a] * proposals_.of[a].of_item(b) + pick[b] * proposals_.of[b].of_item(a);
        }
    }
    return std::log(sum) + std::log(to_place(whole.items, whole.place));
}

/// May these individuals be put there once those are gone?
bool Chain::is_free(const Place& place, std::initializer_list<std::size_t> gone) const {
    const auto found = found_.find(place.person);
    return place.person == Assignment::nobody || found == found_.end() ||
           std::find(gone.begin(), gone.end(), found->second) != gone.end();
}

std::optional<Chain::Proposal> Chain::propose_split() {
    const std::size_t item = proposals_.pick.draw(random_);
    const std::size_t from = at_[item];
    const Individual& whole = individuals_[from];
    Individual kept;
    Individual apart;
    for (std::size_t other : whole.items) {
        (other == item || random_.chance(0.5) ? kept : apart).items.push_back(other);
    }
    if (apart.items.empty()) {
        return std::nullopt;
    }
    kept.place = draw_place(kept.items);
    apart.place = draw_place(apart.items);
    const bool one_place = !is_unknown(kept) && kept.place == apart.place;
    if (one_place || !is_free(kept.place, {from}) || !is_free(apart.place, {from})) {
        return std::nullopt;
    }
    Proposal out{Move::split, {from}, {kept, apart}};
    out.log_ratio = log_merge(kept, apart, whole) - log_split(kept, apart);
    return out;
}

std::optional<Chain::Proposal> Chain::propose_merge() {
    const std::size_t item = proposals_.pick.draw(random_);
    const ProposalTable::Targets& targets = proposals_.of[item];
    const std::size_t from = at_[item];
    if (targets.items.empty()) {
        return std::nullopt;
    }
    const std::size_t into = at_[targets.items[targets.join.draw(random_)]];
    if (into == from) {
        return std::nullopt;
    }
    Individual whole = individuals_[into];
    whole.items.insert(whole.items.end(), individuals_[from].items.begin(), individuals_[from].items.end());
    std::sort(whole.items.begin(), whole.items.end());
    whole.place = draw_place(whole.items);
    if (!is_free(whole.place, {from, into})) {
        return std::nullopt;
    }
    Proposal out{Move::merge, {from, into}, {whole}};
    out.log_ratio =
        log_split(individuals_[into], individuals_[from]) - log_merge(individuals_[into], individuals_[from], whole);
    return out;
}

/// Some items of one individual go over to another, as a whole, and both draw their places anew.
std::optional<Chain::Proposal> Chain::propose_transfer() {
    const std::size_t item = proposals_.pick.draw(random_);
    const ProposalTable::Targets& targets = proposals_.of[item];
    const std::size_t from = at_[item];
    const Individual& giver = individuals_[from];
    if (targets.items.empty() || giver.items.size() < 2) {
        return std::nullopt;
    }
    const std::size_t to = at_[targets.items[targets.join.draw(random_)]];
    const Individual& taker = individuals_[to];
    std::vector<std::size_t> moved;
    Individual left;
    for (std::size_t other : giver.items) {
        (other == item || random_.chance(0.5) ? moved : left.items).push_back(other);
    }
    if (to == from || left.items.empty()) {
        return std::nullopt;
    }
    Individual grown{taker.items, {}};
    grown.items.insert(grown.items.end(), moved.begin(), moved.end());
    std::sort(grown.items.begin(), grown.items.end());
    left.place = draw_place(left.items);
    grown.place = draw_place(grown.items);
    const bool one_place = !is_unknown(left) && left.place == grown.place;
    if (one_place || !is_free(left.place, {from, to}) || !is_free(grown.place, {from, to})) {
        return std::nullopt;
    }
    Proposal out{Move::transfer, {from, to}, {left, grown}};
    out.log_ratio = log_transfer(moved, grown, left, giver, taker) - log_transfer(moved, giver, taker, left, grown);
    return out;
}

/// ln of the probability that these items go from one individual to another, which both draw the places that they then
/// have: one of the items is picked, the others of them go with it and the rest stays, each with probability ½.
double Chain::log_transfer(const std::vector<std::size_t>& moved, const Individual& giver, const Individual& taker,
                           const Individual& left, const Individual& grown) {
    double sum = 0.0;
    for (std::size_t item : moved) {
        for (std::size_t other : taker.items) {
            sum += proposals_.pick.probability[item] * proposals_.of[item].of_item(other);
        }
    }
    return std::log(sum) - (static_cast<double>(giver.items.size()) - 1.0) * std::log(2.0) +
           std::log(to_place(left.items, left.place)) + std::log(to_place(grown.items, grown.place));
}

} // namespace muster
