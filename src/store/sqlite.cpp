#include "database.hpp"

#include "muster/store/store.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

namespace muster::store {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(soci::session& session, const std::string& query) {
    std::vector<std::string> lines;
    std::string line;
    soci::statement statement = (session.prepare << query, soci::into(line));
    for (bool more = statement.execute(true); more; more = statement.fetch()) {
        lines.push_back(line);
    }
    return lines;
}

// ANALYZE's tables are SQLite's own.
constexpr const char* schema_query =
    "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || replace(coalesce(sql, ''), char(10), ' ') "
    "FROM sqlite_schema WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY 1";

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(std::string name, fs::path path) : Database(std::move(name)), path_(std::move(path)) {}

    Result<void> claim() override {
        // The tables hold keys of personal data: for the owner alone, unless he decides otherwise.
        const int file = ::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (file >= 0) {
            ::close(file);
            return {};
        }
        if (errno == EEXIST) {
            return fail(ErrorKind::refused, name() + ": a file or folder is there already; choose another path");
        }
        return fail(ErrorKind::unavailable, name() + ": cannot be made: " + std::strerror(errno) +
                                                "; choose a path in a folder that can be written to");
    }

    void abandon() override {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::error_code ignored;
            fs::remove(path_.string() + suffix, ignored);
        }
    }

    Result<void> connect(soci::session& session) override {
        std::error_code ignored;
        if (!fs::is_regular_file(path_, ignored)) { // SQLite would make one
            return fail(error(Trouble::not_a_store,
                              fs::exists(path_, ignored) ? "it is a folder, or no file" : "there is no such file"));
        }
        try {
            session.open(*soci::factory_sqlite3(), connect_string());
            session << "PRAGMA busy_timeout = " + std::to_string(busy_seconds * 1000);
            session << "PRAGMA foreign_keys = ON";
            session << "PRAGMA synchronous = FULL";
            session << "PRAGMA secure_delete = ON";
            session << "PRAGMA trusted_schema = OFF"; // a planted view or trigger calls nothing with side effects
            session << "PRAGMA cache_size = -65536";  // KiB
        } catch (const soci::soci_error& e) {
            return fail(explained(e, nullptr));
        }
        return {};
    }

    Result<void> settle(soci::session& session) override {
        // Of a new file only. Measured with a million entries: a whole read takes a third less than with 4096.
        session << "PRAGMA page_size = 8192";
        std::string mode;
        session << "PRAGMA journal_mode = WAL", soci::into(mode);
        if (mode != "wal") {
            return fail(ErrorKind::refused, name() + ": SQLite cannot keep a write-ahead log there (journal mode \"" +
                                                mode + "\"); put the store on a local disk");
        }
        return {};
    }

    std::vector<std::string> begin_read() const override { return {"BEGIN"}; }
    std::vector<std::string> begin_write() const override { return {"BEGIN IMMEDIATE"}; }

    bool connected(soci::session&) const override { return true; }

    bool idle(soci::session& session) const override {
        return sqlite_api::sqlite3_get_autocommit(
                   static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_) != 0;
    }

    bool perhaps_committed(const soci::soci_error& error) const override {
        // The log's last page may have reached the disk although its fsync failed.
        return trouble(error, nullptr) == Trouble::disk;
    }

    bool wants_cursors() const override { return false; }

    std::string adapted(const std::string& sql) const override { return sql; }
    std::string count_migration_columns() const override {
        return "SELECT count(*) FROM pragma_table_info('migration') "
               "WHERE name IN ('number', 'name', 'sha256')";
    }
    std::string count_tables() const override { return "SELECT count(*) FROM sqlite_schema"; }

    std::vector<std::string> damage(soci::session& session) const override {
        std::vector<std::string> found = lines_of(session, "PRAGMA integrity_check");
        if (found == std::vector<std::string>{"ok"}) {
            found.clear();
        }
        return found;
    }

    std::vector<std::string> schema(soci::session& session) const override { return lines_of(session, schema_query); }

    std::vector<std::string> schema_after(const std::vector<std::string>& statements, soci::session&) const override {
        soci::session fresh(*soci::factory_sqlite3(), ":memory:");
        for (const std::string& statement : statements) {
            fresh << statement;
        }
        return lines_of(fresh, schema_query);
    }

    Result<void> scrub(soci::session& session) const override {
        session << "VACUUM";
        int busy = 0;
        int in_log = 0;
        int moved = 0;
        session << "PRAGMA wal_checkpoint(TRUNCATE)", soci::into(busy), soci::into(in_log), soci::into(moved);
        if (busy != 0) {
            return fail(error(Trouble::busy, "its log cannot be emptied while others read or write"));
        }
        return {};
    }

  protected:
    Trouble trouble(const soci::soci_error& error, soci::session*) const override {
        const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
        if (sqlite == nullptr) {
            return Trouble::damaged; // SOCI found a value of another type than the table's, such as a null
        }
        switch (sqlite->result() & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL: return Trouble::busy;
        case SQLITE_FULL: return Trouble::disk_full;
        case SQLITE_IOERR: return Trouble::disk;
        case SQLITE_CORRUPT:
        case SQLITE_ERROR: return Trouble::damaged; // our statements are right: a table or column is missing
        case SQLITE_NOTADB: return Trouble::not_a_store;
        case SQLITE_CANTOPEN: return Trouble::unreachable;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH: return Trouble::forbidden;
        case SQLITE_CONSTRAINT: return Trouble::duplicate;
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH: return Trouble::unfit;
        default: return Trouble::other;
        }
    }

  private:
    /// SOCI takes the text as a path unless it has a "=".
    std::string connect_string() const {
        const std::string path = path_.string();
        return path.find('=') == std::string::npos ? path : "db=\"" + path + "\"";
    }

    fs::path path_;
};

} // namespace

Result<std::unique_ptr<Database>> sqlite_database(const std::string& path) {
    // No connection is used by two threads at a time (Store): SQLite need not lock one for each value that is read.
    static const int without_locks = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    static_cast<void>(without_locks); // refused if somebody began to use SQLite before: then it locks
    if (path.empty()) {
        return fail(ErrorKind::usage, "the store \"sqlite:\" names no file; write sqlite:PATH");
    }
    const fs::path whole = fs::absolute(path).lexically_normal();
    if (whole.string().find_first_of(std::string("\"\0", 2)) != std::string::npos) {
        return fail(ErrorKind::usage, "the path of a store must not have quotation marks; choose another: " + path);
    }
    return std::make_unique<SqliteDatabase>("sqlite:" + path, whole);
}

} // namespace muster::store
