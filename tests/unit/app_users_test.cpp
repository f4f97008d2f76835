#include "app_users.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/app/roster.hpp"

#include <chrono>
#include <sstream>

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class Users : public WithUsers {
  protected:
    Result<Answer> add_with(const std::string& name, const std::string& roles, const std::string& password) {
        return add_user({recorder_, name, roles, "", "", "", password, PasswordWork::least});
    }
    [[nodiscard]] std::vector<json> views() const {
        std::vector<json> all;
        for (const json& one : json::parse(list_records(as("boss"), "view", false)->json)) {
            all.push_back(one["fields"]);
        }
        return all;
    }
    [[nodiscard]] std::string result_name() const {
        return "result:" + json::parse(list_records(as("dna"), "result", false)->json)[0]["key"].get<std::string>();
    }
    [[nodiscard]] std::string stored(std::uint64_t from) const {
        std::ostringstream out;
        EXPECT_TRUE(export_ledger(as("watcher"), out));
        std::istringstream lines(out.str());
        std::string line;
        std::string all;
        for (std::uint64_t n = 0; std::getline(lines, line); ++n) {
            all += n >= from ? line + "\n" : "";
        }
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Users, ::testing::ValuesIn(backends()), database_name);

TEST_P(Users, ARegisterWithoutUsersIsOpenAndSaysSo) {
    const auto list = list_records(recorder_, "user", false);
    ASSERT_TRUE(list);
    EXPECT_TRUE(says(list->text, "anybody who has the store may do everything"));
    EXPECT_TRUE(show_record({recorder_.store}, "", "person:SECRET-1")) << "by nobody in particular, without a key";
    EXPECT_EQ(json::parse(list_records(recorder_, "view", false)->json).size(), 0U);
}

TEST_P(Users, TheFirstUserIsAnAdministratorAndClosesTheRegister) {
    const auto refused = add_with("ann", "custodian;auditor", right_password);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::refused);
    EXPECT_TRUE(says(refused.error().message, "must be an administrator"));
    EXPECT_TRUE(says(add_with("ann", "Administrator;custodian", right_password)->text, "only users can do anything"));
    EXPECT_EQ(list_records(recorder_, "case", false).error().kind, ErrorKind::forbidden);
    EXPECT_TRUE(list_records(as("ann"), "case", false));
}

TEST_P(Users, APasswordIsLongEnoughAndNothingOfItIsCutOff) {
    EXPECT_TRUE(says(add_with("ann", "administrator", "elevenchars").error().message, "has 11 characters"));
    EXPECT_EQ(add_with("ann", "administrator", std::string(1025, 'x')).error().kind, ErrorKind::bad_input);
    EXPECT_EQ(add_with("ann", "administrator", "öäüöäü").error().kind, ErrorKind::bad_input) << "six characters";
    const std::string longest(1024, 'x');
    ASSERT_TRUE(add_with("ann", "administrator", longest));
    Recorder ann = as("ann");
    for (const auto& [length, last] : {std::pair(1022, 'x'), std::pair(1024, 'x'), std::pair(1023, 'y')}) {
        ann.password.assign(static_cast<std::size_t>(length), 'x');
        ann.password.push_back(last);
        EXPECT_EQ(list_records(ann, "case", false).error().kind, ErrorKind::forbidden);
    }
    ann.password = longest;
    EXPECT_TRUE(list_records(ann, "user", false));
}

TEST_P(Users, AWrongNameAndAWrongPasswordAreToldAlike) {
    add("boss", "administrator");
    Recorder wrong = as("boss");
    wrong.password = "not the right one";
    const auto password = list_records(wrong, "case", false);
    const auto name = list_records(as("nobody"), "case", false);
    ASSERT_FALSE(password);
    ASSERT_FALSE(name);
    EXPECT_EQ(password.error().message, name.error().message);
    EXPECT_EQ(password.error().kind, ErrorKind::forbidden);
    EXPECT_EQ(exit_status(ErrorKind::forbidden), 7);
}

