#include "app_register.hpp"
#include "muster/app/record_forms.hpp"
#include "muster/register/kinds.hpp"

#include <algorithm>
#include <set>

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class RegisterEntry : public WithRegister {};
INSTANTIATE_TEST_SUITE_P(Databases, RegisterEntry, ::testing::ValuesIn(backends()), database_name);

const FieldTexts leg = {{"key", "leg"}, {"items", "case:W/*"},      {"from", "UNC"},
                        {"to", "CIL"},  {"departed", "2018-07-28"}, {"due", "2018-07-30"}};

TEST_P(RegisterEntry, WhatWasRecordedIsToldWithItsEntryAndHead) {
    const Answer answer = record("party", {{"key", "NEW"}, {"name", "n"}, {"type", "other"}});
    EXPECT_TRUE(says(answer.text, "recorded party:NEW, entry 9\n")) << answer.text;
    EXPECT_TRUE(says(answer.text, "ledger: 10 entries, root ")) << answer.text;
    const json said = json::parse(answer.json);
    EXPECT_EQ(said["refs"], json({"party:NEW"}));
    EXPECT_EQ(said["head"]["size"], "10");
}

TEST_P(RegisterEntry, APatternStandsForAllThatBeginsSo) {
    record("transfer", leg);
    EXPECT_EQ(shown("transfer:leg")["fields"]["items"], json({"case:W/01", "case:W/02", "case:W/03"}));
}

TEST_P(RegisterEntry, APatternThatFitsNothingIsAProblem) {
    FieldTexts fields = leg;
    fields[1].second = "case:X/*";
    const auto answer = record_one({recorder_, "transfer", fields});
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 1U);
    EXPECT_TRUE(says(answer->problems[0].message, "nothing is recorded that begins with 'case:X/'"));
    EXPECT_EQ(count("transfer"), 0U);
}

TEST_P(RegisterEntry, AConfirmationOfAllButOneLeavesAFindingForTheOther) {
    record("transfer", leg);
    const Answer answer = record(
        "confirmation",
        {{"transfer", "leg"}, {"received", "2018-07-29"}, {"by", "r"}, {"items", "all"}, {"seal_condition", "Intact"}},
        "W/02");
    EXPECT_TRUE(
        says(answer.text, "finding opened: F10 count mismatch, transfer:leg: 3 sent, 2 received; missing: case:W/02"))
        << answer.text;
    EXPECT_EQ(shown("confirmation:#10")["fields"]["items"], json({"case:W/01", "case:W/03"}));
}

TEST_P(RegisterEntry, LeavingOutWhatIsNotThereIsAProblem) {
    const auto answer = record_one({recorder_, "transfer", leg, "W/09"});
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 1U);
    EXPECT_EQ(answer->problems[0].message, "except: 'W/09' is not among the items");
}

TEST_P(RegisterEntry, AllThatIsWrongIsToldAtOnce) {
    const auto answer = record_one({recorder_, "turnover", {{"key", "X"}, {"on", "soon"}, {"from", "nobody"}}});
    ASSERT_TRUE(answer);
    std::string all;
    for (const Error& problem : answer->problems) {
        all += problem.message + "\n";
    }
    for (const char* part : {"on: 'soon' is no date", "from: 'nobody' is not recorded", "claimed: is missing"}) {
        EXPECT_TRUE(says(all, part)) << part << " in\n" << all;
    }
    EXPECT_EQ(count("turnover"), 1U);
}

TEST_P(RegisterEntry, ASizeBelowNothingAndAHalfOfAPlaceAreProblems) {
    record("site", {{"key", "hill"}, {"name", "a hill"}, {"status", "Planned"}});
    const auto told = [&](const std::string& kind, const FieldTexts& fields) {
        const auto answer = record_one({recorder_, kind, fields});
        return answer && answer->problems.size() == 1 ? answer->problems[0].message : "not one problem";
    };
    EXPECT_EQ(told("search", {{"site", "hill"}, {"on", "2018-07-01"}, {"status", "In progress"}, {"area_m2", "-5"}}),
              "area_m2: '-5' is not a decimal number, 0 or more");
    FieldTexts turnover = {{"key", "X"},  {"on", "2018-07-27"}, {"place", "p"},    {"from", "KPA"},
                           {"to", "UNC"}, {"claimed", "3"},     {"latitude", "39"}};
    EXPECT_EQ(told("turnover", turnover), "longitude: is missing, though the latitude is given");
    turnover.back() = {"longitude", "127"};
    EXPECT_EQ(told("turnover", turnover), "latitude: is missing, though the longitude is given");
    turnover.emplace_back("latitude", "39");
    record("turnover", turnover);
    const auto taken = correct_record({because("unsure"), "turnover", "X", {"latitude="}});
    ASSERT_TRUE(taken);
    ASSERT_EQ(taken->problems.size(), 1U);
    EXPECT_TRUE(correct_record({because("unsure"), "turnover", "X", {"latitude=", "longitude="}})->problems.empty());
}

