#include "muster/store/store.hpp"
#include "test_store.hpp"

#include <fstream>
#include <future>

namespace {

using namespace muster;
using namespace muster::store;
using muster::testing::backends;
using muster::testing::database_name;
using muster::testing::TestStore;

namespace fs = std::filesystem;

class Opening : public muster::testing::OnBothDatabases {};

INSTANTIATE_TEST_SUITE_P(Databases, Opening, ::testing::ValuesIn(backends()), database_name);

Result<void> add(Store& store, std::uint64_t seq) {
    return store.write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{seq, "text", "nodes"}});
        return {};
    });
}

bool has(Store& store, std::uint64_t seq) {
    bool found = false;
    const auto done = store.read([&](Reader& reader) -> Result<void> {
        found = reader.entry(seq).has_value();
        return {};
    });
    EXPECT_TRUE(done) << done.error().text();
    return found;
}

ErrorKind kind_of(const Result<Store>& store) {
    EXPECT_FALSE(store);
    return store ? ErrorKind::internal : store.error().kind;
}

TEST_P(Opening, WhatWasWrittenIsThereWhenTheStoreIsOpenedAgain) {
    {
        auto store = Store::create(place_.url());
        ASSERT_TRUE(store) << store.error().text();
        ASSERT_TRUE(add(*store, 5));
        Store moved = std::move(*store);
        ASSERT_TRUE(add(moved, 6));
    }
    auto store = Store::open(place_.url());
    ASSERT_TRUE(store) << store.error().text();
    EXPECT_TRUE(has(*store, 5) && has(*store, 6));
}

TEST_P(Opening, AStoreIsNotMadeOverAnother) {
    {
        auto store = Store::create(place_.url());
        ASSERT_TRUE(store);
        ASSERT_TRUE(add(*store, 5));
    }
    const auto again = Store::create(place_.url());
    EXPECT_EQ(kind_of(again), ErrorKind::refused);
    EXPECT_NE(again.error().message.find("is there already"), std::string::npos) << again.error().text();
    EXPECT_EQ(again.error().message.find("other tables"), std::string::npos) << again.error().text();
    auto store = Store::open(place_.url());
    ASSERT_TRUE(store);
    EXPECT_TRUE(has(*store, 5));
}

TEST_P(Opening, OfSeveralThatMakeTheSameStoreOneSucceeds) {
    std::vector<std::future<Result<Store>>> making;
    for (int i = 0; i < 4; ++i) {
        making.push_back(std::async(std::launch::async, Store::create, place_.url()));
    }
    int made = 0;
    for (auto& future : making) {
        const auto store = future.get();
        made += store ? 1 : 0;
        EXPECT_TRUE(store || store.error().kind == ErrorKind::refused) << store.error().text();
    }
    EXPECT_EQ(made, 1);
    EXPECT_TRUE(Store::open(place_.url()));
}

TEST_P(Opening, ADatabaseWithOtherTablesIsLeftAlone) {
    place_.run("CREATE TABLE migration (id INTEGER, name TEXT)");
    EXPECT_EQ(kind_of(Store::create(place_.url())), ErrorKind::refused);
    const auto opened = Store::open(place_.url());
    EXPECT_EQ(kind_of(opened), ErrorKind::bad_input);
    EXPECT_NE(opened.error().message.find("not a store"), std::string::npos) << opened.error().text();
    EXPECT_THROW(place_.run("SELECT * FROM entry"), std::runtime_error);
    place_.run("INSERT INTO migration (id, name) VALUES (1, 'theirs')");
}

TEST_P(Opening, WithoutAStoreNothingIsOpened) {
    EXPECT_EQ(kind_of(Store::open(place_.url())), ErrorKind::bad_input);
    EXPECT_TRUE(Store::create(place_.url()));
}

TEST_P(Opening, AStoreOfANewerMusterIsRefused) {
    ASSERT_TRUE(Store::create(place_.url()));
    place_.run("INSERT INTO migration (number, name, sha256) SELECT number + 1, '0999_later', sha256 "
               "FROM migration WHERE number = (SELECT max(number) FROM migration)");
    const auto store = Store::open(place_.url());
    EXPECT_EQ(kind_of(store), ErrorKind::refused);
    EXPECT_NE(store.error().message.find("0999_later"), std::string::npos) << store.error().text();
}

TEST_P(Opening, AMigrationThatDiffersFromTheAppliedOneIsAMatterOfVerification) {
    for (const std::string change : {"sha256 = 'a' || substr(sha256, 2) || 'b'", "name = '0001_other'", "number = 0"}) {
        const TestStore place(GetParam());
        ASSERT_TRUE(Store::create(place.url()));
        place.run("UPDATE migration SET " + change + " WHERE number = 1");
        EXPECT_EQ(kind_of(Store::open(place.url())), ErrorKind::verification) << change;
    }
    ASSERT_TRUE(Store::create(place_.url()));
    place_.run("DELETE FROM migration");
    EXPECT_EQ(kind_of(Store::open(place_.url())), ErrorKind::verification);
}

TEST(OpeningUrls, OnlyUrlsOfStoresAreTaken) {
    for (const std::string url : {"", "sqlite", "sqlite:", "/a/path.db", "mysql:host=here", "postgres:dbname=x",
                                  "postgresql:dbname", "postgresql:colour=red", "sqlite:a\"b.db"}) {
        EXPECT_EQ(kind_of(Store::open(url)), ErrorKind::usage) << url;
        EXPECT_EQ(kind_of(Store::create(url)), ErrorKind::usage) << url;
    }
}