/// A name that is not there must not be told from a wrong password by the time that the answer takes.
TEST_P(Users, ANameThatIsNotThereCostsAsMuchAsAWrongPassword) {
    if (!place_.sqlite()) {
        return; // once is enough
    }
    ASSERT_TRUE(add_user({recorder_, "boss", "administrator", "", "", "", right_password}));
    const auto seconds = [&](const std::string& name) {
        Recorder who = as(name);
        who.password = "not the right one";
        const auto begin = std::chrono::steady_clock::now();
        EXPECT_FALSE(list_records(who, "case", false));
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    EXPECT_GT(seconds("nobody"), 0.3 * seconds("boss"));
    EXPECT_GT(seconds("boss"), 0.3 * seconds("nobody"));
}

TEST_P(Users, ThePasswordIsAskedForOnlyWhereItIsNeeded) {
    Recorder asked = recorder_;
    int times = 0;
    asked.ask = [&]() -> Result<std::string> {
        ++times;
        return std::string(right_password);
    };
    EXPECT_TRUE(list_records(asked, "case", false));
    EXPECT_EQ(times, 0);
    add("boss", "administrator;custodian");
    asked.who = "boss";
    EXPECT_TRUE(list_records(asked, "case", false));
    EXPECT_EQ(times, 1);
}

TEST_P(Users, TheHashIsShownByNoCommand) {
    add("boss", "administrator");
    add("watcher", "auditor");
    std::string all;
    for (const char* who : {"boss", "watcher"}) {
        for (const char* name : {"user:boss", "user:watcher"}) {
            const auto answer = show_record(as(who), "", name);
            all += answer ? answer->text + answer->json : answer.error().text();
        }
        const auto head = json::parse(ledger_head(as(who), "")->json);
        for (int n = 0; n < std::stoi(head["size"].get<std::string>()); ++n) {
            const auto entry = show_entry(as(who), static_cast<std::uint64_t>(n));
            all += entry ? entry->text + entry->json : entry.error().text();
            const auto record = show_record(as(who), "password", std::to_string(n).insert(0, 1, '#'));
            all += record ? record->text + record->json : record.error().text();
        }
        EXPECT_EQ(list_records(as(who), "password", true).error().kind, ErrorKind::forbidden);
    }
    EXPECT_FALSE(says(all + stored(0), "argon2"));
    EXPECT_FALSE(says(stored(0), right_password));
}

TEST_P(Users, APasswordIsChangedByItsUserOrByAnAdministrator) {
    add("boss", "administrator");
    add("ann", "auditor");
    const auto set = [&](const std::string& by, const std::string& whose, const std::string& password) {
        return set_password({as(by), whose, password, PasswordWork::least});
    };
    EXPECT_EQ(set("ann", "boss", "another password").error().kind, ErrorKind::forbidden);
    EXPECT_TRUE(set("ann", "", "password of ann herself"));
    EXPECT_EQ(list_records(as("ann"), "case", false).error().kind, ErrorKind::forbidden) << "the old one";
    EXPECT_TRUE(set("boss", "ann", right_password));
    EXPECT_TRUE(list_records(as("ann"), "case", false));
    EXPECT_EQ(set("boss", "nobody", right_password).error().kind, ErrorKind::bad_input);
}

TEST_P(Users, RolesChangeWithAReasonAndAnAdministratorStays) {
    add("boss", "administrator");
    add("ann", "auditor");
    EXPECT_EQ(record_one({as("ann"), "case", {{"turnover", "W"}, {"number", "08"}}}).error().kind,
              ErrorKind::forbidden);
    Recorder without_reason = as("boss");
    without_reason.reason.clear();
    EXPECT_EQ(change_roles({without_reason, "ann", "custodian", {}})->problems.size(), 1U);
    const auto changed = change_roles({as("boss"), "ann", "custodian", {}});
    ASSERT_TRUE(changed && changed->problems.empty());
    EXPECT_TRUE(record_one({as("ann"), "case", {{"turnover", "W"}, {"number", "08"}}}));
    EXPECT_EQ(change_roles({as("boss"), "boss", "auditor", {}}).error().kind, ErrorKind::refused);
    EXPECT_EQ(withdraw_user(as("boss"), "boss").error().kind, ErrorKind::refused);
    EXPECT_EQ(erase_subject(as("boss"), "user:boss").error().kind, ErrorKind::refused);
    EXPECT_EQ(correct_record({as("boss"), "user", "boss", {"roles=auditor"}}).error().kind, ErrorKind::usage);
    EXPECT_EQ(withdraw_record({as("boss"), "user", "boss"}).error().kind, ErrorKind::usage);
    add("second", "administrator");
    EXPECT_TRUE(withdraw_user(as("second"), "boss"));
    EXPECT_FALSE(verify_ledger(as("second"), "", {})->failed);
}

TEST_P(Users, AWithdrawnUserIsNobodyUntilReinstated) {
    add("boss", "administrator");
    add("ann", "custodian");
    ASSERT_TRUE(withdraw_user(as("boss"), "ann")->problems.empty());
    const auto refused = list_records(as("ann"), "case", false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, list_records(as("nobody"), "case", false).error().message);
    ASSERT_TRUE(reinstate_user(as("boss"), "ann")->problems.empty());
    EXPECT_TRUE(list_records(as("ann"), "case", false));
}

TEST_P(Users, RolesThatSomebodyPutIntoTheTablesAreNotBelieved) {
    add("boss", "administrator");
    add("ann", "custodian");
    place_.run(
        R"(UPDATE record SET text = '{"key":"ann","roles":["administrator"]}' WHERE kind = 'user' AND key = 'ann')");
    const auto refused = add_user({as("ann"), "mole", "auditor", "", "", "", right_password, PasswordWork::least});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::verification) << refused.error().text();
}

