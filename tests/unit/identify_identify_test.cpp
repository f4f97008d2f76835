// Who is compared with whom, with what ratio and what prior, in small cases made by hand.

#include "small_case.hpp"

#include "muster/likelihood/linkage.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace muster::small {
namespace {

TEST(Identify, GivesTheTextbookRatioLocusByLocus) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::male, {"AB", "BC"})};
    const auto found = answer(input, without_mutation()).value();
    const Pair& pair = found.pairs[0][0];
    ASSERT_EQ(pair.status, PairStatus::ok);
    // Parents AA × BB give AB always: 1 / (2 p_a p_b). AB × CC give BC half the time: ½ / (2 p_b p_c).
    EXPECT_NEAR(pair.lines[0].log10_lr, std::log10(1.0 / (2.0 * pa * pb)), 1e-12);
    EXPECT_NEAR(pair.lines[1].log10_lr, std::log10(0.5 / (2.0 * pb * pc)), 1e-12);
    EXPECT_NEAR(pair.log10_lr, pair.lines[0].log10_lr + pair.lines[1].log10_lr, 1e-12);
    EXPECT_EQ(pair.loci_compared, 2U);
    EXPECT_TRUE(pair.excluding.empty());
    EXPECT_FALSE(found.mutation);
}

TEST(Identify, DoesNotCompareSexesThatDiffer) {
    CaseInput input = small_case();
    input.remains = {profile("man", Sex::male, {"AB", "BC"}), profile("woman", Sex::female, {"AB", "BC"}),
                     profile("unsexed", Sex::unknown, {"AB", "BC"})};
    const auto found = answer(input).value();
    EXPECT_EQ(found.pairs[0][0].status, PairStatus::ok);
    EXPECT_EQ(found.pairs[0][1].status, PairStatus::sex);
    EXPECT_EQ(found.pairs[1][0].status, PairStatus::sex);
    EXPECT_EQ(found.pairs[1][1].status, PairStatus::ok);
    EXPECT_EQ(found.pairs[2][0].status, PairStatus::ok);
    EXPECT_EQ(found.pairs[2][1].status, PairStatus::ok);
    EXPECT_EQ(found.posterior[0][1], 0.0);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(posterior_sum(found, i), 1.0, 1e-12);
    }
}

TEST(Identify, ComparesEverybodyWithAPersonWhoseSexThePedigreeOnlyGuessed) {
    CaseInput input = small_case();
    LocusSpec x = locus_spec(3);
    x.inheritance = Inheritance::x_linked;
    input.loci.push_back(Locus::make(x).value());
    input.missing[0].sex_unknown = true;
    input.remains = {profile("woman", Sex::female, {"AB", "BC", "AD"}), profile("man", Sex::male, {"AB", "BC", "A"})};
    input.references["M1"] = profile("M1", Sex::female, {"BB", "CC", "AD"});
    const auto found = answer(input).value();
    for (std::size_t i = 0; i < 2; ++i) {
        const Pair& pair = found.pairs[i][0];
        EXPECT_EQ(pair.status, PairStatus::ok);
        EXPECT_FALSE(pair.lines[2].compared); // one X or two? the X says nothing
        EXPECT_EQ(pair.loci_compared, 2U);
    }
    EXPECT_TRUE(warned(found, {"X1", "X-linked", "L3"}));
}

TEST(Identify, ReadsTheXOfMenAndWomen) {
    CaseInput input = small_case();
    LocusSpec x = locus_spec(3);
    x.inheritance = Inheritance::x_linked;
    input.loci = {Locus::make(locus_spec(1)).value(), Locus::make(locus_spec(2)).value(), Locus::make(x).value()};
    input.references["M1"] = profile("M1", Sex::female, {"", "", "AB"});
    input.references["F1"] = profile("F1", Sex::male, {"", "", "C"});
    input.references["F2"] = profile("F2", Sex::male, {"", "", "C"});
    input.remains = {profile("son", Sex::male, {"", "", "A"}), profile("daughter", Sex::female, {"", "", "AC"})};
    const auto found = answer(input, without_mutation()).value();
    EXPECT_NEAR(found.pairs[0][0].log10_lr, std::log10(1.0 / (2.0 * pa)), 1e-12); // ½ / p_a: the father says nothing
    EXPECT_NEAR(found.pairs[1][1].log10_lr, std::log10(1.0 / (2.0 * pc)), 1e-12); // C from the father: p_a / 2 p_a p_c
}

