// Families, linked loci, typing errors and warnings in small cases made by hand.

#include "small_case.hpp"

#include "muster/likelihood/linkage.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace muster::small {
namespace {

TEST(Identify, ComparesSeveralMissingOfOneFamilyEachWithTheOthersUntyped) {
    CaseInput input = small_case();
    input.persons.push_back({"Y1", "F1", "M1", Sex::male});
    input.family_of["Y1"] = "one";
    input.missing.push_back({"Y1", "one"});
    input.remains = {profile("S", Sex::male, {"AB", "BC"})};
    const auto found = answer(input).value();
    ASSERT_EQ(found.persons, (std::vector<std::string>{"X1", "X2", "Y1"}));
    EXPECT_NEAR(found.pairs[0][0].log10_lr, found.pairs[0][2].log10_lr, 1e-12); // brothers score alike
    EXPECT_NEAR(found.posterior[0][0], found.posterior[0][2], 1e-12);
    EXPECT_NEAR(posterior_sum(found, 0), 1.0, 1e-12);
}

TEST(Identify, SeesThatARelativeBelongsToTwoFamilies) {
    // F1 is also the brother of X3, who is missing from another family.
    CaseInput input = small_case();
    input.persons[0] = {"F1", "G", "H", Sex::male};
    input.persons.insert(input.persons.end(),
                         {{"G", "", "", Sex::male}, {"H", "", "", Sex::female}, {"X3", "G", "H", Sex::male}});
    input.missing.push_back({"X3", "three"});
    input.remains = {profile("S", Sex::male, {"AA", "AB"})};
    const auto found = answer(input, without_mutation()).value();
    // Full brothers: AA, AA: ¼ + ½ / p_a + ¼ / p_a²; AB, AB: ¼ + ½ (p_a + p_b)/(4 p_a p_b) + ¼ / (2 p_a p_b).
    const Pair& pair = found.pairs[0][2];
    EXPECT_NEAR(pair.lines[0].log10_lr, std::log10(0.25 + 0.5 / pa + 0.25 / (pa * pa)), 1e-12);
    EXPECT_NEAR(pair.lines[1].log10_lr, std::log10(0.25 + 0.5 * (pa + pb) / (4.0 * pa * pb) + 0.25 / (2.0 * pa * pb)),
                1e-12);
    EXPECT_EQ(found.pairs[0][0].status, PairStatus::excluded); // of AA × BB
}

TEST(Identify, TakesALinkedPairTogether) {
    CaseInput input = small_case();
    input.linkage = {{{"L1", "L2"}, {0.05}}};
    input.persons.push_back({"B1", "F1", "M1", Sex::male});
    input.references.erase("F1");
    input.references.erase("M1");
    input.references["B1"] = profile("B1", Sex::male, {"AB", "AC"});
    input.remains = {profile("S", Sex::male, {"AB", "AC"}), profile("half", Sex::male, {"AB", ""})};
    const auto found = answer(input).value();
    const Pair& pair = found.pairs[0][0];
    ASSERT_EQ(pair.lines.size(), 1U);
    EXPECT_EQ(pair.lines[0].name, "L1+L2");
    EXPECT_EQ(pair.loci_compared, 2U);
    // Directly: P(brothers' data) over P(one) P(other).
    const Pedigree family = Pedigree::make({{"F", "", "", Sex::male},
                                            {"M", "", "", Sex::female},
                                            {"1", "F", "M", Sex::male},
                                            {"2", "F", "M", Sex::male}})
                                .value();
    const LinkedLoci group{{&input.loci[0], &input.loci[1]}, {0.05}};
    const Observation first = Observation::make(input.loci[0], result("AB")).value();
    const Observation second = Observation::make(input.loci[1], result("AC")).value();
    const auto log_of = [&](bool one, bool two) {
        std::vector<std::vector<Observation>> seen(2, std::vector<Observation>(4));
        for (std::size_t brother : {2U, 3U}) {
            if (brother == 2 ? one : two) {
                seen[0][brother] = first;
                seen[1][brother] = second;
            }
        }
        return log_likelihood(family, group, seen).value();
    };
    // A linked group's LR sets u beside R: P(R, m) / (P(R) P_pop(m)), with the loci of u in equilibrium and no
    // mutation.
    const double expected = log_of(true, true) - log_of(true, false) - std::log(2.0 * pa * pb * 2.0 * pa * pc);
    EXPECT_NEAR(pair.log10_lr, expected / std::log(10.0), 1e-10);
    // One locus of the pair alone is that locus alone.
    CaseInput unlinked = input;
    unlinked.linkage.clear();
    const auto apart = answer(unlinked).value();
    EXPECT_NEAR(found.pairs[1][0].log10_lr, apart.pairs[1][0].log10_lr, 1e-10);
    EXPECT_GT(std::abs(found.pairs[0][0].log10_lr - apart.pairs[0][0].log10_lr), 0.01);
}

TEST(Identify, WeighsDropoutAndEmptyLoci) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::male, {"A", "-"})};
    IdentifyOptions options = without_mutation();
    options.errors = {0.2, 0.04, 0.0};
    const auto found = answer(input, options).value();
    // X1 is AB at L1: shows A alone with probability 0.2 · 0.8; anybody: p_a² 0.96 + 2 p_a (1 − p_a) 0.16.
    EXPECT_NEAR(found.pairs[0][0].lines[0].log10_lr, std::log10(0.16 / (pa * pa * 0.96 + 2.0 * pa * (1.0 - pa) * 0.16)),
                1e-12);
    // Both copies fail with 0.04 whatever they are: an empty locus says nothing here.
    EXPECT_NEAR(found.pairs[0][0].lines[1].log10_lr, 0.0, 1e-12);
    EXPECT_TRUE(found.pairs[0][0].lines[1].compared);
    EXPECT_TRUE(found.pairs[0][0].excluding.empty()); // A alone does not exclude an A/B
    EXPECT_EQ(found.dropout_het, 0.2);
    // Without a model of dropout A alone is A/A, which AA × BB cannot have; the empty locus is set aside, with a word.
    const auto plain = answer(input, without_mutation()).value();
    EXPECT_EQ(plain.pairs[0][0].status, PairStatus::excluded);
    EXPECT_FALSE(plain.pairs[0][0].lines[1].compared);
    EXPECT_TRUE(warned(plain, {"S", "tested and empty", "L2"}));
}

