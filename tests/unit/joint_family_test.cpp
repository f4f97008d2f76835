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

/// ln P(everything | the samples are these persons), with nothing but the likelihood of one pedigree at one locus.
double by_itself(const Case& subject, const std::vector<std::size_t>& person) {
    const CaseInput& input = subject.input();
    const auto typed = [](const Locus& locus, const SampleProfile& sample) {
        const auto& loci = sample.extractions.front().replicates.front().loci;
        return Observation::make(locus, loci.at(locus.name())).value();
    };
    const Pedigree unrelated = Pedigree::make({{"SIM-U", "", "", Sex::male}}).value();
    double sum = 0.0;
    for (const Locus& locus : input.loci) {
        std::vector<Observation> seen(subject.pedigree().size());
        for (const auto& [reference, profile] : input.references) {
            seen[*subject.pedigree().find(reference)] = typed(locus, profile);
        }
        for (std::size_t i = 0; i < person.size(); ++i) {
            const Observation shown = typed(locus, input.remains[i]);
            if (person[i] == Assignment::nobody) {
                sum += log_likelihood(unrelated, locus, {shown}).value();
            } else {
                seen[*subject.pedigree().find(input.missing[person[i]].person)] = shown;
            }
        }
        sum += log_likelihood(subject.pedigree(), locus, seen).value();
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
        EXPECT_NEAR(one.log_likelihood, by_itself(subject, one.person), 1e-9 * std::abs(one.log_likelihood)) << n;
    }
}

} // namespace
} // namespace muster
