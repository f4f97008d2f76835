#include "muster/ledger/merkle.hpp"
#include "muster/register/register.hpp"
#include "muster/register/values.hpp"
#include "test_register.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>

// What somebody who can write to the store, or a slip, might do; each was possible once.
namespace muster {
namespace {

using testing::change_of;
using testing::entry_of;
using testing::small_chain;
using testing::TestRegister;

class AnAttack : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { test_.record(small_chain()); }
    [[nodiscard]] std::string verdict() const {
        Register reg = test_.open();
        const auto found = reg.verify();
        return !found ? found.error().message : found->flaws.empty() ? "" : found->flaws.front().what;
    }
    [[nodiscard]] NewEntry another_party(const std::string& key) const {
        return entry_of("party", {{"key", key}, {"name", "another"}, {"type", "Carrier"}});
    }
    TestRegister test_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, AnAttack, ::testing::ValuesIn(testing::backends()), testing::database_name);

TEST_P(AnAttack, AForgedHeadIsNotBuiltUpon) {
    Register reg = test_.open();
    const auto head = reg.head()->head;
    std::string text = reg.entry(head.size - 1)->text;
    text.replace(text.find("2018-11-01"), 10, "2018-11-02");
    ledger::Frontier tree;
    std::string nodes;
    for (std::uint64_t seq = 0; seq < head.size; ++seq) {
        nodes.clear();
        for (const ledger::Hash& hash :
             tree.append(ledger::leaf_hash(seq + 1 == head.size ? text : reg.entry(seq)->text))) {
            nodes += ledger::hex(hash);
        }
    }
    ledger::SignedHead forged = ledger::SigningKey::generate().sign({head.ledger, head.size, tree.root(), head.time});
    test_.place.run("UPDATE entry SET text = '" + text + "', nodes = '" + nodes +
                    "' WHERE seq = " + std::to_string(head.size - 1));
    test_.place.run("UPDATE head SET text = '" + ledger::encode(forged) +
                    "' WHERE size = " + std::to_string(head.size));
    const auto recorded = reg.record({another_party("X")}, test_.author, test_.key, test_.words);
    ASSERT_FALSE(recorded);
    EXPECT_EQ(recorded.error().kind, ErrorKind::verification);
    forged.key = test_.key.public_key(); // the right key, but not its signature
    test_.place.run("UPDATE head SET text = '" + ledger::encode(forged) +
                    "' WHERE size = " + std::to_string(head.size));
    EXPECT_FALSE(reg.record({another_party("X")}, test_.author, test_.key, test_.words));
    EXPECT_NE(verdict(), "");
}

TEST_P(AnAttack, AFalsifiedTableDoesNotFindItsWayIntoACorrection) {
    for (const char* sql : {"UPDATE record SET text = replace(text, '300.5', '150.5') WHERE kind = 'specimen'",
                            "UPDATE record SET text = 'garbage' WHERE kind = 'specimen'"}) {
        test_.place.run(sql);
        Register reg = test_.open();
        const auto recorded =
            reg.record({change_of(ledger::Action::correct, "specimen", "ACC 1, G-1, 101", {{"remarks", "x"}})},
                       test_.author, test_.key, test_.words);
        ASSERT_TRUE(recorded);
        ASSERT_FALSE(recorded->problems.empty());
        EXPECT_NE(recorded->problems.front().message.find("run muster ledger verify"), std::string::npos);
    }
}

TEST_P(AnAttack, ARecordThatNamesAnotherEntryOrStateIsNotCorrected) {
    Register before = test_.open();
    test_.record(before, {change_of(ledger::Action::correct, "specimen", "ACC 1, G-1, 101", {{"mass_g", "301"}}),
                          entry_of("party", {{"key", "NEXT"}, {"name", "a party"}, {"type", "Military"}})});
    const auto row_of = [&](const std::string& set) {
        return "UPDATE record SET " + set + " WHERE kind = 'specimen' AND key = 'ACC 1, G-1, 101'";
    };
    const auto is_refused = [&](const std::string& sql) {
        test_.place.run(sql);
        Register reg = test_.open();
        const auto recorded =
            reg.record({change_of(ledger::Action::correct, "specimen", "ACC 1, G-1, 101", {{"remarks", "x"}})},
                       test_.author, test_.key, test_.words);
        return recorded && !recorded->problems.empty();
    };
    EXPECT_TRUE(is_refused(row_of("last_entry = 1000000000")));
    EXPECT_TRUE(is_refused(row_of("last_entry = 0")));
    EXPECT_TRUE(is_refused(row_of("state = 'withdrawn'")));
    // The entry altered together with the table: the text is not the one that was signed.
    EXPECT_TRUE(is_refused("UPDATE entry SET text = replace(text, '\"301\"', '\"151\"')"));
}

TEST_P(AnAttack, NothingIsAddedBehindANewestEntryThatWasAltered) {
    test_.place.run("UPDATE entry SET text = replace(text, '2018-11-01', '2018-11-02')");
    Register reg = test_.open();
    const auto recorded = reg.record({entry_of("party", {{"key", "NEXT"}, {"name", "a party"}, {"type", "Military"}})},
                                     test_.author, test_.key, test_.words);
    ASSERT_FALSE(recorded);
    EXPECT_EQ(recorded.error().kind, ErrorKind::verification);
    EXPECT_NE(recorded.error().message.find("is not what the newest head was signed for"), std::string::npos);
}

TEST_P(AnAttack, ACorrectionOfAnOlderStateIsFoundByVerification) {
    Register before = test_.open();
    test_.record(before, {change_of(ledger::Action::correct, "specimen", "ACC 1, G-1, 101", {{"mass_g", "301"}})});
    test_.place.run("UPDATE record SET last_entry = 11, text = replace(text, '\"301\"', '\"300.5\"') "
                    "WHERE kind = 'specimen'");
    Register reg = test_.open();
    test_.record(reg, {change_of(ledger::Action::correct, "specimen", "ACC 1, G-1, 101", {{"remarks", "x"}})});
    EXPECT_NE(verdict().find("does not correct the newest entry of specimen:ACC 1, G-1, 101"), std::string::npos)
        << verdict();
}

TEST_P(AnAttack, DamagedTablesGiveMessagesNotCrashes) {
    test_.place.run("DELETE FROM link");
    Register reg = test_.open();
    EXPECT_TRUE(reg.record({change_of(ledger::Action::correct, "assignment", "#17", {{"on", "2018-11-03"}})},
                           test_.author, test_.key, test_.words));
    test_.place.run("UPDATE record SET text = '{'");
    EXPECT_TRUE(
        reg.record({entry_of("case", {{"turnover", "T1"}, {"number", "9"}})}, test_.author, test_.key, test_.words));
    EXPECT_FALSE(reg.find("specimen:ACC 1, G-1, 101"));
    EXPECT_NE(verdict(), "");
}

TEST_P(AnAttack, TextThatIsNotUtf8IsNeverSigned) {
    Register reg = test_.open();
    NewEntry entry = another_party("X");
    entry.reason = "\xff";
    const auto recorded = reg.record({entry}, test_.author, test_.key, test_.words);
    ASSERT_FALSE(recorded);
    EXPECT_EQ(recorded.error().kind, ErrorKind::bad_input);
    Author author = test_.author;
    author.who = "\xc3(";
    EXPECT_FALSE(reg.record({another_party("X")}, author, test_.key, test_.words));
    EXPECT_EQ(verdict(), "");
}

TEST_P(AnAttack, ADamagedPersonalKeyIsNotReplaced) {
    test_.place.run("UPDATE subject_key SET secret = 'AAAA'");
    Register reg = test_.open();
    const auto recorded = reg.record({small_chain()[14]}, test_.author, test_.key, test_.words);
    ASSERT_FALSE(recorded);
    EXPECT_EQ(recorded.error().kind, ErrorKind::verification);
}

TEST_P(AnAttack, ErasedDataThatArePutBackAreFound) {
    Register reg = test_.open();
    const std::string subject = "sample:ACC 1, G-1, 101, 01A";
    std::string box;
    std::string key;
    ASSERT_TRUE(reg.store().read([&](store::Reader& reader) -> Result<void> {
        box = reader.payload(15)->box;
        key = *reader.subject_key(subject);
        return {};
    }));
    ASSERT_TRUE(reg.erase(subject, "consent withdrawn", test_.author, test_.key));
    test_.place.run("INSERT INTO payload VALUES (15, '" + subject + "', '" + box + "')");
    test_.place.run("INSERT INTO subject_key VALUES ('" + subject + "', '" + key + "')");
    EXPECT_NE(verdict().find("erased them"), std::string::npos) << verdict();
}

TEST_P(AnAttack, RowsInHidingPlacesAreFound) {
    // Where no honest row can be: the database refuses them, or verification names them.
    for (const char* sql : {"INSERT INTO entry VALUES (9223372036854775807, 'planted', '')",
                            "INSERT INTO entry VALUES (-1, 'planted', '')", "UPDATE head SET text = text || ' '",
                            "INSERT INTO blob VALUES ('x', -5, 'AAAA')", "INSERT INTO blob VALUES ('x', 0, '')",
                            "UPDATE record SET kind = 'party:K', key = 'PA' WHERE key = 'KPA'",
                            "INSERT INTO blob VALUES ('x', 0, 'AAAA')"}) {
        const TestRegister test(GetParam());
        test.record(small_chain());
        bool refused = false;
        try {
            test.place.run(sql);
        } catch (const std::runtime_error&) {
            refused = true;
        }
        Register reg = test.open();
        const auto found = reg.verify();
        EXPECT_TRUE(refused || !found || !found->flaws.empty()) << sql;
    }
}

TEST_P(AnAttack, ANameThatLooksLikeAMarkOfReuseIsRefused) {
    Register reg = test_.open();
    for (const char* key : {"UNC (entry 20)", "a;b", "a\nb", "#5"}) {
        const auto recorded = reg.record({another_party(key)}, test_.author, test_.key, test_.words);
        ASSERT_TRUE(recorded);
        EXPECT_FALSE(recorded->problems.empty()) << key;
    }
    NewEntry twice = another_party("UNC");
    twice.again = false;
    EXPECT_FALSE(reg.record({twice}, test_.author, test_.key, test_.words)->problems.empty());
}

TEST_P(AnAttack, APhotographMayBeWithdrawnAndItsFileIsHeldToItsHash) {
    Register reg = test_.open();
    const auto file = std::filesystem::temp_directory_path() / ("muster_photo_" + std::to_string(::getpid()) + ".jpg");
    std::string bytes(3'000'000, 'x');
    bytes[2'500'000] = 'y';
    std::ofstream(file, std::ios::binary) << bytes;
    const std::string name = ledger::hex(ledger::sha256(bytes));
    const NewEntry photograph = entry_of(
        "photograph", {{"of", "case:T1/1"}, {"sha256", name}, {"bytes", "3000000"}, {"media_type", "image/jpeg"}});
    EXPECT_FALSE(reg.record({photograph}, test_.author, test_.key, test_.words)->problems.empty()); // no such file yet
    const auto recorded = reg.record({photograph}, test_.author, test_.key, test_.words, {{name, file}});
    ASSERT_TRUE(recorded && recorded->problems.empty());
    EXPECT_FALSE(
        reg.record({photograph}, test_.author, test_.key, test_.words, {{ledger::hex(ledger::sha256("z")), file}}));
    EXPECT_EQ(verdict(), "");
    test_.record(reg,
                 {change_of(ledger::Action::withdraw, "photograph", std::string(key_of(recorded->refs.front())), {})});
    EXPECT_EQ(verdict(), "");
    test_.place.run("UPDATE blob SET data = 'AAAA' || substr(data, 5) WHERE part = 1");
    EXPECT_NE(verdict().find("its file " + name + " was changed"), std::string::npos) << verdict();
    // The same file, added once more, mends it.
    EXPECT_TRUE(reg.record({photograph}, test_.author, test_.key, test_.words, {{name, file}}));
    EXPECT_EQ(verdict(), "");
    std::filesystem::remove(file);
}

TEST_P(AnAttack, APhotographThatSaysNoBytesAtAllIsNamedWithTheOthersAndCanBeMended) {
    Register reg = test_.open();
    std::vector<NewBlob> blobs;
    std::vector<NewEntry> photographs;
    for (const std::string text : {"one", "another", "a third"}) {
        const auto file = std::filesystem::temp_directory_path() /
                          ("muster_photo_" + std::to_string(::getpid()) + "_" + std::to_string(blobs.size()));
        std::ofstream(file, std::ios::binary) << text;
        blobs.push_back({ledger::hex(ledger::sha256(text)), file});
        photographs.push_back(entry_of("photograph", {{"of", "case:T1/1"},
                                                      {"sha256", blobs.back().sha256},
                                                      {"bytes", std::to_string(text.size())},
                                                      {"media_type", "image/jpeg"}}));
    }
    ASSERT_TRUE(reg.record(photographs, test_.author, test_.key, test_.words, blobs)->problems.empty());
    for (const std::size_t damaged : {std::size_t{0}, std::size_t{2}}) {
        test_.place.run("UPDATE blob SET data = 'n.t base64' WHERE sha256 = '" + blobs[damaged].sha256 + "'");
    }
    const auto found = reg.verify();
    ASSERT_TRUE(found) << found.error().text();
    ASSERT_EQ(found->flaws.size(), 2U);
    EXPECT_NE(found->flaws[0].what.find("its file " + blobs[0].sha256 + " was changed"), std::string::npos);
    EXPECT_NE(found->flaws[1].what.find("its file " + blobs[2].sha256 + " was changed"), std::string::npos);
    ASSERT_TRUE(reg.record(photographs, test_.author, test_.key, test_.words, blobs)) << "the same files, added again";
    EXPECT_EQ(verdict(), "");
    for (const NewBlob& blob : blobs) {
        std::filesystem::remove(blob.file);
    }
}

TEST_P(AnAttack, RebuildingRefusesATamperedLedger) {
    test_.place.run("UPDATE entry SET text = replace(text, '300.5', '150.5') WHERE seq = 11");
    Register reg = test_.open();
    const auto built = reg.rebuild();
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().kind, ErrorKind::verification);
}