TEST_P(RegisterEntry, KeysThatLookAlikeAreOneKey) {
    const std::string one = "Jos\u00e9";    // é as one character
    const std::string other = "Jose\u0301"; // e and an accent
    record("party", {{"key", other}, {"name", other}, {"type", "Other"}});
    EXPECT_EQ(shown("party:" + one)["fields"]["key"], one);
    EXPECT_EQ(shown(other)["ref"], "party:" + one);
    EXPECT_EQ(shown(other)["fields"]["name"], other) << "only names are put into one form";
    record("accession", {{"key", "B"}, {"on", "2018-08-01"}, {"lab", other}});
    EXPECT_EQ(shown("accession:B")["fields"]["lab"], one);
    for (const std::string& key : {one, other}) {
        const auto again = record_one({recorder_, "party", {{"key", key}, {"name", "n"}, {"type", "Other"}}});
        ASSERT_TRUE(again);
        ASSERT_EQ(again->problems.size(), 1U);
        EXPECT_TRUE(says(again->problems[0].message, "is recorded already (entry 9)"));
    }
    // As an earlier muster may have recorded it.
    place_.run("UPDATE record SET key = '" + other + "' WHERE kind = 'party' AND key = '" + one + "'");
    EXPECT_EQ(shown(one)["ref"], "party:" + other);
    const auto again = record_one({recorder_, "party", {{"key", one}, {"name", "n"}, {"type", "Other"}}});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->problems.size(), 1U);
    record("accession", {{"key", "C"}, {"on", "2018-08-01"}, {"lab", one}});
    EXPECT_EQ(shown("accession:C")["fields"]["lab"], other);
}

TEST_P(RegisterEntry, ANameThatMayMeanTwoRecordsIsToldAndRefused) {
    Answer answer = record("alias", {{"of", "W/01"}, {"system", "AFDIL"}, {"id", "CIL"}});
    EXPECT_TRUE(says(answer.text, "note: 'CIL' may mean W/01 or party:CIL now; write kind:key\n")) << answer.text;
    EXPECT_EQ(json::parse(answer.json)["notes"].size(), 1U);
    auto found = show_record(recorder_, "", "CIL");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::bad_input);
    EXPECT_TRUE(says(found.error().message, "'CIL' may be any of party:CIL, case:W/01 (by another name of it)"))
        << found.error().message;
    EXPECT_EQ(json::parse(show_record(recorder_, "party", "CIL")->json)["ref"], "party:CIL");
    EXPECT_EQ(shown("party:CIL")["ref"], "party:CIL");

    record("alias", {{"of", "case:W/02"}, {"system", "AFDIL"}, {"id", "X-7"}});
    answer = record("alias", {{"of", "case:W/02"}, {"system", "LIMS"}, {"id", "X-7"}});
    EXPECT_FALSE(says(answer.text, "note: ")) << answer.text;
    answer = record("party", {{"key", "X-7"}, {"name", "n"}, {"type", "Other"}});
    EXPECT_TRUE(says(answer.text, "note: 'X-7' may mean party:X-7 or case:W/02 now")) << answer.text;
    EXPECT_FALSE(show_record(recorder_, "", "X-7"));
    ASSERT_TRUE(withdraw_record({because("no such party"), "party", "X-7"}));
}

TEST_P(RegisterEntry, ATrialRecordsNothing) {
    Recorder trial = recorder_;
    trial.trial = true;
    const auto answer = record_one({trial, "party", {{"key", "T"}, {"name", "n"}, {"type", "Other"}}});
    ASSERT_TRUE(answer);
    EXPECT_TRUE(says(answer->text, "nothing was recorded")) << answer->text;
    EXPECT_EQ(count("party"), 3U);
}

