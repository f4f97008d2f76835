#include "muster/ledger/merkle.hpp"
#include "muster/register/register.hpp"
#include "test_register.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace muster {
namespace {

using testing::entry_of;
using testing::small_chain;
using testing::TestRegister;

class AStoreBehindMustersBack : public ::testing::TestWithParam<std::string> {
  protected:
    /// What verification says, or how the store refuses to be opened; empty: all is well.
    [[nodiscard]] std::string verdict() const {
        auto reg = Register::open(test_.place.url());
        if (!reg) {
            return reg.error().message;
        }
        const auto found = reg->verify();
        return !found ? "error: " + found.error().text() : found->flaws.empty() ? "" : found->flaws.front().what;
    }
    /// Changes the store behind muster's back and expects the verdict to begin so.
    void expect(const std::string& sql, const std::string& beginning) {
        TestRegister test(GetParam());
        test.record(small_chain());
        test.record({entry_of("party", {{"key", "X"}, {"name", "x"}, {"type", "Carrier"}})});
        test.place.run(sql);
        auto reg = Register::open(test.place.url());
        std::string said = reg ? "" : reg.error().message;
        if (reg) {
            const auto found = reg->verify();
            ASSERT_TRUE(found) << sql << ": " << found.error().text();
            said = found->flaws.empty() ? "nothing" : found->flaws.front().what;
        }
        EXPECT_EQ(said.substr(0, beginning.size()), beginning) << sql;
    }

