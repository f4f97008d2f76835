#include "app_register.hpp"
#include "muster/app/account.hpp"
#include "muster/register/register.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

/// Four missing persons and a relative beside the register of the fixture.
class AnAccount : public WithRegister {
  protected:
    void SetUp() override {
        WithRegister::SetUp();
        person("P1", {{"nation", "Aland"}, {"conflict", "War A"}, {"lost_on", "1950-11-30"}, {"lost_in", "Hills"}});
        person("P2", {{"nation", "Aland"}, {"conflict", "War A"}, {"lost_on", "1950-12"}, {"name", "a secret name"}});
        person("P3", {{"nation", "Borduria"}, {"conflict", "War B"}, {"lost_on", "1951"}, {"category", "Deferred"}});
        person("P4", {});
        record("person", {{"key", "R1"}, {"role", "Relative"}, {"sex", "Female"}});
    }
    void person(const std::string& key, const FieldTexts& more) {
        FieldTexts fields{{"key", key}, {"role", "Missing"}, {"sex", "Male"}};
        fields.insert(fields.end(), more.begin(), more.end());
        record("person", fields);
    }
    void status(const std::string& person, const std::string& on, const std::string& word) {
        record("status", {{"person", person}, {"on", on}, {"status", word}});
    }
    /// What only a use case of its own records by hand.
    void sign(const std::string& identification, const std::string& on) {
        auto reg = muster::Register::open(place_.url());
        const auto key = ledger::SigningKey::read(recorder_.key_file);
        NewEntry entry;
        entry.kind = "signature";
        entry.fields = {
            {"of", "identification:" + identification}, {"by", "x"}, {"on", on}, {"role", "x"}, {"digest", "0"}};
        const auto recorded = reg->record({entry}, {"tester"}, *key, Vocabulary({}, {}));
        ASSERT_TRUE(recorded) << recorded.error().text();
        ASSERT_TRUE(recorded->problems.empty()) << recorded->problems.front().text();
    }
    void identify(const std::string& key, const std::string& person, const std::string& individual) {
        record("identification",
               {{"key", key}, {"individual", individual}, {"person", person}, {"on", "2019-01-01"}, {"author", "x"}});
    }
    void individuals() {
        record("accession", {{"key", "B"}, {"on", "2018-08-01"}, {"lab", "CIL"}, {"turnover", "W"}});
        record("individual", {{"accession", "A"}, {"number", "1"}});
        record("individual", {{"accession", "B"}, {"number", "1"}});
    }
    [[nodiscard]] Answer answer(AccountRequest request) const {
        request.caller = recorder_;
        auto answer = account(request);
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        return answer.value_or(Answer{});
    }
    [[nodiscard]] json total(const AccountRequest& request = {}) const {
        return json::parse(answer(request).json)["total"];
    }
    [[nodiscard]] std::vector<std::uint64_t> figures(const AccountRequest& request = {}) const {
        const json all = total(request);
        std::vector<std::uint64_t> counts;
        for (const char* column : {"on the roster", "unaccounted for", "accounted for", "returned alive",
                                   "remains identified", "other credible evidence"}) {
            counts.push_back(all[column]["count"].get<std::uint64_t>());
        }
        return counts;
    }
    [[nodiscard]] std::map<std::string, std::uint64_t> groups(const std::string& by, const char* column) const {
        std::map<std::string, std::uint64_t> counts;
        const json all = json::parse(answer({{}, "", "", {by}}).json);
        for (const json& group : all["groups"]) {
            const json& name = group["group"][by];
            counts[name.is_null() ? "-" : name.get<std::string>()] = group["figures"][column]["count"];
        }
        return counts;
    }
    [[nodiscard]] std::uint64_t last_entry() const {
        return muster::Register::open(place_.url())->head()->head.size - 1;
    }

