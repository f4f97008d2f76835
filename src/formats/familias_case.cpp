#include "muster/formats/familias.hpp"

#include "case_finish.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace muster {

namespace {

constexpr const char* reference_pedigree = "Reference pedigree";

using PersonsByName = std::unordered_map<std::string, const FamiliasPerson*>;

bool is_typed(const PersonsByName& persons, const std::string& name) {
    const auto it = persons.find(name);
    return it != persons.end() && !it->second->genotypes.empty();
}

bool is_named_missing(const std::string& name) {
    return text::lower(name).starts_with("missing");
}

/// Members by the connected part of the pedigree that they are in: part number of each.
std::vector<std::size_t> parts_of(const std::vector<PersonRecord>& members) {
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < members.size(); ++i) {
        index.emplace(members[i].id, i);
    }
    std::vector<std::vector<std::size_t>> next_to(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (const std::string& parent : {members[i].father, members[i].mother}) {
            if (!parent.empty()) {
                next_to[i].push_back(index.at(parent));
                next_to[index.at(parent)].push_back(i);
            }
        }
    }
    std::vector<std::size_t> part(members.size(), members.size());
    for (std::size_t start = 0; start < members.size(); ++start) {
        if (part[start] != members.size()) {
            continue;
        }
        std::vector<std::size_t> open{start};
        part[start] = start;
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            for (const std::size_t other : next_to[at]) {
                if (part[other] == members.size()) {
                    part[other] = start;
                    open.push_back(other);
                }
            }
        }
    }
    return part;
}

/// One pedigree of a family as far as it bears on the case.
struct Template {
    const FamiliasPedigree* pedigree;
    std::vector<PersonRecord> members; ///< those related to somebody missing
    std::vector<std::string> missing;
    std::vector<const FamiliasPerson*> placeholders; ///< named missing, but related to nobody
};

Template make_template(const FamiliasPedigree& pedigree, const PersonsByName& persons) {
    Template made{&pedigree, {}, {}, {}};
    const auto part = parts_of(pedigree.members);
    std::unordered_map<std::size_t, std::size_t> size;
    for (const std::size_t p : part) {
        ++size[p];
    }
    std::unordered_set<std::size_t> wanted;
    for (std::size_t i = 0; i < pedigree.members.size(); ++i) {
        const std::string& name = pedigree.members[i].id;
        if (!is_named_missing(name) || is_typed(persons, name)) {
            continue;
        }
        if (size[part[i]] > 1) {
            wanted.insert(part[i]);
            made.missing.push_back(name);
        } else if (const auto it = persons.find(name); it != persons.end()) {
            made.placeholders.push_back(it->second);
        }
    }
    for (std::size_t i = 0; i < pedigree.members.size(); ++i) {
        if (wanted.contains(part[i])) {
            made.members.push_back(pedigree.members[i]);
        }
    }
    return made;
}

/// Parent and child by name; the parents that were added are nobody in particular.
using Relations = std::set<std::pair<std::string, std::string>>;

Relations relations_of(const std::vector<PersonRecord>& members) {
    Relations relations;
    for (const PersonRecord& member : members) {
        for (const std::string& parent : {member.father, member.mother}) {
            if (!parent.empty() && !parent.starts_with("added_")) {
                relations.emplace(parent, member.id);
            }
        }
    }
    return relations;
}

/// Does one of the templates say all that these relations say? The program keeps the same relations under several
/// names, and grows one pedigree from another.
bool is_covered(const Relations& relations, const std::vector<Template>& templates) {
    return std::any_of(templates.begin(), templates.end(), [&](const Template& made) {
        const Relations more = relations_of(made.members);
        return std::includes(more.begin(), more.end(), relations.begin(), relations.end());
    });
}

void keep_if_new(Template made, std::vector<Template>& templates) {
    const Relations relations = relations_of(made.members);
    if (made.missing.empty() || is_covered(relations, templates)) {
        return;
    }
    std::erase_if(templates, [&](const Template& earlier) {
        const Relations fewer = relations_of(earlier.members);
        return std::includes(relations.begin(), relations.end(), fewer.begin(), fewer.end());
    });
    templates.push_back(std::move(made));
}

std::vector<Template> templates_of(const FamiliasFamily& family, const PersonsByName& persons) {
    std::vector<Template> templates;
    for (const FamiliasPedigree& pedigree : family.pedigrees) {
        if (pedigree.name != reference_pedigree) {
            keep_if_new(make_template(pedigree, persons), templates);
        }
    }
    for (const FamiliasPedigree& pedigree : family.pedigrees) {
        if (pedigree.name == reference_pedigree && templates.empty()) {
            keep_if_new(make_template(pedigree, persons), templates);
        }
    }
    return templates;
}

/// A missing person whose sex nothing in the relations decides may still have it from the one person whom the family
/// lists as missing without relating them: the program lists "Missing male 1" and relates "Missing person".
void use_placeholder(Template& made, const std::string& family, std::vector<std::string>& notes) {
    if (made.placeholders.size() != 1 || made.placeholders.front()->sex == Sex::unknown) {
        return;
    }
    const Sex sex = made.placeholders.front()->sex;
    std::vector<PersonRecord*> open;
    for (PersonRecord& member : made.members) {
        if (is_named_missing(member.id) && member.sex == Sex::unknown) {
            open.push_back(&member);
        }
    }
    if (open.size() != 1) {
        return;
    }
    PersonRecord& person = *open.front();
    person.sex = sex;
    notes.push_back("family " + text::quote(family) + ": the sex of " + text::quote(person.id) + " is taken from " +
                    text::quote(made.placeholders.front()->name) + ", the only other person listed as missing");
    if (sex == Sex::female) {
        return; // undecided parents were placed as mothers
    }
    for (PersonRecord& child : made.members) {
        if (child.mother != person.id) {
            continue;
        }
        std::swap(child.father, child.mother);
        for (PersonRecord& partner : made.members) {
            if (partner.id == child.mother) {
                partner.sex = Sex::female;
            }
        }
    }
}

