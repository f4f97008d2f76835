#include "app_register.hpp"
#include "ledger_fixture.hpp"
#include "muster/app/example.hpp"
#include "muster/app/explain.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/app/next.hpp"
#include "muster/app/register_identification.hpp"
#include "muster/app/roster.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class Roster : public WithRegister {
  protected:
    /// Imports a table; the problems, each in a line.
    std::string import(const std::string& kind, const std::string& text) {
        const auto answer = import_records({recorder_, kind, write(kind + ".csv", text)});
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        std::string problems;
        for (const Error& problem : answer ? answer->problems : std::vector<Error>{}) {
            problems += problem.text() + "\n";
        }
        return problems;
    }
    /// 01A, of a femur.
    void record_sample() {
        record("specimen", {{"accession", "A"},
                            {"designator", "1"},
                            {"human", "Human"},
                            {"bone", "Femur"},
                            {"side", "Left"},
                            {"completeness", "Complete"}});
        record("sample", {{"specimen", "A, 1"}, {"label", "01A"}, {"material", "bone"}, {"on", "2019-01-02"}});
    }
    /// The record that an answer says was made.
    static std::string ref_of(const Answer& answer) { return json::parse(answer.json)["refs"][0]; }
    [[nodiscard]] json find(const std::string& name) const {
        const auto answer = find_persons({recorder_, name});
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        return answer ? json::parse(answer->json) : json();
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Roster, ::testing::ValuesIn(backends()), database_name);

TEST_P(Roster, ATableOfPersonsMayHaveChildrenBeforeTheirParentsAndTwinsThatNameEachOther) {
    EXPECT_EQ(import("person", "key,role,sex,father,mother,twin,name\n"
                               "SIM-1,Missing,Male,SIM-3,SIM-4,SIM-2,Simulated One\n"
                               "SIM-2,Relative,Male,SIM-3,SIM-4,SIM-1,Simulated Two\n"
                               "SIM-3,Relative,Male,,,,Simulated Three\n"
                               "SIM-4,Relative,Female,,,,Simulated Four\n"),
              "");
    EXPECT_EQ(shown("person:SIM-1")["fields"]["father"], "SIM-3");
    EXPECT_EQ(shown("person:SIM-2")["fields"]["twin"], "SIM-1");
    EXPECT_FALSE(shown("person:SIM-1")["fields"].contains("twin"));
}

TEST_P(Roster, OneBadRowAmongThousandsIsNamedAndNothingIsKept) {
    std::string text = "key,role,sex,name\n";
    for (int row = 2; row <= 7701; ++row) {
        text += "SIM-" + std::to_string(row) + ",Missing," + (row == 6412 ? "Mail" : "Male") + ",Simulated Person\n";
    }
    EXPECT_EQ(import("person", text), (folder_ / "person.csv").string() +
                                          ":6412: sex: 'Mail' is not in the vocabulary of sex; did you mean Male?\n");
    EXPECT_EQ(count("person"), 0U);
}

TEST_P(Roster, NobodyIsHisOwnAncestorAndNoFatherIsAWoman) {
    ASSERT_EQ(import("person", "key,role,sex,father\nSIM-1,Missing,Male,\nSIM-2,Relative,Male,SIM-1\nSIM-3,Relative,"
                               "Female,\n"),
              "");
    const auto circle = correct_record({because("a test"), "person", "SIM-1", {"father=SIM-2"}});
    ASSERT_TRUE(circle);
    ASSERT_EQ(circle->problems.size(), 1U);
    EXPECT_EQ(circle->problems[0].message, "father: 'SIM-2' descends from this person, or is the same");
    const auto woman = correct_record({because("a test"), "person", "SIM-1", {"father=SIM-3"}});
    ASSERT_TRUE(woman);
    ASSERT_EQ(woman->problems.size(), 1U);
    EXPECT_EQ(woman->problems[0].message, "father: 'SIM-3' is recorded as Female");
}

TEST_P(Roster, PersonsAreFoundByAnotherSpellingByTheirNumberAndByANameThatWasCorrected) {
    record("person", {{"key", "SIM-1"},
                      {"role", "Missing"},
                      {"sex", "Male"},
                      {"name", "Simulated Kim Chol-su"},
                      {"names", "김철수"},
                      {"service_number", "SIM 1234567"},
                      {"unit", "unit 7"}});
    record("person", {{"key", "SIM-2"}, {"role", "Missing"}, {"sex", "Male"}, {"name", "Simulated Ivanov"}});
    EXPECT_EQ(find("Gim Cheolsoo")[0]["person"], "SIM-1");
    EXPECT_EQ(find("345 67")[0]["person"], "SIM-1");
    EXPECT_EQ(find("Иванов")[0]["person"], "SIM-2");
    const auto corrected = correct_record({because("misread"), "person", "SIM-2", {"name=Simulated Sidorov"}});
    ASSERT_TRUE(corrected && corrected->problems.empty());
    EXPECT_EQ(find("Sidorov")[0]["person"], "SIM-2");
    EXPECT_EQ(find("Sidorov")[0]["names"], json({"Simulated Sidorov"}));
    EXPECT_EQ(find_persons({{store()}, "  "}).error().kind, ErrorKind::usage);
}

