#include "app_users.hpp"
#include "muster/app/account.hpp"
#include "muster/app/analyses.hpp"
#include "muster/app/decisions.hpp"
#include "muster/app/family_reach.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/inventory.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/app/record_forms.hpp"
#include "muster/app/register_identification.hpp"
#include "muster/app/roster.hpp"
#include "muster/app/search.hpp"
#include "muster/app/typing.hpp"

#include <functional>
#include <sstream>

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

/// Everything that came out of a use case.
std::string all_of(const Result<Answer>& answer) {
    if (!answer) {
        return answer.error().text();
    }
    std::string text = answer->text + answer->json + answer->csv;
    for (const Error& problem : answer->problems) {
        text += problem.text();
    }
    return text;
}

class Blindness : public WithUsers {
  protected:
    void SetUp() override {
        WithUsers::SetUp();
        add("administrator", "administrator");
        std::string every;
        for (const std::string& role : all_roles) {
            every += role + ";";
        }
        add("blind", every); // whatever the roles
        recorder_ = as("blind");
        examine("EX", "blind");
        recorder_ = as("administrator");
    }

    /// "#0" to the newest.
    [[nodiscard]] std::vector<std::string> entry_names() const {
        const auto head = json::parse(ledger_head(as("administrator"), "")->json);
        std::vector<std::string> all;
        for (int n = 0; n < std::stoi(head["size"].get<std::string>()); ++n) {
            all.push_back("#" + std::to_string(n));
        }
        return all;
    }

    /// What a caller gets out of everything that there is.
    [[nodiscard]] std::string everything(const Recorder& who) const {
        return lists(who) + shows(who) + files(who) + changes(who);
    }

