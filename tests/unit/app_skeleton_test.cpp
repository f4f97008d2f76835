#include "app_register.hpp"
#include "muster/app/inventory.hpp"
#include "register_session.hpp"
#include "skeleton_count.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

const Vocabulary& vocabulary() {
    static const Vocabulary all = *shipped_vocabulary();
    return all;
}

BonePart complete(const char* bone, const char* side, const char* position = "") {
    return {bone, side, position, true, {}};
}
BonePart part(const char* bone, const char* side, std::vector<std::size_t> zones = {}) {
    return {bone, side, "", false, std::move(zones)};
}
std::size_t individuals(const std::vector<BonePart>& parts) {
    return count_skeletons(parts, vocabulary()).individuals;
}

TEST(SkeletonCount, OfNothingIsNobody) {
    EXPECT_EQ(individuals({}), 0U);
}

TEST(SkeletonCount, LeftAndRightMayBeOnePersonTwoLeftOnesMayNot) {
    EXPECT_EQ(individuals({complete("Femur", "Left"), complete("Femur", "Right")}), 1U);
    EXPECT_EQ(individuals({complete("Femur", "Left"), complete("Femur", "Left"), complete("Femur", "Right")}), 2U);
}

TEST(SkeletonCount, FragmentsAreTwoPeopleOnlyWhereTheyShowTheSameZone) {
    EXPECT_EQ(individuals({part("Femur", "Left", {1, 2}), part("Femur", "Left", {3, 4})}), 1U);
    EXPECT_EQ(individuals({part("Femur", "Left", {1, 2}), part("Femur", "Left", {2, 3})}), 2U);
    EXPECT_EQ(individuals({part("Femur", "Left"), part("Femur", "Left")}), 1U) << "without zones they may be one bone";
    EXPECT_EQ(individuals({complete("Femur", "Left"), part("Femur", "Left", {1})}), 2U)
        << "a complete bone rules out a second one";
}

TEST(SkeletonCount, UnsidedBonesFillBothSidesFirst) {
    EXPECT_EQ(individuals({complete("Patella", "Unsided"), complete("Patella", "Unsided")}), 1U);
    EXPECT_EQ(
        individuals({complete("Patella", "Unsided"), complete("Patella", "Unsided"), complete("Patella", "Unsided")}),
        2U);
    EXPECT_EQ(individuals({complete("Patella", "Left"), complete("Patella", "Right"), complete("Patella", "Unsided")}),
              2U);
}

TEST(SkeletonCount, AnUnsidedFragmentMayBeOfABoneThatIsThere) {
    EXPECT_EQ(individuals({part("Femur", "Left"), part("Femur", "Right"), part("Femur", "Unsided")}), 1U);
    EXPECT_EQ(individuals({part("Femur", "Left", {1}), part("Femur", "Right", {1}), part("Femur", "Unsided", {2})}),
              1U);
    EXPECT_EQ(individuals({part("Femur", "Left", {1}), part("Femur", "Right", {1}), part("Femur", "Unsided", {1})}),
              2U);
    EXPECT_EQ(individuals({part("Femur", "Left", {1}), part("Femur", "Right", {2}), complete("Femur", "Unsided")}), 2U);
}

TEST(SkeletonCount, ACompleteWholeTakesThePlaceOfEachOfItsParts) {
    EXPECT_EQ(individuals({complete("Os coxae", "Left"), complete("Ilium", "Left")}), 2U);
    EXPECT_EQ(individuals({complete("Os coxae", "Left"), complete("Ilium", "Right")}), 1U);
    EXPECT_EQ(individuals({complete("Os coxae", "Left"), complete("Ilium", "Unsided")}), 1U);
    EXPECT_EQ(individuals({complete("Sternum", "Middle"), complete("Manubrium", "Middle")}), 2U);
    EXPECT_EQ(individuals({complete("Cranium", "Middle"), complete("Parietal", "Left")}), 2U);
    EXPECT_EQ(individuals({complete("Cranium", "Middle"), complete("Parietal", "Unsided")}), 2U);
    EXPECT_EQ(individuals({complete("Cranium", "Middle"), complete("Mandible", "Middle")}), 1U);
    EXPECT_EQ(individuals({complete("Cranium", "Middle"), complete("Vomer", "Middle")}), 1U)
        << "it falls out of a cranium that is called complete";
    const auto found = count_skeletons({complete("Os coxae", "Left"), complete("Ilium", "Left")}, vocabulary());
    EXPECT_EQ(found.shown_by, std::vector<std::string>{"Ilium, Left, beside Os coxae"});
    ASSERT_EQ(found.elements.size(), 2U);
    EXPECT_EQ(found.elements[1].specimens, 1U);
}

