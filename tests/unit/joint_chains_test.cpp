#include "joint_cases.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace muster {
namespace {

using testing::case_of_sons;
using testing::SimulatedFamilies;
using testing::sons;
using testing::two_brothers;
using testing::weighed;

/// Nothing is small enough for exact inference.
JointOptions sampled_always() {
    JointOptions joint;
    joint.most_transitions = 0.0;
    return joint;
}

TEST(SampledCases, TheBestAssignmentIsFoundAmongMoreThanTheChainsVisit) {
    const SimulatedFamilies family(sons(12), 9, 2);
    std::vector<SampleProfile> remains;
    for (int n = 1; n <= 12; ++n) {
        remains.push_back(family.sample("bone " + std::to_string(n), "SIM-S" + std::to_string(n)));
    }
    const Case subject = case_of_sons(family, 12, remains);
    const JointAnswer exact = weighed(subject);
    ASSERT_GT(exact.assignments_possible, 1e6);
    JointOptions chains = sampled_always();
    chains.chains.effective_size = 50.0;
    chains.chains.r_hat = 2.0;
    const JointAnswer sampled = weighed(subject, chains);
    ASSERT_FALSE(sampled.sampled_components.empty());
    EXPECT_NEAR(sampled.best->log_likelihood, exact.best->log_likelihood, 1e-9);
}

TEST(SampledCases, AssignmentsThatTieShareTheirPosterior) {
    const SimulatedFamilies family(two_brothers(), 3);
    const Case subject = family.make({"SIM-X1", "SIM-X2"}, {"SIM-mother", "SIM-father"},
                                     {family.sample("B1", "SIM-X1"), family.sample("B2", "SIM-X2")});
    const JointAnswer answer = weighed(subject, sampled_always());
    ASSERT_FALSE(answer.sampled_components.empty());
    ASSERT_GE(answer.assignments.size(), 2U);
    EXPECT_NEAR(answer.assignments[0].posterior, 0.5, 0.1);
    EXPECT_NEAR(answer.assignments[1].posterior, 0.5, 0.1);
    EXPECT_NEAR(answer.log_evidence, weighed(subject).log_evidence, 0.2);
}

/// Where nothing else is open, what a state says of the places is the posterior itself: no visits are counted.
TEST(SampledCases, OneSampleAmongManyHasItsExactPosterior) {
    const SimulatedFamilies family(sons(40), 9, 3);
    const Case subject = case_of_sons(family, 40, {family.sample("poor", "SIM-S7", 0, 2)});
    IdentifyOptions options;
    options.errors = {0.05, 0.0025, 0.0}; // every pair is possible
    for (const bool flat : {true, false}) {
        JointOptions joint = sampled_always();
        if (!flat) {
            joint.partition = PartitionPrior{};
        }
        const JointAnswer sampled = weighed(subject, joint, options);
        ASSERT_FALSE(sampled.sampled_components.empty());
        joint.most_transitions = JointOptions{}.most_transitions;
        const JointAnswer exact = weighed(subject, joint, options);
        ASSERT_TRUE(exact.sampled_components.empty());
        for (std::size_t j = 0; j < sampled.persons.size(); ++j) {
            EXPECT_NEAR(sampled.posterior[0][j], exact.posterior[0][j], 1e-9) << sampled.persons[j];
        }
        EXPECT_NEAR(sampled.unknown[0][0], exact.unknown[0][0], 1e-9);
    }
}

/// Four typings of one man at the same loci say no more than one of them, though each LR counts: where they are is
/// weighed at every place all the same.
TEST(SampledCases, SeveralSamplesOfOneManHaveTheirExactPosterior) {
    const SimulatedFamilies family(sons(30), 9, 6);
    JointOptions joint = sampled_always();
    joint.partition = PartitionPrior{};
    std::vector<SampleProfile> remains;
    for (const std::string name : {"A", "B", "C", "D"}) {
        for (const SampleProfile& other : remains) {
            joint.evidence.same_individual[{other.sample, name}] = 40.0; // surely
        }
        remains.push_back(family.sample(name, "SIM-S7", 0, 6));
    }
    const Case subject = case_of_sons(family, 30, remains);
    IdentifyOptions options;
    options.errors = {0.3, 0.09, 0.0}; // every pair is possible, more or less
    const JointAnswer sampled = weighed(subject, joint, options);
    ASSERT_FALSE(sampled.sampled_components.empty());
    joint.most_transitions = JointOptions{}.most_transitions;
    const JointAnswer exact = weighed(subject, joint, options);
    ASSERT_TRUE(exact.sampled_components.empty());
    for (std::size_t j = 0; j < sampled.persons.size(); ++j) {
        EXPECT_NEAR(sampled.posterior[2][j], exact.posterior[2][j], 2e-5) << sampled.persons[j];
    }
}

/// Two samples that both fit a third and contradict each other: one can only come as the other goes.
TEST(SampledCases, SamplesThatContendForAThirdTakeTurns) {
    const SimulatedFamilies family(sons(12), 4, 6);
    const Case subject = case_of_sons(family, 12,
                                      {family.sample("whole", "SIM-S3", 0, 2), family.sample("one", "SIM-S3", 3, 1),
                                       family.sample("other", "SIM-S8", 3, 1)});
    JointOptions joint = sampled_always();
    joint.partition = PartitionPrior{};
    joint.chains.effective_size = 4000.0;
    const JointAnswer sampled = weighed(subject, joint);
    joint.most_transitions = JointOptions{}.most_transitions;
    const JointAnswer exact = weighed(subject, joint);
    ASSERT_GT(exact.together[0][1], 0.05);
    ASSERT_GT(exact.together[0][2], 0.01);
    ASSERT_EQ(exact.together[1][2], 0.0);
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = i + 1; k < 3; ++k) {
            EXPECT_NEAR(sampled.together[i][k], exact.together[i][k], 0.02) << i << ' ' << k;
        }
    }
    EXPECT_GT(sampled.sampled_components.front().accepted.back(), 0U) << "displaced";
}

} // namespace
} // namespace muster