TEST(Identify, WarnsOfThreeAllelesAndLeavesTheLocusOut) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::male, {"ABC", "BC"})};
    const auto found = answer(input).value();
    EXPECT_TRUE(warned(found, {"S", "more alleles", "L1"}));
    EXPECT_FALSE(found.pairs[0][0].lines[0].compared);
    EXPECT_EQ(found.pairs[0][0].loci_compared, 1U);
    input.references["F1"] = profile("F1", Sex::male, {"ABD", "AB"});
    const auto reference = answer(input).value();
    EXPECT_TRUE(warned(reference, {"F1", "more than two alleles", "L1"}));
}

TEST(Identify, SaysSoWhenNoRelativeOrNoneOfFirstDegreeIsTyped) {
    CaseInput input = small_case();
    input.references.erase("F2");
    input.persons[0] = {"F1", "G", "H", Sex::male};
    input.persons.insert(input.persons.end(), {{"G", "", "", Sex::male}, {"H", "", "", Sex::female}});
    input.references.clear();
    input.references["G"] = profile("G", Sex::male, {"AA", "AB"});
    input.remains = {profile("S", Sex::unknown, {"AB", "BC"})};
    const auto found = answer(input).value();
    EXPECT_TRUE(warned(found, {"X1", "no parent, child or full sibling"}));
    EXPECT_TRUE(warned(found, {"X2", "no relative", "nothing"}));
    EXPECT_EQ(answer(input, without_mutation())->pairs[0][1].log10_lr, 0.0); // LR 1: as probable as before
    EXPECT_NEAR(found.pairs[0][1].log10_lr, 0.0, 0.01);                      // mutation moves a child's frequencies
    EXPECT_EQ(found.pairs[0][1].loci_compared, 0U);
    EXPECT_NEAR(posterior_sum(found, 0), 1.0, 1e-12);
}

TEST(Identify, ComparesWithTheMissingPersonsOwnEarlierTyping) {
    CaseInput input = small_case();
    input.references.clear();
    input.references["X1"] = profile("X1", Sex::male, {"AB", "BC"}); // a toothbrush
    input.remains = {profile("same", Sex::male, {"AB", "BC"}), profile("other", Sex::male, {"AB", "CC"})};
    const auto found = answer(input, without_mutation()).value();
    EXPECT_NEAR(found.pairs[0][0].log10_lr, -std::log10(2.0 * pa * pb * 2.0 * pb * pc), 1e-12);
    EXPECT_EQ(found.pairs[1][0].status, PairStatus::excluded);
    EXPECT_EQ(found.pairs[1][0].excluding, std::vector<std::string>{"L2"});
}

TEST(Identify, UsesThetaAndThePopulationOfThePerson) {
    CaseInput input = small_case();
    input.theta = 0.03;
    input.references.clear();
    input.references["X1"] = profile("X1", Sex::male, {"AB", ""});
    input.remains = {profile("S", Sex::male, {"AB", ""})};
    const double t = 0.03; // match probability of Balding & Nichols (1994)
    const double match = 2.0 * (t + (1.0 - t) * pa) * (t + (1.0 - t) * pb) / ((1.0 + t) * (1.0 + 2.0 * t));
    EXPECT_NEAR(answer(input, without_mutation()).value().pairs[0][0].log10_lr, -std::log10(match), 1e-12);
    input.theta = 0.0;
    input.populations = {"pop", "other"};
    for (Locus& locus : input.loci) {
        LocusSpec spec = locus.spec();
        spec.freqs.push_back({0.4, 0.3, 0.2, 0.1});
        locus = Locus::make(spec).value();
    }
    input.missing[0].population = 1;
    const auto found = answer(input, without_mutation()).value();
    EXPECT_NEAR(found.pairs[0][0].log10_lr, -std::log10(2.0 * 0.4 * 0.3), 1e-12);
    EXPECT_TRUE(warned(found, {"another population"}));
}

TEST(Identify, RefusesAnAlleleOfFrequencyZeroByName) {
    CaseInput input = small_case();
    LocusSpec spec = locus_spec(1);
    spec.freqs = {{0.0, 0.3, 0.3, 0.4}};
    input.loci[0] = Locus::make(spec).value();
    input.remains = {profile("S", Sex::male, {"AB", "BC"})};
    const auto refused = answer(input);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::bad_input);
    EXPECT_NE(refused.error().message.find("'A'"), std::string::npos);
}

TEST(Identify, StopsWhenAsked) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::male, {"AB", "BC"})};
    IdentifyOptions options;
    std::size_t calls = 0;
    options.progress = [&](std::size_t done, std::size_t all) {
        ++calls;
        EXPECT_EQ(done, calls);
        EXPECT_EQ(all, 2U);
        return false;
    };
    const auto stopped = answer(input, options);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::interrupted);
    EXPECT_EQ(calls, 1U);
}

} // namespace
} // namespace muster::small
