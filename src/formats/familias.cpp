#include "muster/formats/familias.hpp"

#include "familias_parts.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/likelihood/locus_likelihood.hpp"
#include "text.hpp"

#include <algorithm>
#include <optional>

namespace muster {

namespace familias {

namespace {

/// A typing as the file gives it, before the markers are known: numbers of alleles and of the marker.
struct Typing {
    std::size_t person;
    std::size_t allele1;
    std::size_t allele2;
    std::size_t marker;
    std::size_t line;
};

void read_header(Cursor& in, FamiliasProject& project) {
    const std::string_view first = in.next("the first line of a Familias project");
    if (in.ok() && first.find("Output from Familias") == std::string_view::npos) {
        in.fail_here("this is not a Familias 3 project (the first line should say \"Output from Familias\")");
    }
    in.next("the second line of the header");
    project.version = in.text("the version");
    const std::string numbers = project.version.substr(0, project.version.find(' '));
    if (in.ok() && !numbers.starts_with("3")) {
        in.fail_here("version " + text::quote(project.version) +
                     " of Familias; version 3 is expected: open the file in "
                     "Familias 3 and save it again");
    }
    // A quoted remark stands before the number of persons, or (older versions) nothing.
    if (in.peek().starts_with("\"")) {
        in.next("the remark");
    }
}

std::vector<Typing> read_persons(Cursor& in, FamiliasProject& project) {
    std::vector<Typing> typings;
    const std::size_t persons = in.count("the number of persons");
    for (std::size_t i = 0; i < persons && in.ok(); ++i) {
        FamiliasPerson person;
        const std::string which = "person " + std::to_string(i + 1);
        person.name = in.text("the name of " + which);
        if (person.name == "Known relations") {
            in.fail_here("the section of known relations starts here, where " + which + " of " +
                         std::to_string(persons) + " is expected");
        }
        in.flag("the first flag of " + which);
        person.consider_dropout =
            in.next("the birth year of " + which).find("Consider dropout") != std::string_view::npos;
        in.flag("the \"is a child\" flag of " + which);
        person.sex = in.flag("the \"is male\" flag of " + which) ? Sex::male : Sex::female;
        const std::size_t typed = in.count("the number of typed markers of " + which);
        for (std::size_t k = 0; k < typed && in.ok(); ++k) {
            Typing typing{i, 0, 0, 0, in.line() + 1};
            typing.allele1 = in.count("an allele number of " + which);
            typing.allele2 = in.count("an allele number of " + which);
            typing.marker = in.count("a marker number of " + which);
            typings.push_back(typing);
        }
        project.persons.push_back(std::move(person));
    }
    return typings;
}

/// Persons without a name, of whom the file gives the number only.
void add_extras(Cursor& in, std::vector<PersonRecord>& persons, std::size_t& numbered) {
    // More could not be related by a file of this length; the bound keeps a wrong number from filling the memory.
    constexpr std::size_t most = 10000;
    for (const Sex sex : {Sex::female, Sex::male}) {
        const std::size_t extras =
            in.count(sex == Sex::female ? "the number of extra females" : "the number of extra males");
        if (extras > most) {
            in.fail_here("found " + std::to_string(extras) + " extra persons, more than " + std::to_string(most));
        }
        for (std::size_t i = 0; i < extras && in.ok(); ++i) {
            persons.push_back({"extra_" + std::to_string(++numbered), {}, {}, sex});
        }
    }
}

void read_relations(Cursor& in, const std::vector<PersonRecord>& persons, std::vector<Relation>& relations) {
    const std::size_t expected = in.count("the number of relations");
    for (std::size_t i = 0; i < expected && in.ok(); ++i) {
        if (in.peek().find("Direct") != std::string_view::npos) {
            in.next("a relation");
            in.fail_here(
                "this relation says that two persons are the same (direct match or identical twins), which is not "
                "supported; merge the two persons in Familias");
        }
        const std::size_t parent = in.count("the number of a parent");
        const std::size_t line = in.line();
        const std::size_t child = in.count("the number of a child");
        if (in.ok() && (parent >= persons.size() || child >= persons.size())) {
            in.fail_here("the relation " + std::to_string(parent) + " → " + std::to_string(child) +
                         " names a person who is not there; there are " + std::to_string(persons.size()) +
                         ", counted from 0");
        }
        if (in.ok()) {
            relations.push_back({persons[parent].id, persons[child].id, line});
        }
    }
}

void read_pedigrees(Cursor& in, FamiliasProject& project) {
    const std::string title = in.text("\"Known relations\"");
    if (in.ok() && title != "Known relations") {
        in.fail_here("found " + text::quote(title) + " where \"Known relations\" is expected");
    }
    std::vector<PersonRecord> known;
    for (const FamiliasPerson& person : project.persons) {
        known.push_back({person.name, {}, {}, person.sex});
    }
    std::size_t extras = 0;
    add_extras(in, known, extras);
    std::vector<Relation> fixed;
    read_relations(in, known, fixed);
    const std::size_t pedigrees = in.count("the number of pedigrees");
    // Every pedigree holds everybody: a bound on the product keeps a wrong file from filling the memory.
    constexpr std::size_t most_members = 5'000'000;
    std::size_t members = 0;
    for (std::size_t i = 0; i < pedigrees && in.ok(); ++i) {
        in.count("the number of a pedigree");
        const std::string name = in.text("the name of a pedigree");
        std::vector<PersonRecord> persons = known;
        std::size_t numbered = extras;
        add_extras(in, persons, numbered);
        std::vector<Relation> relations = fixed;
        read_relations(in, persons, relations);
        members += persons.size();
        if (members > most_members) {
            in.fail_here("the pedigrees have more than 5 million members together, which is the limit");
        }
        if (in.ok()) {
            project.pedigrees.push_back(make_pedigree(in, name, persons, relations));
        }
    }
    if (pedigrees == 0 && !known.empty() && in.ok()) {
        project.pedigrees.push_back(make_pedigree(in, {}, known, fixed));
    }
}

void read_theta(Cursor& in, FamiliasProject& project) {
    const std::string_view line = in.next("the line \"#FALSE# (#Databases: …\"");
    if (line.starts_with("#TRUE#")) {
        in.fail_here(
            "the project was saved with computed results, which are not read; save it in Familias without them");
        return;
    }
    if (in.ok() && !line.starts_with("#FALSE#")) {
        in.fail_here("found " + text::quote(line) + " where \"#FALSE# (#Databases: …\" is expected");
        return;
    }
    const auto after = [&](std::string_view key) -> std::optional<double> {
        const std::size_t at = line.find(key);
        if (at == std::string_view::npos) {
            return std::nullopt;
        }
        const auto words = text::words(line.substr(at + key.size()), " ;)");
        return words.empty() ? std::nullopt : text::number(words.front());
    };
    if (const auto databases = after("#Databases:"); databases && *databases != 1.0) {
        in.fail_here("the project holds " + text::show(*databases) +
                     " frequency databases, one is expected; remove the others in Familias");
    }
    project.theta = after("Fst:").value_or(0.0);
    if (!is_theta(project.theta)) {
        in.fail_here("theta is " + text::show(project.theta) + ", expected 0, or a number from 1e-12 to below 1");
    }
}

void place_typings(Cursor& in, FamiliasProject& project, const std::vector<Typing>& typings) {
    for (const Typing& typing : typings) {
        FamiliasPerson& person = project.persons[typing.person];
        if (typing.marker >= project.loci.size()) {
            in.fail_at(typing.line, text::quote(person.name) + " is typed at marker number " +
                                        std::to_string(typing.marker) + ", but there are " +
                                        std::to_string(project.loci.size()) + " markers, counted from 0");
            return;
        }
        const LocusSpec& locus = project.loci[typing.marker].spec;
        if (std::max(typing.allele1, typing.allele2) >= locus.alleles.size()) {
            in.fail_at(typing.line, text::quote(person.name) + " has an allele number at " + text::quote(locus.name) +
                                        " that the marker does not have; it has " +
                                        std::to_string(locus.alleles.size()) + " alleles, counted from 0");
            return;
        }
        person.genotypes[locus.name] = {
            LocusStatus::typed, {locus.alleles[typing.allele1], locus.alleles[typing.allele2]}, {}};
    }
}

} // namespace

} // namespace familias

Result<FamiliasProject> parse_familias(std::string_view text, const std::string& source) {
    familias::Cursor in(text, source);
    FamiliasProject project;
    familias::read_header(in, project);
    const auto typings = familias::read_persons(in, project);
    familias::read_pedigrees(in, project);
    familias::read_theta(in, project);
    familias::read_database(in, project);
    if (in.ok()) {
        familias::place_typings(in, project, typings);
    }
    while (in.ok() && !in.at_end()) {
        if (in.peek() == "[DVI]") {
            project.dvi = true;
            familias::read_dvi(in, project);
            break;
        }
        in.next("the rest of the file");
    }
    if (in.ok() && !project.dvi && project.version.find("DVI") != std::string::npos) {
        in.next("the section [DVI], which the version announces,");
    }
    if (!in.ok()) {
        return fail(in.error());
    }
    return project;
}

Result<FamiliasProject> read_familias(const std::filesystem::path& path) {
    auto input = read_text(path);
    if (!input) {
        return fail(std::move(input.error()));
    }
    auto project = parse_familias(input->text, input->source);
    if (project) {
        project->notes.insert(project->notes.begin(), input->notes.begin(), input->notes.end());
    }
    return project;
}

} // namespace muster
