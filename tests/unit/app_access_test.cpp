#include "app_users.hpp"
#include "muster/app/account.hpp"
#include "muster/app/analyses.hpp"
#include "muster/app/explain.hpp"
#include "muster/app/family_reach.hpp"
#include "muster/app/family_view.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/inventory.hpp"
#include "muster/app/labels.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/app/login.hpp"
#include "muster/app/next.hpp"
#include "muster/app/record_forms.hpp"
#include "muster/app/register_identification.hpp"
#include "muster/app/roster.hpp"
#include "muster/app/search.hpp"
#include "muster/app/typing.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

using Refusal = std::optional<Error>; ///< nothing: it was done

template <class Value> Refusal refusal_of(const Result<Value>& result) {
    return result ? Refusal() : result.error();
}

/// A use case as somebody calls it, and what of the matrix it needs, by the beginning of its words.
struct UseCase {
    std::string name;
    std::string action;
    std::function<Refusal(const Recorder&)> call;
};

/// Which role may do what, as the matrix that is printed says: "", "yes", "once signed".
std::map<std::string, std::map<std::string, std::string>> matrix() {
    std::map<std::string, std::map<std::string, std::string>> table;
    for (const json& row : json::parse(user_matrix().json)) {
        for (const std::string& role : all_roles) {
            table[row["action"]][role] = row[role];
        }
    }
    return table;
}

/// What it takes to record and to read each kind; said again here, by other words than those of the table.
struct KindRule {
    std::string record;
    std::string read;
};
const std::map<std::string, KindRule> kind_rules{
    {"party", {"record parties", "open"}},
    {"commitment", {"record parties", "read the physical"}},
    {"operation", {"record parties", "read the physical"}},
    {"site", {"record parties", "read the physical"}},
    {"search", {"record parties", "read the physical"}},
    {"turnover", {"record custody", "read the physical"}},
    {"case", {"record custody", "read the physical"}},
    {"receipt", {"record custody", "read the physical"}},
    {"transfer", {"record custody", "read the physical"}},
    {"confirmation", {"record custody", "read the physical"}},
    {"accession", {"record custody", "read the physical"}},
    {"release", {"record custody", "read the physical"}},
    {"burial", {"record custody", "read the physical"}},
    {"photograph", {"record photographs", "read the physical"}},
    {"alias", {"record photographs", "open"}},
    {"finding", {"record photographs", "open"}},
    {"resolution", {"", "open"}},
    {"specimen", {"record specimens", "read the physical"}},
    {"inventory", {"record specimens", "read the physical"}},
    {"mass", {"record specimens", "read the physical"}},
    {"cut", {"record specimens", "read the physical"}},
    {"sample", {"record specimens", "read the physical"}},
    {"request", {"record specimens", "read the physical"}},
    {"disposition", {"record specimens", "read the physical"}},
    {"extraction", {"record laboratory", "read the physical"}},
    {"result", {"record laboratory", "read results"}},
    {"individual", {"record individuals", "read the physical"}},
    {"assignment", {"record individuals", "read the physical"}},
    {"association", {"record individuals", "read the physical"}},
    {"examination", {"record examinations", "read the physical"}},
    {"person", {"record the roster", "read the roster"}},
    {"status", {"record the roster", "read the roster"}},
    {"publication", {"record the roster", "read the roster"}},
    {"reference", {"record reference", "read reference"}},
    {"consent", {"record families", "read reference"}},
    {"family", {"record families", "read families"}},
    {"contact", {"record families", "read families"}},
    {"notification", {"record families", "read families"}},
    {"source", {"record sources", "read sources"}},
    {"topic", {"record sources", "read sources"}},
    {"statement", {"record sources", "read sources"}},
    {"figure", {"record sources", "read sources"}},
    {"explanation", {"record sources", "read sources"}},
    {"analysis", {"", "read analyses"}},
    {"identification", {"record identifications", "read analyses"}},
    {"evidence", {"record identifications", "read analyses"}},
    {"hypothesis", {"record identifications", "read analyses"}},
    {"review", {"review", "read analyses"}},
    {"policy", {"set the policy", "read analyses"}},
    {"signature", {"", "open"}},
    {"user", {"", "read users"}},
};

class Access : public WithUsers {
  protected:
    void SetUp() override {
        WithUsers::SetUp();
        add("administrator", "administrator");
        for (const std::string& role : all_roles) {
            if (role != "administrator") {
                add(role, role);
            }
        }
        write("cases.csv", "turnover,number\nW,09\n");
        write("typing.csv", "sample,marker,allele1,allele2\n01A,TH01,6,9.3\n");
        write("head.json", ledger_head(as("auditor"), "")->json);
    }

