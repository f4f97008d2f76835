// Numbers that a textbook gives, formula beside each (Evett & Weir 1998; Buckleton, Bright & Taylor 2016; Balding &
// Nichols 1994; Pinto, Gusmão & Amorim 2011 for the X).

#include "muster/likelihood/likelihood_ratio.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

namespace muster {
namespace {

constexpr double pa = 0.1;
constexpr double pb = 0.2;
constexpr double pc = 0.3;
constexpr double pd = 0.4;

LocusSpec spec() {
    LocusSpec s;
    s.name = "L";
    s.alleles = {"A", "B", "C", "D"};
    s.freqs = {{pa, pb, pc, pd}};
    return s;
}

Locus locus(const LocusSpec& s = spec()) {
    return Locus::make(s).value();
}

Locus x_locus() {
    LocusSpec s = spec();
    s.inheritance = Inheritance::x_linked;
    return locus(s);
}

/// "AB" and "A" are typed, "A?" is partial, "-" is tested and empty, "" is not tested.
Observation seen(const Locus& at, const std::string& text, const TypingErrors& errors = {}) {
    LocusResult result;
    for (char c : text) {
        if (c != '?' && c != '-') {
            result.alleles.emplace_back(1, c);
        }
    }
    result.status = text.empty()                          ? LocusStatus::not_tested
                    : text == "-"                         ? LocusStatus::tested_and_empty
                    : text.find('?') != std::string::npos ? LocusStatus::partial
                                                          : LocusStatus::typed;
    return Observation::make(at, result, errors).value();
}

double likelihood(const std::vector<PersonRecord>& persons, const Locus& at,
                  const std::map<std::string, std::string>& typed, double theta = 0.0) {
    const Pedigree pedigree = Pedigree::make(persons).value();
    std::vector<Observation> observations(pedigree.size());
    for (const auto& [id, text] : typed) {
        observations[*pedigree.find(id)] = seen(at, text);
    }
    LikelihoodOptions options;
    options.theta = theta;
    return std::exp(log_likelihood(pedigree, at, observations, options).value());
}

double alone(const Locus& at, const std::string& text, Sex sex = Sex::unknown, const TypingErrors& errors = {}) {
    const Pedigree pedigree = Pedigree::make({{"1", "", "", sex}}).value();
    return std::exp(log_likelihood(pedigree, at, {seen(at, text, errors)}).value());
}

/// Likelihood of the typed persons as related over that of them as unrelated.
double ratio(const std::vector<PersonRecord>& related, const Locus& at, const std::map<std::string, std::string>& typed,
             double theta = 0.0) {
    std::vector<PersonRecord> apart;
    for (PersonRecord p : related) {
        p.father.clear();
        p.mother.clear();
        apart.push_back(std::move(p));
    }
    return likelihood(related, at, typed, theta) / likelihood(apart, at, typed, theta);
}

const std::vector<PersonRecord> trio{{"F", "", "", Sex::male}, {"M", "", "", Sex::female}, {"C", "F", "M", Sex::male}};
const std::vector<PersonRecord> daughter{
    {"F", "", "", Sex::male}, {"M", "", "", Sex::female}, {"C", "F", "M", Sex::female}};
const std::vector<PersonRecord> sibs{
    {"F", "", "", Sex::male}, {"M", "", "", Sex::female}, {"1", "F", "M", Sex::male}, {"2", "F", "M", Sex::male}};
const std::vector<PersonRecord> half_sisters{{"F", "", "", Sex::male},
                                             {"M", "", "", Sex::female},
                                             {"N", "", "", Sex::female},
                                             {"1", "F", "M", Sex::female},
                                             {"2", "F", "N", Sex::female}};
const std::vector<PersonRecord> uncle{{"G", "", "", Sex::male},   {"H", "", "", Sex::female},
                                      {"F", "G", "H", Sex::male}, {"1", "G", "H", Sex::male},
                                      {"M", "", "", Sex::female}, {"2", "F", "M", Sex::male}};
const std::vector<PersonRecord> cousins{
    {"G", "", "", Sex::male},   {"H", "", "", Sex::female}, {"F", "G", "H", Sex::male}, {"U", "G", "H", Sex::male},
    {"M", "", "", Sex::female}, {"N", "", "", Sex::female}, {"1", "F", "M", Sex::male}, {"2", "U", "N", Sex::male}};

constexpr double tight = 1e-12;

TEST(TextbookRatio, OfAPaternityTrio) {
    const auto index = [&](const char* father) { // against a random man: both typed, mother kept
        return likelihood(trio, locus(), {{"F", father}, {"M", "AB"}, {"C", "BC"}}) /
               (alone(locus(), father) * likelihood(trio, locus(), {{"M", "AB"}, {"C", "BC"}}));
    };
    EXPECT_NEAR(index("CC"), 1.0 / pc, tight);         // the father must have given C: 1 / p_c
    EXPECT_NEAR(index("CD"), 1.0 / (2.0 * pc), tight); // with probability ½
    EXPECT_EQ(index("AD"), 0.0);                       // excluded
}

TEST(TextbookRatio, OfAPaternityTrioWithMotherAndChildAlike) {
    const double lr = likelihood(trio, locus(), {{"F", "AC"}, {"M", "AB"}, {"C", "AB"}}) /
                      (alone(locus(), "AC") * likelihood(trio, locus(), {{"M", "AB"}, {"C", "AB"}}));
    EXPECT_NEAR(lr, 1.0 / (2.0 * (pa + pb)), tight); // the paternal allele is A or B: ½ / (p_a + p_b)
}

TEST(TextbookRatio, OfAParentAndChild) {
    const auto duo = [&](const char* f, const char* c) { return ratio(trio, locus(), {{"F", f}, {"C", c}}); };
    EXPECT_NEAR(duo("AA", "AA"), 1.0 / pa, tight);
    EXPECT_NEAR(duo("AA", "AB"), 1.0 / (2.0 * pa), tight);
    EXPECT_NEAR(duo("AC", "AB"), 1.0 / (4.0 * pa), tight);
    EXPECT_NEAR(duo("AB", "AB"), (pa + pb) / (4.0 * pa * pb), tight);
    EXPECT_EQ(duo("AB", "CD"), 0.0);
}

TEST(TextbookRatio, OfMoreDistantRelatives) {
    // LR = κ0 + κ1·LR(parent and child) + κ2·LR(identity), κ of the relationship.
    const double one_shared = (pa + pb) / (4.0 * pa * pb);
    const double both_shared = 1.0 / (2.0 * pa * pb);
    const std::map<std::string, std::string> typed{{"1", "AB"}, {"2", "AB"}};
    EXPECT_NEAR(ratio(sibs, locus(), typed), 0.25 + 0.5 * one_shared + 0.25 * both_shared, tight);
    EXPECT_NEAR(ratio(half_sisters, locus(), typed), 0.5 + 0.5 * one_shared, tight);
    EXPECT_NEAR(ratio(uncle, locus(), typed), 0.5 + 0.5 * one_shared, tight);
    EXPECT_NEAR(ratio(cousins, locus(), typed), 0.75 + 0.25 * one_shared, tight);
    EXPECT_NEAR(ratio(sibs, locus(), {{"1", "AB"}, {"2", "CD"}}), 0.25, tight);
}

TEST(TextbookRatio, OnTheXChromosome) {
    const Locus x = x_locus();
    EXPECT_NEAR(ratio(daughter, x, {{"F", "A"}, {"C", "AB"}}), 1.0 / (2.0 * pa), tight); // p_a p_b / (p_a · 2 p_a p_b)
    EXPECT_NEAR(ratio(daughter, x, {{"F", "A"}, {"C", "AA"}}), 1.0 / pa, tight);
    EXPECT_EQ(ratio(daughter, x, {{"F", "A"}, {"C", "BC"}}), 0.0);
    EXPECT_NEAR(ratio(trio, x, {{"M", "AB"}, {"C", "A"}}), 1.0 / (2.0 * pa), tight); // mother and son
    EXPECT_NEAR(ratio(trio, x, {{"F", "A"}, {"C", "B"}}), 1.0, tight);               // father and son share none
    EXPECT_NEAR(ratio(sibs, x, {{"1", "A"}, {"2", "A"}}), 0.5 + 0.5 / pa, tight);    // brothers
    EXPECT_NEAR(ratio(half_sisters, x, {{"1", "AB"}, {"2", "AC"}}), 1.0 / (4.0 * pa), tight); // the father's one X
    EXPECT_EQ(ratio(half_sisters, x, {{"1", "AA"}, {"2", "BC"}}), 0.0);
}

TEST(Coancestry, GivesTheMatchProbabilitiesOfBaldingAndNichols) {
    constexpr double t = 0.03;
    const std::vector<PersonRecord> two{{"1", "", "", Sex::male}, {"2", "", "", Sex::male}};
    const auto match = [&](const char* g) {
        return likelihood(two, locus(), {{"1", g}, {"2", g}}, t) / likelihood(two, locus(), {{"1", g}}, t);
    };
    const double denominator = (1.0 + t) * (1.0 + 2.0 * t);
    EXPECT_NEAR(match("AB"), 2.0 * (t + (1.0 - t) * pa) * (t + (1.0 - t) * pb) / denominator, tight);
    EXPECT_NEAR(match("AA"), (2.0 * t + (1.0 - t) * pa) * (3.0 * t + (1.0 - t) * pa) / denominator, tight);
    // One person: an allele pair is alike by co-ancestry with probability θ.
    EXPECT_NEAR(likelihood(two, locus(), {{"1", "AA"}}, t), pa * (t + (1.0 - t) * pa), tight);
}

TEST(Coancestry, LowersThePaternityRatio) {
    constexpr double t = 0.05;
    // Father AA, child AA, no mother: the fourth A of an unrelated child: LR = (1 + 2θ) / (3θ + (1−θ) p).
    EXPECT_NEAR(ratio(trio, locus(), {{"F", "AA"}, {"C", "AA"}}, t), (1.0 + 2.0 * t) / (3.0 * t + (1.0 - t) * pa),
                tight);
}

TEST(SilentAllele, ExplainsOppositeHomozygotes) {
    constexpr double s = 0.05;
    LocusSpec with = spec();
    with.alleles.emplace_back("s");
    with.freqs = {{0.05, pb, pc, pd, s}};
    with.silent = "s";
    const Locus at = locus(with);
    constexpr double p = 0.05;
    EXPECT_NEAR(alone(at, "AA"), p * p + 2.0 * p * s, tight);
    EXPECT_NEAR(alone(at, "-"), s * s, tight);
    // Father A/s passes on s, the mother B: 2 p_a s · ½ · p_b.
    EXPECT_NEAR(likelihood(trio, at, {{"F", "AA"}, {"C", "BB"}}), p * s * pb, tight);
    EXPECT_EQ(likelihood(trio, at, {{"F", "AB"}, {"C", "CC"}}), 0.0);
}

TEST(TypingErrors, GiveTheProbabilitiesOfTheirDefinition) {
    constexpr double d = 0.2;
    constexpr double h = 0.07;
    const TypingErrors errors{d, h, 0.0};
    const double homozygous = pa * pa + pb * pb + pc * pc + pd * pd;
    EXPECT_NEAR(alone(locus(), "A", Sex::male, errors), pa * pa * (1.0 - h) + 2.0 * pa * (1.0 - pa) * d * (1.0 - d),
                tight);
    EXPECT_NEAR(alone(locus(), "AB", Sex::male, errors), 2.0 * pa * pb * (1.0 - d) * (1.0 - d), tight);
    EXPECT_NEAR(alone(locus(), "-", Sex::male, errors), homozygous * h + (1.0 - homozygous) * d * d, tight);
    EXPECT_NEAR(alone(x_locus(), "-", Sex::male, errors), d, tight); // one copy: as an allele of a heterozygote
    EXPECT_NEAR(alone(x_locus(), "A", Sex::male, errors), pa * (1.0 - d), tight);
}

TEST(TypingErrors, LetOneAlleleDropIn) {
    constexpr double c = 0.04;
    const TypingErrors errors{0.0, 0.0, c};
    EXPECT_NEAR(alone(locus(), "AB", Sex::male, errors),
                (1.0 - c) * 2.0 * pa * pb + c * (pa * pa * pb + pb * pb * pa + 2.0 * pa * pb * (pa + pb)), tight);
    EXPECT_NEAR(alone(locus(), "ABC", Sex::male, errors), c * 6.0 * pa * pb * pc, tight); // any of the three dropped in
    EXPECT_EQ(alone(locus(), "-", Sex::male, errors), 0.0);
}

TEST(TypingErrors, LetASilentAlleleDropInUnseen) {
    constexpr double c = 0.04;
    constexpr double s = 0.1;
    LocusSpec with = spec();
    with.alleles = {"A", "B", "s"};
    with.freqs = {{0.4, 0.5, s}};
    with.silent = "s";
    // s/s shows nothing: no drop-in, or a silent one.
    EXPECT_NEAR(alone(locus(with), "-", Sex::male, {0.0, 0.0, c}), s * s * (1.0 - c + c * s), tight);
}

TEST(PartialGenotype, IsAnyGenotypeWithThatAllele) {
    EXPECT_NEAR(alone(locus(), "A?"), pa * pa + 2.0 * pa * (1.0 - pa), tight);
    EXPECT_NEAR(likelihood(trio, locus(), {{"F", "BB"}, {"C", "A?"}}), pb * pb * pa, tight); // A from the mother
}

TEST(InbredFounder, IsHomozygousMoreOften) {
    constexpr double f = 0.25;
    const std::vector<PersonRecord> one{{"1", "", "", Sex::male, f}};
    EXPECT_NEAR(likelihood(one, locus(), {{"1", "AA"}}), f * pa + (1.0 - f) * pa * pa, tight);
    EXPECT_NEAR(likelihood(one, locus(), {{"1", "AB"}}), (1.0 - f) * 2.0 * pa * pb, tight);
}

TEST(Mutation, ExplainsAnExcludedFather) {
    constexpr double rate = 0.003;
    LocusSpec with = spec();
    with.male.model = MutationModel::equal;
    with.male.rate = rate;
    // AA → B or C with rate/3 each, the other allele from the mother: rate/3 (p_b + p_c) P(AA).
    EXPECT_NEAR(likelihood(trio, locus(with), {{"F", "AA"}, {"C", "BC"}}), pa * pa * rate / 3.0 * (pb + pc), tight);
}

TEST(Mutation, OfOneSexOnlyLeavesTheOtherExcluded) {
    LocusSpec with = spec();
    with.male.model = MutationModel::equal;
    with.male.rate = 0.003;
    with.female.model = MutationModel::equal;
    with.female.rate = 0.0;
    EXPECT_EQ(likelihood(trio, locus(with), {{"M", "AA"}, {"C", "BB"}}), 0.0);
    EXPECT_GT(likelihood(trio, locus(with), {{"F", "AA"}, {"C", "BB"}}), 0.0);
    with.inheritance = Inheritance::x_linked; // a son's X is his mother's: the men's mutations do not help him
    EXPECT_EQ(likelihood(trio, locus(with), {{"M", "AA"}, {"C", "B"}}), 0.0);
    EXPECT_GT(likelihood(daughter, locus(with), {{"F", "A"}, {"C", "BC"}}), 0.0);
}

TEST(Impossible, IsMinusInfinityAndNeverNotANumber) {
    EXPECT_EQ(likelihood(trio, locus(), {{"F", "AA"}, {"C", "BB"}}), 0.0);
    EXPECT_EQ(likelihood(sibs, locus(), {{"F", "AA"}, {"M", "BB"}, {"1", "AB"}, {"2", "AA"}}), 0.0);
    EXPECT_EQ(likelihood(trio, locus(), {{"F", "AA"}, {"C", "BB"}}, 0.02), 0.0);
    const Pedigree pedigree = Pedigree::make(trio).value();
    const std::vector<Observation> contradiction{seen(locus(), "AA"), {}, seen(locus(), "BB")};
    const GenotypeTable table = genotype_table(pedigree, locus(), contradiction, 1).value();
    for (double v : table.values) {
        EXPECT_EQ(v, 0.0);
    }
    EXPECT_EQ(table.log_sum(), -INFINITY);
    const Locus at = locus();
    const auto unit = UnitTable::make(pedigree, {{&at}, {}}, std::span(&contradiction, 1), 1, 0).value();
    EXPECT_TRUE(unit.contradictory());
}

TEST(FrequencyZero, MakesFoundersImpossibleAndChildrenPossibleByMutation) {
    LocusSpec with = spec();
    with.freqs = {{0.0, 0.3, 0.3, 0.4}};
    EXPECT_EQ(alone(locus(with), "AB"), 0.0);
    EXPECT_EQ(likelihood(trio, locus(with), {{"C", "AB"}}), 0.0);
    with.male.model = MutationModel::equal;
    with.male.rate = 0.03; // A by the father's mutation from any allele, 0.01; B from the mother
    EXPECT_NEAR(likelihood(trio, locus(with), {{"C", "AB"}}), 0.01 * 0.3, tight);
    EXPECT_NEAR(likelihood(trio, locus(with), {{"C", "AB"}}, 0.1), 0.01 * 0.3, tight);
    EXPECT_EQ(likelihood(trio, locus(with), {{"F", "AB"}, {"C", "BB"}}, 0.1), 0.0);
}

TEST(BadInput, IsAnsweredByName) {
    const Pedigree pedigree = Pedigree::make(trio).value();
    const Locus at = locus();
    for (double theta : {-0.1, 1.0, std::nan("")}) {
        LikelihoodOptions options;
        options.theta = theta;
        const auto answer = log_likelihood(pedigree, at, std::vector<Observation>(3), options);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::bad_input);
        EXPECT_NE(answer.error().message.find("theta"), std::string::npos);
    }
    const Pedigree unsexed = Pedigree::make({{"who", "", "", Sex::unknown}}).value();
    const Locus x = x_locus();
    const auto answer = log_likelihood(unsexed, x, {seen(x, "A")});
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("'who'"), std::string::npos);
    const Pedigree foreign = Pedigree::make({{"far", "", "", Sex::male, 0.0, 3}}).value();
    const auto unknown_population = log_likelihood(foreign, at, {seen(at, "AA")});
    ASSERT_FALSE(unknown_population);
    EXPECT_NE(unknown_population.error().message.find("'far'"), std::string::npos);
    const auto make = [&](std::vector<std::string> alleles, LocusStatus status, TypingErrors errors = {}) {
        return Observation::make(at, {status, std::move(alleles)}, errors);
    };
    EXPECT_FALSE(make({"Z"}, LocusStatus::typed));
    EXPECT_FALSE(make({"A", "B", "C"}, LocusStatus::typed));
    EXPECT_TRUE(make({"A", "B", "C"}, LocusStatus::typed, {0.0, 0.0, 0.1}));
    EXPECT_FALSE(make({}, LocusStatus::typed));
    EXPECT_FALSE(make({}, LocusStatus::partial));
    EXPECT_FALSE(make({"A"}, LocusStatus::tested_and_empty));
    EXPECT_FALSE(make({"A"}, LocusStatus::typed, {1.5, 0.0, 0.0}));
    EXPECT_FALSE(make({"A"}, LocusStatus::typed, {std::nan(""), 0.0, 0.0}));
}

