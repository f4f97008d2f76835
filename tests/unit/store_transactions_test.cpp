#include "muster/store/store.hpp"
#include "test_store.hpp"

#include <future>
#include <set>
#include <sys/wait.h>
#include <thread>

namespace {

using namespace muster;
using namespace muster::store;
using muster::testing::backends;
using muster::testing::database_name;
using muster::testing::TestStore;

/// Adds an entry after the newest, as every writer of the ledger does.
Result<void> append(Store& store, const std::string& text) {
    return store.write([&](Writer& writer) -> Result<void> {
        const auto head = writer.newest_head();
        const std::uint64_t seq = head ? head->size : 0;
        writer.add_entries(std::vector<EntryRow>{{seq, text, ""}});
        writer.put_head({seq + 1, "head"});
        return {};
    });
}

std::vector<std::string> texts(Reader& reader) {
    std::vector<std::string> found;
    reader.each_entry(0, UINT64_MAX, [&](EntryRow& row) {
        EXPECT_EQ(row.seq, found.size());
        found.push_back(row.text);
        return true;
    });
    return found;
}

std::vector<std::string> texts(Store& store) {
    std::vector<std::string> found;
    const auto done = store.read([&](Reader& reader) -> Result<void> {
        found = texts(reader);
        return {};
    });
    EXPECT_TRUE(done) << done.error().text();
    return found;
}

using Texts = std::vector<std::string>;

class Transactions : public muster::testing::OnBothDatabases {
  protected:
    void SetUp() override {
        ASSERT_TRUE(store_) << store_.error().text();
        ASSERT_TRUE(append(*store_, "first"));
    }

    Result<Store> store_ = Store::create(place_.url());
};

INSTANTIATE_TEST_SUITE_P(Databases, Transactions, ::testing::ValuesIn(backends()), database_name);

TEST_P(Transactions, AnErrorOfTheWorkIsPassedOnAndUndoesIt) {
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{1, "second", ""}});
        writer.put_subject_key({"subject", "key"});
        writer.clear_projections();
        return fail(ErrorKind::verification, "no good");
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::verification);
    EXPECT_EQ(done.error().message, "no good");
    EXPECT_EQ(texts(*store_), Texts{"first"});
    EXPECT_TRUE(append(*store_, "again"));
    const auto read = store_->read([](Reader&) -> Result<void> { return fail(ErrorKind::refused, "not this one"); });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message, "not this one");
    EXPECT_EQ(texts(*store_), (Texts{"first", "again"}));
}

TEST_P(Transactions, AnExceptionThatIsNotTheDatabasesPassesThroughAndUndoesTheWork) {
    EXPECT_THROW(static_cast<void>(store_->write([&](Writer& writer) -> Result<void> {
                     writer.add_entries(std::vector<EntryRow>{{1, "second", ""}});
                     writer.each_entry(0, UINT64_MAX, [](EntryRow&) -> bool { throw std::logic_error("mine"); });
                     return {};
                 })),
                 std::logic_error);
    EXPECT_EQ(texts(*store_), Texts{"first"});
    EXPECT_TRUE(append(*store_, "again"));
}

TEST_P(Transactions, WorkThatHidesAFailureIsNotCommitted) {
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{1, "second", ""}});
        try {
            writer.add_entries(std::vector<EntryRow>{{0, "first again", ""}});
        } catch (...) {
        }
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::refused) << done.error().text();
    EXPECT_EQ(texts(*store_), Texts{"first"});
    EXPECT_TRUE(append(*store_, "again"));
}

TEST_P(Transactions, ATransactionWithinAnotherOfTheSameStoreIsRefusedAndDisturbsNothing) {
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{1, "second", ""}});
        const auto inner = append(*store_, "inner");
        EXPECT_FALSE(inner);
        EXPECT_EQ(inner.error().kind, ErrorKind::internal);
        EXPECT_FALSE(store_->scrub());
        EXPECT_FALSE(store_->check());
        return {};
    });
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(texts(*store_), (Texts{"first", "second"}));
}

TEST_P(Transactions, AReadSeesOneSnapshot) {
    auto other = Store::open(place_.url());
    ASSERT_TRUE(other) << other.error().text();
    const auto done = store_->read([&](Reader& reader) -> Result<void> {
        EXPECT_EQ(texts(reader), Texts{"first"});
        EXPECT_TRUE(append(*other, "second"));
        EXPECT_EQ(texts(reader), Texts{"first"});
        EXPECT_EQ(reader.newest_head()->size, 1U);
        EXPECT_EQ(texts(*other), (Texts{"first", "second"}));
        return {};
    });
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(texts(*store_), (Texts{"first", "second"}));
}

