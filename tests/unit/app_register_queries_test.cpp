#include "app_register.hpp"
#include "muster/app/ledger_checks.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class RegisterQueries : public WithRegister {
  protected:
    [[nodiscard]] json findings(bool all = false, const std::string& as_of = "") const {
        const auto answer = list_findings(recorder_, all, as_of);
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        return answer ? json::parse(answer->json) : json();
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, RegisterQueries, ::testing::ValuesIn(backends()), database_name);

TEST_P(RegisterQueries, ARecordIsFoundByItsNameItsKeyOrAnotherLaboratorysName) {
    record("alias", {{"of", "case:W/02"}, {"system", "AFDIL"}, {"id", "X99"}});
    for (const char* name : {"case:W/02", "W/02", "X99"}) {
        EXPECT_EQ(shown(name)["ref"], "case:W/02") << name;
    }
    const auto none = show_record(store(), "", "W/77");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, ErrorKind::bad_input);
    EXPECT_EQ(show_record(store(), "cas", "W/01").error().kind, ErrorKind::usage);
}

TEST_P(RegisterQueries, AKeyOfTwoKindsHasToBeWrittenWithItsKind) {
    record("accession", {{"key", "W"}, {"on", "2018-08-01"}, {"lab", "CIL"}});
    const auto answer = show_record(store(), "", "W");
    ASSERT_FALSE(answer);
    EXPECT_TRUE(says(answer.error().message, "may be any of turnover:W, accession:W")) << answer.error().message;
    EXPECT_EQ(shown("turnover:W")["ref"], "turnover:W");
}

TEST_P(RegisterQueries, AnIndividualIsShownWithWhatWasFoundAboutTheAssignmentsToIt) {
    for (const char* designator : {"1", "2"}) {
        record("specimen", {{"accession", "A"},
                            {"designator", designator},
                            {"human", "Human"},
                            {"bone", "Femur"},
                            {"side", "Left"},
                            {"completeness", "Complete"}});
    }
    record("individual", {{"accession", "A"}, {"number", "01"}});
    record("assignment", {{"specimen", "A, 1"}, {"individual", "A-I-01"}, {"on", "2018-08-03"}});
    EXPECT_EQ(shown("A-I-01")["findings"], json::array());
    record("assignment", {{"specimen", "A, 2"}, {"individual", "A-I-01"}, {"on", "2018-08-03"}});
    const json found = shown("A-I-01")["findings"];
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["id"], "F13");
    EXPECT_EQ(found[0]["rule"], "duplicate element");
    EXPECT_EQ(found[0]["subject"], "assignment:#13");
    const std::string text = show_record(store(), "individual", "A-I-01")->text;
    EXPECT_TRUE(says(text, "F13  open   duplicate element  assignment:#13")) << text;
}

TEST_P(RegisterQueries, WhatIsSimulatedSaysSo) {
    Recorder simulated = recorder_;
    simulated.simulated = true;
    ASSERT_TRUE(record_one({simulated, "case", {{"turnover", "W"}, {"number", "04"}}}));
    EXPECT_TRUE(says(show_record(store(), "", "W/04")->text, "SIMULATED"));
    EXPECT_FALSE(says(show_record(store(), "", "W/01")->text, "SIMULATED"));
    EXPECT_TRUE(says(list_records(store(), "case", false)->text, "SIMULATED"));
    EXPECT_TRUE(says(list_records(store(), "case", false)->csv, "W/04,W,04,,,,,,current,yes,"));
    EXPECT_TRUE(says(ledger_log(store(), 1)->text, "SIMULATED"));
    EXPECT_TRUE(says(show_entry(store(), 9)->text, "SIMULATED"));
    EXPECT_TRUE(says(custody("W/04"), "SIMULATED"));
}

TEST_P(RegisterQueries, AFindingOfTheFutureIsNotOpenYet) {
    send("2099-01-01");
    EXPECT_EQ(findings(), json::array());
    EXPECT_EQ(findings(false, "2099-01-01").size(), 0U);
    ASSERT_EQ(findings(false, "2099-01-02").size(), 1U);
    EXPECT_EQ(findings(false, "2099-01-02")[0]["id"], "F9");
    EXPECT_TRUE(says(list_findings(store(), true, "")->text, "to come"));
    EXPECT_EQ(list_findings(store(), false, "soon").error().kind, ErrorKind::usage);
}

