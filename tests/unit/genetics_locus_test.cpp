#include "muster/genetics/locus.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using namespace muster;

LocusSpec spec_of_three() {
    LocusSpec spec;
    spec.name = "L1";
    spec.alleles = {"8", "9", "10"};
    spec.freqs = {{0.2, 0.3, 0.5}};
    return spec;
}

std::string error_of(const LocusSpec& spec) {
    const auto locus = Locus::make(spec);
    return locus ? "no error" : locus.error().message;
}

TEST(Locus, FindsAllelesByName) {
    const Locus locus = Locus::make(spec_of_three()).value();
    EXPECT_EQ(locus.allele_count(), 3U);
    EXPECT_EQ(locus.find("9"), 1U);
    EXPECT_FALSE(locus.find("11"));
    EXPECT_FALSE(locus.mutates());
    EXPECT_EQ(locus.male(), Matrix::identity(3));
}

TEST(Locus, RefusesAllelesThatMakeNoTable) {
    LocusSpec spec = spec_of_three();
    spec.alleles = {"8", "9", "8"};
    EXPECT_EQ(error_of(spec), "locus 'L1': allele '8' is given twice; keep one of them");
    spec.alleles = {"8", "", "9"};
    EXPECT_EQ(error_of(spec), "locus 'L1': an allele has an empty name");
    spec.alleles.clear();
    EXPECT_EQ(error_of(spec), "locus 'L1': it has no alleles, expected at least one");
}

TEST(Locus, RefusesFrequenciesThatMakeNoTable) {
    LocusSpec spec = spec_of_three();
    spec.freqs = {};
    EXPECT_EQ(error_of(spec), "locus 'L1': it has no allele frequencies, expected those of at least one population");
    spec.freqs = {{0.5, 0.5}};
    EXPECT_EQ(error_of(spec), "locus 'L1': there are 2 frequencies for 3 alleles, expected one for each");
    spec.freqs = {{0.2, 0.3, 0.5}, {0.2, -0.1, 0.9}};
    EXPECT_EQ(error_of(spec),
              "locus 'L1': allele '9' has frequency -0.1 in population 2, expected a number from 0 to 1");
    spec.freqs = {{0.2, 0.3, 0.51}};
    EXPECT_EQ(error_of(spec), "locus 'L1': the frequencies sum to 1.01, expected 1 within 0.001; correct them, or add "
                              "the missing alleles");
}

TEST(Locus, UsesFrequenciesAsGivenWithinTheTolerance) {
    LocusSpec spec = spec_of_three();
    spec.freqs = {{0.2, 0.3, 0.5005}};
    EXPECT_EQ(Locus::make(spec).value().freqs(0), spec.freqs[0]);
}

TEST(Locus, NamesTheSexOfAModelThatCannotBeBuilt) {
    LocusSpec spec = spec_of_three();
    spec.female.model = MutationModel::equal;
    spec.female.rate = 2.0;
    EXPECT_EQ(error_of(spec), "locus 'L1': the mutation model 'equal': the mutation rate is 2, expected a probability "
                              "from 0 to 1 (female mutation model)");
}

TEST(Locus, KeepsASilentAlleleOutOfMutation) {
    LocusSpec spec = spec_of_three();
    spec.silent = "9";
    spec.male.model = MutationModel::proportional;
    spec.male.rate = 0.02;
    const Locus locus = Locus::make(spec).value();
    EXPECT_EQ(locus.silent(), 1U);
    EXPECT_TRUE(locus.mutates());
    // Visible alleles 0.2 and 0.5: c = 0.02 / (2 · 0.2 · 0.5) = 0.1.
    EXPECT_NEAR(locus.male()(0, 2), 0.05, 1e-15);
    EXPECT_NEAR(locus.male()(2, 0), 0.02, 1e-15);
    EXPECT_EQ(locus.male()(1, 1), 1.0);
    EXPECT_EQ(locus.male()(0, 1), 0.0);
    EXPECT_EQ(locus.female(), Matrix::identity(3));
    spec.silent = "12";
    EXPECT_EQ(error_of(spec), "locus 'L1': the silent allele '12' is not among its alleles; give it a frequency");
}

TEST(Locus, CanSwitchMutationOff) {
    LocusSpec spec = spec_of_three();
    spec.male.model = spec.female.model = MutationModel::equal;
    spec.male.rate = spec.female.rate = 0.01;
    const Locus off = Locus::make(spec).value().without_mutation();
    EXPECT_FALSE(off.mutates());
    EXPECT_EQ(off.male(), Matrix::identity(3));
    EXPECT_EQ(off.spec().male, MutationSpec{});
}

TEST(Locus, TakesInAllelesThatTheTableHasNotSeen) {
    LocusSpec spec = spec_of_three();
    spec.male.model = MutationModel::stepwise;
    spec.male.rate = 0.01;
    const Locus locus = Locus::make(spec).value();
    const auto more = locus.with_alleles({"11", "12"}, 0.005);
    ASSERT_TRUE(more) << more.error().text();
    EXPECT_EQ(more->freqs(0), (std::vector<double>{0.2, 0.3, 0.5, 0.005, 0.005}));
    EXPECT_EQ(more->find("12"), 4U);
    EXPECT_EQ(more->male().rows(), 5U);
    EXPECT_EQ(locus.with_alleles({"9"}, 0.005).error().message,
              "locus 'L1': allele '9' is given twice; keep one of them");
    EXPECT_FALSE(locus.with_alleles({"11"}, 0.0));
    EXPECT_FALSE(locus.with_alleles({"x"}, 0.01));
}

} // namespace
