#include "app_register.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/ledger/head.hpp"

#include <sstream>

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class RegisterLedger : public WithRegister {};
INSTANTIATE_TEST_SUITE_P(Databases, RegisterLedger, ::testing::ValuesIn(backends()), database_name);

TEST_P(RegisterLedger, NoEntriesAreShownAsNothing) {
    const auto none = ledger_log(store(), 0);
    ASSERT_TRUE(none);
    EXPECT_EQ(none->text, "");
    EXPECT_EQ(none->json, "[]");
}

TEST_P(RegisterLedger, TheLedgerIsWholeUntilAByteIsChanged) {
    ASSERT_TRUE(ledger_head(store(), folder_ / "head.json"));
    record("party", {{"key", "P"}, {"name", "n"}, {"type", "Other"}});
    auto verified = verify_ledger(store(), folder_ / "head.json", {});
    ASSERT_TRUE(verified);
    EXPECT_FALSE(verified->failed) << verified->text;
    EXPECT_TRUE(says(verified->text, "goes on from the head in")) << verified->text;
    place_.run("UPDATE entry SET text = replace(text, 'Wonsan', 'Wonsam') WHERE seq = 4");
    verified = verify_ledger(store(), "", {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->failed, ErrorKind::verification);
    EXPECT_TRUE(verified->text.starts_with("NOT WHOLE: entry 4")) << verified->text;
    EXPECT_EQ(json::parse(verified->json)["flaws"][0]["entry"], 4);
}

TEST_P(RegisterLedger, AKeyFileOfAnotherLedgerIsToldAsSuch) {
    EXPECT_FALSE(verify_ledger(store(), "", {}, recorder_.key_file)->failed);
    EXPECT_FALSE(verify_ledger(store(), "", {}, folder_ / "none.key"));
    ASSERT_TRUE(ledger::SigningKey::generate().write(folder_ / "other.key"));
    const auto verified = verify_ledger(store(), "", {}, folder_ / "other.key");
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->failed, ErrorKind::verification);
    EXPECT_FALSE(says(verified->text, "NOT WHOLE: ")) << verified->text;
    EXPECT_TRUE(says(verified->text, "other.key: is the key of another ledger")) << verified->text;
}

TEST_P(RegisterLedger, AMigrationThatNobodyKnowsIsAFlaw) {
    place_.run("INSERT INTO migration (number, name, sha256) VALUES (99, 'planted', 'x')");
    const auto verified = verify_ledger(store(), "", {});
    ASSERT_TRUE(verified) << verified.error().text();
    EXPECT_EQ(verified->failed, ErrorKind::verification);
    EXPECT_TRUE(says(verified->text, "planted")) << verified->text;
    EXPECT_EQ(json::parse(verified->json)["whole"], false);
}

TEST_P(RegisterLedger, VerificationTellsHowFarItIs) {
    std::uint64_t last = 0;
    std::string table = "key,name,type\n";
    for (int i = 0; i < 600; ++i) {
        table += 'p';
        table += std::to_string(i);
        table += ",n,Other\n";
    }
    ASSERT_TRUE(import_records({recorder_, "party", write("parties.csv", table)}));
    const auto verified = verify_ledger(store(), "", [&](std::uint64_t done, std::uint64_t all) {
        EXPECT_GT(done, last);
        EXPECT_EQ(all, 609U);
        last = done;
        return true;
    });
    ASSERT_TRUE(verified);
    EXPECT_GT(last, 0U);
    const auto stopped = verify_ledger(store(), "", [](std::uint64_t, std::uint64_t) { return false; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::interrupted);
}

TEST_P(RegisterLedger, ProofsHoldUnderTheLedgersKeyOnly) {
    ASSERT_TRUE(ledger_head(store(), folder_ / "head.json"));
    record("party", {{"key", "P"}, {"name", "n"}, {"type", "Other"}});
    ASSERT_TRUE(prove_entry(store(), 3, folder_ / "entry.json"));
    ASSERT_TRUE(prove_consistency(store(), folder_ / "head.json", folder_ / "goes_on.json"));
    const std::string key = json::parse(read("head.json"))["key"];
    for (const char* proof : {"entry.json", "goes_on.json", "head.json"}) {
        EXPECT_TRUE(check_proof_file(folder_ / proof, key)) << proof;
        EXPECT_TRUE(says(check_proof_file(folder_ / proof, "")->text, "The key was not compared"));
        const auto other = check_proof_file(folder_ / proof, std::string(64, 'a'));
        ASSERT_FALSE(other) << proof;
        EXPECT_EQ(other.error().kind, ErrorKind::verification);
    }
    EXPECT_EQ(check_proof_file(write("no_proof.txt", "hello\n"), "").error().kind, ErrorKind::bad_input);
    std::string head = read("head.json");
    head.replace(head.find("\"size\":\"9\"") + 8, 1, "8");
    EXPECT_EQ(check_proof_file(write("changed.json", head), "").error().kind, ErrorKind::verification);
    EXPECT_EQ(prove_entry(store(), 999, "").error().kind, ErrorKind::bad_input);
    EXPECT_EQ(show_entry(store(), 999).error().kind, ErrorKind::bad_input);
    EXPECT_EQ(check_proof_file(folder_ / "entry.json", "00").error().kind, ErrorKind::usage);
}

TEST_P(RegisterLedger, AnExportHasEveryEntry) {
    std::ostringstream out;
    const auto count = export_ledger(store(), out);
    ASSERT_TRUE(count);
    EXPECT_EQ(*count, 9U);
    std::istringstream lines(out.str());
    std::string line;
    for (std::size_t n = 0; std::getline(lines, line); ++n) {
        EXPECT_EQ(json::parse(line)["seq"], std::to_string(n));
    }
}

TEST_P(RegisterLedger, AnAlteredEntryIsNotExported) {
    place_.run("UPDATE entry SET text = replace(text, 'Wonsan', 'Wonsam') WHERE seq = 4");
    std::ostringstream out;
    const auto count = export_ledger(store(), out);
    ASSERT_FALSE(count);
    EXPECT_EQ(count.error().kind, ErrorKind::verification);
    EXPECT_TRUE(says(count.error().message, "entry 4: ")) << count.error().message;
    EXPECT_EQ(out.str(), "");
    EXPECT_EQ(write_export(store(), folder_ / "all.jsonl").error().kind, ErrorKind::verification);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "all.jsonl"));
}

