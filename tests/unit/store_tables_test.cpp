#include "muster/store/store.hpp"
#include "test_store.hpp"

#include <algorithm>
#include <map>

namespace {

using namespace muster;
using namespace muster::store;
using muster::testing::backends;
using muster::testing::database_name;

/// Texts that a careless layer would change or cut.
const std::vector<std::string> awkward_texts{
    "",
    "O'Neil \"quoted\" `tick` $1 :name ?1 %s --; DROP TABLE entry;",
    "back\\slash \\' \\\\ \\n \\x41 E'x'",
    "line\nline\r\n\ttab \x01 \x7f end ",
    "김철수 · 장진호 · 鐵原 · Ж · é · e\xcc\x81 · \xf0\x9f\xa6\xb4",
    "{\"a\": [1, 2], \"한글\": null}",
};

class Tables : public muster::testing::OnBothDatabases {
  protected:
    void write(const std::function<void(Writer&)>& work) {
        const auto done = store_->write([&](Writer& writer) -> Result<void> {
            work(writer);
            return {};
        });
        ASSERT_TRUE(done) << done.error().text();
    }
    void read(const std::function<void(Reader&)>& work) {
        const auto done = store_->read([&](Reader& reader) -> Result<void> {
            work(reader);
            return {};
        });
        ASSERT_TRUE(done) << done.error().text();
    }

    Result<Store> store_ = Store::create(place_.url());
};

INSTANTIATE_TEST_SUITE_P(Databases, Tables, ::testing::ValuesIn(backends()), database_name);

std::vector<EntryRow> some_entries(std::uint64_t first, std::uint64_t end) {
    std::vector<EntryRow> rows;
    for (std::uint64_t seq = first; seq < end; ++seq) {
        rows.push_back({seq, "entry " + std::to_string(seq), "node " + std::to_string(seq)});
    }
    return rows;
}

TEST_P(Tables, EntriesComeBackAsTheyWereAdded) {
    // 1,300: more than one group of rows in every direction.
    const std::vector<EntryRow> rows = some_entries(0, 1300);
    write([&](Writer& writer) {
        writer.add_entries(rows);
        writer.add_entries({});
    });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.entry(7), rows[7]);
        EXPECT_EQ(reader.entry(1300), std::nullopt);
        std::vector<EntryRow> all;
        reader.each_entry(0, UINT64_MAX, [&](EntryRow& row) {
            all.push_back(row);
            return true;
        });
        EXPECT_EQ(all, rows);
    });
}

TEST_P(Tables, ARangeOfEntriesIsReadInOrderAndStopsWhenTold) {
    write([&](Writer& writer) {
        writer.add_entries(some_entries(600, 1300));
        writer.add_entries(some_entries(0, 600));
    });
    read([&](Reader& reader) {
        std::vector<std::uint64_t> seqs;
        const auto until = [&](std::size_t most) {
            return [&seqs, most](EntryRow& row) {
                seqs.push_back(row.seq);
                return seqs.size() < most;
            };
        };
        reader.each_entry(598, 602, until(100));
        EXPECT_EQ(seqs, (std::vector<std::uint64_t>{598, 599, 600, 601}));
        seqs.clear();
        reader.each_entry(10, 1300, until(3));
        EXPECT_EQ(seqs, (std::vector<std::uint64_t>{10, 11, 12}));
        seqs.clear();
        reader.each_entry(5, 5, until(3));
        reader.each_entry(2000, UINT64_MAX, until(3));
        EXPECT_TRUE(seqs.empty());
    });
}

TEST_P(Tables, NumbersBeyond32BitsAreKept) {
    const std::uint64_t large = (std::uint64_t{1} << 40) + 3;
    const RecordRow record{"specimen", "A", large, large + 1, "current", "{}"};
    write([&](Writer& writer) {
        writer.add_entries(some_entries(large, large + 2));
        writer.put_head({large, "head"});
        writer.put_records({&record, 1});
    });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.entry(large)->seq, large);
        EXPECT_EQ(reader.newest_head()->size, large);
        EXPECT_EQ(reader.record("specimen", "A"), record);
        std::uint64_t last = 0;
        reader.each_entry(large, large + 2, [&](EntryRow& row) {
            last = row.seq;
            return true;
        });
        EXPECT_EQ(last, large + 1);
        EXPECT_EQ(reader.nodes_of(std::vector{large + 1}), std::vector{"node " + std::to_string(large + 1)});
    });
}

