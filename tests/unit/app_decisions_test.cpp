#include "app_register.hpp"
#include "muster/app/decisions.hpp"
#include "muster/app/ledger_checks.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class Decisions : public WithRegister {
  protected:
    void SetUp() override {
        WithRegister::SetUp();
        record("person", {{"key", "SIM-1"}, {"role", "Missing"}, {"sex", "Male"}, {"name", "Simulated One"}});
        record("individual", {{"accession", "A"}, {"number", "01"}});
        record(
            "identification",
            {{"key", "ID"}, {"individual", "A-I-01"}, {"person", "SIM-1"}, {"on", "2019-01-05"}, {"author", "author"}});
    }
    void add_evidence(const char* direction = "Supports") {
        record("evidence",
               {{"identification", "ID"}, {"type", "nuclear DNA"}, {"direction", direction}, {"text", "fits"}});
    }
    void add_hypothesis() {
        record("hypothesis", {{"identification", "ID"}, {"text", "a brother"}, {"answer", "there is none"}});
    }
    void review(const char* type, const char* by, const char* outcome = "Accepted") {
        record("review",
               {{"identification", "ID"}, {"type", type}, {"outcome", outcome}, {"on", "2019-01-06"}, {"by", by}});
    }
    /// Signs; the problems, each in a line.
    std::string sign(const std::string& who = "examiner", const std::string& kind = "identification",
                     const std::string& key = "ID") {
        SignRequest request{recorder_, kind, key};
        request.recorder.who = who;
        const auto answer = sign_decision(request);
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        std::string problems;
        for (const Error& problem : answer ? answer->problems : std::vector<Error>{}) {
            problems += problem.message + "\n";
        }
        return problems;
    }
    std::string problem_of(const std::string& kind, const FieldTexts& fields) {
        const auto answer = record_one({recorder_, kind, fields});
        return !answer ? answer.error().message : answer->problems.empty() ? "" : answer->problems[0].message;
    }
    [[nodiscard]] json packet() const { return json::parse(identification_packet(recorder_, "ID")->json); }
};
INSTANTIATE_TEST_SUITE_P(Databases, Decisions, ::testing::ValuesIn(backends()), database_name);

TEST_P(Decisions, AnIdentificationIsSignedOnlyWithEvidenceAHypothesisAndReviewsByTwoOthers) {
    EXPECT_TRUE(says(sign("author"), "there is no line of evidence"));
    EXPECT_TRUE(says(sign("author"), "no competing hypothesis was considered"));
    EXPECT_TRUE(says(sign("author"), "the author, author, does not sign"));
    EXPECT_EQ(packet()["missing"].size(), 4U);
    add_evidence();
    add_hypothesis();
    review("Technical", "author");
    review("Administrative", "B");
    EXPECT_TRUE(says(sign(), "technical reviews: 1 wanted by the policy of muster, 0 accepted")) << sign();
    review("Technical", "B");
    EXPECT_TRUE(says(sign(), "wanted by different people")) << sign();
    review("Technical", "C");
    EXPECT_EQ(sign(), "");
    EXPECT_EQ(packet()["signature"][0]["fields"]["by"], "examiner");
    EXPECT_TRUE(says(identification_packet(store(), "ID")->text, "everything is as it was signed"));
    EXPECT_TRUE(says(sign(), "is signed already"));
}

TEST_P(Decisions, WhatIsChangedOrReturnedAfterAReviewIsReviewedAgain) {
    add_evidence();
    add_hypothesis();
    review("Technical", "B");
    review("Administrative", "C");
    add_evidence("Contradicts");
    EXPECT_TRUE(says(sign(), "technical reviews: 1 wanted")) << sign();
    review("Technical", "B");
    review("Administrative", "C");
    review("Technical", "B", "Returned");
    EXPECT_TRUE(says(sign(), "technical reviews: 1 wanted")) << sign();
    review("Technical", "B");
    EXPECT_EQ(sign(), "");
}