  private:
    [[nodiscard]] std::string lists(const Recorder& who) const {
        std::string all;
        for (const RecordForm& form : record_forms()) {
            all += all_of(list_records(who, form.kind, true));
        }
        for (const char* kind : {"view", "erasure", "password", "ledger"}) {
            all += all_of(list_records(who, kind, true));
        }
        all += all_of(list_custody(who, true)) + all_of(list_findings(who, true, "")) + all_of(ledger_log(who, 1000)) +
               all_of(account({who, "", "", {"conflict"}, true})) + all_of(account({who, "", "", {}, true, true})) +
               all_of(find_persons({who, "Kim"})) + all_of(find_persons({who, "SECRET-1"})) +
               all_of(identification_packet(who, "SECRET-ID")) + all_of(show_inventory(who, "turnover:W")) +
               all_of(show_inventory(who, "individual:A-I-01")) + all_of(list_samples(who, {})) +
               all_of(show_typing(who, "A, 101, 01A")) + all_of(search_profile({who, "TH01 6,9.3", "SECRET-1"})) +
               all_of(family_reach(who, "SECRET-F")) + all_of(newest_analysis(who)) +
               all_of(write_printed(print_packet(who, "SECRET-ID"), "/dev/stdout")) +
               all_of(verify_ledger(who, "", {})) + all_of(ledger_head(who, ""));
        return all;
    }
    [[nodiscard]] std::string shows(const Recorder& who) const {
        std::string all;
        for (const char* name : {"W/01", "specimen:A, 101", "A-I-01", "individual:A-I-01", "A", "W", "T", "S", "CIL",
                                 "examination:EX", "A, 101, 01A"}) {
            all += all_of(show_record(who, "", name)) + all_of(show_custody(who, name));
        }
        std::uint64_t number = 0;
        for (const std::string& entry : entry_names()) {
            all += all_of(show_record(who, "", entry));
            for (const char* kind : {"alias", "finding", "photograph", "release", "review", "view"}) {
                all += all_of(show_record(who, kind, entry));
            }
            all += all_of(show_entry(who, number)) + all_of(prove_entry(who, number, "")) +
                   all_of(show_finding(who, "F" + std::to_string(number))) +
                   all_of(show_finding(who, "F" + std::to_string(number) + ".1"));
            ++number;
        }
        return all;
    }
    [[nodiscard]] std::string files(const Recorder& who) const {
        std::string all;
        const auto out = folder_ / "out";
        std::filesystem::create_directory(out);
        std::ostringstream exported;
        const auto count = export_ledger(who, exported);
        all += exported.str() + (count ? "" : count.error().text()) + all_of(write_export(who, out / "export")) +
               all_of(back_up(who, out / "backup.db"));
        for (const std::string& entry : entry_names()) {
            all += all_of(export_photograph(who, entry, out / ("photograph" + entry)));
        }
        IdentificationRequest request;
        request.out = out / "identify";
        request.population = "Cauc";
        const auto identified = identify_register(who, request);
        all += identified ? identified->reply.json : identified.error().text();
        for (const auto& file : std::filesystem::recursive_directory_iterator(out)) {
            if (file.is_regular_file()) {
                std::ifstream stream(file.path(), std::ios::binary);
                all.append(std::istreambuf_iterator<char>(stream), {});
            }
        }
        std::filesystem::remove_all(out);
        return all;
    }
    [[nodiscard]] std::string changes(const Recorder& who) const {
        Recorder trial = who;
        trial.trial = true;
        std::string all;
        for (const RecordForm& form : record_forms()) {
            all += all_of(record_one({trial, form.kind, {}}));
        }
        for (const std::string& entry : entry_names()) {
            all += all_of(correct_record({trial, "", entry, {"remarks=x"}}));
        }
        for (const char* about : {"1", "Kim", "case:W/01"}) {
            all += all_of(record_one({trial, "finding", {{"about", about}, {"text", "t"}}}));
            all += all_of(record_one({trial, "evidence", {{"identification", about}, {"rests_on", "*"}}}));
            all += all_of(record_one({trial, "family", {{"key", "f"}, {"missing", "*"}}}));
        }
        all += all_of(withdraw_record({trial, "", "W/01"})) + all_of(withdraw_record({trial, "", "A-I-01"})) +
               all_of(sign_decision({trial, "figure", "#1"}));
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Blindness, ::testing::ValuesIn(backends()), database_name);

TEST_P(Blindness, WhoeverHasAnExaminationOpenGetsNothingOfCandidatesOutOfAnyUseCase) {
    const std::string blind = everything(as("blind"));
    const std::size_t at = blind.find("SECRET");
    EXPECT_EQ(at, std::string::npos) << blind.substr(at < 300 ? 0 : at - 300, 600);
    // The remains are there to be examined.
    EXPECT_TRUE(says(blind, "Femur"));
    EXPECT_TRUE(says(blind, "still open: examination:EX"));
}

TEST_P(Blindness, ItEndsWithTheSignatureAndComesBackWithTheNextExamination) {
    EXPECT_EQ(show_record(as("blind"), "", "person:SECRET-1").error().kind, ErrorKind::forbidden);
    const auto is_signed = sign_decision({as("blind"), "examination", "EX"});
    ASSERT_TRUE(is_signed && is_signed->problems.empty());
    EXPECT_TRUE(says(all_of(show_record(as("blind"), "", "person:SECRET-1")), "SECRET Kim"));
    recorder_ = as("blind");
    examine("EX-2", "blind");
    EXPECT_EQ(show_record(as("blind"), "", "person:SECRET-1").error().kind, ErrorKind::forbidden);
}

TEST_P(Blindness, AnOdontologistReadsTheRosterOnlyOnceAnExaminationIsSignedAndNoneIsOpen) {
    add("dentist", "odontologist");
    EXPECT_EQ(show_record(as("dentist"), "", "person:SECRET-1").error().kind, ErrorKind::forbidden);
    recorder_ = as("dentist");
    examine("D-1", "dentist");
    EXPECT_EQ(show_record(as("dentist"), "", "person:SECRET-1").error().kind, ErrorKind::forbidden);
    ASSERT_TRUE(sign_decision({as("dentist"), "examination", "D-1"})->problems.empty());
    EXPECT_TRUE(show_record(as("dentist"), "", "person:SECRET-1"));
}

TEST_P(Blindness, NobodyLeavesItByWithdrawingOrGivingAwayTheirOwnExamination) {
    const auto withdrawn = withdraw_record({as("blind"), "examination", "EX"});
    ASSERT_FALSE(withdrawn);
    EXPECT_EQ(withdrawn.error().kind, ErrorKind::forbidden);
    const auto given = correct_record({as("blind"), "examination", "EX", {"analyst=administrator"}});
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().kind, ErrorKind::forbidden);
    add("examiner", "medical examiner");
    EXPECT_TRUE(withdraw_record({as("examiner"), "examination", "EX"}));
    EXPECT_TRUE(show_record(as("blind"), "", "person:SECRET-1"));
}

TEST_P(Blindness, AnExaminationIsOfAUserSoThatNobodyExaminesUnderAnotherName) {
    const auto refused = record_one({as("blind"),
                                     "examination",
                                     {{"key", "X"},
                                      {"of", "individual:A-I-01"},
                                      {"type", "Odontology"},
                                      {"analyst", "somebody else"},
                                      {"on", "2018-09-01"}}});
    ASSERT_TRUE(refused);
    ASSERT_EQ(refused->problems.size(), 1U);
    EXPECT_TRUE(says(refused->problems[0].message, "is no user of this register"));
}

TEST_P(Blindness, SomebodyElseWithTheSameRolesSeesIt) {
    add("seeing", "medical examiner;reviewer;family case manager");
    const std::string all = everything(as("seeing"));
    for (const char* part : {"SECRET Kim", "SECRET-ID", "SECRET words", "SECRET evidence", "SECRET alias",
                             "SECRET doubt", "SECRET paper", "SECRET family"}) {
        EXPECT_TRUE(says(all, part)) << part;
    }
}

} // namespace