    TestRegister test_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, AStoreBehindMustersBack, ::testing::ValuesIn(testing::backends()),
                         testing::database_name);

TEST_P(AStoreBehindMustersBack, NamesTheEntryWhoseTextWasChanged) {
    expect("UPDATE entry SET text = replace(text, 'Femur', 'Tibia') WHERE seq = 11", "entry 11: ");
    expect("UPDATE entry SET text = text || ' ' WHERE seq = 5", "entry 5: ");
    expect("UPDATE entry SET nodes = replace(nodes, 'a', 'b') WHERE seq = 7", "entry 7: ");
    expect("UPDATE entry SET nodes = nodes || 'aa' WHERE seq = 7", "entry 7: ");
}

TEST_P(AStoreBehindMustersBack, NamesTheEntryThatWasDeletedInsertedOrMoved) {
    expect("DELETE FROM entry WHERE seq = 9", "entry 9: is missing");
    expect("DELETE FROM entry WHERE seq >= 16", "entry 16: is missing");
    expect("INSERT INTO entry SELECT 50, text, nodes FROM entry WHERE seq = 3", "entry 19: is missing");
    expect("INSERT INTO entry SELECT 19, text, nodes FROM entry WHERE seq = 3", "entry 19: ");
    expect(
        "UPDATE entry SET text = (SELECT text FROM entry e WHERE e.seq = 6), nodes = (SELECT nodes FROM entry e WHERE "
        "e.seq = 6) WHERE seq = 4",
        "entry 4: ");
}

TEST_P(AStoreBehindMustersBack, FindsWhatWasDoneToHeadsKeysAndPersonalData) {
    expect("UPDATE head SET text = replace(text, '\"size\":\"19\"', '\"size\":\"18\"')", "table head: ");
    expect("UPDATE head SET text = replace(text, '0', '1')", "table head: ");
    expect("DELETE FROM head", "table head: ");
    expect("UPDATE payload SET box = 'AAAA' || substr(box, 5)", "entry 15: personal data: ");
    expect("DELETE FROM payload", "entry 15: personal data: ");
    expect("DELETE FROM subject_key", "entry 15: personal data: ");
    expect("UPDATE subject_key SET secret = 'AAAA' || substr(secret, 5)", "entry 15: personal data: ");
    expect("INSERT INTO subject_key VALUES ('nobody', 'AAAA')", "table subject_key: ");
    expect("INSERT INTO payload SELECT 3, subject, box FROM payload", "entry 3: personal data: ");
}

TEST_P(AStoreBehindMustersBack, FindsTablesThatDoNotFollowFromTheLedger) {
    expect("UPDATE record SET text = replace(text, 'Left', 'Right') WHERE kind = 'specimen'",
           "table record: specimen:ACC 1, G-1, 101 is not what entry 11 says");
    expect("UPDATE record SET state = 'withdrawn' WHERE kind = 'case'", "table record: case:");
    expect("UPDATE record SET first_entry = 3 WHERE kind = 'specimen'", "table record: specimen:");
    expect("DELETE FROM record WHERE kind = 'sample'",
           "table record: sample:ACC 1, G-1, 101, 01A (entry 13) is missing");
    expect("INSERT INTO record SELECT kind, 'another', 4, 4, state, text FROM record WHERE kind = 'sample'",
           "table record: sample:another does not follow");
    expect("DELETE FROM link WHERE target = 'turnover:T1'", "table link: ");
    expect("UPDATE link SET role = 'x' WHERE target = 'turnover:T1'", "table link: ");
    expect("INSERT INTO finding VALUES ('case:T1/1', 'broken seal', 5, 'now', 'open', 0, 'x')", "table finding: ");
    expect("DELETE FROM finding", "table finding: ");
    expect("UPDATE finding SET state = 'open', closed_by = 0", "table finding: ");
}

TEST_P(AStoreBehindMustersBack, FindsTablesAndTriggersThatAreNotMusters) {
    expect("CREATE TABLE another (x INTEGER)", "database: ");
    expect("CREATE INDEX more ON entry (text)", "database: ");
}

TEST_P(AStoreBehindMustersBack, TellsAChangeWithRecomputedHashesByTheSignedHead) {
    // Somebody who can write to the store and knows the format changes the last entry and its hashes consistently.
    test_.record(small_chain());
    Register reg = test_.open();
    const auto last = reg.head()->head.size - 1;
    std::string text = reg.entry(last)->text;
    text.replace(text.find("2018-11-01"), 10, "2018-11-02");
    ledger::Frontier tree;
    std::string nodes;
    for (std::uint64_t seq = 0; seq <= last; ++seq) {
        nodes.clear();
        for (const ledger::Hash& hash : tree.append(ledger::leaf_hash(seq == last ? text : reg.entry(seq)->text))) {
            nodes += ledger::hex(hash);
        }
    }
    test_.place.run("UPDATE entry SET text = '" + text + "', nodes = '" + nodes +
                    "' WHERE seq = " + std::to_string(last));
    EXPECT_NE(verdict().find("was changed together with its hashes; the signed head of"), std::string::npos)
        << verdict();
}

TEST_P(AStoreBehindMustersBack, ATailThatWasCutOffWithItsHeadsIsFoundByAnOlderHead) {
    test_.record(small_chain());
    const auto old = test_.open().head();
    test_.record({entry_of("party", {{"key", "X"}, {"name", "x"}, {"type", "Carrier"}})});
    const auto newest = test_.open().head();
    test_.place.run("DELETE FROM entry WHERE seq >= " + std::to_string(old->head.size));
    test_.place.run("DELETE FROM record WHERE kind = 'party' AND key = 'X'");
    test_.place.run("DELETE FROM head");
    test_.place.run("INSERT INTO head VALUES (" + std::to_string(old->head.size) + ", '" + ledger::encode(*old) + "')");
    EXPECT_EQ(verdict(), "");
    Register reg = test_.open();
    EXPECT_TRUE(reg.prove_consistency(*old));
    const auto gone = reg.prove_consistency(*newest);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::verification);
    EXPECT_NE(gone.error().message.find("entry " + std::to_string(old->head.size) + " is the first that is missing"),
              std::string::npos)
        << gone.error().message;
}

TEST_P(AStoreBehindMustersBack, RebuildingGivesTheTablesBack) {
    test_.record(small_chain());
    test_.place.run("DELETE FROM record");
    test_.place.run("DELETE FROM link");
    test_.place.run("DELETE FROM finding");
    EXPECT_NE(verdict(), "");
    Register reg = test_.open();
    ASSERT_TRUE(reg.rebuild());
    EXPECT_EQ(verdict(), "");
}