    /// Every use case of the register; those about a kind of record, with one kind.
    [[nodiscard]] std::vector<UseCase> use_cases() const {
        std::vector<UseCase> all = reading();
        for (UseCase& one : writing()) {
            all.push_back(std::move(one));
        }
        return all;
    }

    [[nodiscard]] static std::vector<UseCase> by_kind() {
        std::vector<UseCase> all;
        for (const auto& [name, rule] : kind_rules) {
            const std::string kind = name;
            all.push_back({"list_records", rule.read,
                           [kind](const Recorder& who) { return refusal_of(list_records(who, kind, true)); }});
            if (!rule.record.empty()) {
                all.push_back({"record_one", rule.record, [kind](const Recorder& who) {
                                   return refusal_of(record_one({who, kind, {}}));
                               }});
            }
        }
        return all;
    }

    /// Holds a use case to the matrix, for everybody.
    void hold(const UseCase& one) {
        const auto table = matrix();
        const auto row = std::find_if(table.begin(), table.end(),
                                      [&](const auto& each) { return each.first.starts_with(one.action); });
        ASSERT_NE(row, table.end()) << one.action;
        for (const std::string& role : all_roles) {
            Recorder who = as(role);
            who.trial = true;
            const Refusal refused = one.call(who);
            const bool forbidden = refused && refused->kind == ErrorKind::forbidden;
            EXPECT_EQ(!forbidden, row->second.at(role) == "yes")
                << one.name << ", " << one.action << ", " << role << ": " << (refused ? refused->text() : "done");
            if (forbidden) {
                EXPECT_TRUE(says(refused->message, "may not")) << one.name << ": " << refused->message;
            }
        }
        // Whoever is nobody is refused alike (below); to find that out costs as much as a right password.
        Recorder stranger = as("custodian");
        stranger.password = "another password";
        const Refusal refused = one.call(stranger);
        ASSERT_TRUE(refused) << one.name;
        EXPECT_EQ(refused->kind, ErrorKind::forbidden) << one.name << ": " << refused->text();
    }

  private:
    [[nodiscard]] std::vector<UseCase> reading() const {
        const auto out = folder_ / "out";
        const auto backup = folder_ / "backup.db";
        return {
            {"list_records", "read the physical",
             [](const Recorder& who) { return refusal_of(list_records(who, "case", false)); }},
            {"show_record", "read the roster",
             [](const Recorder& who) { return refusal_of(show_record(who, "", "person:SECRET-1")); }},
            {"show_custody", "read the physical",
             [](const Recorder& who) { return refusal_of(show_custody(who, "W/01")); }},
            {"list_custody", "read the physical",
             [](const Recorder& who) { return refusal_of(list_custody(who, true)); }},
            {"list_findings", "open", [](const Recorder& who) { return refusal_of(list_findings(who, true, "")); }},
            {"show_finding", "read the roster",
             [this](const Recorder& who) { return refusal_of(show_finding(who, finding_about_a_person())); }},
            {"export_photograph", "read the physical",
             [out](const Recorder& who) { return refusal_of(export_photograph(who, "#" + femur(who), out)); }},
            {"read_photograph", "read the physical",
             [](const Recorder& who) { return refusal_of(read_photograph(who, "#" + femur(who))); }},
            {"print_labels", "read the physical",
             [](const Recorder& who) {
                 return refusal_of(print_labels({who, "turnover:W"}));
             }},
            {"show_inventory", "read the physical",
             [](const Recorder& who) { return refusal_of(show_inventory(who, "turnover:W")); }},
            {"list_samples", "read the physical",
             [](const Recorder& who) { return refusal_of(list_samples(who, {})); }},
            {"show_typing", "read the physical",
             [](const Recorder& who) { return refusal_of(show_typing(who, "none")); }},
            {"search_profile", "compare",
             [](const Recorder& who) {
                 return refusal_of(search_profile({who, "TH01 6,9.3"}));
             }},
            {"family_reach", "read families",
             [](const Recorder& who) { return refusal_of(family_reach(who, "none")); }},
            {"newest_analysis", "read analyses", [](const Recorder& who) { return refusal_of(newest_analysis(who)); }},
            {"print_packet", "read analyses",
             [](const Recorder& who) { return refusal_of(print_packet(who, "none")); }},
            {"page_records", "read the roster",
             [](const Recorder& who) { return refusal_of(page_records(who, {"person"})); }},
            {"show_family", "read families",
             [](const Recorder& who) { return refusal_of(show_family(who, "SECRET-F")); }},
            {"verify_ledger", "verify", [](const Recorder& who) { return refusal_of(verify_ledger(who, "", {})); }},
            {"ledger_head", "verify", [](const Recorder& who) { return refusal_of(ledger_head(who, "")); }},
            {"prove_entry", "read entries", [](const Recorder& who) { return refusal_of(prove_entry(who, 0, "")); }},
            {"prove_consistency", "verify",
             [this](const Recorder& who) { return refusal_of(prove_consistency(who, folder_ / "head.json", "")); }},
            {"show_entry", "read entries", [](const Recorder& who) { return refusal_of(show_entry(who, 0)); }},
            {"ledger_log", "read entries", [](const Recorder& who) { return refusal_of(ledger_log(who, 5)); }},
            {"export_ledger", "export",
             [](const Recorder& who) {
                 std::ostringstream stream;
                 return refusal_of(export_ledger(who, stream));
             }},
            {"write_export", "export", [out](const Recorder& who) { return refusal_of(write_export(who, out)); }},
            {"identification_packet", "read analyses",
             [](const Recorder& who) { return refusal_of(identification_packet(who, "SECRET-ID")); }},
            {"find_persons", "read the roster",
             [](const Recorder& who) {
                 return refusal_of(find_persons({who, "Kim"}));
             }},
            {"account", "read who is accounted", [](const Recorder& who) { return refusal_of(account({who})); }},
            {"rebuild_tables", "build", [](const Recorder& who) { return refusal_of(rebuild_tables(who)); }},
            {"back_up", "back up",
             [backup](const Recorder& who) {
                 std::filesystem::remove(backup);
                 return refusal_of(back_up(who, backup));
             }},
            {"restore_from", "back up",
             [this](const Recorder& who) {
                 if (!std::filesystem::exists(folder_ / "kept.db")) {
                     EXPECT_TRUE(back_up(as("administrator"), folder_ / "kept.db"));
                 }
                 Recorder target = who;
                 target.key_file = recorder_.key_file;
                 target.store = "sqlite:" + (folder_ / "restored.db").string();
                 std::filesystem::remove(folder_ / "restored.db");
                 return refusal_of(restore_from(folder_ / "kept.db", target));
             }},
        };
    }

