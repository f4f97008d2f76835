#include "rules.hpp"

#include <algorithm>

namespace muster {
namespace {

/// The assignment of a specimen that is in force; null: none.
Thing* assignment_of(Tables& tables, Thing& specimen) {
    const auto assigned = sources(tables, specimen, "assignment", "specimen");
    return assigned.empty() ? nullptr : assigned.back();
}

bool is_whole(const Thing& release) {
    return list_of(release, "items").empty();
}

/// What a release hands over: the specimens that it names; or the individual and all that was assigned to it.
std::vector<Thing*> released_by(Tables& tables, Thing& release) {
    std::vector<Thing*> items;
    if (!is_whole(release)) {
        for (const std::string& item : list_of(release, "items")) {
            items.push_back(&tables.thing(ref("specimen", item)));
        }
        return items;
    }
    Thing& individual = tables.target_in(release, "individual");
    items.push_back(&individual);
    for (Thing* one : sources(tables, individual, "assignment", "individual")) {
        Thing& specimen = tables.target_in(*one, "specimen");
        const auto releases = releases_of(tables, specimen);
        if (std::find(releases.begin(), releases.end(), &release) != releases.end()) {
            items.push_back(&specimen);
        }
    }
    return items;
}

} // namespace

std::vector<Thing*> releases_of(Tables& tables, Thing& item) {
    std::vector<Thing*> releases = sources(tables, item, "release", "items");
    const auto add_whole = [&](Thing& individual, const Thing* assignment) {
        for (Thing* release : sources(tables, individual, "release", "individual")) {
            if (is_whole(*release) &&
                (assignment == nullptr || !time_of(*release, "on").before(time_of(*assignment, "on")))) {
                releases.push_back(release);
            }
        }
    };
    if (item.kind == "individual") {
        add_whole(item, nullptr);
    } else if (item.kind == "specimen") {
        if (Thing* assignment = assignment_of(tables, item)) {
            add_whole(tables.target_in(*assignment, "individual"), assignment);
        }
    }
    return releases;
}

void judge_release(Tables& tables, Thing& release, Verdicts& verdicts) {
    Complaints twice;
    Complaints another;
    Thing& whose = tables.target_in(release, "individual");
    const bool whole = is_whole(release);
    for (Thing* item : released_by(tables, release)) {
        for (const Thing* other : releases_of(tables, *item)) {
            if (other->first_entry < release.first_entry) {
                twice.add("released before (" + std::string(other->ref) + ")", item->ref);
            }
        }
        Thing* assignment = whole ? nullptr : assignment_of(tables, *item);
        if (!whole && (assignment == nullptr || tables.target_of(*assignment, "individual") != &whose)) {
            another.add(assignment == nullptr
                            ? "assigned to nobody"
                            : "assigned to " + std::string(tables.target_in(*assignment, "individual").ref),
                        item->ref);
        }
    }
    give(verdicts, release, "released twice", twice.text());
    give(verdicts, release, "released as another", another.text());
}

void add_releases_around(Tables& tables, Thing& specimen, std::set<Thing*>& releases) {
    for (Thing* release : sources(tables, specimen, "release", "items")) {
        releases.insert(release);
    }
    for (Thing* assignment : sources(tables, specimen, "assignment", "specimen")) {
        for (Thing* release : sources(tables, tables.target_in(*assignment, "individual"), "release", "individual")) {
            releases.insert(release);
        }
    }
}

} // namespace muster