TEST(Identify, WeighsWhatThePedigreeAloneSays) {
    CaseInput input = small_case();
    // The parents of X1 are brother and sister; nobody is typed at L1. He is homozygous by descent one time in four.
    input.persons = {{"G1", "", "", Sex::male},       {"G2", "", "", Sex::female},    {"F1", "G1", "G2", Sex::male},
                     {"M1", "G1", "G2", Sex::female}, {"X1", "F1", "M1", Sex::male},  {"F2", "", "", Sex::male},
                     {"M2", "", "", Sex::female},     {"X2", "F2", "M2", Sex::female}};
    input.references.erase("M1");
    input.references["F1"] = profile("F1", Sex::male, {"", "AB"});
    input.references["F2"] = profile("F2", Sex::male, {"", "AB"});
    input.remains = {profile("S", Sex::unknown, {"AA", ""}), profile("T", Sex::unknown, {"AB", ""})};
    const auto found = answer(input, without_mutation()).value();
    EXPECT_NEAR(found.pairs[0][0].log10_lr, std::log10((0.25 + 0.75 * pa) / pa), 1e-12);
    EXPECT_NEAR(found.pairs[1][0].log10_lr, std::log10(0.75), 1e-12);
    EXPECT_TRUE(found.pairs[0][0].lines[0].compared);
    EXPECT_EQ(found.pairs[0][0].loci_compared, 0U) << "nobody is typed";
    EXPECT_EQ(found.pairs[0][1].log10_lr, 0.0);
    EXPECT_FALSE(found.pairs[0][1].lines[0].compared);
}

TEST(Identify, KeepsToThePairings) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::unknown, {"AB", "BC"}), profile("T", Sex::unknown, {"AB", "BC"})};
    input.pairings["S"] = {"X2"};
    const auto found = answer(input).value();
    EXPECT_EQ(found.pairs[0][0].status, PairStatus::not_considered);
    EXPECT_EQ(found.pairs[0][1].status, PairStatus::ok);
    EXPECT_EQ(found.pairs[1][0].status, PairStatus::ok);
    EXPECT_EQ(found.posterior[0][0], 0.0);
    EXPECT_EQ(found.by_person[0].size(), 1U);
}

TEST(Identify, NamesTheLociThatExclude) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::male, {"CC", "BC"})};
    const auto plain = answer(input, without_mutation()).value();
    EXPECT_EQ(plain.pairs[0][0].status, PairStatus::excluded);
    EXPECT_EQ(plain.pairs[0][0].log10_lr, -INFINITY);
    EXPECT_EQ(plain.pairs[0][0].excluding, std::vector<std::string>{"L1"});
    EXPECT_EQ(plain.posterior[0][0], 0.0);
    EXPECT_EQ(plain.posterior_none[0], 1.0);
    EXPECT_TRUE(plain.by_sample[0].empty());
    // With mutation the ratio is small but finite, and the locus is still named.
    const auto mutating = answer(input).value();
    EXPECT_EQ(mutating.pairs[0][0].status, PairStatus::ok);
    EXPECT_LT(mutating.pairs[0][0].log10_lr, -3.0);
    EXPECT_EQ(mutating.pairs[0][0].excluding, std::vector<std::string>{"L1"});
}

TEST(Identify, WarnsOfReferencesThatContradictTheirPedigree) {
    CaseInput input = small_case();
    input.persons.push_back({"B1", "F1", "M1", Sex::male});
    input.references["B1"] = profile("B1", Sex::male, {"DD", "AC"}); // of AA × BB at L1
    input.remains = {profile("S", Sex::male, {"AB", "BC"})};
    const auto plain = answer(input, without_mutation()).value();
    EXPECT_TRUE(warned(plain, {"X1", "contradict", "L1"}));
    EXPECT_FALSE(plain.pairs[0][0].lines[0].compared);
    EXPECT_EQ(plain.pairs[0][0].loci_compared, 1U);
    EXPECT_NEAR(plain.pairs[0][0].log10_lr, std::log10(0.5 / (2.0 * pb * pc)), 1e-12);
    const auto mutating = answer(input).value();
    EXPECT_TRUE(warned(mutating, {"X1", "L1", "only with a mutation"}));
    EXPECT_TRUE(mutating.pairs[0][0].lines[0].compared);
    EXPECT_FALSE(warned(answer(small_case()).value(), {"mutation among themselves"}));
}