TEST(SkeletonCount, AWholeThatIsThereInPartMayBeWhatThePartCameOff) {
    EXPECT_EQ(individuals({part("Os coxae", "Left"), complete("Ilium", "Left")}), 1U);
    EXPECT_EQ(individuals({part("Os coxae", "Left", {1}), complete("Ilium", "Left"), complete("Pubis", "Left")}), 1U);
    EXPECT_EQ(individuals({part("Cranium", "Middle"), complete("Frontal", "Middle")}), 1U);
    EXPECT_EQ(individuals({complete("Os coxae", "Left"), part("Ilium", "Left")}), 1U) << "without zones";
}

TEST(SkeletonCount, BonesWithoutTheirNumberFillAllNumbersFirst) {
    std::vector<BonePart> ribs(12, complete("Rib", "Left"));
    EXPECT_EQ(individuals(ribs), 1U);
    ribs.push_back(complete("Rib", "Left"));
    EXPECT_EQ(individuals(ribs), 2U);
    EXPECT_EQ(individuals({complete("Rib", "Left", "4"), complete("Rib", "Left", "4")}), 2U);
    ribs.back() = complete("Rib", "Left", "4");
    EXPECT_EQ(individuals(ribs), 2U) << "twelve without a number take the place of the fourth as well";
    EXPECT_EQ(count_skeletons(ribs, vocabulary()).shown_by, std::vector<std::string>{"Rib, Left, all together"});
}

TEST(SkeletonCount, UnidentifiedFragmentsCountNobodyTwice) {
    EXPECT_EQ(individuals({complete("Unidentified", "Unsided"), complete("Unidentified", "Unsided")}), 1U);
}

class Inventory : public WithRegister {
  protected:
    void specimen(const char* designator, const char* side, const char* human = "Human") {
        record("specimen", {{"accession", "A"},
                            {"designator", designator},
                            {"human", human},
                            {"bone", "Femur"},
                            {"side", side},
                            {"completeness", "Complete"}});
    }
    void state(const char* word, const char* by) {
        record("inventory", {{"of", "accession:A"}, {"state", word}, {"on", "2020-01-02"}, {"by", by}});
    }
    [[nodiscard]] json inventory() const { return json::parse(show_inventory(recorder_, "accession:A")->json); }
};
INSTANTIATE_TEST_SUITE_P(Databases, Inventory, ::testing::ValuesIn(backends()), database_name);

TEST_P(Inventory, CountsHumanBonesAndTellsWhatShowsIt) {
    specimen("1", "Left");
    specimen("2", "Left");
    specimen("3", "Left", "Non-human");
    const json found = inventory();
    EXPECT_EQ(found["specimens"].size(), 3U);
    EXPECT_EQ(found["individuals_at_least"]["number"], 2);
    EXPECT_EQ(found["individuals_at_least"]["by"], json({"Femur, Left"}));
    EXPECT_EQ(found["elements"][0]["specimens"], 2);
}

TEST_P(Inventory, IsReviewedBySomebodyElseAndOpenAgainWhenABoneIsAdded) {
    EXPECT_EQ(inventory()["state"], "open");
    specimen("1", "Left");
    state("Complete", "simulated A");
    EXPECT_EQ(inventory()["state"], "complete");
    state("Reviewed", "simulated A");
    EXPECT_EQ(inventory()["state"], "complete") << "nobody reviews their own inventory";
    state("Reviewed", "simulated B");
    EXPECT_EQ(inventory()["state"], "reviewed");
    specimen("2", "Right");
    EXPECT_EQ(inventory()["state"], "changed");
    EXPECT_EQ(inventory()["states"].size(), 3U);
}

TEST_P(Inventory, OfAnIndividualHoldsWhatIsAssignedToItNow) {
    specimen("1", "Left");
    specimen("2", "Right");
    for (const char* number : {"1", "2"}) {
        record("individual", {{"accession", "A"}, {"number", number}});
    }
    const auto assign = [&](const char* specimen, const char* individual) {
        record("assignment", {{"specimen", specimen}, {"individual", individual}, {"on", "2020-02-01"}});
    };
    assign("A, 1", "A-I-1");
    assign("A, 2", "A-I-1");
    assign("A, 2", "A-I-2");
    const json one = json::parse(show_inventory(recorder_, "individual:A-I-1")->json);
    ASSERT_EQ(one["specimens"].size(), 1U);
    EXPECT_EQ(one["specimens"][0]["key"], "A, 1");
    EXPECT_EQ(inventory()["individuals_at_least"]["number"], 2) << "two individuals were told apart";
    EXPECT_FALSE(show_inventory(recorder_, "party:CIL"));
}

} // namespace
