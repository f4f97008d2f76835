#include "muster/genetics/mutation.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace muster;

const std::vector<std::string> ladder{"8", "9", "10"};
const std::vector<double> freqs{0.2, 0.3, 0.5};

MutationSpec spec_of(MutationModel model, double rate) {
    MutationSpec spec;
    spec.model = model;
    spec.rate = rate;
    return spec;
}

std::string error_of(const MutationSpec& spec, const std::vector<std::string>& alleles = ladder,
                     const std::vector<double>& p = freqs) {
    const auto m = mutation_matrix(spec, alleles, p);
    return m ? "no error" : m.error().message;
}

void expect_matrix(const Result<Matrix>& found, const std::vector<std::vector<double>>& expected) {
    ASSERT_TRUE(found) << found.error().text();
    ASSERT_EQ(found->rows(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        for (std::size_t j = 0; j < expected.size(); ++j) {
            EXPECT_NEAR((*found)(i, j), expected[i][j], 1e-15) << i << "," << j;
        }
    }
}

TEST(MutationMatrix, IsTheIdentityWithoutMutation) {
    expect_matrix(mutation_matrix({}, ladder, freqs), {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    expect_matrix(mutation_matrix(spec_of(MutationModel::dawid, 0.1), {{"8"}}, {{1.0}}), {{1}});
}

TEST(MutationMatrix, SharesTheRateEquallyInTheEqualModel) {
    expect_matrix(mutation_matrix(spec_of(MutationModel::equal, 0.2), ladder, freqs),
                  {{0.8, 0.1, 0.1}, {0.1, 0.8, 0.1}, {0.1, 0.1, 0.8}});
}

TEST(MutationMatrix, FollowsTheFrequenciesInTheProportionalModel) {
    // Σ_{i≠j} p_i p_j = 1 − (0.04 + 0.09 + 0.25) = 0.62, so rate 0.062 gives off-diagonal entries 0.1 p_j.
    expect_matrix(mutation_matrix(spec_of(MutationModel::proportional, 0.062), ladder, freqs),
                  {{0.92, 0.03, 0.05}, {0.02, 0.93, 0.05}, {0.02, 0.03, 0.95}});
}

TEST(MutationMatrix, DecaysWithTheStepsWithinAMicrovariantClass) {
    MutationSpec spec = spec_of(MutationModel::stepwise, 0.11);
    spec.rate2 = 0.02;
    spec.range = 0.1;
    // 8, 9, 10 are one class, 9.3 stands alone: no integer steps for it, and the others reach it with rate2.
    expect_matrix(mutation_matrix(spec, {{"8", "9", "9.3", "10"}}, {{0.25, 0.25, 0.25, 0.25}}),
                  {{0.87, 0.1, 0.02, 0.01},
                   {0.055, 0.87, 0.02, 0.055},
                   {0.02 / 3, 0.02 / 3, 0.98, 0.02 / 3},
                   {0.01, 0.1, 0.02, 0.87}});
}

TEST(MutationMatrix, HasNoSecondRateWithOneClassOnly) {
    MutationSpec spec = spec_of(MutationModel::stepwise, 0.11);
    spec.rate2 = 0.02;
    expect_matrix(mutation_matrix(spec, {{"8.3", "9.3", "10.3"}}, freqs),
                  {{0.89, 0.1, 0.01}, {0.055, 0.89, 0.055}, {0.01, 0.1, 0.89}});
}

TEST(MutationMatrix, ReachesAFarAlleleThatIsAloneInItsClass) {
    MutationSpec spec = spec_of(MutationModel::stepwise, 0.11);
    spec.range = 1e-10;
    expect_matrix(mutation_matrix(spec, {{"8", "108"}}, {{0.5, 0.5}}), {{0.89, 0.11}, {0.11, 0.89}});
}

TEST(MutationMatrix, StepsOnceAtMostInTheOnestepModel) {
    expect_matrix(
        mutation_matrix(spec_of(MutationModel::onestep, 0.1), {{"10", "8", "9", "12"}}, {{.25, .25, .25, .25}}),
        {{0.9, 0, 0.1, 0}, {0, 0.9, 0.1, 0}, {0.05, 0.05, 0.9, 0}, {0, 0, 0, 1}});
}

TEST(MutationMatrix, KeepsTheOverallRateInDawidsModel) {
    const auto m = mutation_matrix(spec_of(MutationModel::dawid, 0.01), ladder, freqs);
    ASSERT_TRUE(m) << m.error().text();
    EXPECT_NEAR(overall_mutation_rate(*m, freqs), 0.01, 1e-15);
    EXPECT_TRUE(is_reversible(*m, freqs));
    EXPECT_TRUE(is_stationary(*m, freqs));
}

TEST(MutationMatrix, IsTheSameForTheSameSeed) {
    MutationSpec spec = spec_of(MutationModel::random, 0.1);
    spec.seed = 7;
    const auto one = mutation_matrix(spec, ladder, freqs).value();
    EXPECT_EQ(one, mutation_matrix(spec, ladder, freqs).value());
    spec.seed = 8;
    EXPECT_NE(one, mutation_matrix(spec, ladder, freqs).value());
}

TEST(MutationMatrix, RefusesRatesThatAreNoProbabilities) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(error_of(spec_of(MutationModel::equal, 1.5)),
              "the mutation model 'equal': the mutation rate is 1.5, expected a probability from 0 to 1");
    EXPECT_NE(error_of(spec_of(MutationModel::equal, nan)), "no error");
    MutationSpec spec = spec_of(MutationModel::stepwise, 0.6);
    spec.rate2 = 0.5;
    EXPECT_EQ(error_of(spec), "the mutation model 'stepwise': rate 0.6 and rate2 0.5 add up to more than 1");
    spec.rate2 = 0.1;
    spec.range = 0.0;
    EXPECT_EQ(error_of(spec), "the mutation model 'stepwise': the range is 0, expected a number above 0");
}

TEST(MutationMatrix, NamesAnAlleleThatIsNoRepeatNumber) {
    EXPECT_EQ(
        error_of(spec_of(MutationModel::stepwise, 0.1), {"8", "9a", "10"}),
        "the mutation model 'stepwise' needs alleles that are repeat numbers such as 12 or 9.3, but allele '9a' is "
        "not one; use the model 'equal' or 'proportional' for such alleles");
    EXPECT_EQ(error_of(spec_of(MutationModel::stepwise, 0.1), {"8", "9", "9.0"}),
              "alleles '9' and '9.0' are the same repeat number; the mutation model 'stepwise' needs different ones");
    EXPECT_EQ(error_of(spec_of(MutationModel::onestep, 0.1), {"8", "9", "9.3"}),
              "the mutation model 'onestep' needs alleles that are whole repeats apart, but '8' and '9.3' are not; use "
              "'stepwise' with rate2 for microvariants");
    for (const std::string name : {"", ".", "9.", ".3", "-9", "9.3.1", "99999999999999999999"}) {
        EXPECT_NE(error_of(spec_of(MutationModel::stepwise, 0.1), {"8", "9", name}), "no error") << name;
    }
}

TEST(MutationMatrix, SaysWhenAnAlleleWouldMutateTooOften) {
    EXPECT_EQ(
        error_of(spec_of(MutationModel::proportional, 0.9)),
        "the mutation model 'proportional' has no valid result: allele '8' would mutate with probability 1.16129; "
        "lower the mutation rate or choose another model or transform");
}

TEST(MutationMatrix, ChecksACustomMatrix) {
    MutationSpec spec = spec_of(MutationModel::custom, 0.0);
    spec.matrix = Matrix::identity(2);
    EXPECT_EQ(error_of(spec),
              "the custom mutation matrix is 2 × 2, expected one row and one column for each of 3 alleles");
    spec.matrix = Matrix::identity(3);
    EXPECT_EQ(error_of(spec), "no error");
    spec.matrix(1, 2) = 0.01;
    EXPECT_EQ(error_of(spec), "row '9' of the custom mutation matrix sums to 1.01, expected 1");
    spec.matrix(1, 2) = -0.01;
    EXPECT_EQ(error_of(spec),
              "the custom mutation matrix has -0.01 from allele '9' to '10', expected a probability from 0 to 1");
}

TEST(MutationMatrix, NeedsOneFrequencyAnAllele) {
    EXPECT_NE(error_of(spec_of(MutationModel::equal, 0.1), ladder, {0.5, 0.5}), "no error");
    EXPECT_NE(error_of(spec_of(MutationModel::equal, 0.1), {}, {}), "no error");
}

TEST(StationaryTransforms, MatchHandComputedTwoAlleleMatrices) {
    // p = (0.2, 0.8), M = [[0.9, 0.1], [0.1, 0.9]]: flows 0.02 and 0.08, overall rate 0.1; a stationary two-allele
    // matrix of that rate has both flows 0.05 whatever the method.
    for (const char* name : {"MH", "BA", "PR", "PM", "RM"}) {
        MutationSpec spec = spec_of(MutationModel::equal, 0.1);
        spec.transform = parse_stationary_transform(name).value();
        const auto m = mutation_matrix(spec, {{"8", "9"}}, {{0.2, 0.8}});
        ASSERT_TRUE(m) << m.error().text();
        EXPECT_NEAR((*m)(0, 1), 0.25, 1e-12) << name;
        EXPECT_NEAR((*m)(1, 0), 0.0625, 1e-12) << name;
    }
}

TEST(StationaryTransforms, SayWhenTheDiagonalCannotBePreserved) {
    MutationSpec spec = spec_of(MutationModel::equal, 0.1);
    spec.transform = StationaryTransform::familias_dp;
    EXPECT_EQ(error_of(spec, {"8", "9"}, {0.2, 0.8}),
              "the stationary transform DP has no result: no matrix with the same diagonal and the same impossible "
              "mutations keeps these frequencies; use PM, MH, BA or PR");
}

TEST(StationaryTransforms, SayWhenSomeAllelesAreOutOfReach) {
    MutationSpec spec = spec_of(MutationModel::stepwise, 0.1);
    spec.transform = StationaryTransform::preserving_matrix;
    EXPECT_NE(error_of(spec, {"8", "9", "9.3"}).find("cannot mutate, in however many steps"), std::string::npos);
    spec.rate2 = 0.01;
    EXPECT_EQ(error_of(spec, {"8", "9", "9.3"}), "no error");
}

TEST(StationaryTransforms, NeedFrequenciesAboveZero) {
    for (const char* name : {"MH", "BA", "PR", "PM", "DP", "RM"}) {
        MutationSpec spec = spec_of(MutationModel::equal, 0.1);
        spec.transform = parse_stationary_transform(name).value();
        EXPECT_EQ(error_of(spec, ladder, {0.0, 0.5, 0.5}),
                  "the stationary transform " + std::string(name) +
                      " needs frequencies above 0, but allele '8' has frequency 0");
    }
}

TEST(MutationNames, ReadBackWhatTheyWrite) {
    for (const auto model :
         {MutationModel::none, MutationModel::equal, MutationModel::proportional, MutationModel::stepwise,
          MutationModel::onestep, MutationModel::dawid, MutationModel::random, MutationModel::custom}) {
        EXPECT_EQ(parse_mutation_model(to_string(model)).value(), model);
    }
    EXPECT_EQ(
        parse_mutation_model("stepwize").error().message,
        "'stepwize' is not a mutation model; expected one of: none, equal, proportional, stepwise, onestep, dawid, "
        "random, custom");
    for (const auto transform :
         {StationaryTransform::none, StationaryTransform::metropolis, StationaryTransform::barker,
          StationaryTransform::preserving_rate, StationaryTransform::preserving_matrix,
          StationaryTransform::familias_dp, StationaryTransform::familias_rm}) {
        EXPECT_EQ(parse_stationary_transform(to_string(transform)).value(), transform);
    }
    EXPECT_FALSE(parse_stationary_transform("XX"));
}

} // namespace