TEST_P(Tables, NodesComeInTheOrderAsked) {
    write([&](Writer& writer) { writer.add_entries(some_entries(0, 1200)); });
    read([&](Reader& reader) {
        const std::vector<std::uint64_t> asked{1100, 3, 5000, 3, 0};
        EXPECT_EQ(reader.nodes_of(asked), (std::vector<std::string>{"node 1100", "node 3", "", "node 3", "node 0"}));
        EXPECT_TRUE(reader.nodes_of({}).empty());
        std::vector<std::uint64_t> many(1200);
        std::generate(many.rbegin(), many.rend(), [n = std::uint64_t{0}]() mutable { return n++; });
        EXPECT_EQ(reader.nodes_of(many).front(), "node 1199");
        EXPECT_EQ(reader.nodes_of(many).back(), "node 0");
    });
}

TEST_P(Tables, AnEntryIsNeverOverwritten) {
    write([&](Writer& writer) { writer.add_entries(some_entries(0, 3)); });
    const std::vector<EntryRow> again{{3, "new", ""}, {1, "other", ""}};
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(again);
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::refused) << done.error().text();
    read([&](Reader& reader) {
        EXPECT_EQ(reader.entry(1)->text, "entry 1");
        EXPECT_EQ(reader.entry(3), std::nullopt);
    });
}

TEST_P(Tables, AnyUtf8TextIsKeptInEveryColumn) {
    std::vector<std::string> texts = awkward_texts;
    texts.push_back(std::string(3'000'000, 'x') + "끝");
    write([&](Writer& writer) {
        for (std::uint64_t i = 0; i < texts.size(); ++i) {
            const std::string& text = texts[i];
            const std::string key = i < awkward_texts.size() ? text : "long"; // keys are short
            const EntryRow entry{i, text, text};
            const PayloadRow payload{i, key, text};
            const RecordRow record{key, key, i, i, "current", text};
            const LinkRow link{key, key, key};
            const FindingRow finding{key, key, i, key, "open", 0, text};
            writer.add_entries({&entry, 1});
            writer.put_head({i * head_block, text});
            writer.put_payloads({&payload, 1});
            writer.put_subject_key({key, text});
            writer.put_records({&record, 1});
            writer.put_links({&link, 1});
            writer.put_findings({&finding, 1});
        }
    });
    read([&](Reader& reader) {
        for (std::uint64_t i = 0; i < texts.size(); ++i) {
            const std::string& text = texts[i];
            const std::string key = i < awkward_texts.size() ? text : "long";
            EXPECT_EQ(reader.entry(i), (EntryRow{i, text, text}));
            EXPECT_EQ(reader.heads()[i].text, text);
            EXPECT_EQ(reader.payload(i), (PayloadRow{i, key, text}));
            EXPECT_EQ(reader.subject_key(key), text);
            EXPECT_EQ(reader.record(key, key), (RecordRow{key, key, i, i, "current", text}));
            EXPECT_EQ(reader.links_to(key), (std::vector<LinkRow>{{key, key, key}}));
            EXPECT_EQ(reader.findings_of(key), (std::vector<FindingRow>{{key, key, i, key, "open", 0, text}}));
        }
    });
}

TEST_P(Tables, ATextWithANulIsRefusedAndNotCutShort) {
    const EntryRow row{0, std::string("before\0after", 12), ""};
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries({&row, 1});
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::bad_input) << done.error().text();
    EXPECT_NE(done.error().message.find("NUL"), std::string::npos) << done.error().text();
    read([&](Reader& reader) { EXPECT_EQ(reader.entry(0), std::nullopt); });
}

TEST_P(Tables, OfABlockOfHeadsOnlyTheNewestStays) {
    write([&](Writer& writer) {
        EXPECT_EQ(writer.newest_head(), std::nullopt);
        for (const std::uint64_t size : {1ULL, 2ULL, 1023ULL, 1024ULL, 1500ULL, 2047ULL, 2048ULL, 5000ULL}) {
            writer.put_head({size, "head " + std::to_string(size)});
        }
        writer.put_head({5000, "again"});
    });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.heads(), (std::vector<HeadRow>{
                                      {1023, "head 1023"}, {2047, "head 2047"}, {2048, "head 2048"}, {5000, "again"}}));
        EXPECT_EQ(reader.newest_head(), (HeadRow{5000, "again"}));
    });
}