TEST_P(Users, WhoSawPersonalOrAnteMortemDataIsAnEntry) {
    add("boss", "administrator");
    add("casey", "family case manager");
    add("dna", "DNA analyst");
    EXPECT_TRUE(show_record(as("casey"), "", "person:SECRET-1"));
    EXPECT_TRUE(show_record(as("dna"), "", result_name()));
    EXPECT_TRUE(show_record(as("dna"), "", "specimen:A, 101")) << "remains: nobody's personal data";
    EXPECT_TRUE(find_persons({as("casey"), "SECRET Lee"}));
    EXPECT_TRUE(list_records(as("casey"), "contact", false));
    EXPECT_TRUE(list_records(as("casey"), "case", false));
    const auto seen = views();
    ASSERT_EQ(seen.size(), 4U);
    EXPECT_EQ(seen[0], (json{{"who", "casey"}, {"through", "show"}, {"of", {"person:SECRET-1"}}}));
    EXPECT_EQ(seen[1]["who"], "dna");
    EXPECT_EQ(seen[1]["of"][0].get<std::string>().substr(0, 7), "result:");
    EXPECT_EQ(seen[2]["through"], "roster find");
    EXPECT_EQ(seen[3]["of"], json({"contact:*"}));
    EXPECT_FALSE(verify_ledger(as("boss"), "", {})->failed);
}