TEST_P(AStoreBehindMustersBack, ErasingSomebodyLeavesNoTraceOfTheDataAndEveryProofHolds) {
    test_.record(small_chain());
    Register reg = test_.open();
    const auto before = reg.head();
    const std::string subject = "sample:ACC 1, G-1, 101, 01A";
    std::string box;
    std::string key;
    ASSERT_TRUE(reg.store().read([&](store::Reader& reader) -> Result<void> {
        box = reader.payload(15)->box;
        key = *reader.subject_key(subject);
        return {};
    }));
    EXPECT_EQ(reg.erase(subject, "", test_.author, test_.key).error().kind, ErrorKind::bad_input);
    const auto erased = reg.erase(subject, "consent withdrawn", test_.author, test_.key);
    ASSERT_TRUE(erased) << erased.error().text();
    EXPECT_EQ(reg.erase(subject, "again", test_.author, test_.key).error().kind, ErrorKind::refused);
    const auto result = reg.find("result:#15");
    ASSERT_TRUE(result && *result);
    EXPECT_FALSE((*result)->personal);
    EXPECT_TRUE((*result)->erased);
    const auto found = reg.verify();
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->flaws.empty()) << found->flaws.front().what;
    EXPECT_EQ(found->erased, 1U);
    EXPECT_TRUE(reg.prove(15));
    EXPECT_TRUE(reg.prove_consistency(*before));
    if (test_.place.sqlite()) {
        for (const char* suffix : {"", "-wal", "-journal"}) {
            std::ifstream file(test_.place.file().string() + suffix, std::ios::binary);
            std::ostringstream bytes;
            bytes << file.rdbuf();
            for (const std::string& trace :
                 {std::string("a secret that must go"), box.substr(0, 24), key.substr(0, 24)}) {
                EXPECT_EQ(bytes.str().find(trace), std::string::npos) << suffix;
            }
        }
    }
}

TEST_P(AStoreBehindMustersBack, ErasingSaysThatTracesMayBeLeftWhileSomebodyElseReads) {
    test_.record(small_chain());
    Register reg = test_.open();
    const std::string subject = "sample:ACC 1, G-1, 101, 01A";
    Register other = test_.open();
    ASSERT_TRUE(other.store().read([&](store::Reader& reader) -> Result<void> {
        EXPECT_TRUE(reader.entry(0)); // takes a snapshot
        const auto erased = reg.erase(subject, "consent withdrawn", test_.author, test_.key);
        EXPECT_FALSE(erased);
        if (!erased) {
            EXPECT_NE(erased.error().message.find("traces may be on the disk"), std::string::npos)
                << erased.error().message;
        }
        return {};
    }));
    const auto again = reg.erase(subject, "consent withdrawn", test_.author, test_.key);
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().message.find("were cleaned away"), std::string::npos) << again.error().message;
}

TEST_P(AStoreBehindMustersBack, ACopyOnEitherDatabaseHasTheSameHeadAndIsWhole) {
    test_.record(small_chain());
    Register reg = test_.open();
    for (const std::string& backend : testing::backends()) {
        const testing::TestStore target(backend);
        const auto copied = reg.copy_to(target.url());
        ASSERT_TRUE(copied) << copied.error().text();
        EXPECT_EQ(*copied, *reg.head());
        auto copy = Register::open(target.url());
        ASSERT_TRUE(copy);
        EXPECT_EQ(text_of(*(*copy->find("result:#15"))->personal, "profile"), "D3S1358 14,16 - a secret that must go");
        const auto more = copy->record({entry_of("party", {{"key", "Y"}, {"name", "y"}, {"type", "Carrier"}})},
                                       test_.author, test_.key, test_.words);
        ASSERT_TRUE(more && more->problems.empty());
    }
}

} // namespace
} // namespace muster