    using Counts = std::map<std::string, std::uint64_t>;
    const std::string alive_ = "Accounted for: returned alive";
    const std::string identified_ = "Accounted for: remains identified";
};
INSTANTIATE_TEST_SUITE_P(Databases, AnAccount, ::testing::ValuesIn(backends()), database_name);

using Figures = std::vector<std::uint64_t>;

TEST_P(AnAccount, CountsTheMissingButNoRelativesAndNobodyWhoWasWithdrawn) {
    EXPECT_EQ(figures(), (Figures{4, 4, 0, 0, 0, 0}));
    ASSERT_TRUE(withdraw_record({because("recorded twice"), "person", "P4"}));
    EXPECT_EQ(figures(), (Figures{3, 3, 0, 0, 0, 0}));
}

TEST_P(AnAccount, TakesTheNewestStatusByItsDateAsFarAsThatIsCertainAndThenByItsEntry) {
    status("P1", "1953-09-01", alive_);
    status("P1", "1951-01-01", "Unaccounted for"); // recorded later, but of earlier
    EXPECT_EQ(figures(), (Figures{4, 3, 1, 1, 0, 0}));
    status("P2", "1953-09-01", alive_);
    status("P2", "1953", "Unaccounted for"); // may be of before or after: the later entry counts
    EXPECT_EQ(figures(), (Figures{4, 3, 1, 1, 0, 0}));
    status("P3", "1954", "Accounted for: other credible evidence");
    EXPECT_EQ(figures(), (Figures{4, 2, 2, 1, 0, 1}));
}

TEST_P(AnAccount, MakesASignedIdentificationRemainsIdentifiedUntilALaterStatusSaysOtherwise) {
    individuals();
    identify("I1", "P1", "B-I-1");
    EXPECT_EQ(figures(), (Figures{4, 4, 0, 0, 0, 0}));
    sign("I1", "2019-02-01");
    EXPECT_EQ(figures(), (Figures{4, 3, 1, 0, 1, 0}));
    identify("I2", "P1", "A-I-1"); // more remains of the same person
    sign("I2", "2020-02-01");
    EXPECT_EQ(figures(), (Figures{4, 3, 1, 0, 1, 0}));
    EXPECT_EQ(groups("turnover", "accounted for"), (Counts{{"W", 1}, {"-", 0}}));
    status("P1", "2021-01-01", "Unaccounted for");
    EXPECT_EQ(figures(), (Figures{4, 4, 0, 0, 0, 0}));
    EXPECT_EQ(groups("turnover", "on the roster"), (Counts{{"-", 4}}));
    status("P2", "1953", identified_); // without an individual: of no turnover
    EXPECT_EQ(groups("turnover", "remains identified"), (Counts{{"-", 1}}));
}

TEST_P(AnAccount, NamesTheEntriesBehindEveryFigureAndNothingPersonal) {
    individuals();
    const std::uint64_t p2 = last_entry() - 4;
    identify("I1", "P1", "B-I-1");
    const std::uint64_t identification = last_entry();
    sign("I1", "2019-02-01");
    ASSERT_TRUE(correct_record({because("misread"), "person", "P1", {"nation=Borduria"}}));
    const std::uint64_t corrected = last_entry();
    const json all = total();
    EXPECT_EQ(all["remains identified"]["entries"], (json{identification, identification + 1, corrected}));
    EXPECT_EQ(all["unaccounted for"]["entries"].size(), 3U);
    const Answer told = answer({{}, "", "", {"nation"}, true});
    EXPECT_TRUE(says(told.text, std::to_string(identification) + " to " + std::to_string(corrected))) << told.text;
    EXPECT_FALSE(says(told.text + told.json + told.csv, "secret")) << p2;
}

