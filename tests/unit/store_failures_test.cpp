#include "muster/store/store.hpp"
#include "test_store.hpp"

#include <csignal>
#include <fstream>
#include <sys/resource.h>

namespace {

using namespace muster;
using namespace muster::store;
using muster::testing::TestStore;

Result<void> add(Store& store, std::uint64_t seq, std::size_t size = 10) {
    return store.write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{seq, std::string(size, 'x'), ""}});
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

bool says(const Result<void>& done, const std::string& words) {
    return !done && done.error().message.find(words) != std::string::npos;
}

sqlite3* newest_connection = nullptr;

int remember(sqlite3* connection, const char**, const sqlite3_api_routines*) {
    newest_connection = connection;
    return SQLITE_OK;
}

TEST(FailingDisk, AFullDiskUndoesTheWriteAndTheStoreGoesOnWhenThereIsRoom) {
    const TestStore place("sqlite");
    ASSERT_EQ(sqlite3_auto_extension(reinterpret_cast<void (*)()>(&remember)), SQLITE_OK);
    auto store = Store::create(place.url());
    ASSERT_TRUE(store);
    ASSERT_TRUE(add(*store, 0));
    // SQLite's own limit behaves as a disk that is full.
    ASSERT_EQ(sqlite3_exec(newest_connection, "PRAGMA max_page_count = 60", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto full = add(*store, 1, 1'000'000);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().kind, ErrorKind::unavailable) << full.error().text();
    EXPECT_TRUE(says(full, "full") && says(full, "make room")) << full.error().text();
    EXPECT_FALSE(has(*store, 1));
    EXPECT_TRUE(has(*store, 0));
    ASSERT_EQ(sqlite3_exec(newest_connection, "PRAGMA max_page_count = 100000", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto later = add(*store, 1, 1'000'000);
    EXPECT_TRUE(later) << later.error().text();
    sqlite3_reset_auto_extension();
    EXPECT_TRUE(has(*store, 1));
}

/// No file can grow while this lives.
class NoRoom {
  public:
    explicit NoRoom(rlim_t most = 0) {
        before_signal_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{most, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~NoRoom() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, before_signal_);
    }
    NoRoom(const NoRoom&) = delete;
    NoRoom& operator=(const NoRoom&) = delete;

  private:
    rlimit before_{};
    void (*before_signal_)(int) = nullptr;
};

TEST(FailingDisk, AnErrorWhileCommittingSaysThatTheOutcomeIsToBeLookedUp) {
    const TestStore place("sqlite");
    auto store = Store::create(place.url());
    ASSERT_TRUE(store);
    ASSERT_TRUE(add(*store, 0));
    {
        const NoRoom no_room;
        const auto failed = add(*store, 1);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().kind, ErrorKind::unavailable) << failed.error().text();
        EXPECT_TRUE(says(failed, "look it up")) << failed.error().text();
        EXPECT_TRUE(has(*store, 0));
    }
    EXPECT_FALSE(has(*store, 1));
    EXPECT_TRUE(add(*store, 1));
    auto again = Store::open(place.url());
    ASSERT_TRUE(again);
    EXPECT_TRUE(has(*again, 1));
}

TEST(FailingDisk, AStoreThatCannotBeMadeLeavesNoFile) {
    const TestStore place("sqlite");
    {
        const NoRoom no_room;
        const auto store = Store::create(place.url());
        ASSERT_FALSE(store);
        EXPECT_EQ(store.error().kind, ErrorKind::unavailable) << store.error().text();
    }
    EXPECT_TRUE(std::filesystem::is_empty(place.file().parent_path()));
    EXPECT_TRUE(Store::create(place.url()));
}

TEST(FailingDisk, ADamagedFileIsReportedByReadingAndByCheck) {
    const TestStore place("sqlite");
    {
        auto store = Store::create(place.url());
        ASSERT_TRUE(store);
        for (std::uint64_t seq = 0; seq < 200; ++seq) {
            ASSERT_TRUE(add(*store, seq, 1000));
        }
    }
    {
        std::fstream file(place.file(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(place.file()) / 2 / 4096 * 4096));
        file << std::string(8192, '\xff');
    }
    auto store = Store::open(place.url());
    ASSERT_TRUE(store) << store.error().text();
    const auto read = store->read([&](Reader& reader) -> Result<void> {
        reader.each_entry(0, UINT64_MAX, [](EntryRow&) { return true; });
        return {};
    });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::verification);
    EXPECT_TRUE(says(read, "damaged")) << read.error().text();
    const auto found = store->check();
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_FALSE(found->empty());
    EXPECT_TRUE(add(*store, 1000)); // what is whole can still be used
}

class LostConnection : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(store_) << store_.error().text();
        ASSERT_TRUE(add(*store_, 0));
    }
    void cut() const {
        place_.run("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                   "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    TestStore place_{"postgresql"};
    Result<Store> store_ = Store::create(place_.url());
};

TEST_F(LostConnection, BetweenTwoUsesIsNotNoticed) {
    cut();
    EXPECT_TRUE(has(*store_, 0));
    cut();
    const auto done = add(*store_, 1);
    EXPECT_TRUE(done) << done.error().text();
    cut();
    EXPECT_TRUE(store_->check());
}

TEST_F(LostConnection, WhileWritingUndoesTheWorkAndTheNextUseConnectsAnew) {
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{1, "lost", ""}});
        cut();
        writer.add_entries(std::vector<EntryRow>{{2, "lost", ""}});
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::unavailable) << done.error().text();
    EXPECT_FALSE(says(done, "look it up")) << done.error().text();
    EXPECT_FALSE(has(*store_, 1));
    EXPECT_TRUE(add(*store_, 1));
}

TEST_F(LostConnection, BeforeCommittingSaysThatTheOutcomeIsToBeLookedUp) {
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{1, "lost", ""}});
        cut();
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(says(done, "look it up")) << done.error().text();
    EXPECT_FALSE(has(*store_, 1));
    EXPECT_TRUE(add(*store_, 1));
}

TEST_F(LostConnection, WhileScrubbingOrReadingIsUnavailable) {
    const auto done = store_->read([&](Reader& reader) -> Result<void> {
        cut();
        EXPECT_TRUE(reader.entry(0)); // not reached
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::unavailable) << done.error().text();
    cut();
    const auto scrubbed = store_->scrub();
    EXPECT_TRUE(scrubbed || scrubbed.error().kind == ErrorKind::unavailable);
    EXPECT_TRUE(store_->scrub());
}

TEST_F(LostConnection, AServerThatIsNotThereIsUnavailable) {
    const auto store = Store::open("postgresql:host=/nowhere dbname=muster password=hushhush");
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::unavailable);
    EXPECT_NE(store.error().message.find("/nowhere"), std::string::npos) << store.error().text();
    EXPECT_EQ(store.error().message.find("hushhush"), std::string::npos) << store.error().text();
}

} // namespace
