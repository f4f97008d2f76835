#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace muster::testing {

/// The databases that every test of a store runs on.
inline std::vector<std::string> backends() {
    return {"sqlite", "postgresql"};
}

/// Runs one statement as a program that is not muster would.
inline void run_sqlite(const std::string& file, const std::string& sql) {
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, &sqlite3_close);
    if (opened != SQLITE_OK || sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(raw));
    }
}

inline void run_postgresql(const std::string& connection, const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> server(PQconnectdb(connection.c_str()), &PQfinish);
    PQsetNoticeProcessor(
        server.get(), [](void*, const char*) {}, nullptr);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(server.get(), sql.c_str()), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
        throw std::runtime_error(sql + ": " + PQerrorMessage(server.get()));
    }
}

/// A place for one store, empty at first: a path in a folder of its own, or a database of its own. It goes with this
/// object.
class TestStore {
  public:
    explicit TestStore(const std::string& backend) : sqlite_(backend == "sqlite") {
        static std::atomic<int> made{0};
        const std::string name = "muster_" + std::to_string(::getpid()) + "_" + std::to_string(made++);
        if (sqlite_) {
            folder_ = std::filesystem::temp_directory_path() / name;
            std::filesystem::create_directory(folder_);
            return;
        }
        const char* server = std::getenv("MUSTER_TEST_POSTGRESQL");
        if (server == nullptr) {
            throw std::runtime_error("MUSTER_TEST_POSTGRESQL is not set: run this by ctest, or as "
                                     "tests/support/with_postgresql.py PROGRAM");
        }
        server_ = server;
        run_postgresql(server_, "CREATE SCHEMA " + name);
        schema_ = name;
    }
    ~TestStore() {
        std::error_code ignored;
        if (sqlite_) {
            std::filesystem::remove_all(folder_, ignored);
        } else if (!schema_.empty()) {
            try {
                run_postgresql(server_, "DROP SCHEMA " + schema_ + " CASCADE");
            } catch (const std::runtime_error& error) {
                ADD_FAILURE() << error.what();
            }
        }
    }
    TestStore(const TestStore&) = delete;
    TestStore& operator=(const TestStore&) = delete;

    [[nodiscard]] bool sqlite() const { return sqlite_; }
    /// What `Store::create` and `Store::open` take.
    [[nodiscard]] std::string url() const {
        return sqlite_ ? "sqlite:" + file().string() : "postgresql:" + connection();
    }
    /// SQLite's file.
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "the store.db"; }
    /// libpq's words for PostgreSQL's schema.
    [[nodiscard]] std::string connection() const { return server_ + " options=-csearch_path=" + schema_; }

    /// Runs one statement in the database as a program that is not muster would.
    void run(const std::string& sql) const {
        if (sqlite_) {
            run_sqlite(file().string(), sql);
        } else {
            run_postgresql(connection(), sql);
        }
    }

  private:
    bool sqlite_;
    std::filesystem::path folder_;
    std::string server_;
    std::string schema_;
};

/// For tests that run on both databases: TEST_P(X, …) of a class X derived from this one, and
/// INSTANTIATE_TEST_SUITE_P(Databases, X, ::testing::ValuesIn(backends()), database_name).
class OnBothDatabases : public ::testing::TestWithParam<std::string> {
  protected:
    TestStore place_{GetParam()};
};

inline std::string database_name(const ::testing::TestParamInfo<std::string>& info) {
    return info.param;
}

} // namespace muster::testing