TEST_P(Decisions, WhatIsSignedIsFrozenUntilTheSignatureIsWithdrawnWithAReason) {
    add_evidence();
    add_hypothesis();
    review("Technical", "B");
    review("Administrative", "C");
    ASSERT_EQ(sign(), "");
    const std::string signature = packet()["signature"][0]["ref"];
    EXPECT_TRUE(
        says(problem_of("evidence",
                        {{"identification", "ID"}, {"type", "mtDNA"}, {"direction", "Contradicts"}, {"text", "late"}}),
             "identification:ID is signed (" + signature + ") and frozen"));
    const auto changed = correct_record({because("a test"), "identification", "ID", {"summary=other"}});
    ASSERT_TRUE(changed);
    EXPECT_TRUE(says(changed->problems.at(0).message, "and frozen")) << changed->problems.at(0).message;
    const auto withdrawn = withdraw_record({because("a test"), "identification", "ID"});
    ASSERT_TRUE(withdrawn);
    EXPECT_TRUE(says(withdrawn->problems.at(0).message, "and frozen"));
    EXPECT_FALSE(withdraw_record({recorder_, "", signature})->problems.empty()); // without a reason
    ASSERT_TRUE(withdraw_record({because("another man"), "", signature})->problems.empty());
    add_evidence("Contradicts");
    EXPECT_EQ(packet()["signature"], nullptr);
}

TEST_P(Decisions, ASignatureOfSomethingSimulatedIsSimulated) {
    const auto signed_examination = [&](bool simulated, const std::string& key) {
        recorder_.simulated = simulated;
        record("examination", {{"key", key},
                               {"of", "individual:A-I-01"},
                               {"type", "Biological profile"},
                               {"on", "2019-01-04"},
                               {"analyst", "examiner"},
                               {"findings", "adult"}});
        recorder_.simulated = false;
        EXPECT_EQ(sign("examiner", "examination", key), "");
        const json rows = json::parse(list_records(recorder_, "signature", false)->json);
        return rows.back()["simulated"].get<bool>();
    };
    EXPECT_FALSE(signed_examination(false, "EX-1"));
    EXPECT_TRUE(signed_examination(true, "SIM-EX-2"));
}

TEST_P(Decisions, ASmallTeamMaySetAnotherPolicyAndTheSignatureSaysSo) {
    add_evidence();
    add_hypothesis();
    record("policy", {{"technical", "1"}, {"administrative", "0"}, {"different", "No"}, {"text", "two of us"}});
    EXPECT_TRUE(says(sign("author"), "technical reviews: 1 wanted by policy:#"));
    review("Technical", "author");
    EXPECT_EQ(sign("author"), "");
    EXPECT_TRUE(says(packet()["signature"][0]["fields"]["policy"].get<std::string>(),
                     "1 technical review, 0 administrative reviews, by whom does not matter"));
}

TEST_P(Decisions, AnExaminationIsSignedByItsAnalystOnceItHasFindings) {
    record("examination", {{"key", "EX"},
                           {"of", "individual:A-I-01"},
                           {"type", "Biological profile"},
                           {"analyst", "anthropologist"},
                           {"on", "2019-01-02"}});
    EXPECT_TRUE(says(sign("anthropologist", "examination", "EX"), "the findings are missing"));
    const auto found = correct_record({because("done"), "examination", "EX", {"findings=male, 20 to 25"}});
    ASSERT_TRUE(found && found->problems.empty());
    EXPECT_TRUE(says(sign("somebody", "examination", "EX"), "is signed by its analyst, anthropologist"));
    EXPECT_EQ(sign("anthropologist", "examination", "EX"), "");
}

TEST_P(Decisions, TwoSignedIdentificationsOfOneIndividualAreFound) {
    add_evidence();
    add_hypothesis();
    review("Technical", "B");
    review("Administrative", "C");
    ASSERT_EQ(sign(), "");
    record("person", {{"key", "SIM-2"}, {"role", "Missing"}, {"sex", "Male"}, {"name", "Simulated Two"}});
    record("policy", {{"technical", "0"}, {"administrative", "0"}, {"different", "No"}});
    record("identification",
           {{"key", "ID2"}, {"individual", "A-I-01"}, {"person", "SIM-2"}, {"on", "2019-01-05"}, {"author", "author"}});
    record("evidence",
           {{"identification", "ID2"}, {"type", "nuclear DNA"}, {"direction", "Supports"}, {"text", "fits"}});
    record("hypothesis", {{"identification", "ID2"}, {"text", "a brother"}, {"answer", "there is none"}});
    EXPECT_EQ(shown("identification:ID2")["findings"], json::array());
    ASSERT_EQ(sign("examiner", "identification", "ID2"), "");
    ASSERT_EQ(shown("identification:ID2")["findings"].size(), 1U);
    EXPECT_EQ(shown("identification:ID2")["findings"][0]["rule"], "identified as two persons");
    EXPECT_FALSE(verify_ledger(store(), "", {})->failed);
}

} // namespace