TEST_P(Roster, ACorrectionOfOnePersonalFieldKeepsTheOthers) {
    record("person",
           {{"key", "SIM-1"}, {"role", "Missing"}, {"sex", "Male"}, {"name", "Simulated One"}, {"born", "1930"}});
    const auto corrected = correct_record({because("misread"), "person", "SIM-1", {"name=Simulated Other"}});
    ASSERT_TRUE(corrected && corrected->problems.empty());
    EXPECT_EQ(shown("person:SIM-1")["personal"], json({{"name", "Simulated Other"}, {"born", "1930"}}));
}

TEST_P(Roster, ProfilesOfRelativesComeFromATableOfTypingAndCountOnlyWithConsent) {
    ASSERT_EQ(import("person", "key,role,sex,father,mother,population\nSIM-F,Relative,Male,,,Cauc\n"
                               "SIM-1,Missing,Male,SIM-F,,Cauc\n"),
              "");
    const std::string typing = "sample,marker,allele1,allele2\nSIM-F,TH01,6,9.3\nSIM-F,FGA,20,24\n";
    ProfileImport request{recorder_, write("typing.csv", typing), "autosomal STR", "2019-01-01"};
    request.references = true;
    const auto imported = import_profiles(request);
    ASSERT_TRUE(imported) << imported.error().text();
    ASSERT_TRUE(imported->problems.empty()) << imported->problems[0].text();
    record_sample();
    request = {recorder_, write("bone.csv", "sample,marker,allele1,allele2\n01A,TH01,9.3,7\n01A,FGA,20,22\n"),
               "autosomal STR", "2019-01-03"};
    ASSERT_TRUE(import_profiles(request)->problems.empty());
    const auto without = identify_register(recorder_, {});
    ASSERT_FALSE(without);
    EXPECT_TRUE(says(without.error().message, "no missing person has a relative with a profile and consent"));
    record("consent", {{"person", "SIM-F"}, {"given", "Given"}, {"scope", "identification"}, {"on", "2018-01-01"}});
    const auto with = identify_register(recorder_, {});
    ASSERT_TRUE(with) << with.error().text();
    const json best = json::parse(with->reply.json)["samples"][0]["candidates"][0];
    EXPECT_EQ(best["person"], "SIM-1");
    EXPECT_EQ(best["loci_compared"], 2);
    const json analysis = shown(with->analysis)["fields"];
    EXPECT_TRUE(says(analysis["data"].get<std::string>(), "nist1036/frequencies.csv, SHA-256 ")) << analysis;
    EXPECT_EQ(analysis["samples"], json({"A, 1, 01A"}));
    EXPECT_TRUE(says(analysis["method"].get<std::string>(), "joint posteriors of all samples, exact")) << analysis;
    const auto again = identify_register(recorder_, {});
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_TRUE(says(again->reply.summary, "Since " + with->analysis + ": nothing changed"));
    const auto why = explain_register(recorder_, {"A, 1, 01A", "SIM-1", {}});
    ASSERT_TRUE(why) << why.error().text();
    EXPECT_TRUE(says(why->text, "SIM-F (father)")) << why->text;
    EXPECT_TRUE(says(why->text, "9.3/7") || says(why->text, "7/9.3")) << why->text;
    NextRequest next;
    next.next.simulations = 3;
    const auto steps = what_next_of_register(recorder_, next);
    ASSERT_TRUE(steps) << steps.error().text();
    EXPECT_TRUE(says(steps->text, "0 persons identified now, of 1 missing")) << steps->text;
    record("consent", {{"person", "SIM-F"}, {"given", "Withdrawn"}, {"scope", "identification"}, {"on", "2019-06-01"}});
    EXPECT_FALSE(identify_register(recorder_, {}));
}

