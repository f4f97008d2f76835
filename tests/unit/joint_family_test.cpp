// Assignments of several missing of one family, each against the likelihood of its own pedigree at its own loci.

#include "joint_cases.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace muster {
namespace {

using testing::case_of_eight;
using testing::eight_of_one_family;
using testing::SimulatedFamilies;
using testing::weighed;

Observation shown(const Locus& locus, const SampleProfile& sample, const TypingErrors& errors) {
    const auto& loci = sample.extractions.front().replicates.front().loci;
    const auto at = loci.find(locus.name());
    return at == loci.end() ? Observation() : Observation::make(locus, at->second, errors).value();
}

/// ln P(everything | assignment), with nothing but the likelihood of a pedigree at a locus.
double by_itself(const Case& subject, const Assignment& assignment, const TypingErrors& errors = {}) {
    const CaseInput& input = subject.input();
    double sum = 0.0;
    for (const Locus& locus : input.loci) {
        std::vector<Observation> seen(subject.pedigree().size());
        for (const auto& [reference, profile] : input.references) {
            seen[*subject.pedigree().find(reference)] = shown(locus, profile, {});
        }
        for (std::size_t i = 0; i < assignment.person.size(); ++i) {
            if (assignment.person[i] != Assignment::nobody) {
                Observation& of = seen[*subject.pedigree().find(input.missing[assignment.person[i]].person)];
                of = of.and_also(shown(locus, input.remains[i], errors));
            }
        }
        sum += log_likelihood(subject.pedigree(), locus, seen).value();
        for (const Assignment::Unknown& unknown : assignment.unknown) {
            Observation of;
            for (std::size_t i : unknown.samples) {
                of = of.and_also(shown(locus, input.remains[i], errors));
            }
            const Sex sex = input.remains[unknown.samples.front()].sex;
            sum += log_likelihood(Pedigree::make({{"SIM-U", "", "", sex}}).value(), locus, {of}).value();
        }
    }
    return sum;
}

TEST(SeveralOfOneFamily, EveryAssignmentHasTheLikelihoodOfItsOwnPedigree) {
    const SimulatedFamilies family(eight_of_one_family(), 5, 8, 0.001);
    const Case subject = case_of_eight(family);
    JointOptions joint;
    joint.top = 400;
    const JointAnswer answer = weighed(subject, joint);
    ASSERT_TRUE(answer.sampled_components.empty());
    // Of five men and three women: Σ_k C(5,k)² k! times Σ_k C(3,k)² k!.
    EXPECT_EQ(answer.assignments_possible, 1546.0 * 34.0);
    ASSERT_EQ(answer.assignments.size(), 400U);
    for (std::size_t n = 0; n < 400; n += 21) {
        const Assignment& one = answer.assignments[n];
        EXPECT_NEAR(one.log_likelihood, by_itself(subject, one), 1e-9 * std::abs(one.log_likelihood)) << n;
    }
}

/// The alleles of a person: one of the mother alone where `hemizygous`, none where both are silent.
LocusResult visible(const Locus& locus, const Genes& genes, bool hemizygous) {
    LocusResult out{LocusStatus::typed, {}, {}};
    for (const std::size_t allele : {hemizygous ? genes.maternal : genes.paternal, genes.maternal}) {
        if (allele != locus.silent()) {
            out.alleles.push_back(locus.alleles()[allele]);
        }
    }
    if (out.alleles.empty()) {
        return {};
    }
    out.alleles.resize(2, out.alleles.front());
    return out;
}

/// Two brothers and a sister, of each a sample that shows everything and one that does not: one allele is missing, and
/// two loci.
Case siblings_with_two_samples_each() {
    CaseInput input;
    input.name = "simulated";
    input.simulated = true;
    input.populations = {"any"};
    const MutationSpec equal{MutationModel::equal, 0.01};
    for (const std::string name : {"A1", "A2", "A3", "X1", "X2"}) {
        const Inheritance inheritance = name[0] == 'X' ? Inheritance::x_linked : Inheritance::autosomal;
        LocusSpec spec{name, inheritance, {"10", "11", "12", "null"}, {{0.1, 0.2, 0.3, 0.4}}, equal, equal};
        spec.silent = name == "A2" ? "null" : "";
        spec.alleles.back() = name == "A2" ? "null" : "13";
        input.loci.push_back(Locus::make(std::move(spec)).value());
    }
    input.persons = {{"SIM-father", "", "", Sex::male},
                     {"SIM-mother", "", "", Sex::female},
                     {"SIM-X1", "SIM-father", "SIM-mother", Sex::male},
                     {"SIM-X2", "SIM-father", "SIM-mother", Sex::male},
                     {"SIM-X3", "SIM-father", "SIM-mother", Sex::female}};
    const Pedigree pedigree = Pedigree::make(input.persons).value();
    Random random(11);
    std::map<std::string, std::map<std::string, LocusResult>> typed;
    for (const Locus& locus : input.loci) {
        const auto genes = drop_genes(locus, pedigree, 0.0, random).value();
        for (std::size_t m = 0; m < pedigree.size(); ++m) {
            const bool hemizygous = locus.x_linked() && pedigree.member(m).sex == Sex::male;
            typed[pedigree.member(m).id][locus.name()] = visible(locus, genes[m], hemizygous);
        }
    }
    input.references["SIM-mother"] = single_replicate("SIM-mother", Sex::female, typed["SIM-mother"]);
    for (const std::string n : {"1", "2", "3"}) {
        input.missing.push_back({"SIM-X" + n, "SIM"});
        const Sex sex = n == "3" ? Sex::female : Sex::male;
        auto loci = typed["SIM-X" + n];
        input.remains.push_back(single_replicate("V" + n, sex, loci));
        loci["A1"].alleles[1] = loci["A1"].alleles[0];
        loci.erase("A3");
        loci.erase("X2");
        input.remains.push_back(single_replicate("W" + n, sex, std::move(loci)));
    }
    return Case::make(std::move(input)).value();
}

TEST(SeveralOfOneFamily, SamplesOfOneAreTogetherWhatTheyShowAlsoAtXLinkedLociAndWithASilentAllele) {
    IdentifyOptions options;
    options.errors = {0.1, 0.01, 0.0};
    const Case subject = siblings_with_two_samples_each();
    JointOptions joint;
    joint.partition = PartitionPrior{};
    joint.top = 2000;
    const JointAnswer answer = weighed(subject, joint, options);
    ASSERT_TRUE(answer.sampled_components.empty());
    ASSERT_EQ(static_cast<double>(answer.assignments.size()), answer.assignments_possible);
    std::size_t several = 0;
    for (const Assignment& one : answer.assignments) {
        EXPECT_NEAR(one.log_likelihood, by_itself(subject, one, options.errors), 1e-9 * std::abs(one.log_likelihood));
        const std::set<std::size_t> persons(one.person.begin(), one.person.end());
        several += persons.size() - persons.count(Assignment::nobody) > 1 ? 1 : 0;
    }
    EXPECT_GT(several, 100U);
}

} // namespace
} // namespace muster