TEST_P(AnAttack, TablesOfOlderRulesAreBuiltAnewAndThoseOfNewerOnesRefused) {
    test_.place.run("DELETE FROM finding");
    test_.place.run("UPDATE projection SET version = 0");
    EXPECT_EQ(verdict(), "");
    test_.place.run("UPDATE projection SET version = 999");
    EXPECT_EQ(Register::open(test_.place.url()).error().kind, ErrorKind::refused);
}

TEST_P(AnAttack, AResolvedFindingWhoseCauseGoesAndComesBackIsOpenAgain) {
    Register reg = test_.open();
    const auto seal = [&](const std::string& condition) {
        return test_.record(
            reg, {change_of(ledger::Action::correct, "confirmation", "#9", {{"seal_condition", condition}})});
    };
    const auto opened = seal("Broken").findings;
    ASSERT_EQ(opened.size(), 1U);
    NewEntry resolution = entry_of("resolution", {{"subject", opened[0].subject},
                                                  {"rule", opened[0].rule},
                                                  {"opened_by", std::to_string(opened[0].opened_by)},
                                                  {"detail", opened[0].detail}});
    resolution.reason = "was cut by customs";
    test_.record(reg, {resolution});
    EXPECT_EQ(seal("Intact").findings.front().state, "resolved and gone");
    const auto again = seal("Broken").findings;
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again.front().state, "open");
    EXPECT_EQ(verdict(), "");
}

