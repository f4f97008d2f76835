#include "persons.hpp"

#include "text.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster {

std::vector<std::string> add_missing_parents(std::vector<PersonRecord>& persons, const std::string& prefix) {
    std::unordered_set<std::string> taken;
    for (const PersonRecord& person : persons) {
        taken.insert({person.id, person.father, person.mother});
    }
    std::vector<std::string> added;
    std::size_t number = 0;
    const auto complete = [&](std::string PersonRecord::*open, std::string PersonRecord::*known, Sex sex) {
        const std::size_t given = persons.size();
        for (std::size_t i = 0; i < given; ++i) {
            if (!(persons[i].*open).empty() || (persons[i].*known).empty()) {
                continue;
            }
            std::string id;
            do {
                id = prefix + "added_" + std::to_string(++number);
            } while (taken.contains(id));
            persons[i].*open = id;
            persons.push_back({id, {}, {}, sex, 0.0, persons[i].population});
            added.push_back(std::move(id));
        }
    };
    complete(&PersonRecord::father, &PersonRecord::mother, Sex::male);
    complete(&PersonRecord::mother, &PersonRecord::father, Sex::female);
    return added;
}

Result<void> Roster::add(RosterLine line) {
    const auto [at, is_new] = index_.emplace(line.person.id, lines_.size());
    if (is_new) {
        lines_.push_back(std::move(line));
        return {};
    }
    RosterLine& before = lines_[at->second];
    const auto contradicts = [&](const std::string& what) -> Result<void> {
        std::string where = before.line == 0 ? "another place" : "line " + std::to_string(before.line);
        return fail(Error{ErrorKind::bad_input,
                          "person " + text::quote(line.person.id) + " has another " + what + " than in " + where +
                              "; the same id means the same person in every family: correct one, or rename the person",
                          source_, line.line});
    };
    for (const auto& [parent, role] : {std::pair{&PersonRecord::father, "father"}, {&PersonRecord::mother, "mother"}}) {
        std::string& known = before.person.*parent;
        const std::string& given = line.person.*parent;
        if (known.empty()) {
            known = given;
        } else if (!given.empty() && given != known) {
            return contradicts(role);
        }
    }
    if (before.person.sex == Sex::unknown) {
        before.person.sex = line.person.sex;
    } else if (line.person.sex != Sex::unknown && line.person.sex != before.person.sex) {
        return contradicts("sex");
    }
    if (!before.population) {
        before.population = line.population;
    } else if (line.population && line.population != before.population) {
        return contradicts("population");
    }
    if (before.person.founder_inbreeding == 0.0) {
        before.person.founder_inbreeding = line.person.founder_inbreeding;
    }
    if (auto& further = before.further_families;
        line.family != before.family && std::find(further.begin(), further.end(), line.family) == further.end()) {
        further.push_back(line.family);
    }
    before.missing = before.missing || line.missing;
    before.reference = before.reference || line.reference;
    return {};
}

Result<void> Roster::check_parents() const {
    for (const RosterLine& line : lines_) {
        for (const auto& [parent, role] :
             {std::pair{&PersonRecord::father, "father"}, {&PersonRecord::mother, "mother"}}) {
            const std::string& id = line.person.*parent;
            if (!id.empty() && !index_.contains(id)) {
                return fail(Error{ErrorKind::bad_input,
                                  "the " + std::string(role) + " of " + text::quote(line.person.id) + " is " +
                                      text::quote(id) +
                                      ", who is not in the pedigree; add that person (a founder has no parents)",
                                  source_, line.line});
            }
        }
    }
    return {};
}

std::vector<std::string> Roster::references() const {
    std::vector<std::string> ids;
    for (const RosterLine& line : lines_) {
        if (line.reference) {
            ids.push_back(line.person.id);
        }
    }
    return ids;
}

std::vector<SharedFounder> Roster::shared_founders() const {
    std::vector<SharedFounder> out;
    for (const RosterLine& line : lines_) {
        if (line.person.father.empty() && line.person.mother.empty() && !line.further_families.empty()) {
            out.push_back({line.person.id, {line.family}});
            out.back().families.insert(out.back().families.end(), line.further_families.begin(),
                                       line.further_families.end());
        }
    }
    return out;
}

void note_untyped(const std::vector<SharedFounder>& founders, CaseInput& input) {
    for (const SharedFounder& one : founders) {
        if (input.references.contains(one.person)) {
            continue;
        }
        std::string families;
        for (const std::string& family : one.families) {
            families += (families.empty() ? "" : ", ") + text::quote(family);
        }
        input.notes.push_back("person " + text::quote(one.person) + " is in the families " + families +
                              ", untyped and without parents, and taken as one person who joins them; give different "
                              "ids if these are different people");
    }
}

void Roster::move_into(CaseInput& input) && {
    for (RosterLine& line : lines_) {
        line.person.population = line.population.value_or(0);
        if (!line.family.empty()) {
            input.family_of.emplace(line.person.id, line.family);
        }
        if (line.missing) {
            MissingPerson missing{line.person.id, line.family};
            missing.population = line.person.population;
            input.missing.push_back(std::move(missing));
        }
        input.persons.push_back(std::move(line.person));
    }
    const auto added = add_missing_parents(input.persons);
    if (!added.empty()) {
        input.notes.push_back(source_ + ": " + std::to_string(added.size()) +
                              " persons have one parent only; an unknown person stands for the other");
    }
}

} // namespace muster
