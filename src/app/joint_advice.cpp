#include "joint_advice.hpp"

#include <algorithm>
#include <set>

namespace muster {
namespace {

constexpr std::size_t most_named = 4;

/// The alleles of each locus at which something was seen, whatever their order.
ConsensusProfile shown(const SampleProfile& sample) {
    ConsensusProfile out = consensus(sample);
    std::erase_if(out, [](const auto& locus) { return locus.second.status == LocusStatus::not_tested; });
    for (auto& [name, result] : out) {
        result.heights.clear();
        std::sort(result.alleles.begin(), result.alleles.end(), allele_less);
    }
    return out;
}

bool one_profile(const Case& subject, const std::set<std::size_t>& samples) {
    const auto& remains = subject.input().remains;
    return samples.size() > 1 && std::all_of(samples.begin(), samples.end(), [&](std::size_t i) {
               return shown(remains[i]) == shown(remains[*samples.begin()]);
           });
}

bool has_typed_descendant(const Case& subject, std::size_t member) {
    const Pedigree& pedigree = subject.pedigree();
    const auto& children = pedigree.children(member);
    return std::any_of(children.begin(), children.end(), [&](std::size_t child) {
        return subject.input().references.contains(pedigree.member(child).id) || has_typed_descendant(subject, child);
    });
}

/// All have the same parents, and nothing that is typed descends from one of them.
bool are_siblings(const Case& subject, const std::vector<std::size_t>& members) {
    const Pedigree& pedigree = subject.pedigree();
    const Member& first = pedigree.member(members.front());
    return members.size() > 1 && !first.is_founder() && std::all_of(members.begin(), members.end(), [&](std::size_t m) {
               const Member& one = pedigree.member(m);
               return one.father == first.father && one.mother == first.mother && !has_typed_descendant(subject, m);
           });
}

bool are_of_several_families(const Case& subject, const std::vector<std::size_t>& members) {
    const auto family = subject.pedigree().family_of(members.front());
    return std::any_of(members.begin(), members.end(),
                       [&](std::size_t m) { return std::find(family.begin(), family.end(), m) == family.end(); });
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t n = 0; n < std::min(names.size(), most_named); ++n) {
        out += (n == 0 ? "" : n + 1 == names.size() ? " and " : ", ") + names[n];
    }
    return names.size() > most_named ? out + " and " + std::to_string(names.size() - most_named) + " more" : out;
}

} // namespace

std::string advice_of_tie(const Case& subject, const JointAnswer& answer) {
    std::set<std::size_t> samples;
    std::set<std::size_t> persons;
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        const std::size_t one = answer.assignments[0].person[i];
        const std::size_t other = answer.assignments[1].person[i];
        if (one != other) {
            samples.insert(i);
            persons.insert({one, other});
        }
    }
    persons.erase(Assignment::nobody);
    std::vector<std::string> sample_names;
    for (const std::size_t i : samples) {
        sample_names.push_back(answer.samples[i]);
    }
    std::vector<std::string> names;
    std::vector<std::size_t> members;
    for (const std::size_t j : persons) {
        names.push_back(answer.persons[j]);
        members.push_back(*subject.pedigree().find(answer.persons[j]));
    }
    const std::string end = "; muster next ranks the steps.\n";
    if (one_profile(subject, samples)) {
        return listed(sample_names) +
               " show one profile, so that no relative tells them apart: more loci of these samples would, or the "
               "circumstances in which they were found" +
               (answer.together.empty() ? "; whether they are of one person is weighed with --present" : "") + end;
    }
    if (!members.empty() && are_siblings(subject, members)) {
        return listed(names) +
               " are full siblings, alike to everybody who is typed: a child of one of them would tell them apart (or "
               "a "
               "spouse and a child), or what is not DNA" +
               end;
    }
    if (!members.empty() && are_of_several_families(subject, members)) {
        return "The references of " + listed(names) +
               " fit equally well: more loci of the samples and references, or a further relative of one of them, "
               "would tell them apart, or what is not DNA" +
               end;
    }
    return "More loci, further relatives or what is not DNA may tell these apart" + end;
}

} // namespace muster