TEST_P(Tables, PayloadsAndKeysAreReplacedAndErasedBySubject) {
    const std::vector<PayloadRow> rows{{9, "b", "box 9"}, {2, "a", "box 2"}, {5, "a", "box 5"}, {2, "a", "box two"}};
    write([&](Writer& writer) {
        writer.put_payloads(rows);
        writer.put_subject_key({"b", "key b"});
        writer.put_subject_key({"a", "key a"});
        writer.put_subject_key({"a", "key A"});
    });
    const auto payloads_and_keys = [&] {
        std::map<std::string, std::string> found;
        read([&](Reader& reader) {
            reader.each_payload([&](PayloadRow& row) { found[std::to_string(row.seq) + row.subject] = row.box; });
            reader.each_subject_key([&](SubjectKeyRow& row) { found[row.subject] = row.key; });
        });
        return found;
    };
    EXPECT_EQ(payloads_and_keys(),
              (std::map<std::string, std::string>{
                  {"2a", "box two"}, {"5a", "box 5"}, {"9b", "box 9"}, {"a", "key A"}, {"b", "key b"}}));
    write([&](Writer& writer) { writer.erase_subject("a"); });
    EXPECT_EQ(payloads_and_keys(), (std::map<std::string, std::string>{{"9b", "box 9"}, {"b", "key b"}}));
    read([&](Reader& reader) {
        EXPECT_EQ(reader.subject_key("a"), std::nullopt);
        EXPECT_EQ(reader.payload(5), std::nullopt);
        EXPECT_EQ(reader.payload(9), (PayloadRow{9, "b", "box 9"}));
    });
}

TEST_P(Tables, BlobsAreKeptByteForByteInParts) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) {
        every_byte += static_cast<char>(byte);
    }
    const std::string long_part(1 << 20, '\xff');
    write([&](Writer& writer) {
        writer.add_blob_part("b1", 0, every_byte);
        writer.add_blob_part("b1", 1, long_part);
        writer.add_blob_part("b1", 2, "e");
        writer.add_blob_part("a0", 0, std::string_view("\0\0", 2));
    });
    read([&](Reader& reader) {
        std::vector<std::string> parts;
        const auto keep = [&](std::string_view bytes) { parts.emplace_back(bytes); };
        EXPECT_TRUE(reader.each_blob_part("b1", keep));
        EXPECT_EQ(parts, (std::vector<std::string>{every_byte, long_part, "e"}));
        parts.clear();
        EXPECT_TRUE(reader.each_blob_part("a0", keep));
        EXPECT_EQ(parts, (std::vector<std::string>{std::string(2, '\0')}));
        parts.clear();
        EXPECT_TRUE(reader.each_blob_part("missing", keep));
        EXPECT_TRUE(parts.empty());
        EXPECT_TRUE(reader.has_blob("b1"));
        EXPECT_FALSE(reader.has_blob("missing"));
        EXPECT_EQ(reader.blobs(), (std::vector<std::string>{"a0", "b1"}));
    });
}

TEST_P(Tables, ABlobPartThatIsNotBase64IsToldAndOthersAreStillRead) {
    write([&](Writer& writer) {
        for (std::uint64_t part = 0; part < 3; ++part) {
            writer.add_blob_part("b1", part, "bytes");
        }
        writer.add_blob_part("b2", 0, "others");
    });
    place_.run("UPDATE blob SET data = 'n.t base64' WHERE sha256 = 'b1' AND part = 1");
    read([&](Reader& reader) {
        std::string bytes;
        const auto keep = [&](std::string_view part) { bytes += part; };
        EXPECT_FALSE(reader.each_blob_part("b1", keep));
        EXPECT_EQ(bytes, "bytes");
        EXPECT_TRUE(reader.each_blob_part("b2", keep));
        EXPECT_EQ(bytes, "bytesothers");
    });
}

TEST_P(Tables, WhatIsBeingReadCanBeReadAndWrittenMeanwhile) {
    write([&](Writer& writer) { writer.add_entries(some_entries(0, 1100)); });
    write([&](Writer& writer) {
        writer.each_entry(0, UINT64_MAX, [&](EntryRow& row) {
            EXPECT_EQ(writer.entry(row.seq), row);
            const RecordRow record{"specimen", row.text, row.seq, row.seq, "current", "{}"};
            writer.put_records({&record, 1});
            if (row.seq % 500 == 0) {
                std::uint64_t inner = 0;
                writer.each_entry(0, UINT64_MAX, [&](EntryRow&) { return ++inner < 700; });
                EXPECT_EQ(inner, 700U);
            }
            return true;
        });
    });
    read([&](Reader& reader) {
        std::size_t records = 0;
        reader.each_record("specimen", [&](RecordRow&) { ++records; });
        EXPECT_EQ(records, 1100U);
    });
}

} // namespace