TEST_P(RegisterQueries, AFindingOfTheFutureCannotBeResolved) {
    send("2099-01-01");
    const auto answer = resolve_finding(because("it will be late"), "F9");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::refused);
    EXPECT_TRUE(says(answer.error().message, "it counts from 2099-01-0")) << answer.error().message;
    EXPECT_TRUE(says(show_finding(store(), "F9")->text, "to come"));
    EXPECT_TRUE(says(show_record(store(), "", "transfer:leg")->text, "to come"));
    EXPECT_EQ(list_records(store(), "resolution", false)->json, "[]");
}

TEST_P(RegisterQueries, AResolvedFindingWhoseCauseIsGoneIsNotOpen) {
    record("receipt", {{"turnover", "W"}, {"on", "2018-07-27"}, {"by", "c"}, {"received", "2"}});
    ASSERT_TRUE(resolve_finding(because("one box held two"), "F9")->problems.empty());
    ASSERT_TRUE(correct_record({because("misread"), "receipt", "#9", {"received=3"}})->problems.empty());
    EXPECT_EQ(findings(), json::array());
    ASSERT_EQ(findings(true).size(), 1U);
    EXPECT_EQ(findings(true)[0]["state"], "resolved and gone");
    const std::string text = show_finding(store(), "F9")->text;
    EXPECT_TRUE(says(text, "resolved by entry 10")) << text;
    EXPECT_TRUE(says(text, "gone")) << text;
    EXPECT_EQ(resolve_finding(because("again"), "F9").error().kind, ErrorKind::refused);
}

TEST_P(RegisterQueries, ARecordIsFoundByTheNumberOfItsEntry) {
    EXPECT_EQ(shown("#5")["ref"], "case:W/01");
    EXPECT_EQ(shown("5")["ref"], "case:W/01");
    EXPECT_EQ(json::parse(show_record(store(), "case", "5")->json)["ref"], "case:W/01");
    EXPECT_EQ(show_record(store(), "party", "5").error().kind, ErrorKind::bad_input);
    EXPECT_EQ(show_record(store(), "", "99").error().kind, ErrorKind::bad_input);
    record("party", {{"key", "5"}, {"name", "n"}, {"type", "Other"}});
    EXPECT_EQ(shown("5")["ref"], "party:5");
    RecordRequest again{recorder_, "party", {{"key", "5"}, {"name", "n"}, {"type", "Other"}}};
    again.again = true;
    ASSERT_TRUE(record_one(again));
    EXPECT_EQ(shown("#10")["ref"], "party:5 (entry 10)");
}

TEST_P(RegisterQueries, FindingsOfOneEntryHaveNumbersOfTheirOwn) {
    send("2099-01-01");
    confirm("W/01; W/02", "Broken");
    const json open = findings();
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0]["id"], "F10.1");
    EXPECT_EQ(open[1]["id"], "F10.2");
    EXPECT_TRUE(says(show_finding(store(), "F10").error().message, "opened F10.1, F10.2"));
    EXPECT_TRUE(says(show_finding(store(), "F10.1")->text, "broken seal"));
    EXPECT_FALSE(show_finding(store(), "F11"));
}

TEST_P(RegisterQueries, AFindingIsResolvedOnceAndWithAReason) {
    record("receipt", {{"turnover", "W"}, {"on", "2018-07-27"}, {"by", "c"}, {"received", "2"}});
    auto answer = resolve_finding(recorder_, "F9");
    ASSERT_TRUE(answer);
    ASSERT_FALSE(answer->problems.empty());
    EXPECT_EQ(findings().size(), 1U);
    answer = resolve_finding(because("one box held two"), "F9");
    ASSERT_TRUE(answer && answer->problems.empty());
    EXPECT_TRUE(says(answer->text, "finding resolved: F9 count mismatch")) << answer->text;
    EXPECT_EQ(findings(), json::array());
    EXPECT_EQ(findings(true)[0]["state"], "resolved");
    EXPECT_TRUE(says(show_finding(store(), "F9")->text, "one box held two"));
    EXPECT_EQ(resolve_finding(because("again"), "F9").error().kind, ErrorKind::refused);
}

} // namespace
