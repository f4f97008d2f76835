// Small cases made by hand: who is compared with whom, with what ratio, what is warned of.

#include "muster/identify/identify.hpp"

#include "muster/likelihood/linkage.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace muster {
namespace {

constexpr double pa = 0.1;
constexpr double pb = 0.2;
constexpr double pc = 0.3;

/// "AB" typed, "A?" partial, "-" tested and empty.
LocusResult result(const std::string& text) {
    LocusResult out;
    for (char c : text) {
        if (c != '?' && c != '-') {
            out.alleles.emplace_back(1, c);
        }
    }
    out.status = text == "-"                           ? LocusStatus::tested_and_empty
                 : text.find('?') != std::string::npos ? LocusStatus::partial
                                                       : LocusStatus::typed;
    return out;
}

/// Results at loci L1, L2, … in this order; "" is not tested.
SampleProfile profile(const std::string& id, Sex sex, const std::vector<std::string>& results) {
    std::map<std::string, LocusResult> loci;
    for (std::size_t l = 0; l < results.size(); ++l) {
        if (!results[l].empty()) {
            loci[std::string("L").append(std::to_string(l + 1))] = result(results[l]);
        }
    }
    return single_replicate(id, sex, loci);
}

LocusSpec locus_spec(std::size_t number) {
    LocusSpec spec;
    spec.name = std::string("L").append(std::to_string(number));
    spec.alleles = {"A", "B", "C", "D"};
    spec.freqs = {{pa, pb, pc, 0.4}};
    spec.male.model = MutationModel::equal;
    spec.male.rate = 0.003;
    spec.female = spec.male;
    return spec;
}

/// Two loci with mutation; family 1: parents F1, M1 of the missing X1; family 2: a father F2 of the missing X2.
CaseInput small_case() {
    CaseInput input;
    input.name = "small";
    input.populations = {"pop"};
    input.loci = {Locus::make(locus_spec(1)).value(), Locus::make(locus_spec(2)).value()};
    input.persons = {{"F1", "", "", Sex::male}, {"M1", "", "", Sex::female}, {"X1", "F1", "M1", Sex::male},
                     {"F2", "", "", Sex::male}, {"M2", "", "", Sex::female}, {"X2", "F2", "M2", Sex::female}};
    for (const PersonRecord& p : input.persons) {
        input.family_of[p.id] = p.id.back() == '1' ? "one" : "two";
    }
    input.references["F1"] = profile("F1", Sex::male, {"AA", "AB"});
    input.references["M1"] = profile("M1", Sex::female, {"BB", "CC"});
    input.references["F2"] = profile("F2", Sex::male, {"CC", "AB"});
    input.missing = {{"X1", "one"}, {"X2", "two"}};
    return input;
}

Result<Identification> answer(const CaseInput& input, const IdentifyOptions& options = {}) {
    auto made = Case::make(input);
    if (!made) {
        return fail(made.error());
    }
    return identify(*made, options);
}

IdentifyOptions without_mutation() {
    IdentifyOptions options;
    options.mutation = false;
    return options;
}

bool warned(const Identification& found, const std::vector<std::string>& words) {
    return std::any_of(found.warnings.begin(), found.warnings.end(), [&](const std::string& warning) {
        return std::all_of(words.begin(), words.end(),
                           [&](const std::string& word) { return warning.find(word) != std::string::npos; });
    });
}

double posterior_sum(const Identification& found, std::size_t sample) {
    return std::accumulate(found.posterior[sample].begin(), found.posterior[sample].end(),
                           found.posterior_none[sample]);
}

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
    EXPECT_EQ(found.pairs[0][1].log10_lr, 0.0); // LR 1: as probable as before
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
} // namespace muster
