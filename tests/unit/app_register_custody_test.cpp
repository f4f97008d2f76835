#include "app_register.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class RegisterCustody : public WithRegister {};
INSTANTIATE_TEST_SUITE_P(Databases, RegisterCustody, ::testing::ValuesIn(backends()), database_name);

TEST_P(RegisterCustody, AnItemThatArrivedWithALegThatDoesNotListItIsWithTheReceiver) {
    record(
        "transfer",
        {{"key", "leg"}, {"items", "case:W/01;case:W/02"}, {"from", "UNC"}, {"to", "CIL"}, {"departed", "2018-07-28"}});
    confirm("case:W/01;case:W/02;case:W/03");
    EXPECT_TRUE(says(custody("W/03"), "with CIL, received 2018-07-29")) << custody("W/03");
    EXPECT_TRUE(says(custody("W/03"), "NOT ON ITS LIST")) << custody("W/03");
    EXPECT_TRUE(says(custody("W/03"), "not on the list: case:W/03")) << custody("W/03");
    EXPECT_FALSE(says(custody("W/01"), "NOT ON ITS LIST")) << custody("W/01");
}

TEST_P(RegisterCustody, ACustodianSeesWhereAnItemIs) {
    EXPECT_TRUE(says(custody("W/01"), "with UNC since the turnover on 2018-07-27")) << custody("W/01");
    send("2018-07-30");
    EXPECT_TRUE(says(custody("W/01"), "under way: leg, from UNC to CIL")) << custody("W/01");
    EXPECT_TRUE(says(custody("W/01"), "OVERDUE"));
    confirm("W/01; W/02", "broken");
    EXPECT_TRUE(says(custody("W/01"), "with CIL, Hawaii, received 2018-07-29")) << custody("W/01");
    EXPECT_TRUE(says(custody("W/01"), "broken seal"));
    EXPECT_TRUE(says(custody("W/03"), "MISSING: not among what was received of leg")) << custody("W/03");
    EXPECT_TRUE(says(custody("party:CIL"), "nothing that is handed over"));
}

TEST_P(RegisterCustody, ABrokenSealIsShownOfAnItemThatDidNotArriveToo) {
    record(
        "transfer",
        {{"key", "leg"}, {"items", "case:W/01;case:W/02"}, {"from", "UNC"}, {"to", "CIL"}, {"departed", "2018-07-28"}});
    record("confirmation", {{"transfer", "leg"},
                            {"received", "2018-07-29"},
                            {"by", "Receiver"},
                            {"items", "W/01"},
                            {"seal_condition", "Broken"},
                            {"broken", "W/02; W/03"}});
    for (const char* item : {"W/02", "W/03"}) {
        EXPECT_TRUE(says(custody(item), "NOT CONFIRMED")) << custody(item);
        EXPECT_TRUE(says(custody(item), "its seal  BROKEN OR MISSING, as confirmation:#10 of 2018-07-29 says"))
            << custody(item);
    }
    EXPECT_TRUE(says(custody("W/03"), "on NO LIST of this leg")) << custody("W/03");
    EXPECT_FALSE(says(custody("W/01"), "BROKEN OR MISSING")) << custody("W/01");
}

TEST_P(RegisterCustody, FindingsOfAWholeLegAreToldApartFromThoseAboutTheItem) {
    send("2018-07-30");
    confirm("W/01", "Broken");
    record("finding", {{"about", "case:W/01"}, {"text", "lid cracked"}});
    const std::string text = custody("W/01");
    const std::size_t legs = text.find("Open findings about its legs as a whole; they may concern other items\n");
    ASSERT_NE(legs, std::string::npos) << text;
    EXPECT_TRUE(says(text.substr(0, legs), "Open findings about it\n")) << text;
    EXPECT_TRUE(says(text.substr(0, legs), "lid cracked")) << text;
    EXPECT_TRUE(says(text.substr(legs), "broken seal")) << text;
    EXPECT_TRUE(says(shown("W/01")["findings"].dump(), "lid cracked"));
}

TEST_P(RegisterCustody, ALegWithoutADueDateIsToldWithoutOne) {
    record("transfer",
           {{"key", "leg"}, {"items", "case:W/01"}, {"from", "UNC"}, {"to", "CIL"}, {"departed", "2018-07-28"}});
    const std::string text = custody("W/01");
    EXPECT_TRUE(says(text, "under way: leg, from UNC to CIL, left 2018-07-28\n")) << text;
    EXPECT_TRUE(says(text, "    to        CIL\n")) << text;
    EXPECT_FALSE(says(text, "due")) << text;
}

TEST_P(RegisterCustody, OpenLegsAreListedUntilTheyAreConfirmedInFull) {
    send("2099-01-01");
    auto list = list_custody(store(), false);
    ASSERT_TRUE(list);
    EXPECT_TRUE(says(list->text, "under way")) << list->text;
    EXPECT_FALSE(says(list->text, "OVERDUE")) << list->text;
    confirm("all");
    EXPECT_EQ(list_custody(store(), false)->text, "no custody leg is open\n");
    list = list_custody(store(), true);
    EXPECT_TRUE(says(list->text, "confirmed")) << list->text;
    EXPECT_EQ(json::parse(list->json)[0]["not_confirmed"], json::array());
}

TEST_P(RegisterCustody, LegsStandInTheOrderOfTheirDeparturesAsFarAsItIsCertain) {
    const auto leg = [&](const char* key, const char* departed) {
        record("transfer", {{"key", key},
                            {"items", "case:W/01"},
                            {"from", "UNC"},
                            {"to", "CIL"},
                            {"departed", departed},
                            {"due", "2018-09-01"}});
    };
    leg("at-night", "2018-07-28T23:00+00:00");
    leg("that-day", "2018-07-28"); // before or after the first, nobody knows
    leg("earlier", "2018-07-20");
    const json legs = json::parse(show_custody(store(), "case:W/01")->json)["legs"];
    ASSERT_EQ(legs.size(), 3U);
    EXPECT_EQ(legs[0]["ref"], "transfer:earlier");
    EXPECT_EQ(legs[1]["ref"], "transfer:at-night");
    EXPECT_EQ(legs[2]["ref"], "transfer:that-day");
}

} // namespace