TEST_P(Roster, AnIdenticalTwinWhoIsTypedIsWarnedOf) {
    ASSERT_EQ(import("person", "key,role,sex,father,mother,population,twin\nSIM-F,Relative,Male,,,Cauc,\n"
                               "SIM-1,Missing,Male,SIM-F,,Cauc,\nSIM-2,Relative,Male,SIM-F,,Cauc,SIM-1\n"),
              "");
    ProfileImport request{recorder_, write("typing.csv", "sample,marker,allele1,allele2\nSIM-2,TH01,6,9.3\n"),
                          "autosomal STR", "2019-01-01"};
    request.references = true;
    ASSERT_TRUE(import_profiles(request)->problems.empty());
    record("consent", {{"person", "SIM-2"}, {"given", "Given"}, {"scope", "identification"}, {"on", "2018-01-01"}});
    record_sample();
    request = {recorder_, write("bone.csv", "sample,marker,allele1,allele2\n01A,TH01,9.3,6\n"), "autosomal STR",
               "2019-01-03"};
    ASSERT_TRUE(import_profiles(request)->problems.empty());
    const auto answer = identify_register(recorder_, {});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_TRUE(says(answer->reply.summary, "missing person 'SIM-1' has an identical twin, 'SIM-2', who is typed and "
                                            "taken as a sibling"))
        << answer->reply.summary;
}

TEST_P(Roster, AFamilyIsToldBeforeThePublicIs) {
    record("person", {{"key", "SIM-1"}, {"role", "Missing"}, {"sex", "Male"}, {"name", "Simulated One"}});
    record("person", {{"key", "SIM-2"}, {"role", "Relative"}, {"sex", "Female"}, {"name", "Simulated Two"}});
    const std::string name =
        ref_of(record("publication", {{"missing", "SIM-1"}, {"on", "2019-03-02"}, {"where", "a release"}}));
    ASSERT_EQ(shown(name)["findings"].size(), 1U);
    EXPECT_EQ(shown(name)["findings"][0]["rule"], "published before notification");
    record("notification", {{"missing", "SIM-1"}, {"person", "SIM-2"}, {"on", "2019-03-02"}, {"by", "somebody"}});
    EXPECT_EQ(shown(name)["findings"][0]["state"], "cleared");
}

TEST_P(Roster, StatementsThatDisagreeAreToldWithTheirSources) {
    record("source", {{"key", "A"}, {"title", "a report"}, {"type", "News"}});
    record("source", {{"key", "B"}, {"title", "another"}, {"type", "News"}});
    record("topic", {{"key", "missing"}, {"unit", "persons"}});
    const auto state = [&](const char* source, const char* value, const char* qualifier, const char* unit) {
        const Answer answer = record("statement", {{"source", source},
                                                   {"topic", "missing"},
                                                   {"value", value},
                                                   {"qualifier", qualifier},
                                                   {"unit", unit},
                                                   {"quote", "words"}});
        const json findings = shown(ref_of(answer))["findings"];
        return findings.empty() ? std::string() : findings[0]["detail"].get<std::string>();
    };
    EXPECT_EQ(state("A", "7700", "about", ""), "");
    EXPECT_EQ(state("B", "7700", "about", ""), "");
    EXPECT_TRUE(says(state("B", "7000", "more than", ""),
                     "missing: more than 7000 persons, B; differs, though both may be true: about 7700 persons, A"));
    EXPECT_TRUE(says(state("B", "5300", "exactly", ""), "contradicts: about 7700 persons, A"));
    EXPECT_TRUE(says(state("B", "7700", "about", "remains"), "counts something else: about 7700 persons, A"));
}

TEST(Example, IsLoadedIdentifiedOnTheRegisterAndWhole) {
    const ledger::TemporaryFolder folder;
    const Recorder recorder{{"sqlite:" + (folder / "w.db").string(), "", "newcomer"}};
    const auto made = make_example(recorder, "wonsan-2018", true);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_TRUE(made->problems.empty());
    IdentificationRequest request;
    const auto identified = identify_register(recorder, request);
    ASSERT_TRUE(identified) << identified.error().text();
    const json result = json::parse(identified->reply.json);
    EXPECT_TRUE(result["simulated"]);
    EXPECT_EQ(result["samples"].size(), 45U);
    EXPECT_TRUE(says(identified->reply.summary, "SIMULATED"));
    EXPECT_TRUE(says(identified->analysis, "analysis:#"));
    // The samples of the identifications that are decided fit their persons best.
    EXPECT_EQ(result["samples"][0]["candidates"][0]["person"], "SIM-F0001-missing");
    const auto verified = verify_ledger(recorder, "", {});
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->failed) << verified->text;
    EXPECT_EQ(make_example(recorder, "wonsan-2018", true).error().kind, ErrorKind::refused);
    EXPECT_EQ(make_example(recorder, "wonsan", true).error().kind, ErrorKind::usage);
}

} // namespace
