#include "view.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace muster::report {
namespace {

/// Every ancestor (and the person), with the fewest generations up to each.
std::map<std::size_t, std::size_t> ancestors(const Pedigree& pedigree, std::size_t person) {
    std::map<std::size_t, std::size_t> up{{person, 0}};
    std::vector<std::size_t> queue{person};
    for (std::size_t k = 0; k < queue.size(); ++k) {
        const Member& m = pedigree.member(queue[k]);
        if (!m.is_founder()) {
            for (const std::size_t parent : {m.father, m.mother}) {
                if (up.emplace(parent, up.at(queue[k]) + 1).second) {
                    queue.push_back(parent);
                }
            }
        }
    }
    return up;
}

std::string by_sex(Sex sex, const char* male, const char* female, const char* unknown) {
    return sex == Sex::male ? male : sex == Sex::female ? female : unknown;
}

std::string greats(std::size_t count, const std::string& word) {
    std::string out;
    for (std::size_t k = 0; k < count; ++k) {
        out += "great-";
    }
    out += word;
    return out;
}

/// `up` generations from the person to whom they have in common, `down` from there to the relative.
std::string word(std::size_t up, std::size_t down, Sex sex) {
    if (down == 0) {
        return up == 1 ? by_sex(sex, "father", "mother", "parent")
                       : greats(up - 2, by_sex(sex, "grandfather", "grandmother", "grandparent"));
    }
    if (up == 0) {
        return down == 1 ? by_sex(sex, "son", "daughter", "child")
                         : greats(down - 2, by_sex(sex, "grandson", "granddaughter", "grandchild"));
    }
    if (up == 1) {
        return down == 1 ? by_sex(sex, "brother", "sister", "sibling")
                         : greats(down - 2, by_sex(sex, "nephew", "niece", "nephew or niece"));
    }
    if (down == 1) {
        return greats(up - 2, by_sex(sex, "uncle", "aunt", "uncle or aunt"));
    }
    if (up == 2 && down == 2) {
        return "cousin";
    }
    return up == down && up == 3 ? "second cousin" : "distant cousin";
}

bool partners(const Pedigree& pedigree, std::size_t a, std::size_t b) {
    const auto& children = pedigree.children(a);
    return std::any_of(children.begin(), children.end(), [&](std::size_t child) {
        return pedigree.member(child).father == b || pedigree.member(child).mother == b;
    });
}

} // namespace

std::string relation(const Pedigree& pedigree, std::size_t person, std::size_t relative) {
    if (person == relative) {
        return "own profile";
    }
    const auto mine = ancestors(pedigree, person);
    const auto theirs = ancestors(pedigree, relative);
    const std::size_t none = pedigree.size();
    std::tuple<std::size_t, std::size_t, std::size_t> best{none * 2, none, none}; // sum, up, down
    std::size_t shared = 0;
    for (const auto& [ancestor, up] : mine) {
        const auto at = theirs.find(ancestor);
        if (at == theirs.end()) {
            continue;
        }
        const std::tuple way{up + at->second, up, at->second};
        shared = way < best ? 1 : shared + (way == best ? 1 : 0);
        best = std::min(best, way);
    }
    if (shared == 0) {
        return partners(pedigree, person, relative) ? "partner" : "relative by marriage";
    }
    const auto [sum, up, down] = best;
    const bool half = up > 0 && down > 0 && shared == 1;
    return (half ? "half-" : "") + word(up, down, pedigree.member(relative).sex);
}

} // namespace muster::report