TEST_P(Users, WithoutTheSigningKeyPersonalDataAreNotShown) {
    add("boss", "administrator");
    add("casey", "family case manager");
    Recorder without = as("casey");
    without.key_file = (folder_ / "no.key").string();
    const auto refused = show_record(without, "", "person:SECRET-1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::refused);
    EXPECT_TRUE(says(refused.error().message, "needs the ledger's signing key"));
    EXPECT_TRUE(show_record(without, "", "specimen:A, 101"));
}

TEST_P(Users, AReferenceWhoseDonorWithdrewConsentIsForTheAuditorAlone) {
    add("boss", "administrator");
    add("casey", "family case manager");
    add("dna", "DNA analyst");
    add("watcher", "auditor");
    const std::string reference =
        "reference:" + json::parse(list_records(as("dna"), "reference", false)->json)[0]["key"].get<std::string>();
    EXPECT_TRUE(says(show_record(as("dna"), "", reference)->text, "TH01"));
    recorder_ = as("casey");
    consent("Withdrawn", "2018-03-01");
    for (const char* who : {"dna", "casey"}) {
        const auto refused = show_record(as(who), "", reference);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
        EXPECT_TRUE(says(refused.error().message, "person:SECRET-2: consent to identification was withdrawn"))
            << refused.error().message;
    }
    EXPECT_TRUE(says(show_record(as("watcher"), "", reference)->text, "TH01"));
    consent("Given", "2018-02-01"); // found in an old file: the withdrawal came later
    EXPECT_FALSE(show_record(as("dna"), "", reference));
    consent("Given", "2018-04-01");
    EXPECT_TRUE(show_record(as("dna"), "", reference));
}

TEST_P(Users, WhoeverIsLimitedToProjectsSeesAndRecordsThingsOfTheseAlone) {
    record("accession", {{"key", "B"}, {"on", "2018-08-01"}, {"lab", "CIL"}});
    record("specimen", {{"accession", "B"},
                        {"designator", "201"},
                        {"human", "Human"},
                        {"bone", "Femur"},
                        {"side", "Left"},
                        {"completeness", "Complete"}});
    record("mass", {{"of", "B, 201"}, {"on", "2018-08-02"}, {"event", "Drying"}, {"mass_g", "5"}});
    add("boss", "administrator");
    EXPECT_EQ(add_user({recorder_, "x", "custodian", "C", "", "", right_password, PasswordWork::least}).error().kind,
              ErrorKind::bad_input);
    add("ann", "custodian;DNA analyst;historian", "B");
    const Recorder ann = as("ann");
    EXPECT_TRUE(show_record(ann, "", "specimen:B, 201"));
    EXPECT_TRUE(show_record(ann, "", "party:CIL")) << "of no project";
    EXPECT_TRUE(show_record(ann, "", "person:SECRET-1")) << "the roster follows roles alone";
    for (const char* other : {"specimen:A, 101", "case:W/01", "turnover:W", "sample:A, 101, 01A", "accession:A"}) {
        const auto refused = show_record(ann, "", other);
        ASSERT_FALSE(refused) << other;
        EXPECT_EQ(refused.error().kind, ErrorKind::forbidden) << other;
        EXPECT_TRUE(says(refused.error().message, "none of the projects of ann"));
    }
    const json specimens = json::parse(list_records(ann, "specimen", false)->json);
    ASSERT_EQ(specimens.size(), 1U);
    EXPECT_EQ(specimens[0]["key"], "B, 201");
    EXPECT_EQ(json::parse(list_records(ann, "mass", false)->json).size(), 1U);
    const auto mass = [&](const std::string& of) {
        return record_one({ann, "mass", {{"of", of}, {"on", "2018-08-03"}, {"event", "Reweighing"}, {"mass_g", "5"}}});
    };
    EXPECT_TRUE(mass("B, 201")) << mass("B, 201").error().text();
    EXPECT_EQ(mass("A, 101").error().kind, ErrorKind::forbidden) << "without its kind";
    EXPECT_EQ(mass("specimen:A, 101").error().kind, ErrorKind::forbidden);
    EXPECT_EQ(record_one({ann, "accession", {{"key", "C"}, {"on", "2018-08-01"}, {"lab", "CIL"}}}).error().kind,
              ErrorKind::forbidden);
    EXPECT_EQ(withdraw_record({ann, "specimen", "A, 101"}).error().kind, ErrorKind::forbidden);
    EXPECT_FALSE(says(ledger_log(ann, 1000)->json, "A, 101"));
    ASSERT_TRUE(change_roles({as("boss"), "ann", "", std::string("turnover:W")})->problems.empty());
    EXPECT_TRUE(show_record(ann, "", "case:W/01"));
    EXPECT_EQ(show_record(ann, "", "specimen:B, 201").error().kind, ErrorKind::forbidden);
    EXPECT_TRUE(show_record(ann, "", "specimen:A, 101")) << "it came in a case of the turnover";
}

} // namespace
