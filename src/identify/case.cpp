#include "muster/identify/case.hpp"

#include "muster/likelihood/locus_likelihood.hpp"

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace muster {

namespace {

using Problem = std::optional<Error>;

std::string quoted(const std::string& name) {
    return "'" + name + "'";
}

Problem bad(std::string message) {
    return Error{ErrorKind::bad_input, std::move(message)};
}

/// What the checks look things up in.
struct Index {
    LociByName loci;
    std::unordered_set<std::string> samples;
    std::unordered_set<std::string> missing;
};

bool is_fraction(double x, double most) {
    return x >= 0.0 && x <= most;
}

Problem check_loci(const CaseInput& input, Index& index) {
    if (input.loci.empty()) {
        return bad("the case has no loci; give allele frequencies for at least one marker");
    }
    for (const Locus& locus : input.loci) {
        if (!index.loci.emplace(locus.name(), &locus).second) {
            return bad("locus " + quoted(locus.name()) + " is given twice");
        }
        if (locus.population_count() != input.populations.size()) {
            return bad("locus " + quoted(locus.name()) + " has frequencies for " +
                       std::to_string(locus.population_count()) + " populations, the case has " +
                       std::to_string(input.populations.size()));
        }
    }
    return std::nullopt;
}

Result<void> check_result(const LocusResult& result, const Locus& locus, Sex sex, const std::string& whose) {
    for (const std::string& allele : result.alleles) {
        const auto known = locus.find(allele);
        if (!known) {
            return fail(
                ErrorKind::bad_input,
                whose + ": allele " + quoted(allele) + " at " + quoted(locus.name()) +
                    " is not in the frequency table; add it there, or give a frequency for rare alleles (--rare)");
        }
        if (known == locus.silent()) {
            return fail(ErrorKind::bad_input, whose + ": the silent allele " + quoted(allele) + " at " +
                                                  quoted(locus.name()) + " cannot have been observed");
        }
        if (locus.x_linked() && sex == Sex::male && allele != result.alleles.front()) {
            return fail(ErrorKind::bad_input,
                        whose + ": a male shows two alleles at the X-linked locus " + quoted(locus.name()));
        }
    }
    return {};
}

Result<void> check_amelogenin(const LocusResult& result, const std::string& whose) {
    for (const std::string& allele : result.alleles) {
        if (allele != "X" && allele != "Y" && allele != "x" && allele != "y") {
            return fail(ErrorKind::bad_input, whose + ": amelogenin shows " + quoted(allele) + ", expected X or Y");
        }
    }
    return {};
}

} // namespace

Result<void> check_profile(const SampleProfile& profile, const LociByName& loci, Sex pedigree_sex,
                           const std::string& whose) {
    const auto shown = sex_of(profile);
    if (!shown) {
        return fail(shown.error());
    }
    const Sex sex = *shown == Sex::unknown ? pedigree_sex : *shown;
    for (const Extraction& extraction : profile.extractions) {
        for (const Replicate& replicate : extraction.replicates) {
            for (const auto& [marker, result] : replicate.loci) {
                const bool amelogenin = is_amelogenin(marker);
                const auto locus = loci.find(marker);
                if (!amelogenin && locus == loci.end()) {
                    return fail(ErrorKind::bad_input,
                                whose + ": marker " + quoted(marker) + " has no allele frequencies");
                }
                auto checked =
                    amelogenin ? check_amelogenin(result, whose) : check_result(result, *locus->second, sex, whose);
                if (!checked) {
                    return checked;
                }
            }
        }
    }
    return {};
}

namespace {

/// Pairings and answers write "*" for nobody on the roster.
Problem check_name(const std::string& what, const std::string& name) {
    if (name.empty()) {
        return bad("a " + what + " has no name");
    }
    if (name == "*") {
        return bad("a " + what + " is called '*', which stands for nobody on the roster; give another name");
    }
    return std::nullopt;
}

Problem check_remains(const CaseInput& input, Index& index) {
    for (const SampleProfile& profile : input.remains) {
        if (auto problem = check_name("sample of the remains", profile.sample)) {
            return problem;
        }
        if (!index.samples.insert(profile.sample).second) {
            return bad("sample " + quoted(profile.sample) + " is given twice");
        }
        if (auto checked = check_profile(profile, index.loci, Sex::unknown, "sample " + quoted(profile.sample));
            !checked) {
            return checked.error();
        }
    }
    return std::nullopt;
}

Problem check_persons(const CaseInput& input, const Pedigree& pedigree, Index& index) {
    for (const Member& member : pedigree.members()) {
        if (member.population >= input.populations.size()) {
            return bad("person " + quoted(member.id) + " is of a population that the case does not have");
        }
    }
    for (const MissingPerson& missing : input.missing) {
        if (auto problem = check_name("missing person", missing.person)) {
            return problem;
        }
        if (!pedigree.find(missing.person)) {
            return bad("missing person " + quoted(missing.person) + " is not in the pedigree");
        }
        if (!index.missing.insert(missing.person).second) {
            return bad("missing person " + quoted(missing.person) + " is given twice");
        }
        if (missing.population >= input.populations.size()) {
            return bad("missing person " + quoted(missing.person) + " is of a population that the case does not have");
        }
        if (missing.prior && !is_fraction(*missing.prior, 1.0)) {
            return bad("the prior of missing person " + quoted(missing.person) +
                       " is not a probability between 0 and 1");
        }
    }
    return std::nullopt;
}

Problem check_references(CaseInput& input, const Pedigree& pedigree, const Index& index) {
    for (const auto& [person, profile] : input.references) {
        const auto member = pedigree.find(person);
        if (!member) {
            return bad("reference " + quoted(person) + " is not in the pedigree");
        }
        const Sex sex = pedigree.member(*member).sex;
        if (auto checked = check_profile(profile, index.loci, sex, "reference " + quoted(person)); !checked) {
            return checked.error();
        }
        const auto shown = sex_of(profile);
        if (shown && *shown != Sex::unknown && sex != Sex::unknown && *shown != sex) {
            input.notes.push_back("reference " + quoted(person) + ": the sample is " +
                                  (*shown == Sex::male ? "male" : "female") + ", the pedigree says " +
                                  (sex == Sex::male ? "male" : "female") + "; check the sample and the pedigree");
        }
    }
    return std::nullopt;
}

Problem check_pairings(const CaseInput& input, const Index& index) {
    for (const auto& [sample, persons] : input.pairings) {
        if (!index.samples.contains(sample)) {
            return bad("the pairings name sample " + quoted(sample) + ", which is not among the remains");
        }
        for (const std::string& person : persons) {
            if (!index.missing.contains(person)) {
                return bad("the pairings of sample " + quoted(sample) + " name " + quoted(person) +
                           ", who is not a missing person");
            }
        }
    }
    return std::nullopt;
}

Problem check_linkage(const CaseInput& input, const Index& index) {
    std::unordered_set<std::string> linked;
    for (const LinkageGroup& group : input.linkage) {
        if (group.loci.size() < 2 || group.rho.size() + 1 != group.loci.size()) {
            return bad("a linkage group needs at least two loci, and one recombination fraction between neighbours");
        }
        for (const std::string& name : group.loci) {
            if (!index.loci.contains(name)) {
                return bad("the linkage names locus " + quoted(name) + ", which has no allele frequencies");
            }
            if (!linked.insert(name).second) {
                return bad("locus " + quoted(name) + " is in two linkage groups");
            }
        }
        for (std::size_t i = 0; i < group.rho.size(); ++i) {
            if (!is_fraction(group.rho[i], 0.5)) {
                return bad("the recombination fraction between " + quoted(group.loci[i]) + " and " +
                           quoted(group.loci[i + 1]) + " is not between 0 and 0.5");
            }
        }
    }
    return std::nullopt;
}

Problem check_all(CaseInput& input, const Pedigree& pedigree) {
    if (!is_theta(input.theta)) {
        return bad("theta should be 0, or from 1e-12 to below 1");
    }
    Index index;
    if (auto problem = check_loci(input, index)) {
        return problem;
    }
    if (auto problem = check_remains(input, index)) {
        return problem;
    }
    if (auto problem = check_persons(input, pedigree, index)) {
        return problem;
    }
    if (auto problem = check_references(input, pedigree, index)) {
        return problem;
    }
    if (auto problem = check_pairings(input, index)) {
        return problem;
    }
    return check_linkage(input, index);
}

} // namespace

Result<Case> Case::make(CaseInput input) {
    auto pedigree = Pedigree::make(input.persons);
    if (!pedigree) {
        return fail(std::move(pedigree.error()));
    }
    if (auto problem = check_all(input, *pedigree)) {
        return fail(*std::move(problem));
    }
    Case made;
    made.input_ = std::move(input);
    made.pedigree_ = *std::move(pedigree);
    return made;
}

CaseInput part_of(const Case& subject, const std::set<std::size_t>& samples, const std::set<std::size_t>& persons) {
    const CaseInput& all = subject.input();
    const Pedigree& pedigree = subject.pedigree();
    CaseInput out;
    out.name = all.name;
    out.simulated = all.simulated;
    out.populations = all.populations;
    out.loci = all.loci;
    out.linkage = all.linkage;
    out.theta = all.theta;
    for (std::size_t i : samples) {
        out.remains.push_back(all.remains[i]);
        if (all.on_roster.contains(all.remains[i].sample)) {
            out.on_roster.insert(all.remains[i].sample);
        }
        if (const auto at = all.pairings.find(all.remains[i].sample); at != all.pairings.end()) {
            std::vector<std::string>& allowed = out.pairings[at->first];
            for (std::size_t j : persons) {
                if (std::find(at->second.begin(), at->second.end(), all.missing[j].person) != at->second.end()) {
                    allowed.push_back(all.missing[j].person);
                }
            }
        }
    }
    std::set<std::string> members;
    for (std::size_t j : persons) {
        out.missing.push_back(all.missing[j]);
        for (std::size_t m : pedigree.family_of(*pedigree.find(all.missing[j].person))) {
            members.insert(pedigree.member(m).id);
        }
    }
    std::copy_if(all.persons.begin(), all.persons.end(), std::back_inserter(out.persons),
                 [&](const PersonRecord& one) { return members.contains(one.id); });
    for (const std::string& id : members) {
        if (const auto at = all.family_of.find(id); at != all.family_of.end()) {
            out.family_of.insert(*at);
        }
        if (const auto at = all.references.find(id); at != all.references.end()) {
            out.references.insert(*at);
        }
    }
    return out;
}

} // namespace muster