TEST_P(AnAccount, GroupsByWhatIsAskedForAndByCombinations) {
    status("P1", "1953", alive_);
    EXPECT_EQ(groups("nation", "on the roster"), (Counts{{"Aland", 2}, {"Borduria", 1}, {"-", 1}}));
    EXPECT_EQ(groups("period", "on the roster"), (Counts{{"1950", 2}, {"1951", 1}, {"-", 1}}));
    EXPECT_EQ(groups("place", "accounted for"), (Counts{{"Hills", 1}, {"-", 0}}));
    EXPECT_EQ(groups("category", "on the roster"), (Counts{{"Deferred", 1}, {"-", 3}}));
    EXPECT_EQ(groups("status", "on the roster"), (Counts{{alive_, 1}, {"Unaccounted for", 3}}));
    const Answer both = answer({{}, "", "", {"conflict", "period"}});
    EXPECT_EQ(both.csv, "conflict,period,on the roster,unaccounted for,accounted for,returned alive,remains "
                        "identified,other credible evidence\r\nWar A,1950,2,1,1,1,0,0\r\nWar B,1951,1,1,0,0,0,0\r\n"
                        ",,1,1,0,0,0,0\r\n");
    EXPECT_TRUE(says(both.text, "not recorded")) << both.text;
    const auto refused = account({recorder_, "", "", {"nations"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().text(), "--by: the roster is not grouped by 'nations'; did you mean nation?");
    EXPECT_FALSE(account({recorder_, "", "", {"nation", "nation"}}));
    EXPECT_FALSE(account({recorder_, "yesterday"}));
}

TEST_P(AnAccount, OfADayCountsOnlyWhatCertainlyHadHappened) {
    status("P1", "1953-09-01", alive_);
    EXPECT_EQ(figures({{}, "", "1953-08-31"}), (Figures{4, 4, 0, 0, 0, 0}));
    EXPECT_EQ(figures({{}, "", "1953-09-01"}), (Figures{4, 3, 1, 1, 0, 0}));
    EXPECT_EQ(figures({{}, "", "1950-12-01"}), (Figures{2, 2, 0, 0, 0, 0})); // P2 was lost some day of December
    EXPECT_EQ(figures({{}, "", "1950-12"}), (Figures{3, 3, 0, 0, 0, 0}));
    EXPECT_EQ(figures({{}, "", "1949"}), (Figures{1, 1, 0, 0, 0, 0})); // nobody knows when P4 was lost
}

TEST_P(AnAccount, OfThePastIsWhatWasRecordedThen) {
    status("P1", "1953-09-01", alive_);
    EXPECT_EQ(figures({{}, "2018-07-27"}), (Figures{0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(figures({{}, "2999-12-31"}), (Figures{4, 3, 1, 1, 0, 0}));
    EXPECT_TRUE(says(answer({{}, "2018-07-27"}).text, "As recorded by 2018-07-27: the first 0 entries."));
}

TEST_P(AnAccount, SaysWhatIsSimulated) {
    EXPECT_FALSE(says(answer({}).text, "SIMULATED"));
    recorder_.simulated = true;
    status("P1", "1953", alive_);
    const Answer told = answer({});
    EXPECT_TRUE(says(told.text, "SIMULATED: 1 of 4 persons, or what decides their status")) << told.text;
    EXPECT_EQ(json::parse(told.json)["simulated"], 1);
}

/// Figures that others report.
class Reported : public AnAccount {
  protected:
    void SetUp() override {
        AnAccount::SetUp();
        for (const char* key : {"AGENCY", "PAPER"}) {
            record("source", {{"key", key}, {"title", "a source"}, {"type", "Report"}});
        }
    }
    void topic(const std::string& key, const std::string& measure, const std::string& where,
               const std::string& unit = "persons") {
        record("topic", {{"key", key}, {"unit", unit}, {"measure", measure}, {"where", where}});
    }
    void says_so(const std::string& source, const std::string& topic, const std::string& value,
                 const std::string& qualifier, const std::string& unit = "") {
        record("statement", {{"source", source},
                             {"topic", topic},
                             {"value", value},
                             {"qualifier", qualifier},
                             {"unit", unit},
                             {"as_of", "2018"},
                             {"quote", "words of " + source}});
    }
    [[nodiscard]] json topic_of(const std::string& key, const AccountRequest& request = {}) const {
        const json all = json::parse(answer(request).json);
        for (const json& topic : all["topics"]) {
            if (topic["topic"] == key) {
                return topic;
            }
        }
        return {};
    }
    std::string problem(const FieldTexts& fields) {
        FieldTexts all{{"key", "bad"}, {"unit", "persons"}};
        all.insert(all.end(), fields.begin(), fields.end());
        const auto answer = record_one({recorder_, "topic", all, {}});
        return !answer ? answer.error().text() : answer->problems.empty() ? "" : answer->problems.front().text();
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Reported, ::testing::ValuesIn(backends()), database_name);

TEST_P(Reported, FiguresStandBesideTheRegistersOwnCountWithTheDifferenceAndWhetherItIsExplained) {
    topic("missing", "persons on the roster", "nation=Aland; conflict=War A");
    says_so("AGENCY", "missing", "2", "exactly");
    says_so("PAPER", "missing", "7", "more than");
    says_so("PAPER", "missing", "9", "", "remains");
    json found = topic_of("missing");
    EXPECT_EQ(found["register"]["count"], 2);
    EXPECT_EQ(found["register"]["entries"].size(), 2U);
    EXPECT_EQ(found["of_record"], json());
    EXPECT_EQ(found["statements"][0]["verdict"], "agrees");
    EXPECT_EQ(found["statements"][1]["register_has"], -5);
    EXPECT_EQ(found["statements"][1]["verdict"], "open");
    EXPECT_EQ(found["statements"][2]["verdict"], "counts something else");
    EXPECT_TRUE(says(answer({}).text, "1 topic, 2 open conflicts, 1 unexplained difference")) << answer({}).text;

    record("figure", {{"topic", "missing"}, {"value", "7"}, {"basis", "an older list"}});
    record("figure", {{"topic", "missing"}, {"value", "3"}, {"qualifier", "about"}, {"basis", "the newest list"}});
    const std::string paper = found["statements"][1]["ref"];
    record("explanation", {{"topic", "missing"},
                           {"statements", paper.substr(paper.find('#'))},
                           {"text", "the paper counts both nations"}});
    found = topic_of("missing");
    EXPECT_EQ(found["of_record"]["words"], "about 3 persons");
    EXPECT_EQ(found["of_record"]["verdict"], "open");
    EXPECT_EQ(found["statements"][1]["verdict"], "explained");
    EXPECT_EQ(found["statements"][1]["explained_by"].size(), 1U);
    record("explanation", {{"topic", "missing"}, {"text", "the register is not complete"}});
    EXPECT_EQ(topic_of("missing")["of_record"]["verdict"], "explained");
    const std::string text = answer({{}, "", "", {}, false, true}).text;
    for (const char* words : {"the register  2 persons on the roster (nation=Aland, conflict=War A)",
                              "of record     about 3 persons", "because: the newest list", "5 fewer", "explained",
                              "\"words of PAPER\"", "contradicts: exactly 2 persons, AGENCY"}) {
        EXPECT_TRUE(says(text, words)) << words << "\n" << text;
    }
}

TEST_P(Reported, ConflictsAreListedUntilTheyAreGoneAndSayWhenTheyAreResolved) {
    topic("missing", "", "");
    says_so("AGENCY", "missing", "2", "exactly");
    says_so("PAPER", "missing", "7", "exactly");
    const json open = topic_of("missing")["conflicts"];
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0]["state"], "open");
    EXPECT_EQ(open[0]["id"], "F" + std::to_string(last_entry()));
    ASSERT_TRUE(resolve_finding(because("the paper erred"), open[0]["id"]));
    EXPECT_EQ(topic_of("missing")["conflicts"][0]["state"], "resolved");
    const std::string statement = open[0]["statement"];
    ASSERT_TRUE(withdraw_record({because("misquoted"), "statement", statement.substr(statement.find('#'))}));
    EXPECT_TRUE(topic_of("missing")["conflicts"].empty());
    EXPECT_EQ(topic_of("missing", {{}, "2018"}), json());
}

TEST_P(Reported, ThingsAreCountedByTurnoverAndAccession) {
    individuals();
    record("receipt", {{"turnover", "W"}, {"on", "2018-07-27"}, {"by", "x"}, {"received", "2"}});
    for (const char* accession : {"A", "B"}) {
        record("specimen", {{"accession", accession},
                            {"designator", "101"},
                            {"human", "Human"},
                            {"bone", "Femur"},
                            {"side", "Left"},
                            {"completeness", "Complete"}});
        record("sample", {{"specimen", std::string(accession) + ", 101"},
                          {"label", "01A"},
                          {"material", "bone"},
                          {"on", "2018-09-02"}});
    }
    const std::vector<std::tuple<std::string, std::string, std::uint64_t>> measures{{"cases claimed", "turnover=W", 3},
                                                                                    {"cases received", "turnover=W", 2},
                                                                                    {"cases recorded", "turnover=W", 3},
                                                                                    {"accessions", "", 2},
                                                                                    {"accessions", "turnover=W", 1},
                                                                                    {"specimens", "turnover=W", 1},
                                                                                    {"specimens", "accession=A", 1},
                                                                                    {"samples", "turnover=W", 1},
                                                                                    {"samples", "", 2},
                                                                                    {"individuals", "accession=B", 1},
                                                                                    {"individuals", "", 2},
                                                                                    {"persons identified", "", 0},
                                                                                    {"persons unaccounted for", "", 4},
                                                                                    {"persons accounted for", "", 0}};
    for (const auto& [measure, where, expected] : measures) {
        const std::string key = where.empty() ? measure : measure + " " + where;
        topic(key, measure, where, "specimens");
        EXPECT_EQ(topic_of(key)["register"]["count"], expected) << key;
        EXPECT_GE(topic_of(key)["register"]["entries"].size(), expected > 0 ? 1U : 0U) << key;
    }
    const auto on_the_day = [&](const std::string& key) {
        return topic_of(key, {{}, "", "2018-08-15"})["register"]["count"];
    };
    EXPECT_EQ(on_the_day("specimens accession=A"), 1); // without a date: as its accession
    EXPECT_EQ(on_the_day("samples"), 0);
    EXPECT_EQ(topic_of("cases recorded turnover=W", {{}, "", "2018-07-26"})["register"]["count"], 0);
}

TEST_P(Reported, ATopicThatCannotBeCountedIsRefused) {
    EXPECT_EQ(problem({{"measure", "cases claimed"}, {"where", "nation=Aland"}}),
              "where: cases claimed cannot be restricted by 'nation'; expected one of: turnover");
    EXPECT_EQ(problem({{"measure", "persons identified"}, {"where", "weight=3"}}),
              "where: persons identified cannot be restricted by 'weight'; expected one of: conflict, nation, service, "
              "lost_in, category, unit");
    EXPECT_EQ(problem({{"measure", "persons identified"}, {"where", "Aland"}}),
              "where: 'Aland' is no restriction; expected field=value");
    EXPECT_EQ(problem({{"measure", "specimens"}, {"where", "turnover=X"}}),
              "where: the turnover 'X' is not recorded; record it first, or correct the key");
    EXPECT_EQ(problem({{"measure", "persons identified"}, {"where", "category=deferred"}}),
              "where: 'deferred' is no category; write 'Deferred'");
    EXPECT_EQ(problem({{"measure", "persons identified"}, {"where", "nation=A;nation=B"}}),
              "where: 'nation' is there twice; only what fits all is counted");
    EXPECT_EQ(problem({{"where", "nation=A"}}), "where: stands without measure; say what is to be counted");
    EXPECT_EQ(account({recorder_, "", "", {}, false, true, {"none"}}).error().text(),
              "there is no topic 'none'; muster topic list shows all");
}

} // namespace