TEST_P(RegisterEntry, ACorrectionNamesWhatItCorrectsAndWhy) {
    const auto answer = correct_record({because("misread"), "case", "W/01", {"seal=S-1"}});
    ASSERT_TRUE(answer && answer->problems.empty());
    const json record = shown("case:W/01");
    EXPECT_EQ(record["fields"]["seal"], "S-1");
    ASSERT_EQ(record["entries"].size(), 2U);
    EXPECT_EQ(record["entries"][1]["reason"], "misread");
    EXPECT_EQ(record["entries"][1]["corrects"], record["entries"][0]["seq"]);
}

TEST_P(RegisterEntry, WithoutAReasonNothingIsChanged) {
    for (const auto& answer :
         {correct_record({recorder_, "case", "W/01", {"seal=S-1"}}), withdraw_record({recorder_, "case", "W/01"})}) {
        ASSERT_TRUE(answer);
        ASSERT_FALSE(answer->problems.empty());
        EXPECT_TRUE(says(answer->problems[0].message, "reason"));
    }
    EXPECT_EQ(shown("case:W/01")["entries"].size(), 1U);
}

TEST_P(RegisterEntry, ASettingWithoutAnEqualsSignIsWrongUsage) {
    const auto answer = correct_record({because("r"), "case", "W/01", {"seal"}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::usage);
}

TEST_P(RegisterEntry, WhatWasWithdrawnIsListedOnlyOnDemand) {
    ASSERT_TRUE(withdraw_record({because("no such case"), "", "case:W/03"}));
    EXPECT_EQ(count("case"), 2U);
    const auto all = list_records(recorder_, "case", true);
    ASSERT_TRUE(all);
    EXPECT_TRUE(says(all->text, "withdrawn")) << all->text;
    EXPECT_EQ(json::parse(all->json).size(), 3U);
}

TEST_P(RegisterEntry, AKeyIsRecordedTwiceOnlyOnPurpose) {
    RecordRequest request{recorder_, "party", {{"key", "UNC"}, {"name", "n"}, {"type", "Other"}}};
    auto answer = record_one(request);
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 1U);
    EXPECT_TRUE(says(answer->problems[0].message, "'UNC' is recorded already (entry 2)")) << answer->problems[0].text();
    EXPECT_EQ(problems_json(answer->problems),
              R"({"problems":[{"file":null,"line":null,"message":)" + json(answer->problems[0].message).dump() + "}]}");
    EXPECT_EQ(count("party"), 3U);
    request.again = true;
    answer = record_one(request);
    ASSERT_TRUE(answer && answer->problems.empty());
    EXPECT_TRUE(says(answer->text, "finding opened: F9 reused designator")) << answer->text;
    EXPECT_EQ(count("party"), 4U);
}

TEST_P(RegisterEntry, ANewRegisterDoesNotTouchOneThatIsThere) {
    Recorder again = recorder_;
    again.key_file = (folder_ / "new.key").string();
    auto answer = start_register(again, "");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::refused);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "new.key"));
    again.key_file = recorder_.key_file; // is there too, but the store counts first
    answer = start_register(again, "");
    ASSERT_FALSE(answer);
    EXPECT_FALSE(says(answer.error().text(), "ledger.key")) << answer.error().text();
    again.store = "mysql:x";
    EXPECT_EQ(start_register(again, "").error().kind, ErrorKind::usage);
}

