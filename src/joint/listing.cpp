#include "listing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <set>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// An assignment of the first few components: one of those before, and a choice of the newest.
struct Joined {
    double weight;
    double evidence;
    std::size_t before;
    std::size_t choice;
};

/// The best `count` pairs of two lists that are sorted by weight, best first.
std::vector<Joined> join(const std::vector<Joined>& left, const std::vector<Choice>& right, std::size_t count) {
    using At = std::pair<std::size_t, std::size_t>;
    const auto weight = [&](const At& at) { return left[at.first].weight + right[at.second].weight; };
    const auto later = [&](const At& a, const At& b) { return weight(a) != weight(b) ? weight(a) < weight(b) : a > b; };
    std::priority_queue<At, std::vector<At>, decltype(later)> open(later);
    std::vector<Joined> out;
    open.push({0, 0});
    while (!open.empty() && out.size() < count) {
        const auto [a, b] = open.top();
        open.pop();
        out.push_back({weight({a, b}), left[a].evidence + right[b].evidence, a, b});
        // Each pair is reached once: along the right list, and down the left one from its start.
        if (b + 1 < right.size()) {
            open.push({a, b + 1});
        }
        if (b == 0 && a + 1 < left.size()) {
            open.push({a + 1, 0});
        }
    }
    return out;
}

/// Writes a component's choice into an assignment of samples.
void write(const Component& component, const Choice& choice, const Evidence& evidence, Assignment& out) {
    const auto samples = [&](std::size_t item) -> const Item& { return evidence.items()[component.items[item]]; };
    for (const Term::Part& part : choice.parts) {
        for (std::size_t sample : samples(part.item)) {
            out.person[sample] = part.person;
        }
    }
    for (const Choice::Unknown& unknown : choice.unknown) {
        out.unknown.push_back({{}, unknown.population});
        for (std::size_t item : unknown.items) {
            out.unknown.back().samples.insert(out.unknown.back().samples.end(), samples(item).begin(),
                                              samples(item).end());
        }
        std::sort(out.unknown.back().samples.begin(), out.unknown.back().samples.end());
    }
}

/// Calls `visit` with every injective assignment of items to possible persons; stops when it returns false.
template <class Visit>
bool each_injective(const Ties& ties, const std::vector<char>& open, std::size_t item,
                    std::vector<std::size_t>& persons, std::set<std::size_t>& taken, const Visit& visit) {
    if (item == persons.size()) {
        return visit(persons);
    }
    persons[item] = Assignment::nobody;
    if (open[item] != 0 && !each_injective(ties, open, item + 1, persons, taken, visit)) {
        return false;
    }
    for (std::size_t person : ties.persons[item]) {
        if (taken.insert(person).second) {
            persons[item] = person;
            const bool on = each_injective(ties, open, item + 1, persons, taken, visit);
            taken.erase(person);
            persons[item] = Assignment::nobody;
            if (!on) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

std::vector<Assignment> best_assignments(const std::vector<SolvedComponent>& solved, const Evidence& evidence,
                                         double log_none, std::size_t samples, std::size_t count) {
    std::vector<std::vector<Joined>> joined{{{0.0, 0.0, 0, 0}}};
    double log_sum = 0.0;
    for (const SolvedComponent& one : solved) {
        joined.push_back(join(joined.back(), one.best, count));
        log_sum += one.log_sum;
    }
    std::vector<Assignment> out;
    for (const Joined& last : joined.back()) {
        Assignment assignment;
        assignment.person.assign(samples, Assignment::nobody);
        const Joined* at = &last;
        for (std::size_t c = solved.size(); c-- > 0;) {
            write(solved[c].component, solved[c].best[at->choice], evidence, assignment);
            at = &joined[c][at->before];
        }
        std::sort(assignment.unknown.begin(), assignment.unknown.end(),
                  [](const auto& a, const auto& b) { return a.samples < b.samples; });
        assignment.log_likelihood = last.evidence + log_none;
        assignment.log10_lr = last.evidence / std::log(10.0);
        assignment.posterior = std::exp(last.weight - log_sum);
        out.push_back(std::move(assignment));
    }
    return out;
}

Assignment drawn_assignment(const std::vector<SolvedComponent>& solved, const Evidence& evidence, std::size_t samples,
                            std::size_t n) {
    Assignment out;
    out.person.assign(samples, Assignment::nobody);
    for (const SolvedComponent& one : solved) {
        write(one.component, one.draws[n], evidence, out);
    }
    return out;
}

Result<void> add_impossible(std::vector<Assignment>& list, const Ties& ties, Evidence& evidence, std::size_t most) {
    std::set<std::vector<std::size_t>> possible;
    for (const Assignment& one : list) {
        possible.insert(one.person);
    }
    std::vector<Assignment> rest;
    std::vector<std::size_t> persons(ties.persons.size());
    std::vector<char> open; // by item: it may be somebody not on the roster
    for (std::size_t item = 0; item < persons.size(); ++item) {
        const auto unknown = evidence.unknown({item}, 0);
        if (!unknown) {
            return fail(unknown.error());
        }
        open.push_back(std::isfinite(*unknown) ? 1 : 0);
    }
    std::set<std::size_t> taken;
    const bool all = each_injective(ties, open, 0, persons, taken, [&](const std::vector<std::size_t>& by_item) {
        Assignment one;
        for (std::size_t item = 0; item < by_item.size(); ++item) {
            for (std::size_t sample : evidence.items()[item]) {
                one.person.resize(std::max(one.person.size(), sample + 1), Assignment::nobody);
                one.person[sample] = by_item[item];
            }
        }
        if (!possible.contains(one.person)) {
            one.log_likelihood = minus_infinity;
            one.log10_lr = minus_infinity;
            rest.push_back(std::move(one));
        }
        return list.size() + rest.size() <= most;
    });
    if (!all) {
        return fail(ErrorKind::unanswerable, "there are more than " + std::to_string(most) +
                                                 " joint assignments to list; ask for the best with --joint top=N");
    }
    list.insert(list.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    return {};
}

} // namespace muster
