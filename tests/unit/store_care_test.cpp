#include "muster/store/store.hpp"
#include "test_store.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace {

using namespace muster;
using namespace muster::store;
using muster::testing::backends;
using muster::testing::database_name;
using muster::testing::TestStore;

namespace fs = std::filesystem;

class Care : public muster::testing::OnBothDatabases {
  protected:
    void SetUp() override { ASSERT_TRUE(store_) << store_.error().text(); }
    void write(const std::function<void(Writer&)>& work) {
        const auto done = store_->write([&](Writer& writer) -> Result<void> {
            work(writer);
            return {};
        });
        ASSERT_TRUE(done) << done.error().text();
    }

    Result<Store> store_ = Store::create(place_.url());
};

INSTANTIATE_TEST_SUITE_P(Databases, Care, ::testing::ValuesIn(backends()), database_name);

/// What check() finds, a line each.
std::string found_in(Store& store) {
    const auto found = store.check();
    if (!found) {
        return "error: " + found.error().text();
    }
    std::string lines;
    for (const std::string& line : *found) {
        lines += line + "\n";
    }
    return lines;
}

TEST_P(Care, NothingIsFoundInAWholeStore) {
    EXPECT_EQ(found_in(*store_), "");
    write([](Writer& writer) { writer.add_entries(std::vector<EntryRow>{{0, "text", "nodes"}}); });
    place_.run("ANALYZE");
    EXPECT_EQ(found_in(*store_), "");
    EXPECT_EQ(found_in(*store_), ""); // looking changes nothing
}