    [[nodiscard]] std::vector<UseCase> writing() const {
        return {
            {"record_one", "record custody",
             [](const Recorder& who) {
                 return refusal_of(record_one({who, "case", {{"turnover", "W"}, {"number", "08"}}}));
             }},
            {"correct_record", "record custody",
             [](const Recorder& who) {
                 return refusal_of(correct_record({who, "case", "W/01", {"seal=S"}}));
             }},
            {"withdraw_record", "record individuals",
             [](const Recorder& who) {
                 return refusal_of(withdraw_record({who, "individual", "A-I-01"}));
             }},
            {"reinstate_record", "record custody",
             [](const Recorder& who) {
                 return refusal_of(reinstate_record({who, "case", "W/01"}));
             }},
            {"resolve_finding", "resolve",
             [](const Recorder& who) { return refusal_of(resolve_finding(who, finding_of_custody(who))); }},
            {"import_records", "record custody",
             [this](const Recorder& who) {
                 return refusal_of(import_records({who, "case", folder_ / "cases.csv"}));
             }},
            {"import_profiles", "record laboratory",
             [this](const Recorder& who) {
                 return refusal_of(import_profiles({who, folder_ / "typing.csv", "autosomal STR"}));
             }},
            {"erase_subject", "erase",
             [](const Recorder& who) { return refusal_of(erase_subject(who, "nobody:at all")); }},
            {"sign_decision", "sign identifications",
             [](const Recorder& who) {
                 return refusal_of(sign_decision({who, "identification", "SECRET-ID"}));
             }},
            {"identify_register", "compare",
             [](const Recorder& who) {
                 IdentificationRequest request;
                 request.population = "Cauc";
                 return refusal_of(identify_register(who, request));
             }},
            {"explain_register", "compare",
             [](const Recorder& who) {
                 ExplainRequest request{"sample:SECRET-S", "person:SECRET-M", {}};
                 request.identification.population = "Cauc";
                 return refusal_of(explain_register(who, request));
             }},
            {"what_next_of_register", "compare",
             [](const Recorder& who) {
                 NextRequest request;
                 request.identification.population = "Cauc";
                 return refusal_of(what_next_of_register(who, request));
             }},
            {"add_user", "add, change",
             [](const Recorder& who) {
                 return refusal_of(add_user({who, "new", "auditor", "", "", "", right_password, PasswordWork::least}));
             }},
            {"set_password", "add, change",
             [](const Recorder& who) {
                 return refusal_of(set_password({who, "reviewer of another place", right_password}));
             }},
            {"drop_second_factor", "add, change",
             [](const Recorder& who) { return refusal_of(drop_second_factor(who, "reviewer of another place")); }},
            {"change_roles", "add, change",
             [](const Recorder& who) {
                 return refusal_of(change_roles({who, "reviewer", "auditor", {}}));
             }},
            {"withdraw_user", "add, change",
             [](const Recorder& who) { return refusal_of(withdraw_user(who, "reviewer")); }},
            {"reinstate_user", "add, change",
             [](const Recorder& who) { return refusal_of(reinstate_user(who, "reviewer")); }},
        };
    }