TEST(AMoment, OfADayIsComparedByTheCalendarAndWithATimeWhereverOnEarthTheDayWas) {
    const auto before = [](const char* a, const char* b) { return moment(a)->before(*moment(b)); };
    EXPECT_TRUE(before("2018-07-28", "2018-07-29"));
    EXPECT_FALSE(before("2018-07-28", "2018-07-28"));
    EXPECT_TRUE(before("2018-06", "2018-07-01"));
    EXPECT_FALSE(before("2018", "2018-07-01"));
    // Received on the 28th, gone on the 28th at eight in Seoul, which is the 27th by UTC.
    EXPECT_FALSE(before("2018-07-28T08:00+09:00", "2018-07-28"));
    EXPECT_FALSE(before("2018-07-30", "2018-07-30T20:00-10:00"));
    EXPECT_TRUE(before("2018-07-30", "2018-08-01T00:00Z"));
    EXPECT_TRUE(before("2018-07-30T10:00:00Z", "2018-07-30T19:00:01+09:00"));
    EXPECT_FALSE(before("2018-07-30T10:00", "2018-07-30T11:00Z")); // a time without a zone
    for (const char* wrong :
         {"", "2018-13", "2018-02-30", "2018-07-27T24:00Z", "27.7.2018", "2018-07-27T10:00+9", "18", "2018-07-27 "}) {
        EXPECT_FALSE(moment(wrong)) << wrong;
    }
}

TEST(Grams, AreExactToAMicrogram) {
    EXPECT_EQ(micrograms("12.50"), 12'500'000);
    EXPECT_EQ(micrograms("0.000001"), 1);
    EXPECT_EQ(grams(12'500'000), "12.5");
    EXPECT_EQ(grams(-1), "-0.000001");
    for (const char* wrong : {"", ".5", "5.", "-1", "1e3", "1,5", "0.0000001", "99999999999"}) {
        EXPECT_FALSE(micrograms(wrong)) << wrong;
    }
}

} // namespace
} // namespace muster
