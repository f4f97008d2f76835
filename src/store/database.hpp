#pragma once

#include "muster/base/result.hpp"

#include <memory>
#include <soci/soci.h>
#include <string>
#include <vector>

namespace muster::store {

/// What can go wrong with a database, whichever it is.
enum class Trouble {
    busy,        ///< another program holds the lock
    disk_full,   ///< no room
    disk,        ///< reading or writing the disk failed
    damaged,     ///< what is stored contradicts itself, or tables are missing
    not_a_store, ///< the file is something else
    unreachable, ///< no such place, no server, connection lost
    forbidden,   ///< no permission
    duplicate,   ///< a row with that key is there
    unfit,       ///< a value that cannot be stored
    other,
};

/// What SQLite and PostgreSQL do differently; everything else in this module is the same for both. Functions that take
/// a session let SOCI's exceptions through.
class Database {
  public:
    /// Error (usage): not a url of a store.
    [[nodiscard]] static Result<std::unique_ptr<Database>> of(const std::string& url);
    explicit Database(std::string name) : name_(std::move(name)) {}
    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// The url without its password.
    [[nodiscard]] const std::string& name() const { return name_; }

    /// Makes the place of a new store, if the database needs one. Errors: refused (something is there), unavailable.
    [[nodiscard]] virtual Result<void> claim() = 0;
    /// Undoes `claim`, after a failure.
    virtual void abandon() = 0;
    /// Opens the session with the settings that every use of a store needs, changing nothing that is stored.
    [[nodiscard]] virtual Result<void> connect(soci::session& session) = 0;
    /// Makes the database fit for a store, lastingly; outside of a transaction. Error (refused): it cannot be.
    [[nodiscard]] virtual Result<void> settle(soci::session& session) = 0;

    [[nodiscard]] virtual std::vector<std::string> begin_read() const = 0;
    [[nodiscard]] virtual std::vector<std::string> begin_write() const = 0;
    [[nodiscard]] virtual bool connected(soci::session& session) const = 0;
    /// Is the session connected, and in no transaction?
    [[nodiscard]] virtual bool idle(soci::session& session) const = 0;
    /// Is what was to be committed perhaps on the disk, although COMMIT failed with this?
    [[nodiscard]] virtual bool perhaps_committed(const soci::soci_error& error) const = 0;
    /// Does a query's answer come as a whole, so that a long one has to be fetched through a cursor?
    [[nodiscard]] virtual bool wants_cursors() const = 0;

    /// A statement of a migration in the database's own words.
    [[nodiscard]] virtual std::string adapted(const std::string& sql) const = 0;
    /// Queries for one number: the columns of table "migration" that are ours (3 of them); the tables and views there
    /// are.
    [[nodiscard]] virtual std::string count_migration_columns() const = 0;
    [[nodiscard]] virtual std::string count_tables() const = 0;

    /// The damage that the database finds in itself, a line each.
    [[nodiscard]] virtual std::vector<std::string> damage(soci::session& session) const = 0;
    /// The tables, columns, indices, triggers …, a line each; within a transaction.
    [[nodiscard]] virtual std::vector<std::string> schema(soci::session& session) const = 0;
    /// The same of a database in which only `statements` were run; within a transaction that is undone afterwards.
    [[nodiscard]] virtual std::vector<std::string> schema_after(const std::vector<std::string>& statements,
                                                                soci::session& session) const = 0;
    /// See `Store::scrub`; outside of a transaction.
    [[nodiscard]] virtual Result<void> scrub(soci::session& session) const = 0;

    /// What SOCI threw, in plain words, with what to do. `session` may be null.
    [[nodiscard]] Error explained(const soci::soci_error& error, soci::session* session) const;
    [[nodiscard]] Error error(Trouble trouble, const std::string& detail) const;

  protected:
    [[nodiscard]] virtual Trouble trouble(const soci::soci_error& error, soci::session* session) const = 0;

  private:
    std::string name_;
};

/// `path` and `connection` are what stands after "sqlite:" and "postgresql:".
[[nodiscard]] Result<std::unique_ptr<Database>> sqlite_database(const std::string& path);
[[nodiscard]] Result<std::unique_ptr<Database>> postgresql_database(const std::string& connection);

} // namespace muster::store