    [[nodiscard]] std::string finding_about_a_person() const {
        for (const json& one : json::parse(list_findings(as("auditor"), true, "")->json)) {
            if (one["rule"] == "published before notification") {
                return one["id"];
            }
        }
        return "none";
    }
    /// The release of an individual without anything about a person: whoever may open the register sees it.
    [[nodiscard]] static std::string finding_of_custody(const Recorder& who) {
        Recorder auditor = who;
        auditor.who = "auditor";
        auditor.password = right_password;
        for (const json& one : json::parse(list_findings(auditor, false, "")->json)) {
            if (one["subject"].get<std::string>().starts_with("release:")) {
                return one["id"];
            }
        }
        return "none";
    }
    [[nodiscard]] static std::string femur(const Recorder& who) {
        Recorder auditor = who;
        auditor.who = "auditor";
        auditor.password = right_password;
        for (const json& one : json::parse(list_records(auditor, "photograph", false)->json)) {
            if (one["fields"]["caption"] == "femur.png") {
                return std::to_string(one["entry"].get<int>());
            }
        }
        return "none";
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Access, ::testing::ValuesIn(backends()), database_name);

TEST_P(Access, EachUseCaseIsOpenToThoseWhoseRolesMayAndClosedToAllOthers) {
    for (const UseCase& one : use_cases()) {
        SCOPED_TRACE(one.name);
        hold(one);
    }
}

TEST_P(Access, EachKindOfRecordIsRecordedAndReadByThoseWhoseRolesMay) {
    if (!place_.sqlite()) {
        return; // the same question a thousand times: once is enough
    }
    for (const UseCase& one : by_kind()) {
        hold(one);
    }
}

TEST_P(Access, EveryKindThatHasACommandHasItsRule) {
    for (const RecordForm& form : record_forms()) {
        EXPECT_TRUE(kind_rules.contains(form.kind)) << form.kind << " has no line in the matrix of this test";
    }
}

/// Every function of the public headers is in the matrix, or is said here to touch no register that has users.
TEST_P(Access, NoUseCaseIsMissingFromTheMatrix) {
    const std::set<std::string> without_register{
        "check_proof_file",
        "write_template",
        "write_printed",
        "list_bones",
        "record_forms",
        "record_forms_of",
        "problems_json",
        "user_matrix",
        "answer_questions",
        "run_identification",
        "explain",
        "what_next_of",
        "run_simulation",
        "version",
        "start_register",
        "make_example", // these make a new one
        "build_screening_index",
        "run_screening",
        "bench_screening_speed",
        "plan_screening",
        "run_screening_tile",
        "resume_screening",
        "submit_screening",
        "merge_screening", // cases in files
        "finish",
        "random_token",
        "record_forms_json",
        "build_id",
        // Who somebody is, and what anybody may know: app_login_test.cpp, app_published_test.cpp.
        "log_in",
        "renewed",
        "has_seen",
        "describe_session",
        "new_second_factor",
        "second_factor_uri",
        "is_second_factor_code",
        "set_second_factor",
        "published_account",
        "published_head",
    };
    std::set<std::string> held;
    for (const UseCase& one : use_cases()) {
        held.insert(one.name);
    }
    const std::regex declaration(R"(\[\[nodiscard\]\]\s+[\w:<>\s*]+?\s(\w+)\()");
    std::size_t declared = 0;
    const auto headers = std::filesystem::path(MUSTER_SOURCE_DIR) / "src/app/include/muster/app";
    for (const auto& file : std::filesystem::directory_iterator(headers)) {
        std::ifstream stream(file.path());
        const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        for (auto at = std::sregex_iterator(text.begin(), text.end(), declaration); at != std::sregex_iterator();
             ++at, ++declared) {
            const std::string name = (*at)[1];
            EXPECT_TRUE(held.contains(name) || without_register.contains(name))
                << file.path().filename() << ": " << name << " has no line in the matrix of use cases in this test";
        }
    }
    EXPECT_GE(declared, held.size());
}

/// The way in is one: nothing of app opens a register, or records in one, beside it.
TEST_P(Access, NoUseCaseOpensARegisterWithoutNamingWhatItDoes) {
    const std::set<std::string> ways{"register_session.cpp", "views.cpp", "register_identification.cpp",
                                     "record_entry.cpp"};
    for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(MUSTER_SOURCE_DIR) / "src/app")) {
        if (file.path().extension() != ".cpp") {
            continue;
        }
        std::ifstream stream(file.path());
        const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        const std::string name = file.path().filename().string();
        EXPECT_TRUE(!says(text, "Register::open(") || name == "register_session.cpp") << name;
        EXPECT_TRUE(!says(text, "open_for_anybody(") || name == "register_session.cpp" || name == "login.cpp" ||
                    name == "published.cpp")
            << name;
        for (const char* write : {"reg.record(", "reg.erase(", "reg->record(", "reg->erase("}) {
            EXPECT_TRUE(!says(text, write) || ways.contains(name)) << name << ": " << write;
        }
    }
}