TEST_P(RegisterEntry, AnotherLedgersKeyIsRefused) {
    Recorder other = recorder_;
    other.store = "sqlite:" + (folder_ / "other.db").string();
    other.key_file.clear();
    ASSERT_TRUE(start_register(other, ""));
    other.key_file = other.store.substr(7) + ".key";
    other.store = recorder_.store;
    const auto answer = record_one({other, "party", {{"key", "T"}, {"name", "n"}, {"type", "Other"}}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::refused);
}

TEST_P(RegisterEntry, APhotographIsDescribedByItsFileAndComesBackAsItWas) {
    std::string png = "\x89PNG\r\n\x1a\n";
    png.append(3'000'000, 'p');
    RecordRequest request{recorder_, "photograph", {{"of", "case:W/01"}, {"caption", "lid"}}};
    request.file = write("lid.png", png);
    const auto answer = record_one(request);
    ASSERT_TRUE(answer && answer->problems.empty());
    const json fields = shown("photograph:#9")["fields"];
    EXPECT_EQ(fields["bytes"], "3000008");
    EXPECT_EQ(fields["media_type"], "image/png");
    EXPECT_EQ(fields["file"], "lid.png");
    ASSERT_TRUE(export_photograph(recorder_, "#9", folder_ / "out.png"));
    EXPECT_EQ(read("out.png"), png);
    ASSERT_TRUE(export_photograph(recorder_, fields["sha256"].get<std::string>(), folder_ / "out2.png"));
    EXPECT_EQ(read("out2.png"), png);
}

TEST_P(RegisterEntry, AFileThatIsNoPhotographIsNotTaken) {
    RecordRequest request{recorder_, "photograph", {{"of", "case:W/01"}}};
    for (const auto& [name, text] : {std::pair{"a.txt", "hello"}, std::pair{"empty.jpg", ""}}) {
        request.file = write(name, text);
        const auto answer = record_one(request);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::bad_input);
    }
    request.file = folder_ / "none.png";
    EXPECT_FALSE(record_one(request));
    EXPECT_EQ(count("photograph"), 0U);
}

TEST_P(RegisterEntry, ErasedDataAreGoneAndTheRecordStays) {
    record("specimen", {{"accession", "A"},
                        {"designator", "1"},
                        {"human", "Human"},
                        {"bone", "Femur"},
                        {"side", "Left"},
                        {"completeness", "Complete"}});
    record("sample", {{"specimen", "A, 1"}, {"label", "01A"}, {"material", "bone"}, {"on", "2018-08-02"}});
    record("result", {{"sample", "A, 1, 01A"},
                      {"test", "mtDNA"},
                      {"on", "2018-08-03"},
                      {"outcome", "Reportable"},
                      {"profile", "{}"}});
    EXPECT_EQ(shown("result:#11")["personal"]["profile"], "{}");
    ASSERT_TRUE(erase_subject(because("consent withdrawn"), "sample:A, 1, 01A"));
    const json record = shown("result:#11");
    EXPECT_FALSE(record.contains("personal"));
    EXPECT_EQ(record["erased"], true);
    const auto again = erase_subject(because("again"), "sample:A, 1, 01A");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::refused);
}

TEST(RecordForms, EveryKindThatIsRecordedByHandHasAForm) {
    const auto forms = record_forms();
    std::set<std::string> commands;
    for (const RecordForm& form : forms) {
        EXPECT_TRUE(commands.insert(form.command).second) << form.command;
    }
    EXPECT_TRUE(commands.contains("custody transfer"));
    EXPECT_FALSE(commands.contains(""));
}

TEST(RecordForms, SayWhatEachFieldTakes) {
    const json forms = json::parse(record_forms_json());
    const auto field = [&](const std::string& kind, const std::string& name) -> json {
        for (const json& form : forms) {
            for (const json& one : form["fields"]) {
                if (form["kind"] == kind && one["name"] == name) {
                    return one;
                }
            }
        }
        return {};
    };
    const json items = field("transfer", "items");
    EXPECT_EQ(items["type"], "record");
    EXPECT_EQ(items["list"], true);
    EXPECT_GT(items["kinds"].size(), 1U);
    EXPECT_EQ(items["help"], find_kind("transfer")->field("items")->help) << "what it means, and nothing of its form";
    EXPECT_EQ(field("accession", "lab")["kinds"], json({"party"}));
    EXPECT_EQ(field("specimen", "side")["type"], "word");
    EXPECT_EQ(field("specimen", "side")["words"].size(), 4U);
    EXPECT_EQ(field("specimen", "mass_g")["type"], "mass");
    EXPECT_EQ(field("turnover", "on")["type"], "time");
    EXPECT_EQ(field("person", "name")["personal"], true);
}

TEST(RecordForms, TheHelpOfAFieldHasTheWordsOfItsVocabulary) {
    const auto forms = record_forms_of("specimen");
    ASSERT_FALSE(forms.empty());
    const auto& fields = forms.front().fields;
    const auto side = std::find_if(fields.begin(), fields.end(), [](const RecordField& f) { return f.name == "side"; });
    ASSERT_NE(side, fields.end());
    EXPECT_TRUE(side->required);
    EXPECT_TRUE(says(side->help, "Left, Right, Middle, Unsided")) << side->help;
}

} // namespace