TEST_P(Care, WhatWasPlantedIsFound) {
    std::vector<std::pair<std::string, std::string>> planted{
        {"CREATE TABLE planted (x INTEGER)", "planted"},
        {"CREATE VIEW planted AS SELECT * FROM entry", "planted"},
        {"CREATE INDEX planted ON entry (text)", "planted"},
        {"ALTER TABLE entry ADD COLUMN planted TEXT", "planted"},
        {"ALTER TABLE link RENAME COLUMN role TO planted", "planted"},
        {"ALTER TABLE finding RENAME TO planted", "missing of muster's tables"},
        {"DROP INDEX payload_subject", "payload_subject"},
    };
    if (place_.sqlite()) {
        planted.emplace_back("CREATE TRIGGER planted AFTER INSERT ON entry BEGIN DELETE FROM head; END", "planted");
    } else {
        planted.emplace_back("CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                             "planted");
        planted.emplace_back("CREATE TRIGGER planted BEFORE UPDATE ON entry FOR EACH ROW "
                             "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                             "planted");
        planted.emplace_back("CREATE RULE planted AS ON INSERT TO entry DO INSTEAD NOTHING", "planted");
        planted.emplace_back("CREATE POLICY planted ON entry USING (seq < 5)", "planted");
        planted.emplace_back("ALTER TABLE entry ENABLE ROW LEVEL SECURITY", "row security");
        planted.emplace_back("ALTER TABLE entry SET UNLOGGED", "unlogged");
        planted.emplace_back("ALTER TABLE entry ALTER COLUMN seq TYPE INTEGER", "integer");
        planted.emplace_back("ALTER TABLE record ALTER COLUMN state DROP NOT NULL", "record.state");
        planted.emplace_back("ALTER TABLE entry ADD CONSTRAINT planted CHECK (seq < 5)", "planted");
    }
    for (const auto& [statement, word] : planted) {
        const TestStore place(GetParam());
        auto store = Store::create(place.url());
        ASSERT_TRUE(store);
        place.run(statement);
        const std::string found = found_in(*store);
        EXPECT_NE(found.find(word), std::string::npos) << statement << "\n" << found;
        EXPECT_EQ(found.find("error: "), std::string::npos) << statement << "\n" << found;
    }
}

/// All bytes of the folder of a store of SQLite.
std::string bytes_beside(const fs::path& store) {
    std::string bytes;
    for (const auto& each : fs::directory_iterator(store.parent_path())) {
        std::ifstream file(each.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
}

TEST_P(Care, AfterErasingAndScrubbingNoTraceIsOnTheDisk) {
    const std::string box = "BOX-OF-THE-ERASED-";
    const std::string key = "KEY-OF-THE-ERASED";
    std::vector<PayloadRow> payloads;
    for (std::uint64_t seq = 0; seq < 300; ++seq) {
        payloads.push_back(
            {seq, seq % 3 == 0 ? "erased" : "kept", seq % 3 == 0 ? box + std::string(500, 'E') : "box kept"});
    }
    write([&](Writer& writer) {
        writer.put_payloads(payloads);
        writer.put_subject_key({"erased", key});
        writer.put_subject_key({"kept", "key kept"});
    });
    if (place_.sqlite()) { // what is looked for is found before
        EXPECT_NE(bytes_beside(place_.file()).find(box), std::string::npos);
        EXPECT_NE(bytes_beside(place_.file()).find(key), std::string::npos);
    }
    write([](Writer& writer) { writer.erase_subject("erased"); });
    const auto scrubbed = store_->scrub();
    ASSERT_TRUE(scrubbed) << scrubbed.error().text();
    if (place_.sqlite()) {
        const std::string bytes = bytes_beside(place_.file());
        EXPECT_EQ(bytes.find(box), std::string::npos);
        EXPECT_EQ(bytes.find("EEEE"), std::string::npos);
        EXPECT_EQ(bytes.find(key), std::string::npos);
        EXPECT_NE(bytes.find("key kept"), std::string::npos);
    } else { // one page is left of each table
        place_.run("DO $$ BEGIN IF pg_relation_size('payload') + pg_relation_size('subject_key') > 24576 THEN "
                   "RAISE 'rows are left'; END IF; END $$");
    }
    const auto done = store_->read([&](Reader& reader) -> Result<void> {
        EXPECT_FALSE(reader.payload(0));
        EXPECT_EQ(reader.payload(1), payloads[1]);
        EXPECT_EQ(reader.subject_key("kept"), "key kept");
        return {};
    });
    EXPECT_TRUE(done) << done.error().text();
}

TEST(CareOfAFile, ScrubbingLeavesNothingOfWhatAnotherProgramDeletedCarelessly) {
    const TestStore place("sqlite");
    auto store = Store::create(place.url());
    ASSERT_TRUE(store);
    const std::string box = "BOX-OF-THE-ERASED-";
    const auto done = store->write([&](Writer& writer) -> Result<void> {
        writer.put_payloads(std::vector<PayloadRow>{{1, "erased", box}, {2, "kept", "box kept"}});
        return {};
    });
    ASSERT_TRUE(done);
    place.run(
        "PRAGMA secure_delete = OFF; DELETE FROM payload WHERE subject = 'erased'; PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_NE(bytes_beside(place.file()).find(box), std::string::npos);
    ASSERT_TRUE(store->scrub());
    EXPECT_EQ(bytes_beside(place.file()).find(box), std::string::npos);
    EXPECT_NE(bytes_beside(place.file()).find("box kept"), std::string::npos);
}

/// All that copy() copies, and how many records there are.
std::string all_of(Store& store) {
    std::ostringstream text;
    const auto done = store.read([&](Reader& reader) -> Result<void> {
        reader.each_entry(0, UINT64_MAX, [&](EntryRow& row) {
            text << row.seq << row.text << row.nodes << "\n";
            return true;
        });
        for (const HeadRow& head : reader.heads()) {
            text << head.size << head.text << "\n";
        }
        reader.each_payload([&](PayloadRow& row) { text << row.seq << row.subject << row.box << "\n"; });
        reader.each_subject_key([&](SubjectKeyRow& row) { text << row.subject << row.key << "\n"; });
        for (const std::string& name : reader.blobs()) {
            text << name << "\n";
            EXPECT_TRUE(reader.each_blob_part(name, [&](std::string_view bytes) { text << bytes << "\n"; }));
        }
        std::size_t records = 0;
        reader.each_record("", [&](RecordRow&) { ++records; });
        text << records << " records\n";
        return {};
    });
    EXPECT_TRUE(done) << done.error().text();
    return text.str();
}

TEST_P(Care, ACopyHasAllButTheProjectionsOnEitherDatabase) {
    write([](Writer& writer) {
        std::vector<EntryRow> entries;
        std::vector<PayloadRow> payloads;
        for (std::uint64_t seq = 0; seq < 2300; ++seq) {
            entries.push_back({seq, "항목 " + std::to_string(seq), std::string(64, 'a')});
            payloads.push_back({seq, "subject " + std::to_string(seq % 7), "box " + std::to_string(seq)});
            writer.put_head({seq + 1, "head " + std::to_string(seq + 1)});
        }
        writer.add_entries(entries);
        writer.put_payloads(payloads);
        for (const std::string subject : {"subject 1", "subject 2"}) {
            writer.put_subject_key({subject, "key of " + subject});
        }
        writer.add_blob_part("aa", 0, std::string(100'000, '\x80'));
        writer.add_blob_part("aa", 1, "end");
        writer.add_blob_part("bb", 0, std::string_view("\0", 1));
    });
    const std::string before = all_of(*store_);
    const RecordRow record{"specimen", "a", 0, 0, "current", "{}"};
    write([&](Writer& writer) { writer.put_records({&record, 1}); });
    for (const std::string& backend : backends()) {
        const TestStore other(backend);
        auto to = Store::create(other.url());
        ASSERT_TRUE(to);
        const auto copied = copy(*store_, *to);
        ASSERT_TRUE(copied) << copied.error().text();
        EXPECT_EQ(all_of(*to), before);
        const auto again = copy(*store_, *to);
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().kind, ErrorKind::refused) << again.error().text();
        EXPECT_EQ(all_of(*to), before);
    }
}

TEST_P(Care, AnErrorWhileCopyingNamesTheStoreThatFailedAndLeavesNothing) {
    write([](Writer& writer) { writer.add_entries(std::vector<EntryRow>{{0, "text", ""}, {1, "text", ""}}); });
    for (const std::string& backend : backends()) {
        const TestStore other(backend);
        auto to = Store::create(other.url());
        ASSERT_TRUE(to);
        other.run("DROP TABLE payload");
        other.run("CREATE TABLE payload (seq INTEGER)");
        write([](Writer& writer) { writer.put_payloads(std::vector<PayloadRow>{{0, "subject", "box"}}); });
        const auto copied = copy(*store_, *to);
        ASSERT_FALSE(copied);
        EXPECT_TRUE(copied.error().message.starts_with(to->name())) << copied.error().text();
        bool empty = false;
        const auto read = to->read([&](Reader& reader) -> Result<void> {
            empty = !reader.entry(0);
            return {};
        });
        EXPECT_TRUE(read && empty);
    }
    EXPECT_EQ(found_in(*store_), "");
}

} // namespace