TEST_P(Access, TheMatrixSaysWhatItIsMeantToSay) {
    const auto table = matrix();
    for (const auto& [action, roles] : table) {
        const bool changes = !action.starts_with("read") && !action.starts_with("open") &&
                             !action.starts_with("verify") && !action.starts_with("export");
        EXPECT_TRUE(!changes || roles.at("auditor").empty()) << "an auditor changes nothing: " << action;
        EXPECT_TRUE(!action.starts_with("read") || roles.at("auditor") == "yes") << "and reads everything: " << action;
        if (action.starts_with("sign identifications")) {
            for (const std::string& role : all_roles) {
                EXPECT_EQ(roles.at(role), role == "medical examiner" ? "yes" : "") << role;
            }
        }
        if (action.starts_with("read the roster") || action.starts_with("read reference") ||
            action.starts_with("read families") || action.starts_with("read analyses")) {
            EXPECT_NE(roles.at("anthropologist"), "yes") << action;
            EXPECT_NE(roles.at("odontologist"), "yes") << action;
            EXPECT_EQ(roles.at("custodian"), "") << action;
        }
    }
}

TEST_P(Access, AnExaminationIsSignedByItsAnalystAlone) {
    recorder_ = as("medical examiner");
    examine("EX", "odontologist");
    Recorder other = as("anthropologist");
    const auto refused = sign_decision({other, "examination", "EX"});
    ASSERT_TRUE(refused) << refused.error().text();
    EXPECT_TRUE(says(refused->problems.front().message, "is signed by its analyst, odontologist"));
    const auto signed_now = sign_decision({as("odontologist"), "examination", "EX"});
    ASSERT_TRUE(signed_now) << signed_now.error().text();
    EXPECT_TRUE(signed_now->problems.empty()) << signed_now->problems.front().text();
}

TEST_P(Access, NobodyReviewsInAnothersName) {
    const auto refused = record_one({as("reviewer"),
                                     "review",
                                     {{"identification", "SECRET-ID"},
                                      {"type", "Technical"},
                                      {"outcome", "Accepted"},
                                      {"on", "2018-09-03"},
                                      {"by", "medical examiner"}}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
}

TEST_P(Access, WhatIsNotForTheCallerIsNotToldToBeThere) {
    Recorder custodian = as("custodian");
    const auto there = show_record(custodian, "", "SECRET-1");
    const auto not_there = show_record(custodian, "", "SECRET-9");
    ASSERT_FALSE(there);
    ASSERT_FALSE(not_there);
    EXPECT_EQ(there.error().kind, not_there.error().kind);
    const auto about = record_one({custodian, "alias", {{"of", "SECRET-1"}, {"system", "s"}, {"id", "i"}}});
    ASSERT_TRUE(about);
    ASSERT_EQ(about->problems.size(), 1U);
    EXPECT_TRUE(says(about->problems[0].message, "is not recorded, as far as you may see"));
}

TEST_P(Access, PersonalDataOfAReleaseAreForThoseWhoSpeakWithFamilies) {
    const std::string release = json::parse(list_records(as("custodian"), "release", false)->json)[0]["key"];
    const auto custodian = show_record(as("custodian"), "", "release:" + release);
    ASSERT_TRUE(custodian) << custodian.error().text();
    EXPECT_FALSE(says(custodian->text + custodian->json, "SECRET"));
    EXPECT_TRUE(says(custodian->text, "not for your roles"));
    EXPECT_TRUE(says(show_record(as("family case manager"), "", "release:" + release)->text, "SECRET family"));
}

} // namespace
