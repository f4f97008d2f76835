#pragma once

#include "database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>

namespace muster::store {

class Connection;

/// A database that failed within a transaction: thrown by Connection's statements, caught where its transaction ends.
struct Failure {
    const Connection* where;
    Error error;
};

/// A value that no database holds as it is.
struct Unfit {
    std::string what;
};

/// Names the variables that a statement fills, or the values that it is given.
using Exchange = std::function<void(soci::statement&)>;

/// Text goes to PostgreSQL as a C string: one with a NUL in it must not be cut short there.
void give(soci::statement& statement, const std::string& value);
inline void give(soci::statement& statement, const std::uint64_t& value) {
    statement.exchange(soci::use(value));
}
inline void give(soci::statement& statement, const long long& value) {
    statement.exchange(soci::use(value));
}

template <class... Fields> Exchange into(Fields&... fields) {
    return [&](soci::statement& statement) { (statement.exchange(soci::into(fields)), ...); };
}

template <class... Values> Exchange with(const Values&... values) {
    return [&](soci::statement& statement) { (give(statement, values), ...); };
}

inline void nothing(soci::statement&) {}

/// A session with a database, opened when it is needed, and again after it was lost; its transactions and statements.
class Connection {
  public:
    enum class Mode { read, write, undone };

    explicit Connection(std::unique_ptr<Database> database) : database_(std::move(database)) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Database& database() const { return *database_; }

    /// Runs `work` in a transaction, which is committed (never so with Mode::undone) when it succeeds, and otherwise
    /// undone.
    [[nodiscard]] Result<void> transact(Mode mode, const std::function<Result<void>()>& work);
    /// Runs `work` on the open session, outside of a transaction.
    [[nodiscard]] Result<void> outside(const std::function<Result<void>(soci::session&)>& work);
    /// The next use opens the session anew.
    void close();

    // Within a transaction; each throws Failure.

    [[nodiscard]] soci::session& session();
    /// A statement without rows, prepared at its first use and kept.
    void run(const std::string& sql, const Exchange& values = nothing);
    /// A query for at most one row, prepared and kept likewise. Gives whether there was one.
    [[nodiscard]] bool find(const std::string& sql, const Exchange& fields, const Exchange& values = nothing);
    /// A query for any number of rows, which are not all in memory at once. `row` gives false to stop.
    void each(const std::string& sql, const Exchange& fields, const Exchange& values, const std::function<bool()>& row);
    /// Runs `step`; what SOCI throws becomes a Failure.
    void guarded(const std::function<void()>& step);
    [[noreturn]] void give_up(Error error);

  private:
    void begin(Mode mode);
    void start(Mode mode);
    void commit();
    void roll_back();
    [[nodiscard]] soci::statement& kept(const std::string& sql);
    [[nodiscard]] bool stream(const std::string& sql, const Exchange& fields, const Exchange& values,
                              const std::function<bool()>& row);

    std::unique_ptr<Database> database_;
    std::unique_ptr<soci::session> session_;
    std::unordered_map<std::string, std::unique_ptr<soci::statement>> kept_; // goes before the session
    std::optional<Error> failed_;
    bool in_use_ = false;
    std::uint64_t cursors_ = 0;
};

} // namespace muster::store
