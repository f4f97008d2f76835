#include "muster/pedigree/pedigree.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using namespace muster;

std::string error_of(const std::vector<PersonRecord>& persons) {
    const auto pedigree = Pedigree::make(persons);
    return pedigree ? "no error" : pedigree.error().message;
}

TEST(Pedigree, KeepsTheGivenOrderAndSortsParentsFirst) {
    const Pedigree p = Pedigree::make({{"child", "dad", "mum"}, {"mum", "", ""}, {"dad", "0", "0"}}).value();
    EXPECT_EQ(p.member(0).id, "child");
    EXPECT_EQ(p.member(0).father, 2U);
    EXPECT_EQ(p.member(0).mother, 1U);
    EXPECT_EQ(p.parents_first(), (std::vector<std::size_t>{1, 2, 0}));
    EXPECT_EQ(p.children(1), (std::vector<std::size_t>{0}));
    EXPECT_EQ(p.find("mum"), 1U);
    EXPECT_FALSE(p.find("nobody"));
}

TEST(Pedigree, GivesParentsOfUnknownSexThatOfTheirRole) {
    const Pedigree p = Pedigree::make({{"child", "dad", "mum"}, {"mum", "", ""}, {"dad", "", ""}}).value();
    EXPECT_EQ(p.member(2).sex, Sex::male);
    EXPECT_EQ(p.member(1).sex, Sex::female);
    EXPECT_EQ(p.member(0).sex, Sex::unknown);
}

TEST(Pedigree, NamesRepeatedAndMissingIds) {
    EXPECT_EQ(error_of({{"A", "", ""}, {"B", "", ""}, {"A", "", ""}}),
              "id 'A' is given to two persons (number 1 and number 3); rename or remove one of them");
    EXPECT_EQ(error_of({{"A", "", ""}, {"0", "", ""}}),
              "person number 2 has the id '0', which stands for nobody; give this person an id of their own");
    EXPECT_EQ(error_of({{"C", "F", "M"}, {"M", "", ""}}),
              "the father of 'C' is 'F', who is not in the pedigree; add that person (a founder has no parents)");
    EXPECT_EQ(
        error_of({{"C", "F", "0"}, {"F", "", ""}}),
        "'C' has only a father 'F'; give both parents or neither (add the other as a person about whom nothing is "
        "known)");
}

TEST(Pedigree, NamesParentsOfTheWrongSex) {
    EXPECT_EQ(error_of({{"C", "F", "M"}, {"F", "", "", Sex::female}, {"M", "", ""}}),
              "'F' is given as the father of 'C' but is female; correct the sex or the parents");
    EXPECT_EQ(error_of({{"C", "F", "M"}, {"D", "M", "F"}, {"F", "", ""}, {"M", "", ""}}),
              "'M' is given as the father of 'D' but is also the mother of 'C'; correct the sex or the parents");
    EXPECT_EQ(error_of({{"C", "F", "F"}, {"F", "", ""}}),
              "'F' is given as the mother of 'C' but is also the father of 'C'; correct the sex or the parents");
}

TEST(Pedigree, TellsTheWholeCircleOfAncestors) {
    EXPECT_EQ(error_of({{"X", "A", "M"}, {"A", "B", "M"}, {"B", "A", "M"}, {"M", "", ""}}),
              "someone is their own ancestor: A -> B -> A (parent -> child); correct the parents of one of them");
    EXPECT_EQ(error_of({{"A", "A", "M"}, {"M", "", ""}}),
              "someone is their own ancestor: A -> A (parent -> child); correct the parents of one of them");
    EXPECT_EQ(error_of({{"A", "C", "M"}, {"B", "A", "M"}, {"C", "B", "M"}, {"M", "", ""}}),
              "someone is their own ancestor: A -> B -> C -> A (parent -> child); correct the parents of one of them");
}

TEST(Pedigree, ChecksFounderInbreeding) {
    EXPECT_EQ(error_of({{"A", "", "", Sex::male, 1.5}}),
              "the founder inbreeding coefficient of 'A' is 1.500000, expected a number from 0 to 1");
    EXPECT_EQ(error_of({{"C", "F", "M", Sex::male, 0.25}, {"F", "", ""}, {"M", "", ""}}),
              "'C' has a founder inbreeding coefficient but also parents, 'F' and 'M'; only founders may have one");
    EXPECT_EQ(error_of({{"A", "", "", Sex::male, 0.25}}), "no error");
}

TEST(Pedigree, SplitsIntoFamiliesAndTakesParts) {
    const Pedigree p = Pedigree::make({{"a", "", ""},
                                       {"b", "", ""},
                                       {"lone", "", ""},
                                       {"c", "a", "b"},
                                       {"w", "", ""},
                                       {"d", "c", "w", Sex::male}})
                           .value();
    EXPECT_EQ(p.components(), (std::vector<std::vector<std::size_t>>{{0, 1, 3, 4, 5}, {2}}));
    const Pedigree part = p.subset({3, 4, 5});
    ASSERT_EQ(part.size(), 3U);
    EXPECT_TRUE(part.member(0).is_founder());
    EXPECT_EQ(part.member(2).father, 0U);
    EXPECT_EQ(part.member(2).mother, 1U);
    EXPECT_EQ(part.find("d"), 2U);
    EXPECT_EQ(part.parents_first().size(), 3U);
    EXPECT_EQ(Pedigree::make({}).value().size(), 0U);
}

} // namespace
