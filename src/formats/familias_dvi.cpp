#include "familias_parts.hpp"
#include "text.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster::familias {

namespace {

/// "Name= V1"
struct Entry {
    std::string key;
    std::string value;
    std::size_t line = 0;
};

/// A part of the DVI section: "[[[Person 1 ]]]", what it says, and its own parts, one bracket more each.
struct Section {
    std::string title;
    std::size_t line = 0;
    std::vector<Entry> entries;
    std::vector<Section> parts;

    [[nodiscard]] const Section* part(std::string_view name) const {
        const auto it = std::find_if(parts.begin(), parts.end(), [&](const Section& s) { return s.title == name; });
        return it == parts.end() ? nullptr : &*it;
    }
    [[nodiscard]] std::string value(std::string_view key) const {
        const auto it = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
        return it == entries.end() ? std::string{} : it->value;
    }
};

/// The number of brackets around a title; 0: not a title.
std::size_t brackets(std::string_view line) {
    const std::size_t open = std::min(line.find_first_not_of('['), line.size());
    const std::size_t last = line.find_last_not_of(']');
    const std::size_t close = last == std::string_view::npos ? 0 : line.size() - last - 1;
    return open == close && 2 * open < line.size() ? open : 0;
}

/// Reads a section whose title comes next. Nothing in the format is nested deeper than six brackets.
Section read_section(Cursor& in, std::size_t depth) {
    constexpr std::size_t deepest = 6;
    Section section;
    const std::string_view title = in.next("a section");
    section.line = in.line();
    if (!in.ok()) {
        return section;
    }
    section.title = text::trim(title.substr(depth, title.size() - 2 * depth));
    while (in.ok() && !in.at_end()) {
        const std::size_t next = brackets(in.peek());
        if (next > deepest || (next > depth + 1 && section.title != "Notes")) {
            in.next("a section");
            in.fail_here("a section with " + std::to_string(next) + " brackets stands inside one with " +
                         std::to_string(depth) + "; the one around it is missing");
        } else if (next == depth + 1) {
            section.parts.push_back(read_section(in, depth + 1));
        } else if (next > 0 && next <= depth) {
            break;
        } else {
            const std::string_view line = in.next("an entry");
            const std::size_t equals = line.find('=');
            if (equals != std::string_view::npos) {
                section.entries.push_back({std::string(text::trim(line.substr(0, equals))),
                                           std::string(text::trim(line.substr(equals + 1))), in.line()});
            }
        }
    }
    return section;
}

/// Fails unless the section holds as many of a kind as it says ("nPersons= 3").
void check_count(Cursor& in, const Section& section, std::string_view key, std::size_t found) {
    const std::string stated = section.value(key);
    const auto expected = text::integer(stated);
    if (!expected || *expected < 0) {
        in.fail_at(section.line, "the section " + text::quote(section.title) + " should say " + std::string(key) +
                                     "= and a number; found " + text::quote(stated));
    } else if (static_cast<std::size_t>(*expected) != found) {
        in.fail_at(section.line, "the section " + text::quote(section.title) + " announces " + std::string(key) + "= " +
                                     stated + ", but there are " + std::to_string(found) +
                                     "; the file is cut off or was changed by hand");
    }
}

using MarkerNames = std::unordered_map<std::string, const LocusSpec*>;

void read_typing(Cursor& in, const Section& dna, const MarkerNames& markers, FamiliasPerson& person) {
    std::size_t systems = 0;
    const auto& entries = dna.entries;
    for (std::size_t i = 0; i < entries.size() && in.ok(); ++i) {
        if (entries[i].key != "SystemName") {
            continue;
        }
        const std::string& marker = entries[i].value;
        if (i + 2 >= entries.size() || entries[i + 1].key != "Allele1" || entries[i + 2].key != "Allele2") {
            in.fail_at(entries[i].line, "marker " + text::quote(marker) + " of " + text::quote(person.name) +
                                            " is not followed by Allele1= and Allele2=");
        } else if (!markers.contains(marker)) {
            in.fail_at(entries[i].line, text::quote(person.name) + " is typed at marker " + text::quote(marker) +
                                            ", which the database does not have");
        } else {
            person.genotypes[marker] = locus_result(entries[i + 1].value, entries[i + 2].value);
            ++systems;
            i += 2;
        }
    }
    if (in.ok()) {
        check_count(in, dna, "nSystems", systems);
    }
}

std::vector<FamiliasPerson> read_persons(Cursor& in, const Section& section, const MarkerNames& markers) {
    std::vector<FamiliasPerson> persons;
    for (const Section& part : section.parts) {
        if (!part.title.starts_with("Person") || !in.ok()) {
            continue;
        }
        FamiliasPerson person;
        person.name = part.value("Name");
        person.sex = text::sex(part.value("Gender")).value_or(Sex::unknown);
        if (person.name.empty()) {
            in.fail_at(part.line, "a person without a name");
        }
        if (const Section* dna = part.part("DNA data")) {
            read_typing(in, *dna, markers, person);
        } else {
            in.fail_at(part.line, text::quote(person.name) + " has no section \"DNA data\"; the file is cut off");
        }
        persons.push_back(std::move(person));
    }
    check_count(in, section, "nPersons", persons.size());
    return persons;
}

FamiliasPedigree read_pedigree(Cursor& in, const Section& section, const std::vector<PersonRecord>& persons) {
    std::vector<Relation> relations;
    const auto& entries = section.entries;
    for (std::size_t i = 0; i < entries.size() && in.ok(); ++i) {
        if (entries[i].key != "Parent") {
            continue;
        }
        if (i + 1 >= entries.size() || entries[i + 1].key != "Child") {
            in.fail_at(entries[i].line,
                       "the relation of parent " + text::quote(entries[i].value) + " is not followed by Child=");
        } else {
            relations.push_back({entries[i].value, entries[i + 1].value, entries[i].line});
        }
    }
    check_count(in, section, "nRelations", relations.size());
    return in.ok() ? make_pedigree(in, section.value("Name"), persons, relations) : FamiliasPedigree{};
}

FamiliasFamily read_family(Cursor& in, const Section& section, const MarkerNames& markers) {
    FamiliasFamily family;
    family.name = section.value("Name");
    const Section* persons = section.part("Persons");
    const Section* pedigrees = section.part("Pedigrees");
    if (persons == nullptr || pedigrees == nullptr) {
        in.fail_at(section.line, "family " + text::quote(family.name) + " has no section " +
                                     (persons == nullptr ? "\"Persons\"" : "\"Pedigrees\"") + "; the file is cut off");
        return family;
    }
    family.persons = read_persons(in, *persons, markers);
    std::vector<PersonRecord> records;
    for (const FamiliasPerson& person : family.persons) {
        records.push_back({person.name, {}, {}, person.sex});
    }
    for (const Section& part : pedigrees->parts) {
        if (part.title.starts_with("Pedigree") && in.ok()) {
            family.pedigrees.push_back(read_pedigree(in, part, records));
        }
    }
    check_count(in, *pedigrees, "nPedigrees", family.pedigrees.size());
    return family;
}

} // namespace

void read_dvi(Cursor& in, FamiliasProject& project) {
    const Section dvi = read_section(in, 1);
    MarkerNames markers;
    for (const FamiliasLocus& locus : project.loci) {
        markers.emplace(locus.spec.name, &locus.spec);
    }
    if (const Section* unidentified = dvi.part("Unidentified persons"); unidentified != nullptr && in.ok()) {
        project.unidentified = read_persons(in, *unidentified, markers);
    }
    const Section* families = dvi.part("Reference Families");
    if (families == nullptr) {
        in.fail_here("the DVI section has no part \"Reference Families\"; the file is cut off");
        return;
    }
    for (const Section& part : families->parts) {
        if (part.title.starts_with("Family") && in.ok()) {
            project.families.push_back(read_family(in, part, markers));
        }
    }
    check_count(in, *families, "nFamilies", project.families.size());
}

} // namespace muster::familias
