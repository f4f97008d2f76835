#include "joint_cases.hpp"
#include "muster/joint/individuals.hpp"
#include "muster/joint/next.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace muster {
namespace {

using testing::case_of_sons;
using testing::SimulatedFamilies;
using testing::sons;
using testing::two_brothers;
using testing::weighed;

Case brothers_case() {
    const SimulatedFamilies family(two_brothers(), 3);
    return family.make({"SIM-X1", "SIM-X2"}, {"SIM-mother", "SIM-father"},
                       {family.sample("B1", "SIM-X1"), family.sample("B2", "SIM-X2")});
}

TEST(WhatNext, AChildOfOneOfTwoBrothersTellsThemApart) {
    const Case subject = brothers_case();
    EXPECT_EQ(identified_persons(weighed(subject), 0.99), 0U);
    NextOptions next;
    next.simulations = 10;
    const auto answer = what_next(subject, {}, {}, next);
    ASSERT_TRUE(answer) << answer.error().text();
    ASSERT_FALSE(answer->steps.empty());
    EXPECT_EQ(answer->identified, 0U);
    EXPECT_EQ(answer->steps.front().kind, NextKind::relative);
    EXPECT_EQ(answer->steps.front().what, "SIM-child");
    EXPECT_GT(answer->steps.front().gain, 1.5);
    for (const NextStep& step : answer->steps) {
        EXPECT_TRUE(step.what != "SIM-wife" || std::abs(step.gain) < 1e-9) << "a widow alone says nothing";
    }
}

TEST(WhatNext, DoesNotDependOnTheNumberOfThreads) {
    const Case subject = brothers_case();
    NextOptions next;
    next.simulations = 5;
    next.threads = 1;
    const auto one = what_next(subject, {}, {}, next);
    next.threads = 3;
    const auto three = what_next(subject, {}, {}, next);
    ASSERT_TRUE(one && three);
    ASSERT_EQ(one->steps.size(), three->steps.size());
    for (std::size_t n = 0; n < one->steps.size(); ++n) {
        EXPECT_EQ(one->steps[n].what, three->steps[n].what);
        EXPECT_EQ(one->steps[n].gain, three->steps[n].gain);
    }
}

TEST(WhatNext, MoreLociOfAPoorSampleMayIdentifyIt) {
    const SimulatedFamilies family(sons(4), 8);
    const Case subject = family.make({"SIM-S1", "SIM-S2", "SIM-S3", "SIM-S4"}, {"SIM-F1", "SIM-F2", "SIM-F3", "SIM-F4"},
                                     {family.sample("poor", "SIM-S2", 0, 3)});
    NextOptions next;
    next.simulations = 20;
    const auto answer = what_next(subject, {}, {}, next);
    ASSERT_TRUE(answer) << answer.error().text();
    const auto more = std::find_if(answer->steps.begin(), answer->steps.end(),
                                   [](const NextStep& step) { return step.kind == NextKind::more_loci; });
    ASSERT_NE(more, answer->steps.end());
    EXPECT_GT(more->gain, 0.3);
}

TEST(WhatNext, NothingIsOpenWhenEverybodyIsFound) {
    const SimulatedFamilies family(sons(1), 8);
    const Case subject = family.make({"SIM-S1"}, {"SIM-F1", "SIM-M1"}, {family.sample("whole", "SIM-S1")});
    const auto answer = what_next(subject, {}, {}, {});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->identified, 1U);
    EXPECT_TRUE(answer->steps.empty());
}

JointOptions partition() {
    JointOptions out;
    PartitionPrior prior;
    prior.present = 0.5;
    prior.unknown = {1.0};
    prior.yield.poisson_mean = 2.0;
    out.partition = prior;
    return out;
}

