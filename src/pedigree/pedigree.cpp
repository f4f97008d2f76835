#include "muster/pedigree/pedigree.hpp"

#include <algorithm>
#include <queue>
#include <unordered_set>
#include <utility>

namespace muster {

namespace {

constexpr std::size_t no_parent = Member::no_parent;

tl::unexpected<Error> bad(std::string message) {
    return fail(ErrorKind::bad_input, std::move(message));
}

bool names_nobody(const std::string& id) {
    return id.empty() || id == "0";
}

std::string quoted(const std::string& id) {
    return "'" + id + "'";
}

Result<std::unordered_map<std::string, std::size_t>> index_ids(const std::vector<PersonRecord>& persons) {
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < persons.size(); ++i) {
        if (names_nobody(persons[i].id)) {
            return bad("person number " + std::to_string(i + 1) + " has the id " + quoted(persons[i].id) +
                       ", which stands for nobody; give this person an id of their own");
        }
        const auto [first, is_new] = index.emplace(persons[i].id, i);
        if (!is_new) {
            return bad("id " + quoted(persons[i].id) + " is given to two persons (number " +
                       std::to_string(first->second + 1) + " and number " + std::to_string(i + 1) +
                       "); rename or remove one of them");
        }
    }
    return index;
}

Result<std::size_t> parent_index(const PersonRecord& child, const std::string& parent, const std::string& role,
                                 const std::unordered_map<std::string, std::size_t>& index) {
    const auto found = index.find(parent);
    if (found == index.end()) {
        return bad("the " + role + " of " + quoted(child.id) + " is " + quoted(parent) +
                   ", who is not in the pedigree; add that person (a founder has no parents)");
    }
    return found->second;
}

Result<Member> member_of(const PersonRecord& person, const std::unordered_map<std::string, std::size_t>& index) {
    Member member{person.id, no_parent, no_parent, person.sex, person.founder_inbreeding, person.population};
    const bool has_father = !names_nobody(person.father);
    const bool has_mother = !names_nobody(person.mother);
    if (has_father != has_mother) {
        return bad(quoted(person.id) + " has only a " + (has_father ? "father " : "mother ") +
                   quoted(has_father ? person.father : person.mother) +
                   "; give both parents or neither (add the other " + "as a person about whom nothing is known)");
    }
    if (has_father) {
        const auto father = parent_index(person, person.father, "father", index);
        if (!father) {
            return fail(father.error());
        }
        const auto mother = parent_index(person, person.mother, "mother", index);
        if (!mother) {
            return fail(mother.error());
        }
        member.father = *father;
        member.mother = *mother;
    }
    const double f = person.founder_inbreeding;
    if (!(f >= 0.0 && f <= 1.0)) {
        return bad("the founder inbreeding coefficient of " + quoted(person.id) + " is " + std::to_string(f) +
                   ", expected a number from 0 to 1");
    }
    if (f > 0.0 && has_father) {
        return bad(quoted(person.id) + " has a founder inbreeding coefficient but also parents, " +
                   quoted(person.father) + " and " + quoted(person.mother) + "; only founders may have one");
    }
    return member;
}

/// Gives each parent the sex of the role, or says who is used against their sex.
std::optional<Error> settle_parents_sex(std::vector<Member>& members) {
    std::vector<std::size_t> first_child(members.size(), no_parent);
    for (std::size_t c = 0; c < members.size(); ++c) {
        if (members[c].is_founder()) {
            continue;
        }
        for (const auto& [parent, sex] : {std::pair(members[c].father, Sex::male), {members[c].mother, Sex::female}}) {
            Member& p = members[parent];
            const std::string role = sex == Sex::male ? "father" : "mother";
            if (p.sex != Sex::unknown && p.sex != sex) {
                const std::string why = first_child[parent] == no_parent
                                            ? std::string(sex == Sex::male ? "is female" : "is male")
                                            : "is also the " + std::string(sex == Sex::male ? "mother" : "father") +
                                                  " of " + quoted(members[first_child[parent]].id);
                return Error{ErrorKind::bad_input, quoted(p.id) + " is given as the " + role + " of " +
                                                       quoted(members[c].id) + " but " + why +
                                                       "; correct the sex or the parents"};
            }
            if (p.sex == Sex::unknown) {
                p.sex = sex;
                first_child[parent] = c;
            }
        }
    }
    return std::nullopt;
}

/// Someone among `left` is their own ancestor; every one of them has a parent among them. Walks from child to parent
/// until someone comes back, and tells the loop from parent to child.
std::string describe_cycle(const std::vector<Member>& members, const std::vector<char>& left) {
    std::size_t at = static_cast<std::size_t>(std::find(left.begin(), left.end(), 1) - left.begin());
    std::vector<std::size_t> path;
    while (std::find(path.begin(), path.end(), at) == path.end()) {
        path.push_back(at);
        at = left[members[at].father] ? members[at].father : members[at].mother;
    }
    const auto start = std::find(path.begin(), path.end(), at);
    std::string text = members[at].id;
    for (auto it = path.end(); it != start;) {
        text += " -> " + members[*--it].id;
    }
    return text;
}

} // namespace