TEST_P(Transactions, WhileOneWritesOthersOpenAndReadWhatWasBefore) {
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        writer.add_entries(std::vector<EntryRow>{{1, "second", ""}});
        EXPECT_EQ(texts(writer), (Texts{"first", "second"})); // its own
        auto other = Store::open(place_.url());
        EXPECT_TRUE(other) << other.error().text();
        EXPECT_EQ(texts(*other), Texts{"first"});
        return {};
    });
    ASSERT_TRUE(done) << done.error().text();
}

TEST_P(Transactions, ASecondWriterWaitsForItsTurnAndSeesWhatTheFirstWrote) {
    auto other = Store::open(place_.url());
    ASSERT_TRUE(other);
    std::future<Result<void>> second;
    const auto done = store_->write([&](Writer& writer) -> Result<void> {
        second = std::async(std::launch::async, [&] { return append(*other, "third"); });
        std::this_thread::sleep_for(std::chrono::milliseconds(200)); // most likely it waits by now
        writer.add_entries(std::vector<EntryRow>{{1, "second", ""}});
        writer.put_head({2, "head"});
        return {};
    });
    ASSERT_TRUE(done) << done.error().text();
    const auto after = second.get();
    ASSERT_TRUE(after) << after.error().text();
    EXPECT_EQ(texts(*store_), (Texts{"first", "second", "third"}));
}

constexpr int writers = 4;
constexpr int entries_of_each = 40;

/// What one of several writers does. Gives whether all went well.
bool append_many(const std::string& url, int writer) {
    auto store = Store::open(url);
    for (int i = 0; store && i < entries_of_each; ++i) {
        if (const auto done = append(*store, std::to_string(writer) + "/" + std::to_string(i)); !done) {
            std::cerr << done.error().text() << '\n';
            return false;
        }
    }
    return store.has_value();
}

void expect_all_of_them(Store& store) {
    const Texts found = texts(store);
    EXPECT_EQ(found.size(), 1U + writers * entries_of_each);
    const std::set<std::string> different(found.begin(), found.end());
    EXPECT_EQ(different.size(), found.size());
}

TEST_P(Transactions, SeveralThreadsWritingAtOnceLoseNothing) {
    std::vector<std::future<bool>> working;
    for (int writer = 0; writer < writers; ++writer) {
        working.push_back(std::async(std::launch::async, append_many, place_.url(), writer));
    }
    for (auto& work : working) {
        EXPECT_TRUE(work.get());
    }
    expect_all_of_them(*store_);
}

TEST_P(Transactions, SeveralProcessesWritingAtOnceLoseNothing) {
    // SQLite's connections must not be carried over a fork.
    store_ = fail(ErrorKind::refused, "closed");
    std::vector<pid_t> children;
    for (int writer = 0; writer < writers; ++writer) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::_exit(append_many(place_.url(), writer) ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    store_ = Store::open(place_.url());
    ASSERT_TRUE(store_);
    expect_all_of_them(*store_);
}

TEST(BusyStore, ASecondWriterAndAScrubAreRefusedWhenTheFirstTakesTooLong) {
    std::vector<std::future<void>> waiting;
    for (const std::string& backend : backends()) { // at once: each takes busy_seconds
        waiting.push_back(std::async(std::launch::async, [backend] {
            const TestStore place(backend);
            auto first = Store::create(place.url());
            auto second = Store::open(place.url());
            ASSERT_TRUE(first && second);
            const auto done = first->write([&](Writer& writer) -> Result<void> {
                const auto refused = append(*second, "too late");
                EXPECT_FALSE(refused);
                EXPECT_EQ(refused.error().kind, ErrorKind::refused) << refused.error().text();
                EXPECT_NE(refused.error().message.find("another program is writing"), std::string::npos)
                    << refused.error().text();
                writer.add_entries(std::vector<EntryRow>{{0, "first", ""}});
                return {};
            });
            EXPECT_TRUE(done) << done.error().text();
            EXPECT_EQ(texts(*second), Texts{"first"});
        }));
        waiting.push_back(std::async(std::launch::async, [backend] {
            const TestStore place(backend);
            auto first = Store::create(place.url());
            auto second = Store::open(place.url());
            ASSERT_TRUE(first && second);
            const auto done = first->read([&](Reader& reader) -> Result<void> {
                EXPECT_FALSE(reader.payload(0));
                const auto refused = second->scrub();
                EXPECT_FALSE(refused);
                EXPECT_EQ(refused.error().kind, ErrorKind::refused) << refused.error().text();
                return {};
            });
            EXPECT_TRUE(done) << done.error().text();
            if (place.sqlite()) { // the other test beside this one still reads in the same PostgreSQL database
                const auto later = second->scrub();
                EXPECT_TRUE(later) << later.error().text();
            }
        }));
    }
    for (auto& wait : waiting) {
        wait.get();
    }
}

} // namespace
