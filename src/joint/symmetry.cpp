#include "symmetry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace muster {
namespace {

/// An item's owners as good as any: persons only, two at least, or nothing.
std::set<std::size_t> equal_owners(const ComponentPosterior& of, std::size_t item, double best) {
    std::set<std::size_t> out;
    for (auto at = of.best_as_person.lower_bound({item, 0}); at != of.best_as_person.end() && at->first.first == item;
         ++at) {
        if (at->second > best - alike) {
            out.insert(at->first.second);
        }
    }
    return out.size() > 1 && of.best_as_unknown[item] < best - alike ? out : std::set<std::size_t>();
}

} // namespace

std::vector<Symmetry> symmetries_of(const ComponentPosterior& of, std::size_t items) {
    double best = -std::numeric_limits<double>::infinity();
    for (const auto& [at, weight] : of.best_as_person) {
        best = std::max(best, weight);
    }
    std::vector<std::pair<std::set<std::size_t>, std::set<std::size_t>>> groups; // items, persons
    for (std::size_t item = 0; item < items; ++item) {
        std::set<std::size_t> persons = equal_owners(of, item, best);
        if (persons.empty()) {
            continue;
        }
        std::set<std::size_t> together{item};
        std::erase_if(groups, [&](const auto& group) {
            const bool shared = std::any_of(persons.begin(), persons.end(),
                                            [&](std::size_t person) { return group.second.contains(person); });
            if (shared) {
                together.insert(group.first.begin(), group.first.end());
                persons.insert(group.second.begin(), group.second.end());
            }
            return shared;
        });
        groups.emplace_back(std::move(together), std::move(persons));
    }
    std::vector<Symmetry> out;
    for (const auto& [together, persons] : groups) {
        double without = -std::numeric_limits<double>::infinity();
        for (std::size_t item : together) {
            without = std::max(without, of.best_as_unknown[item]);
            for (const auto& [at, weight] : of.best_as_person) {
                without = at.first == item && !persons.contains(at.second) ? std::max(without, weight) : without;
            }
        }
        out.push_back(
            {{together.begin(), together.end()},
             {persons.begin(), persons.end()},
             std::isinf(without) ? std::numeric_limits<double>::infinity() : (best - without) / std::log(10.0)});
    }
    return out;
}

} // namespace muster