Result<Pedigree> Pedigree::make(const std::vector<PersonRecord>& persons) {
    const auto index = index_ids(persons);
    if (!index) {
        return fail(index.error());
    }
    Pedigree pedigree;
    for (const auto& person : persons) {
        auto member = member_of(person, *index);
        if (!member) {
            return fail(member.error());
        }
        pedigree.members_.push_back(std::move(*member));
    }
    if (auto error = settle_parents_sex(pedigree.members_)) {
        return fail(std::move(*error));
    }
    pedigree.index_members();
    if (pedigree.order_.size() < pedigree.size()) {
        std::vector<char> left(pedigree.size(), 1);
        for (const std::size_t i : pedigree.order_) {
            left[i] = 0;
        }
        return bad("someone is their own ancestor: " + describe_cycle(pedigree.members_, left) +
                   " (parent -> child); correct the parents of one of them");
    }
    return pedigree;
}

std::optional<std::size_t> Pedigree::find(std::string_view id) const {
    const auto found = index_.find(std::string(id));
    return found == index_.end() ? std::nullopt : std::optional(found->second);
}

void Pedigree::index_members() {
    const std::size_t n = members_.size();
    children_.assign(n, {});
    order_.clear();
    index_.clear();
    std::vector<int> waiting(n, 0); // parents not yet in order_
    // The smallest index first, so that members stay as near to the given order as their parents allow.
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < n; ++i) {
        index_.emplace(members_[i].id, i);
        if (members_[i].is_founder()) {
            ready.push(i);
            continue;
        }
        waiting[i] = 2;
        children_[members_[i].father].push_back(i);
        children_[members_[i].mother].push_back(i);
    }
    while (!ready.empty()) {
        const std::size_t i = ready.top();
        ready.pop();
        order_.push_back(i);
        for (const std::size_t c : children_[i]) {
            if (--waiting[c] == 0) {
                ready.push(c);
            }
        }
    }
}

std::vector<std::vector<std::size_t>> Pedigree::components() const {
    std::vector<std::vector<std::size_t>> found;
    std::vector<char> seen(size(), 0);
    for (std::size_t start = 0; start < size(); ++start) {
        if (seen[start] != 0) {
            continue;
        }
        found.push_back(family_of(start));
        for (const std::size_t member : found.back()) {
            seen[member] = 1;
        }
    }
    return found;
}

std::vector<std::size_t> Pedigree::family_of(std::size_t member) const {
    std::vector<std::size_t> family{member};
    std::unordered_set<std::size_t> seen{member};
    const auto visit = [&](std::size_t i) {
        if (seen.insert(i).second) {
            family.push_back(i);
        }
    };
    for (std::size_t next = 0; next < family.size(); ++next) {
        const Member& m = members_[family[next]];
        if (!m.is_founder()) {
            visit(m.father);
            visit(m.mother);
        }
        for (const std::size_t c : children_[family[next]]) {
            visit(c);
        }
    }
    std::sort(family.begin(), family.end());
    return family;
}

Pedigree Pedigree::subset(const std::vector<std::size_t>& keep) const {
    const auto new_index = [&](std::size_t member) {
        const auto at = std::lower_bound(keep.begin(), keep.end(), member);
        return at != keep.end() && *at == member ? static_cast<std::size_t>(at - keep.begin()) : no_parent;
    };
    Pedigree part;
    for (const std::size_t i : keep) {
        Member m = members_[i];
        if (!m.is_founder()) {
            m.father = new_index(m.father);
            m.mother = new_index(m.mother);
            if (m.father == no_parent || m.mother == no_parent) {
                m.father = no_parent;
                m.mother = no_parent;
            }
        }
        part.members_.push_back(std::move(m));
    }
    part.index_members();
    return part;
}

} // namespace muster