TEST(Identify, WeighsWithTheFlatPrior) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::unknown, {"AC", "AC"})};
    const auto found = answer(input).value();
    const double lr1 = std::pow(10.0, found.pairs[0][0].log10_lr);
    const double lr2 = std::pow(10.0, found.pairs[0][1].log10_lr);
    EXPECT_NEAR(found.posterior[0][0], lr1 / (lr1 + lr2 + 1.0), 1e-12);
    EXPECT_NEAR(found.posterior[0][1], lr2 / (lr1 + lr2 + 1.0), 1e-12);
    EXPECT_NEAR(found.posterior_none[0], 1.0 / (lr1 + lr2 + 1.0), 1e-12);
    ASSERT_EQ(found.by_sample[0].size(), 2U); // best first
    EXPECT_GE(found.by_sample[0][0].log10_lr, found.by_sample[0][1].log10_lr);
}

TEST(Identify, WeighsWithAnEqualPriorAndATable) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::unknown, {"AC", "AC"})};
    IdentifyOptions options;
    options.prior = EqualPrior{0.2};
    const auto equal = answer(input, options).value();
    const double lr1 = std::pow(10.0, equal.pairs[0][0].log10_lr);
    const double lr2 = std::pow(10.0, equal.pairs[0][1].log10_lr);
    EXPECT_NEAR(equal.posterior[0][1], 0.2 * lr2 / (0.2 * lr1 + 0.2 * lr2 + 0.6), 1e-12);
    options.prior = PriorTable{{"X1", 0.7}};
    const auto table = answer(input, options).value();
    EXPECT_NEAR(table.posterior[0][0], 0.7 * lr1 / (0.7 * lr1 + 0.3), 1e-12);
    EXPECT_EQ(table.posterior[0][1], 0.0); // not named
    EXPECT_TRUE(warned(table, {"X2", "no probability"}));
    EXPECT_NEAR(posterior_sum(table, 0), 1.0, 1e-12);
}

TEST(Identify, TakesThePriorsThatTheCaseStatesUnlessOthersAreGiven) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::unknown, {"AC", "AC"})};
    input.missing[0].prior = 0.5;
    input.missing[1].prior = 0.25;
    const auto found = answer(input).value();
    const double lr1 = std::pow(10.0, found.pairs[0][0].log10_lr);
    const double lr2 = std::pow(10.0, found.pairs[0][1].log10_lr);
    EXPECT_NEAR(found.posterior_none[0], 0.25 / (0.5 * lr1 + 0.25 * lr2 + 0.25), 1e-12);
    IdentifyOptions options;
    options.prior = EqualPrior{0.1};
    EXPECT_NEAR(answer(input, options).value().posterior_none[0], 0.8 / (0.1 * lr1 + 0.1 * lr2 + 0.8), 1e-12);
}

TEST(Identify, RefusesWhatIsNoPrior) {
    CaseInput input = small_case();
    input.remains = {profile("S", Sex::unknown, {"AC", "AC"})};
    for (const Prior& prior :
         {Prior(EqualPrior{0.6}), Prior(EqualPrior{-0.1}), Prior(EqualPrior{std::nan("")}),
          Prior(PriorTable{{"X1", 0.7}, {"X2", 0.4}}), Prior(PriorTable{{"X1", 1.2}}), Prior(PriorTable{{"Z", 0.1}})}) {
        IdentifyOptions options;
        options.prior = prior;
        const auto refused = answer(input, options);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::bad_input);
        EXPECT_NE(refused.error().message.find("prior"), std::string::npos);
    }
}

TEST(Identify, GivesPosteriorsOfOneEvenWhenNoneOfThemIsRuledOutAndTheRatiosAreTiny) {
    CaseInput input = small_case();
    input.loci.clear();
    std::vector<std::string> father;
    std::vector<std::string> sample;
    for (std::size_t l = 1; l <= 150; ++l) { // 150 opposite homozygotes: ratios of about 10^-390
        input.loci.push_back(Locus::make(locus_spec(l)).value());
        father.emplace_back("AA");
        sample.emplace_back("BB");
    }
    input.references.clear();
    input.references["F1"] = profile("F1", Sex::male, father);
    input.references["F2"] = profile("F2", Sex::male, father);
    input.remains = {profile("S", Sex::unknown, sample)};
    IdentifyOptions options;
    options.prior = EqualPrior{0.5};
    const auto found = answer(input, options).value();
    ASSERT_LT(found.pairs[0][0].log10_lr, -330.0);
    EXPECT_NEAR(found.posterior[0][0], 0.5, 1e-9);
    EXPECT_NEAR(posterior_sum(found, 0), 1.0, 1e-12);
}

} // namespace
} // namespace muster::small
