#include "muster/register/kinds.hpp"
#include "rules.hpp"

#include <algorithm>
#include <set>

namespace muster {
namespace {

/// An assignment that is in force, and its specimen.
struct Part {
    Thing* assignment;
    const Thing* specimen;
};

/// "Left Femur", "Right Rib 7".
std::string element_of(std::string_view specimen) {
    const std::string position = text_in(specimen, "position");
    return text_in(specimen, "side") + " " + text_in(specimen, "bone") + (position.empty() ? "" : " " + position);
}

/// What is assigned to an individual of the same element as a specimen, in the order of the entries. Most of the others
/// are told apart by the bone alone: an individual may have hundreds.
std::vector<Part> parts_of(Tables& tables, Thing& individual, std::string_view like, Verdicts& verdicts) {
    const std::string_view bone = ledger::find_raw(like, "bone");
    const std::string_view side = ledger::find_raw(like, "side");
    const std::string_view position = ledger::find_raw(like, "position");
    const auto is = [](const Thing& specimen, std::string_view field, std::string_view value) {
        return ledger::find_raw(specimen.text, field) == value;
    };
    std::vector<Part> parts;
    for (Thing* assignment : sources(tables, individual, "assignment", "individual")) {
        Thing& specimen = tables.target_in(*assignment, "specimen");
        if (!specimen.recorded || !is(specimen, "bone", bone) || !is(specimen, "side", side) ||
            !is(specimen, "position", position)) {
            continue;
        }
        give(verdicts, *assignment, "duplicate element", {});
        give(verdicts, *assignment, "overlapping zones", {});
        const auto assigned = sources(tables, specimen, "assignment", "specimen");
        if (specimen.counts() && !assigned.empty() && assigned.back() == assignment) {
            parts.push_back({assignment, &specimen});
        }
    }
    return parts;
}

void judge_part(const std::vector<Part>& parts, std::size_t i, const std::string& about, Verdicts& verdicts) {
    const Part& mine = parts[i];
    const bool complete = text_of(*mine.specimen, "completeness") == "Complete";
    const auto zones = list_of(*mine.specimen, "zones");
    std::string same;
    std::set<std::string> shared;
    for (std::size_t j = 0; j < i; ++j) {
        const Thing& other = *parts[j].specimen;
        const std::string name(key_of(other.ref));
        if (complete && text_of(other, "completeness") == "Complete") {
            same += (same.empty() ? "" : ", ") + name;
            continue;
        }
        const auto others = zones.empty() ? std::vector<std::string>{} : list_of(other, "zones");
        for (const std::string& zone : zones) {
            if (std::find(others.begin(), others.end(), zone) != others.end()) {
                shared.insert(zone + " (" + name + ")");
            }
        }
    }
    const std::string what = std::string(key_of(mine.specimen->ref)) + ", " + about;
    if (!same.empty()) {
        give(verdicts, *mine.assignment, "duplicate element", what + ": complete, and so is " + same);
    }
    if (!shared.empty()) {
        std::string twice;
        for (const std::string& zone : shared) {
            twice += (twice.empty() ? "" : ", ") + zone;
        }
        give(verdicts, *mine.assignment, "overlapping zones", what + ": zones there twice: " + twice);
    }
}

} // namespace

void judge_individual(Tables& tables, Thing& individual, std::string_view specimen, Verdicts& verdicts) {
    const auto parts = parts_of(tables, individual, specimen, verdicts);
    if (text_in(specimen, "side") == "Unsided") {
        return; // one of either side: nothing can be said
    }
    for (std::size_t i = 1; i < parts.size(); ++i) {
        judge_part(parts, i, element_of(specimen) + ", in " + std::string(key_of(individual.ref)), verdicts);
    }
}

void judge_origin(Tables& tables, Thing& part, Verdicts& verdicts) {
    if (!part.counts()) {
        return;
    }
    std::string detail;
    const Thing* parent = tables.target_of(part, part.kind == "sample" ? "specimen" : "parent");
    Thing* cut = tables.target_of(part, "cut");
    if (parent != nullptr && cut != nullptr && cut->counts()) {
        Thing* of = tables.target_of(*cut, "of");
        const Thing* specimen = of != nullptr && of->kind == "sample" ? tables.target_of(*of, "specimen") : of;
        if (specimen != nullptr && specimen != parent) {
            detail =
                std::string(cut->ref) + " was made of " + std::string(of->ref) + ", not of " + std::string(parent->ref);
        }
    }
    give(verdicts, part, "cut from another", detail);
}

void judge_pair(Tables& tables, Thing& one, Thing& other, Verdicts& verdicts) {
    std::vector<Thing*> pair;
    for (const auto& [a, b] : {std::pair(&one, &other), std::pair(&other, &one)}) {
        for (Thing* association : sources(tables, *a, "association", "specimen")) {
            if (tables.target_of(*association, "other") == b) {
                pair.push_back(association);
            }
        }
    }
    std::sort(pair.begin(), pair.end(), [](const Thing* a, const Thing* b) { return a->first_entry < b->first_entry; });
    for (std::size_t i = 0; i < pair.size(); ++i) {
        const auto is_final = [](const Thing& association) { return text_of(association, "level") == "Final"; };
        const std::string direction = text_of(*pair[i], "direction");
        std::string against;
        for (std::size_t j = 0; j < i; ++j) {
            if (is_final(*pair[i]) && is_final(*pair[j]) && text_of(*pair[j], "direction") != direction) {
                against += (against.empty() ? "" : ", ") + std::string(pair[j]->ref);
            }
        }
        give(verdicts, *pair[i], "contradicting associations",
             against.empty() ? "" : "final " + direction + " of two specimens against " + against);
    }
}

} // namespace muster
