#include "muster/store/store.hpp"
#include "test_store.hpp"

namespace {

using namespace muster;
using namespace muster::store;
using muster::testing::backends;
using muster::testing::database_name;

class Projections : public muster::testing::OnBothDatabases {
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

INSTANTIATE_TEST_SUITE_P(Databases, Projections, ::testing::ValuesIn(backends()), database_name);

TEST_P(Projections, RecordsAreReplacedByKindAndKey) {
    const std::vector<RecordRow> rows{{"specimen", "b", 1, 1, "current", "{}"},
                                      {"specimen", "a", 1, 1, "current", "{}"},
                                      {"case", "b", 0, 0, "current", "{}"},
                                      {"specimen", "b", 1, 4, "withdrawn", "{\"x\":1}"}}; // the same key again
    write([&](Writer& writer) { writer.put_records(rows); });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.record("specimen", "b"), rows[3]);
        EXPECT_EQ(reader.record("specimen", "c"), std::nullopt);
        std::vector<RecordRow> found;
        reader.each_record("specimen", [&](RecordRow& row) { found.push_back(row); });
        EXPECT_EQ(found, (std::vector<RecordRow>{rows[1], rows[3]})); // by first_entry, then by key
        found.clear();
        reader.each_record("", [&](RecordRow& row) { found.push_back(row); });
        EXPECT_EQ(found, (std::vector<RecordRow>{rows[2], rows[1], rows[3]}));
    });
}

TEST_P(Projections, KeysAreSortedAsBytes) {
    const std::vector<std::string> sorted{"",  "A", "B b", "B-a", "Z",  "_",
                                          "a", "b", "é",   "가",  "나", "\xf0\x9f\xa6\xb4"};
    std::vector<RecordRow> records;
    std::vector<LinkRow> links;
    for (auto key = sorted.rbegin(); key != sorted.rend(); ++key) {
        records.push_back({"kind", *key, 0, 0, "current", "{}"});
        links.push_back({"target", *key, *key});
    }
    write([&](Writer& writer) {
        writer.put_records(records);
        writer.put_links(links);
        for (const std::string& key : sorted) {
            writer.put_subject_key({key, "key"});
            writer.add_blob_part(key, 0, "x");
        }
    });
    read([&](Reader& reader) {
        std::vector<std::string> found;
        reader.each_record("", [&](RecordRow& row) { found.push_back(row.key); });
        EXPECT_EQ(found, sorted);
        found.clear();
        reader.each_record("kind", [&](RecordRow& row) { found.push_back(row.key); });
        EXPECT_EQ(found, sorted);
        found.clear();
        reader.each_subject_key([&](SubjectKeyRow& row) { found.push_back(row.subject); });
        EXPECT_EQ(found, sorted);
        found.clear();
        for (const LinkRow& link : reader.links_to("target")) {
            found.push_back(link.role);
        }
        EXPECT_EQ(found, sorted);
        EXPECT_EQ(reader.blobs(), sorted);
    });
}

TEST_P(Projections, LinksAreASet) {
    const std::vector<LinkRow> rows{
        {"t1", "of", "s2"}, {"t1", "of", "s1"}, {"t2", "of", "s1"}, {"t1", "of", "s2"}, {"t1", "in", "s3"}};
    write([&](Writer& writer) {
        writer.put_links(rows);
        writer.put_links(rows);
    });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.links_to("t1"), (std::vector<LinkRow>{rows[4], rows[1], rows[0]}));
        std::vector<LinkRow> all;
        reader.each_link([&](LinkRow& row) { all.push_back(row); });
        EXPECT_EQ(all, (std::vector<LinkRow>{rows[4], rows[1], rows[0], rows[2]}));
    });
    write([&](Writer& writer) {
        writer.remove_links(std::vector<LinkRow>{rows[0], rows[4], rows[0], {"t9", "of", "s9"}});
    });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.links_to("t1"), (std::vector<LinkRow>{rows[1]}));
        EXPECT_EQ(reader.links_to("t2"), (std::vector<LinkRow>{rows[2]}));
    });
}

TEST_P(Projections, FindingsAreReplacedAndSorted) {
    std::vector<FindingRow> rows{{"case:1", "seal", 12, "2018-07-27T00:00:00Z", "open", 0, "broken"},
                                 {"case:1", "count", 12, "2018-07-27T00:00:00Z", "open", 0, "54 of 55"},
                                 {"case:1", "seal", 3, "2018-07-28T00:00:00Z", "open", 0, "broken"},
                                 {"case:0", "seal", 99, "2018-07-28T00:00:00Z", "open", 0, "broken"}};
    write([&](Writer& writer) { writer.put_findings(rows); });
    rows[2].state = "resolved";
    rows[2].closed_by = 40;
    write([&](Writer& writer) { writer.put_findings(std::span(rows).subspan(2, 1)); });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.findings_of("case:1"), (std::vector<FindingRow>{rows[2], rows[1], rows[0]}));
        std::vector<FindingRow> all;
        reader.each_finding([&](FindingRow& row) { all.push_back(row); });
        EXPECT_EQ(all, (std::vector<FindingRow>{rows[3], rows[2], rows[1], rows[0]}));
    });
}

TEST_P(Projections, ClearingProjectionsLeavesTheLedger) {
    const RecordRow record{"specimen", "a", 0, 0, "current", "{}"};
    const LinkRow link{"t", "r", "s"};
    const FindingRow finding{"case:1", "seal", 0, "2018-07-27T00:00:00Z", "open", 0, "broken"};
    write([&](Writer& writer) {
        writer.add_entries(std::vector<EntryRow>{{0, "entry 0", ""}, {1, "entry 1", ""}});
        writer.put_subject_key({"a", "key"});
        writer.put_records({&record, 1});
        writer.put_links({&link, 1});
        writer.put_findings({&finding, 1});
        writer.clear_projections();
    });
    read([&](Reader& reader) {
        EXPECT_EQ(reader.record("specimen", "a"), std::nullopt);
        EXPECT_TRUE(reader.links_to("t").empty());
        EXPECT_TRUE(reader.findings_of("case:1").empty());
        EXPECT_TRUE(reader.entry(1));
        EXPECT_TRUE(reader.subject_key("a"));
    });
}

} // namespace
