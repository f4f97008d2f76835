#include "view.hpp"

#include "html.hpp"

#include <algorithm>

namespace muster::report {
namespace {

/// Connected pedigrees that bear the same label become one figure, in the order of their first members.
std::vector<FamilyView> families_of(const CaseInput& input, const Pedigree& pedigree) {
    std::vector<FamilyView> families;
    std::map<std::string, std::size_t> by_label;
    for (const std::vector<std::size_t>& component : pedigree.components()) {
        std::vector<std::string> labels;
        for (const std::size_t i : component) {
            const auto at = input.family_of.find(pedigree.member(i).id);
            if (at != input.family_of.end() && !at->second.empty() &&
                std::find(labels.begin(), labels.end(), at->second) == labels.end()) {
                labels.push_back(at->second);
            }
        }
        std::string label;
        for (const std::string& one : labels) {
            label += label.empty() ? "" : ", ";
            label += one;
        }
        if (label.empty()) {
            label = pedigree.member(component.front()).id;
        }
        const auto [at, added] = by_label.emplace(label, families.size());
        if (added) {
            families.push_back(FamilyView{label, {}, {}});
        }
        std::vector<std::size_t>& members = families[at->second].members;
        members.insert(members.end(), component.begin(), component.end());
        std::sort(members.begin(), members.end());
    }
    return families;
}

} // namespace

View::View(const Case& the_case, const Identification& identification, const ReportInfo& report_info,
           const JointAnswer* joint_answer)
    : subject(the_case), id(identification), info(report_info), joint(joint_answer) {
    const CaseInput& input = subject.input();
    const Pedigree& pedigree = subject.pedigree();
    for (const Locus& locus : input.loci) {
        loci.push_back(locus.name());
    }
    std::map<std::string, const SampleProfile*> by_name;
    for (const SampleProfile& sample : input.remains) {
        by_name.emplace(sample.sample, &sample);
    }
    for (const std::string& sample : id.samples) {
        const auto at = by_name.find(sample);
        samples.push_back(at == by_name.end() ? ConsensusProfile{} : consensus(*at->second));
    }
    for (const auto& [person, profile] : input.references) {
        if (const auto at = pedigree.find(person)) {
            typed.emplace(*at, consensus(profile));
        }
    }
    families = families_of(input, pedigree);
    component.resize(pedigree.size());
    const auto components = pedigree.components();
    for (std::size_t k = 0; k < components.size(); ++k) {
        for (const std::size_t i : components[k]) {
            component[i] = k;
        }
    }
    std::map<std::size_t, std::size_t> family_of_member;
    for (std::size_t f = 0; f < families.size(); ++f) {
        for (const std::size_t i : families[f].members) {
            family_of_member.emplace(i, f);
        }
    }
    for (std::size_t p = 0; p < id.persons.size(); ++p) {
        member.push_back(pedigree.find(id.persons[p]));
        family_of.emplace_back();
        if (member[p]) {
            missing_at.emplace(*member[p], p);
            family_of[p] = family_of_member.at(*member[p]);
            families[*family_of[p]].missing.push_back(p);
        }
    }
    for (const LinkageGroup& group : input.linkage) {
        std::string unit;
        for (const std::string& locus : group.loci) {
            unit += unit.empty() ? "" : "+";
            unit += locus;
        }
        std::erase(unit, ' ');
        unit_loci.emplace(unit, group.loci);
    }
}

std::vector<std::string> View::loci_of(const std::string& unit) const {
    const auto at = unit_loci.find(unit);
    return at == unit_loci.end() ? std::vector<std::string>{unit} : at->second;
}

std::vector<std::size_t> View::references_of(std::size_t person) const {
    std::vector<std::size_t> out;
    for (const auto& [i, profile] : typed) {
        if (member[person] && component[i] == component[*member[person]]) {
            out.push_back(i);
        }
    }
    return out;
}

std::string View::population_of(std::size_t person) const {
    const CaseInput& input = subject.input();
    for (const MissingPerson& missing : input.missing) {
        if (missing.person == id.persons[person] && missing.population < input.populations.size()) {
            return input.populations[missing.population];
        }
    }
    return id.population;
}

std::size_t View::loci_typed(const ConsensusProfile& profile) const {
    return static_cast<std::size_t>(std::count_if(loci.begin(), loci.end(), [&](const std::string& locus) {
        const auto at = profile.find(locus);
        return at != profile.end() && !at->second.alleles.empty();
    }));
}

std::vector<std::size_t> View::persons_with(std::size_t sample, PairStatus status) const {
    std::vector<std::size_t> out;
    for (std::size_t p = 0; p < id.persons.size(); ++p) {
        if (id.pairs[sample][p].status == status) {
            out.push_back(p);
        }
    }
    return out;
}

std::vector<std::size_t> excluded_persons(const View& view, std::size_t sample) {
    std::vector<std::size_t> persons = view.persons_with(sample, PairStatus::excluded);
    const std::vector<Pair>& row = view.id.pairs[sample];
    std::stable_sort(persons.begin(), persons.end(),
                     [&](std::size_t a, std::size_t b) { return row[a].excluding.size() < row[b].excluding.size(); });
    return persons;
}

std::string alleles(const ConsensusProfile& profile, const std::string& locus) {
    const auto at = profile.find(locus);
    if (at == profile.end() || at->second.status == LocusStatus::not_tested) {
        return "–";
    }
    if (at->second.alleles.empty()) {
        return "none seen";
    }
    std::vector<std::string> sorted = at->second.alleles; // so that an eye can compare two of them
    std::sort(sorted.begin(), sorted.end(), allele_less);
    std::string out;
    for (const std::string& allele : sorted) {
        out += out.empty() ? "" : "/";
        out += allele;
    }
    if (at->second.status == LocusStatus::partial) {
        out += "/?";
    }
    return out;
}

std::string alleles(const View& view, const ConsensusProfile& profile, const std::string& unit) {
    std::string out;
    for (const std::string& locus : view.loci_of(unit)) {
        out += out.empty() ? "" : "<br/>";
        out += html::text(alleles(profile, locus));
    }
    return out;
}

std::string in_words(const View& view, std::size_t sample, std::size_t person, double log10_lr) {
    std::string other("an unrelated person");
    if (const std::string population = view.population_of(person); !population.empty()) {
        other += " of population ";
        other += html::name(population);
    }
    const std::string who = html::name(view.id.samples[sample]);
    const std::string whom = html::name(view.id.persons[person]);
    std::string out("The DNA of ");
    out += who;
    if (log10_lr > -0.05 && log10_lr < 0.05) {
        out += " is about as likely if it comes from ";
        out += whom;
        out += " as if it comes from ";
    } else {
        out += " is ";
        out += html::magnitude(log10_lr < 0.0 ? -log10_lr : log10_lr);
        out += log10_lr < 0.0 ? " times less likely if it comes from " : " times more likely if it comes from ";
        out += whom;
        out += " than if it comes from ";
    }
    out += other;
    out += '.';
    return out;
}

} // namespace muster::report
