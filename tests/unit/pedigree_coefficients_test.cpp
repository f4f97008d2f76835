#include "muster/pedigree/coefficients.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using namespace muster;

constexpr std::size_t father = 0, mother = 1, son = 2, daughter = 3;

Pedigree brother_and_sister(double mothers_inbreeding = 0.0) {
    return Pedigree::make({{"father", "", "", Sex::male},
                           {"mother", "", "", Sex::female, mothers_inbreeding},
                           {"son", "father", "mother", Sex::male},
                           {"daughter", "father", "mother", Sex::female}})
        .value();
}

using Nine = std::array<double, 9>;

TEST(IbdCoefficients, AreTheKnownOnesOfFullSiblings) {
    auto ibd = IbdCoefficients::make(brother_and_sister()).value();
    EXPECT_EQ(ibd.kinship(son, daughter), 0.25);
    EXPECT_EQ(ibd.kinship(son, son), 0.5);
    EXPECT_EQ(ibd.kinship()(father, daughter), 0.25);
    EXPECT_EQ(ibd.jacquard(son, daughter), (Nine{0, 0, 0, 0, 0, 0, 0.25, 0.5, 0.25}));
    EXPECT_EQ(ibd.jacquard(father, mother), (Nine{0, 0, 0, 0, 0, 0, 0, 0, 1}));
    EXPECT_EQ(ibd.jacquard(son, son), (Nine{0, 0, 0, 0, 0, 0, 1, 0, 0}));
    EXPECT_EQ(ibd.kappa(son, father), (std::array{0.0, 1.0, 0.0}));
}

TEST(IbdCoefficients, FollowTheXOfAMalesMotherOnly) {
    auto ibd = IbdCoefficients::make(brother_and_sister(), Inheritance::x_linked).value();
    EXPECT_EQ(ibd.kinship(father, son), 0.0);
    EXPECT_EQ(ibd.kinship(mother, son), 0.5);
    EXPECT_EQ(ibd.kinship(son, son), 1.0);
    EXPECT_EQ(ibd.inbreeding(son), 1.0);
    EXPECT_EQ(ibd.inbreeding(daughter), 0.0);
    EXPECT_EQ(ibd.jacquard(father, daughter), (Nine{0, 0, 1, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(ibd.jacquard(daughter, father), (Nine{0, 0, 0, 0, 1, 0, 0, 0, 0}));
    EXPECT_EQ(ibd.jacquard(son, daughter), (Nine{0, 0, 0.5, 0.5, 0, 0, 0, 0, 0}));
    EXPECT_EQ(ibd.jacquard(father, son), (Nine{0, 1, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(ibd.kappa(mother, daughter), (std::array{0.0, 1.0, 0.0}));
    EXPECT_FALSE(ibd.kappa(son, daughter));
}

TEST(IbdCoefficients, RespectTheInbreedingOfFounders) {
    auto ibd = IbdCoefficients::make(brother_and_sister(0.5)).value();
    EXPECT_EQ(ibd.inbreeding(mother), 0.5);
    EXPECT_EQ(ibd.inbreeding(son), 0.0);
    EXPECT_EQ(ibd.kinship(mother, mother), 0.75);
    EXPECT_EQ(ibd.kinship(mother, son), 0.375); // half of her kinship with herself
    // The father's gene is shared with probability 1/2, the mother's with 1/2 (1 + 0.5).
    EXPECT_EQ(ibd.jacquard(son, daughter), (Nine{0, 0, 0, 0, 0, 0, 0.375, 0.5, 0.125}));
    EXPECT_EQ(ibd.jacquard(mother, son), (Nine{0, 0, 0.5, 0, 0, 0, 0, 0.5, 0}));
    EXPECT_FALSE(ibd.kappa(mother, son));
    EXPECT_TRUE(ibd.kappa(son, daughter));
}

TEST(IbdCoefficients, AskForTheSexThatTheXNeeds) {
    const Pedigree p = Pedigree::make({{"A", "", ""}}).value();
    EXPECT_TRUE(IbdCoefficients::make(p));
    EXPECT_EQ(IbdCoefficients::make(p, Inheritance::x_linked).error().message,
              "X-linked coefficients need everybody's sex, but that of 'A' is unknown; give it");
}

TEST(IbdCoefficients, SayWhenAPedigreeIsTooLarge) {
    std::vector<PersonRecord> persons;
    for (int i = 0; i < 2001; ++i) {
        persons.push_back({std::to_string(i + 1), "", ""});
    }
    const auto ibd = IbdCoefficients::make(Pedigree::make(persons).value());
    ASSERT_FALSE(ibd);
    EXPECT_EQ(ibd.error().kind, ErrorKind::unanswerable);
}

} // namespace