TEST_P(RegisterLedger, WhatIsHandedOutNeverReplacesAStoreOrAKey) {
    std::string database = "SQLite format 3";
    database.append(100, '\0');
    write("other.db", database);
    const std::string key = read("ledger.key");
    for (const char* name : {"other.db", "other.db-wal", "other.db-shm", "ledger.key"}) {
        for (const auto& answer : {ledger_head(store(), folder_ / name), prove_entry(store(), 1, folder_ / name),
                                   write_export(store(), folder_ / name)}) {
            ASSERT_FALSE(answer) << name;
            EXPECT_EQ(answer.error().kind, ErrorKind::refused) << name;
        }
    }
    EXPECT_EQ(read("other.db"), database);
    EXPECT_EQ(read("ledger.key"), key);
    const auto problems =
        import_records({recorder_, "case", write("bad.csv", "turnover,number\nX,1\n"), folder_ / "other.db"});
    ASSERT_FALSE(problems);
    EXPECT_EQ(problems.error().kind, ErrorKind::refused);
}

TEST_P(RegisterLedger, WhatIsHandedOutNeverReplacesAFile) {
    std::filesystem::create_symlink(folder_ / "kept.json", folder_ / "link");
    write("kept.json", "kept by somebody");
    for (const char* name : {"kept.json", "link"}) {
        for (const auto& answer : {ledger_head(store(), folder_ / name), prove_entry(store(), 1, folder_ / name),
                                   write_export(store(), folder_ / name)}) {
            ASSERT_FALSE(answer) << name;
            EXPECT_EQ(answer.error().kind, ErrorKind::refused) << name;
            EXPECT_TRUE(says(answer.error().text(), std::string(name) + ": a file is there already"))
                << answer.error().text();
        }
    }
    EXPECT_EQ(read("kept.json"), "kept by somebody");
    const std::string filled = "turnover,number\r\nX,1\r\n";
    write("filled.csv", filled);
    EXPECT_EQ(write_template("case", folder_ / "filled.csv").error().kind, ErrorKind::refused);
    EXPECT_EQ(read("filled.csv"), filled);
    // A table of problems takes the place of one before, and of nothing else.
    const auto import = [&](const char* errors) {
        return import_records({recorder_, "case", folder_ / "filled.csv", folder_ / errors});
    };
    EXPECT_EQ(import("filled.csv").error().kind, ErrorKind::refused);
    EXPECT_EQ(read("filled.csv"), filled);
    ASSERT_TRUE(import("errors.csv"));
    const std::string problems = read("errors.csv");
    ASSERT_TRUE(import("errors.csv"));
    EXPECT_EQ(read("errors.csv"), problems);
}

TEST_P(RegisterLedger, WhatIsHandedOutGoesIntoADevice) {
    ASSERT_TRUE(write_export(store(), "/dev/null"));
    ASSERT_TRUE(ledger_head(store(), "/dev/null"));
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
    EXPECT_EQ(write_export(store(), "/dev/full").error().kind, ErrorKind::bad_input);
    EXPECT_EQ(ledger_head(store(), folder_ / "none" / "head.json").error().kind, ErrorKind::bad_input);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "none"));
    EXPECT_EQ(ledger_head(store(), folder_).error().kind, ErrorKind::bad_input);
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        EXPECT_FALSE(says(entry.path().string(), "unfinished")) << entry.path();
    }
}

TEST_P(RegisterLedger, ABackupHasTheSameHeadAndComesBack) {
    const auto made = back_up(store(), folder_ / "backup.db");
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(json::parse(made->json)["same"], true);
    EXPECT_EQ(back_up(store(), folder_ / "backup.db").error().kind, ErrorKind::refused);
    const TestStore other(GetParam());
    const auto back = restore_from(folder_ / "backup.db", {other.url()});
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(json::parse(back->json)["copy"], json::parse(made->json)["head"]);
    EXPECT_FALSE(verify_ledger({other.url()}, "", {})->failed);
    EXPECT_EQ(show_record({other.url()}, "", "W/01")->json, show_record(store(), "", "W/01")->json);
}

TEST_P(RegisterLedger, RebuiltTablesAnswerTheSame) {
    const auto before = list_records(store(), "case", false);
    ASSERT_TRUE(rebuild_tables(store()));
    EXPECT_EQ(list_records(store(), "case", false)->json, before->json);
}

} // namespace