void add_template(const Template& made, const FamiliasFamily& family, const std::string& label,
                  const PersonsByName& persons, CaseInput& input) {
    const auto id_of = [&](const std::string& name) { return name.empty() ? name : label + "/" + name; };
    for (const PersonRecord& member : made.members) {
        PersonRecord person = member;
        person.id = id_of(member.id);
        person.father = id_of(member.father);
        person.mother = id_of(member.mother);
        input.family_of.emplace(person.id, label);
        if (is_typed(persons, member.id)) {
            input.references.emplace(person.id,
                                     single_replicate(person.id, member.sex, persons.at(member.id)->genotypes));
        }
        input.persons.push_back(std::move(person));
    }
    for (const std::string& name : made.missing) {
        MissingPerson missing{id_of(name), label};
        const auto member = std::find_if(made.members.begin(), made.members.end(),
                                         [&](const PersonRecord& person) { return person.id == name; });
        missing.sex_unknown = member->sex == Sex::unknown;
        const auto& undecided = made.pedigree->undecided;
        if (missing.sex_unknown && std::find(undecided.begin(), undecided.end(), name) != undecided.end()) {
            input.notes.push_back("family " + text::quote(label) + ": the sex of " + text::quote(name) +
                                  " is not given; the pedigree has them as a mother, and samples of either sex are "
                                  "compared");
        }
        input.missing.push_back(std::move(missing));
    }
    for (const FamiliasPerson& person : family.persons) {
        if (!person.genotypes.empty() && !input.references.contains(id_of(person.name))) {
            input.notes.push_back("family " + text::quote(label) + ": " + text::quote(person.name) +
                                  " is typed, but not related to anybody missing; not used");
        }
    }
}

void add_family(const FamiliasFamily& family, CaseInput& input) {
    PersonsByName persons;
    for (const FamiliasPerson& person : family.persons) {
        persons.emplace(person.name, &person);
    }
    auto templates = templates_of(family, persons);
    if (templates.empty()) {
        input.notes.push_back("family " + text::quote(family.name) +
                              ": nobody is missing in its pedigrees; the family is not used");
    }
    if (templates.size() > 1) {
        input.notes.push_back("family " + text::quote(family.name) + " has " + std::to_string(templates.size()) +
                              " template pedigrees; each is a family of its own here, with copies of the references");
    }
    for (Template& made : templates) {
        use_placeholder(made, family.name, input.notes);
        const std::string label = templates.size() == 1 ? family.name : family.name + "/" + made.pedigree->name;
        add_template(made, family, label, persons, input);
    }
}

/// Dropout is asked for with the question, not with the data; but nobody should miss that the project states it.
void note_dropout(const FamiliasProject& project, CaseInput& input) {
    for (const FamiliasLocus& locus : project.loci) {
        if (locus.dropout > 0.0) {
            input.notes.push_back("the project states dropout probabilities (" + text::show(locus.dropout) +
                                  " at marker " + text::quote(locus.spec.name) + "); they are used only if asked for");
            return;
        }
    }
}

} // namespace

Result<std::vector<Locus>> familias_loci(const FamiliasProject& project) {
    std::vector<Locus> loci;
    for (const FamiliasLocus& locus : project.loci) {
        auto made = Locus::make(locus.spec);
        if (!made) {
            return fail(std::move(made.error()));
        }
        loci.push_back(*std::move(made));
    }
    return loci;
}

Result<Case> familias_case(const FamiliasProject& project, const std::string& name, const CaseOptions& options) {
    const auto refuse = [&](std::string message) {
        return fail(Error{ErrorKind::bad_input, std::move(message), name, 0});
    };
    if (!project.dvi) {
        return refuse("this Familias project compares pedigrees (it has " + std::to_string(project.pedigrees.size()) +
                      ") and has no DVI section, so there are no remains to identify; 'muster likelihood' is the place "
                      "for it");
    }
    auto loci = familias_loci(project);
    if (!loci) {
        return fail(loci.error().in(name));
    }
    if (auto chosen = choose_only_mutation(*loci, options, name); !chosen) {
        return fail(std::move(chosen.error()));
    }
    if (auto chosen = choose_only_population(project.database, options, name); !chosen) {
        return fail(std::move(chosen.error()));
    }
    CaseInput input;
    input.name = std::filesystem::path(name).stem().string();
    input.populations = {project.database};
    input.loci = *std::move(loci);
    input.theta = project.theta;
    input.notes = project.notes;
    for (const FamiliasPerson& person : project.unidentified) {
        input.remains.push_back(single_replicate(person.name, person.sex, person.genotypes));
    }
    std::unordered_set<std::string> names;
    for (const FamiliasFamily& family : project.families) {
        if (!names.insert(family.name).second) {
            return refuse("two reference families are named " + text::quote(family.name) + "; rename one");
        }
        add_family(family, input);
    }
    if (input.missing.empty()) {
        return refuse(
            "nobody is missing in the reference families; in a pedigree of each family, relate \"Missing person\" "
            "to the persons typed");
    }
    note_dropout(project, input);
    return finish_case(std::move(input), options, name);
}

Result<Case> parse_familias_case(const TextInput& input, const CaseOptions& options) {
    auto project = parse_familias(input.text, input.source);
    if (!project) {
        return fail(std::move(project.error()));
    }
    project->notes.insert(project->notes.begin(), input.notes.begin(), input.notes.end());
    return familias_case(*project, input.source, options);
}

} // namespace muster