TEST(OpeningUrls, TheNameHasNoPassword) {
    const TestStore place("postgresql");
    const auto named = Store::create(place.url() + " password='hush hush' application_name='it\\'s me'");
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->name().find("hush"), std::string::npos) << named->name();
    EXPECT_TRUE(named->name().starts_with("postgresql:")) << named->name();
    EXPECT_NE(named->name().find("user=muster_test"), std::string::npos) << named->name();
    EXPECT_NE(named->name().find("application_name='it\\'s me'"), std::string::npos) << named->name();

    const auto nowhere = Store::open("postgresql://someone:hushhush@localhost:1/records");
    EXPECT_EQ(kind_of(nowhere), ErrorKind::unavailable);
    EXPECT_EQ(nowhere.error().message.find("hushhush"), std::string::npos) << nowhere.error().text();
    EXPECT_NE(nowhere.error().message.find("dbname=records"), std::string::npos) << nowhere.error().text();
}

TEST(OpeningUrls, LibpqsUrlsAreTaken) {
    const TestStore place("postgresql");
    ASSERT_TRUE(Store::create(place.url()));
    // The parts of place.connection(): host=FOLDER user=… dbname=… options=-csearch_path=SCHEMA
    const std::string words = place.connection();
    const std::string folder = words.substr(5, words.find(' ') - 5);
    const std::string schema = words.substr(words.rfind('=') + 1);
    const auto store =
        Store::open("postgresql://muster_test:p%20w@/postgres?host=" + folder + "&options=-csearch_path%3D" + schema);
    ASSERT_TRUE(store) << store.error().text();
    // A URL without any "=" is one that SOCI would change.
    const auto without = Store::open("postgresql://someone@localhost:1/records");
    EXPECT_EQ(kind_of(without), ErrorKind::unavailable);
    EXPECT_NE(without.error().message.find("port 1 failed"), std::string::npos) << without.error().text();
}

TEST(OpeningUrls, AnyPathWillDo) {
    const TestStore place("sqlite");
    for (const std::string name :
         {"a b.db", "a=b.db", "it's = a  store.db", "db=x timeout=3 .db", "기록.db", "a:b?mode=ro"}) {
        const fs::path path = place.file().parent_path() / name;
        {
            auto store = Store::create("sqlite:" + path.string());
            ASSERT_TRUE(store) << store.error().text();
            EXPECT_EQ(store->name(), "sqlite:" + path.string());
            ASSERT_TRUE(add(*store, 1));
        }
        EXPECT_TRUE(fs::is_regular_file(path)) << name;
        auto store = Store::open("sqlite:" + path.string());
        ASSERT_TRUE(store) << store.error().text();
        EXPECT_TRUE(has(*store, 1));
    }
}

std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(OpeningFiles, AFileThatIsNotAStoreIsNeitherOpenedNorChanged) {
    const TestStore place("sqlite");
    const std::string word = "a file of another kind, longer than the header of a database of SQLite's; ";
    for (const std::string& text : {std::string(), std::string("short"), word + word + word}) {
        std::ofstream(place.file()) << text;
        EXPECT_EQ(kind_of(Store::open(place.url())), ErrorKind::bad_input) << text;
        EXPECT_EQ(kind_of(Store::create(place.url())), ErrorKind::refused) << text;
        EXPECT_EQ(content(place.file()), text);
    }
    fs::remove(place.file());
    place.run("CREATE TABLE theirs (id INTEGER)");
    const std::string before = content(place.file());
    EXPECT_EQ(kind_of(Store::open(place.url())), ErrorKind::bad_input);
    EXPECT_EQ(content(place.file()), before);
}

TEST(OpeningFiles, AMissingFileIsNotMade) {
    const TestStore place("sqlite");
    const auto store = Store::open(place.url());
    EXPECT_EQ(kind_of(store), ErrorKind::bad_input);
    EXPECT_NE(store.error().message.find("no such file"), std::string::npos) << store.error().text();
    EXPECT_FALSE(fs::exists(place.file()));
    const auto folder = Store::open("sqlite:" + place.file().parent_path().string());
    EXPECT_EQ(kind_of(folder), ErrorKind::bad_input);
    EXPECT_NE(folder.error().message.find("it is a folder"), std::string::npos) << folder.error().text();
    EXPECT_EQ(kind_of(Store::create("sqlite:" + (place.file().parent_path() / "no folder" / "x.db").string())),
              ErrorKind::unavailable);
}

TEST(OpeningFiles, OthersMayNotReadTheFile) {
    const TestStore place("sqlite");
    auto store = Store::create(place.url());
    ASSERT_TRUE(store);
    ASSERT_TRUE(add(*store, 1));
    for (const auto& file : fs::directory_iterator(place.file().parent_path())) {
        EXPECT_EQ(file.status().permissions(), fs::perms::owner_read | fs::perms::owner_write) << file.path();
    }
}

TEST(OpeningDatabases, ADatabaseOfAnotherEncodingIsRefused) {
    const TestStore place("postgresql");
    place.run("CREATE DATABASE muster_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    const auto store = Store::create(place.url() + " dbname=muster_latin1");
    place.run("DROP DATABASE muster_latin1 WITH (FORCE)");
    EXPECT_EQ(kind_of(store), ErrorKind::refused);
    EXPECT_NE(store.error().message.find("LATIN1"), std::string::npos) << store.error().text();
}

} // namespace