TEST(LinkedLoci, TellPhaseKnownGrandchildrenApart) {
    // Grandparents AA-AA and BB-BB, father AB-AB with phase A-A / B-B, mother CC-CC: a child AC-AC did not recombine,
    // AC-BC did.
    const std::vector<PersonRecord> line{{"G", "", "", Sex::male},
                                         {"H", "", "", Sex::female},
                                         {"F", "G", "H", Sex::male},
                                         {"M", "", "", Sex::female},
                                         {"C", "F", "M", Sex::male}};
    const Pedigree pedigree = Pedigree::make(line).value();
    const Locus at = locus();
    constexpr double rho = 0.12;
    const LinkedLoci pair{{&at, &at}, {rho}};
    const auto all = [&](const char* child) {
        return std::vector{seen(at, "AA"), seen(at, "BB"), seen(at, "AB"), seen(at, "CC"), seen(at, child)};
    };
    const double founders = pa * pa * pb * pb * pc * pc;
    EXPECT_NEAR(std::exp(log_likelihood(pedigree, pair, std::vector{all("AC"), all("AC")}).value()) /
                    (founders * founders),
                0.5 * (1.0 - rho), tight);
    EXPECT_NEAR(std::exp(log_likelihood(pedigree, pair, std::vector{all("AC"), all("BC")}).value()) /
                    (founders * founders),
                0.5 * rho, tight);
}

TEST(LinkedLoci, KnowTheMapFunctions) {
    EXPECT_NEAR(haldane(10.0), 0.5 * (1.0 - std::exp(-0.2)), tight);
    EXPECT_NEAR(kosambi(10.0), 0.5 * std::tanh(0.2), tight);
    EXPECT_EQ(haldane(0.0), 0.0);
    EXPECT_NEAR(haldane(1e6), 0.5, tight);
}

} // namespace
} // namespace muster
