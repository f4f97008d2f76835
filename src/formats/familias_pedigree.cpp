#include "familias_parts.hpp"
#include "persons.hpp"
#include "text.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace muster::familias {

namespace {

using Index = std::unordered_map<std::string, std::size_t>;

/// Parents of unknown sex take the sex that the other parent of a child of theirs leaves, as far as that leads.
void decide_sexes(std::vector<PersonRecord>& persons, const std::vector<std::vector<std::size_t>>& parents_of) {
    std::vector<std::vector<std::size_t>> partners(persons.size());
    for (const auto& parents : parents_of) {
        if (parents.size() == 2) {
            partners[parents[0]].push_back(parents[1]);
            partners[parents[1]].push_back(parents[0]);
        }
    }
    std::vector<std::size_t> decided;
    for (std::size_t i = 0; i < persons.size(); ++i) {
        if (persons[i].sex != Sex::unknown) {
            decided.push_back(i);
        }
    }
    for (std::size_t next = 0; next < decided.size(); ++next) {
        const std::size_t one = decided[next];
        for (const std::size_t other : partners[one]) {
            if (persons[other].sex == Sex::unknown) {
                persons[other].sex = persons[one].sex == Sex::male ? Sex::female : Sex::male;
                decided.push_back(other);
            }
        }
    }
}

/// The parents that the relations name, by child.
std::vector<std::vector<std::size_t>> parents_by_child(Cursor& in, const std::vector<Relation>& relations,
                                                       const Index& index, std::size_t members,
                                                       const std::string& where) {
    std::vector<std::vector<std::size_t>> parents_of(members);
    for (const Relation& relation : relations) {
        auto& parents = parents_of[index.at(relation.child)];
        const std::size_t parent = index.at(relation.parent);
        if (std::find(parents.begin(), parents.end(), parent) != parents.end()) {
            continue;
        }
        if (parents.size() == 2) {
            in.fail_at(relation.line, text::quote(relation.child) + " has more than two parents" + where);
            break;
        }
        parents.push_back(parent);
    }
    return parents_of;
}

} // namespace

FamiliasPedigree make_pedigree(Cursor& in, std::string name, const std::vector<PersonRecord>& persons,
                               const std::vector<Relation>& relations) {
    FamiliasPedigree pedigree{std::move(name), persons, {}};
    std::vector<PersonRecord>& members = pedigree.members;
    const std::string where = " in pedigree " + text::quote(pedigree.name);
    Index index;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].id.empty() || !index.emplace(members[i].id, i).second) {
            in.fail_here("two persons are named " + text::quote(members[i].id) + where + "; names must differ");
            return pedigree;
        }
    }
    for (const Relation& relation : relations) {
        for (const std::string& id : {relation.parent, relation.child}) {
            if (index.emplace(id, members.size()).second) {
                members.push_back({id, {}, {}, Sex::unknown});
            }
        }
    }
    decide_sexes(members, parents_by_child(in, relations, index, members.size(), where));
    std::unordered_set<std::string> undecided;
    for (const Relation& relation : relations) {
        PersonRecord& child = members[index.at(relation.child)];
        const PersonRecord& parent = members[index.at(relation.parent)];
        if (parent.sex == Sex::unknown && undecided.insert(parent.id).second) {
            pedigree.undecided.push_back(parent.id);
        }
        std::string& slot = parent.sex == Sex::male ? child.father : child.mother;
        if (!slot.empty() && slot != relation.parent) {
            in.fail_at(relation.line, text::quote(child.id) + " has two " +
                                          (parent.sex == Sex::male ? "fathers, " : "mothers, ") + text::quote(slot) +
                                          " and " + text::quote(relation.parent) + where);
            return pedigree;
        }
        slot = relation.parent;
    }
    add_missing_parents(members);
    return pedigree;
}

} // namespace muster::familias