TEST(FoundIndividuals, PiecesOfOneManAreOneIndividualWithTheirDifferencesShown) {
    const SimulatedFamilies family(sons(2), 21);
    IdentifyOptions options;
    options.errors = {0.05, 0.0025, 0.0};
    // One allele dropped out of the second piece at a locus where the first shows two.
    SampleProfile second = family.sample("second piece", "SIM-S1");
    auto& loci = second.extractions.front().replicates.front().loci;
    std::string dropped;
    for (auto& [name, result] : loci) {
        if (dropped.empty() && result.alleles[0] != result.alleles[1]) {
            dropped = name;
            result = {LocusStatus::partial, {result.alleles[0]}};
        }
    }
    const Case subject =
        family.make({"SIM-S1", "SIM-S2"}, {"SIM-F1", "SIM-F2"},
                    {family.sample("first piece", "SIM-S1"), second, family.sample("other", "SIM-S2")});
    const JointAnswer answer = weighed(subject, partition(), options);
    const auto individuals = found_individuals(subject, answer);
    ASSERT_EQ(individuals.size(), 2U);
    EXPECT_EQ(individuals[0].samples, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(individuals[0].person, 0U);
    EXPECT_GT(individuals[0].together, 0.999);
    std::size_t differences = 0;
    for (const CommonLocus& locus : individuals[0].loci) {
        differences += locus.agree ? 0 : 1;
        EXPECT_TRUE(locus.agree || locus.locus == dropped) << locus.locus;
        EXPECT_TRUE(locus.one_person);
        EXPECT_LE(locus.alleles.size(), 2U);
    }
    EXPECT_EQ(differences, 1U);
}

TEST(JointAnswer, AManAndAWomanAreNeverOneIndividualWhateverSampleOfUnknownSexStandsBeforeThem) {
    const SimulatedFamilies family(sons(1), 21);
    for (const auto& order : std::vector<std::vector<Sex>>{{Sex::unknown, Sex::male, Sex::female},
                                                           {Sex::male, Sex::unknown, Sex::female},
                                                           {Sex::male, Sex::female, Sex::unknown}}) {
        std::vector<SampleProfile> remains;
        std::vector<std::size_t> sexed;
        for (Sex sex : order) {
            remains.push_back(family.sample("piece " + std::to_string(remains.size()), "SIM-S1"));
            remains.back().sex = sex;
            if (sex != Sex::unknown) {
                sexed.push_back(remains.size() - 1);
            }
        }
        const JointAnswer answer = weighed(family.make({"SIM-S1"}, {}, remains), partition());
        EXPECT_EQ(answer.together[sexed[0]][sexed[1]], 0.0);
        EXPECT_LT(answer.individuals[1], 1e-12);
    }
}

TEST(JointAnswer, HundredsOfEqualAssignmentsAreListedWithoutGoingThroughAllThatAreEqual) {
    const SimulatedFamilies family(sons(60), 5, 2);
    std::vector<std::string> missing;
    for (int n = 1; n <= 60; ++n) {
        missing.push_back("SIM-S" + std::to_string(n));
    }
    std::vector<SampleProfile> remains;
    for (int n = 1; n <= 6; ++n) {
        remains.push_back(family.sample("bone " + std::to_string(n), "SIM-S" + std::to_string(n)));
    }
    const JointAnswer answer = weighed(family.make(missing, {}, remains)); // nobody's relative is typed
    ASSERT_EQ(answer.assignments.size(), 10U);
    double possible = 0.0; // Σ_k C(6,k) · 60!/(60−k)!
    for (int k = 0; k <= 6; ++k) {
        possible += std::tgamma(7.0) / (std::tgamma(k + 1.0) * std::tgamma(7.0 - k)) *
                    std::exp(std::lgamma(61.0) - std::lgamma(61.0 - k));
    }
    EXPECT_NEAR(answer.assignments_possible / possible, 1.0, 1e-9);
    std::set<std::vector<std::size_t>> different;
    for (const Assignment& one : answer.assignments) {
        EXPECT_NEAR(one.posterior * possible, 1.0, 1e-9);
        different.insert(one.person);
    }
    EXPECT_EQ(different.size(), 10U);
}

TEST(JointAnswer, ASampleThatIsSomebodyOfTheRosterIsOneOfThemInEveryAssignment) {
    const SimulatedFamilies family(sons(2), 21);
    const Case open = family.make({"SIM-S1", "SIM-S2"}, {"SIM-F1", "SIM-F2"},
                                  {family.sample("first", "SIM-S1"), family.sample("second", "SIM-S2", 0, 2)});
    CaseInput input = open.input();
    input.on_roster = {"second"};
    JointOptions all;
    all.listing = Listing::all;
    const JointAnswer before = weighed(open, all);
    const JointAnswer answer = weighed(Case::make(input).value(), all);
    EXPECT_GT(before.unknown[1][0], 0.0);
    EXPECT_EQ(answer.unknown[1][0], 0.0);
    EXPECT_GT(answer.unknown[0][0], 0.0);
    EXPECT_LT(answer.assignments.size(), before.assignments.size());
    for (const Assignment& one : answer.assignments) {
        EXPECT_NE(one.person[1], Assignment::nobody);
    }
}

TEST(FoundIndividuals, TheOrderInWhichALaboratoryWritesAllelesIsNoDifference) {
    const SimulatedFamilies family(sons(1), 21);
    SampleProfile turned = family.sample("turned", "SIM-S1");
    for (auto& [name, result] : turned.extractions.front().replicates.front().loci) {
        std::reverse(result.alleles.begin(), result.alleles.end());
    }
    const Case subject = family.make({"SIM-S1"}, {"SIM-F1"}, {family.sample("straight", "SIM-S1"), turned});
    const auto individuals = found_individuals(subject, weighed(subject, partition()));
    ASSERT_EQ(individuals.size(), 1U);
    ASSERT_EQ(individuals[0].samples.size(), 2U);
    for (const CommonLocus& locus : individuals[0].loci) {
        EXPECT_TRUE(locus.agree) << locus.locus;
    }
}

TEST(JointAnswer, IsRefusedWhereNothingIsPossible) {
    const SimulatedFamilies family(sons(1), 21);
    CaseInput input =
        family.make({"SIM-S1"}, {"SIM-F1"}, {family.sample("one", "SIM-S1"), family.sample("two", "SIM-S1")}).input();
    input.on_roster = {"one", "two"}; // and there is one person
    const Case subject = Case::make(input).value();
    const auto pairwise = identify(subject, {});
    const auto answer = identify_jointly(subject, {}, pairwise.value(), {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unanswerable);
    EXPECT_NE(answer.error().message.find("no assignment possible"), std::string::npos) << answer.error().message;
}

TEST(JointAnswer, TheContrastHoldsTheBestWithAndTheBestWithout) {
    JointOptions joint;
    joint.question = {"B1", "SIM-X1"};
    const JointAnswer answer = weighed(brothers_case(), joint);
    ASSERT_TRUE(answer.contrast && answer.contrast->with && answer.contrast->without);
    EXPECT_EQ(answer.contrast->with->person, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(answer.contrast->without->person, (std::vector<std::size_t>{1, 0}));
    EXPECT_NEAR(answer.contrast->with->posterior, answer.contrast->without->posterior, 1e-12);
    EXPECT_NEAR(answer.log10_glr[0][0], 0.0, 1e-9);
}

TEST(JointAnswer, TheFlatPriorWarnsOfSeveralSamplesOfOneIndividual) {
    const SimulatedFamilies family(sons(2), 21);
    const Case subject =
        family.make({"SIM-S1", "SIM-S2"}, {"SIM-F1", "SIM-F2"},
                    {family.sample("A", "SIM-S1"), family.sample("B", "SIM-S1"), family.sample("C", "SIM-S2")});
    const JointAnswer flat = weighed(subject);
    ASSERT_EQ(flat.warnings.size(), 1U);
    EXPECT_NE(flat.warnings[0].find("'A' and 'B' have profiles of one person"), std::string::npos) << flat.warnings[0];
    EXPECT_TRUE(weighed(subject, partition()).warnings.empty());
    JointOptions linked;
    linked.evidence.must_link = {{"A", "B"}};
    EXPECT_TRUE(weighed(subject, linked).warnings.empty());
}

TEST(JointAnswer, DrawsComeWithTheirPosterior) {
    const SimulatedFamilies family(sons(3), 5);
    const Case subject = family.make({"SIM-S1", "SIM-S2", "SIM-S3"}, {"SIM-F1", "SIM-F2", "SIM-F3"},
                                     {family.sample("A", "SIM-S1", 0, 2), family.sample("B", "SIM-S2", 2, 2)});
    for (const bool flat : {true, false}) {
        JointOptions joint = flat ? JointOptions{} : partition();
        joint.draws = 20'000;
        const JointAnswer answer = weighed(subject, joint);
        for (std::size_t i = 0; i < 2; ++i) {
            for (std::size_t j = 0; j < 3; ++j) {
                const auto hits = std::count_if(answer.draws.begin(), answer.draws.end(),
                                                [&](const Assignment& one) { return one.person[i] == j; });
                EXPECT_NEAR(static_cast<double>(hits) / 20'000.0, answer.posterior[i][j], 0.015);
            }
        }
    }
}

TEST(JointAnswer, AFewSamplesAgainstHundredsOfFamiliesAreExact) {
    const SimulatedFamilies family(sons(400), 9, 8);
    IdentifyOptions options;
    options.errors = {0.05, 0.0025, 0.0}; // every pair is possible
    const Case subject = case_of_sons(family, 400, {family.sample("A", "SIM-S17"), family.sample("B", "SIM-S333")});
    const JointAnswer answer = weighed(subject, {}, options);
    EXPECT_TRUE(answer.sampled_components.empty());
    for (std::size_t i = 0; i < 2; ++i) {
        const double sum =
            std::accumulate(answer.posterior[i].begin(), answer.posterior[i].end(), answer.unknown[i][0]);
        EXPECT_NEAR(sum, 1.0, 1e-9);
    }
}

TEST(JointAnswer, TwoSamplesOfOneMayBePossibleWhereOneIsNot) {
    const SimulatedFamilies family(sons(2), 21);
    const Case subject = family.make({"SIM-S1", "SIM-S2"}, {"SIM-F1", "SIM-F2"},
                                     {family.sample("A", "SIM-S1"), family.sample("B", "SIM-S1")});
    JointOptions joint = partition();
    joint.partition->yield.probability = {0.5, 0.0, 0.5};
    const JointAnswer answer = weighed(subject, joint);
    EXPECT_GT(answer.posterior[0][0], 0.99);
    EXPECT_NEAR(answer.together[0][1], 1.0, 1e-9);
}

TEST(JointAnswer, AnImprobableQuestionIsAnsweredLikeAnyOther) {
    const SimulatedFamilies family(sons(12), 2);
    std::vector<std::string> missing;
    std::vector<std::string> fathers;
    std::vector<SampleProfile> remains;
    for (int n = 1; n <= 12; ++n) {
        const std::string number = std::to_string(n);
        missing.push_back("SIM-S" + number);
        fathers.push_back("SIM-F" + number);
        remains.push_back(family.sample("R" + number, "SIM-S" + number, 0, 6));
    }
    const Case subject = family.make(missing, fathers, remains);
    IdentifyOptions options;
    options.errors = {0.3, 0.09, 0.1}; // every pair is possible
    const JointAnswer before = weighed(subject, {}, options);
    ASSERT_TRUE(before.sampled_components.empty());
    const auto& glr = before.log10_glr[0];
    const auto least = static_cast<std::size_t>(std::min_element(glr.begin(), glr.end()) - glr.begin());
    ASSERT_TRUE(std::isfinite(glr[least]));
    JointOptions joint;
    joint.question = {"R1", missing[least]};
    const JointAnswer answer = weighed(subject, joint, options);
    ASSERT_TRUE(answer.contrast && answer.contrast->with && answer.contrast->without);
    EXPECT_EQ(answer.contrast->with->person[0], least);
    EXPECT_NE(answer.contrast->without->person[0], least);
    EXPECT_NEAR(glr[least], std::log10(answer.contrast->with->posterior / answer.contrast->without->posterior), 1e-6);
}

TEST(WhatNext, AFurtherSampleOfABoneDoesNotCountAgainstWhatAnIndividualYields) {
    const SimulatedFamilies family(sons(3), 8);
    const Case subject = family.make({"SIM-S1", "SIM-S2", "SIM-S3"}, {"SIM-F1", "SIM-F2", "SIM-F3"},
                                     {family.sample("poor", "SIM-S2", 0, 3)});
    JointOptions joint = partition();
    joint.partition->yield.probability = {0.3, 0.7};
    NextOptions next;
    next.simulations = 20;
    const auto answer = what_next(subject, {}, joint, next);
    ASSERT_TRUE(answer) << answer.error().text();
    const auto another = std::find_if(answer->steps.begin(), answer->steps.end(),
                                      [](const NextStep& step) { return step.kind == NextKind::another_sample; });
    ASSERT_NE(another, answer->steps.end());
    EXPECT_GT(another->gain, 0.2);
}

/// Bad priors and evidence are refused with a message that names them.
class RefusedJointOptions : public ::testing::Test {
  protected:
    void refused(const JointOptions& joint, const std::string& with) {
        const Case subject = brothers_case();
        const auto pairwise = identify(subject, {});
        const auto answer = identify_jointly(subject, {}, pairwise.value(), joint);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::bad_input);
        EXPECT_NE(answer.error().message.find(with), std::string::npos) << answer.error().message;
    }
};

TEST_F(RefusedJointOptions, APriorThatIsNone) {
    JointOptions joint = partition();
    joint.partition->present = 1.5;
    refused(joint, "between 0 and 1");
    joint = partition();
    joint.partition->persons["nobody"] = 0.5;
    refused(joint, "nobody");
    joint = partition();
    joint.partition->unknown = {-1.0};
    refused(joint, "not on the roster");
    joint = partition();
    joint.partition->unknown = {1.0, 1.0};
    refused(joint, "each population");
    joint = partition();
    joint.partition->yield.poisson_mean = 0.0;
    refused(joint, "above 0");
    joint = partition();
    joint.partition->yield.probability = {0.5, 0.4};
    refused(joint, "add up to 1");
}

TEST_F(RefusedJointOptions, EvidenceAboutNobodyAndLinksThatContradict) {
    JointOptions joint = partition();
    joint.evidence.must_link = {{"B1", "B9"}};
    refused(joint, "B9");
    joint = partition();
    joint.evidence.is_person[{"B1", "SIM-mother"}] = 1.0;
    refused(joint, "SIM-mother");
    joint = partition();
    joint.evidence.same_individual[{"B1", "B1"}] = 1.0;
    refused(joint, "beside itself");
    joint = partition();
    joint.evidence.must_link = {{"B1", "B2"}};
    joint.evidence.cannot_link = {{"B2", "B1"}};
    refused(joint, "they are not");
}

} // namespace
} // namespace muster
