#include "connection.hpp"

namespace muster::store {
namespace {

constexpr std::size_t rows_at_a_time = 500;

struct Flag {
    explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
    ~Flag() { flag_ = false; }
    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;
    bool& flag_;
};

tl::unexpected<Error> in_use(const Database& database) {
    return fail(ErrorKind::internal, database.name() + ": a transaction was begun within another on the same store");
}

} // namespace

void give(soci::statement& statement, const std::string& value) {
    if (value.find('\0') != std::string::npos) {
        throw Unfit{"a text with a NUL character"};
    }
    statement.exchange(soci::use(value));
}

Result<void> Connection::transact(Mode mode, const std::function<Result<void>()>& work) {
    if (in_use_) {
        return in_use(*database_);
    }
    const Flag flag(in_use_);
    failed_.reset();
    try {
        begin(mode);
        Result<void> done = work();
        if (done && failed_) { // somebody else caught the Failure
            done = fail(*failed_);
        }
        if (!done || mode == Mode::undone) {
            roll_back();
            return done;
        }
        commit();
        return {};
    } catch (const Failure& failure) {
        roll_back();
        if (failure.where != this) { // of another store, used at the same time
            throw;
        }
        return fail(failure.error);
    } catch (...) {
        roll_back();
        throw;
    }
}

Result<void> Connection::outside(const std::function<Result<void>(soci::session&)>& work) {
    if (in_use_) {
        return in_use(*database_);
    }
    const Flag flag(in_use_);
    try {
        Result<void> done;
        guarded([&] { done = work(session()); });
        return done;
    } catch (const Failure& failure) {
        roll_back(); // there is nothing to undo, but the session may be lost
        return fail(failure.error);
    }
}

void Connection::close() {
    kept_.clear();
    session_.reset();
}

soci::session& Connection::session() {
    if (!session_) {
        auto session = std::make_unique<soci::session>();
        if (auto connected = database_->connect(*session); !connected) {
            give_up(connected.error());
        }
        session_ = std::move(session);
    }
    return *session_;
}

void Connection::start(Mode mode) {
    guarded([&] {
        for (const std::string& sql : mode == Mode::write  ? database_->begin_write()
                                      : mode == Mode::read ? database_->begin_read()
                                                           : std::vector<std::string>{"BEGIN"}) {
            session() << sql;
        }
    });
}

void Connection::begin(Mode mode) {
    try {
        start(mode);
    } catch (const Failure&) {
        if (!session_ || database_->connected(*session_)) {
            throw;
        }
        // The server was restarted since the session was used last: nothing is lost yet.
        roll_back();
        failed_.reset();
        start(mode);
    }
}

void Connection::commit() {
    try {
        *session_ << "COMMIT";
    } catch (const soci::soci_error& e) {
        Error error = database_->explained(e, session_.get());
        if (!database_->connected(*session_) || database_->perhaps_committed(e)) {
            error.message +=
                "; this happened while the work was being recorded: whether it was is not known, so look it "
                "up before you repeat it";
        }
        give_up(std::move(error));
    }
}

void Connection::roll_back() {
    if (!session_) {
        return;
    }
    try {
        *session_ << "ROLLBACK";
    } catch (const soci::soci_error&) {
        // SQLite has rolled back by itself, or the connection is lost: told by idle()
    }
    kept_.clear(); // one of them may have been stopped half-way
    if (!database_->idle(*session_)) {
        close();
    }
}

void Connection::guarded(const std::function<void()>& step) {
    try {
        step();
    } catch (const soci::soci_error& e) {
        give_up(database_->explained(e, session_.get()));
    } catch (const Unfit& unfit) {
        give_up(database_->error(Trouble::unfit, unfit.what));
    }
}

void Connection::give_up(Error error) {
    failed_ = error;
    throw Failure{this, std::move(error)};
}

soci::statement& Connection::kept(const std::string& sql) {
    auto& slot = kept_[sql];
    if (!slot) {
        auto statement = std::make_unique<soci::statement>(session());
        statement->alloc();
        statement->prepare(sql);
        slot = std::move(statement);
    }
    return *slot;
}

void Connection::run(const std::string& sql, const Exchange& values) {
    guarded([&] {
        soci::statement& statement = kept(sql);
        values(statement);
        statement.define_and_bind();
        statement.execute(true);
        statement.bind_clean_up();
    });
}

bool Connection::find(const std::string& sql, const Exchange& fields, const Exchange& values) {
    bool found = false;
    guarded([&] {
        soci::statement& statement = kept(sql);
        fields(statement);
        values(statement);
        statement.define_and_bind();
        found = statement.execute(true);
        // SQLite counts a statement as running until it has said that there are no more rows.
        while (found && statement.fetch()) {
        }
        statement.bind_clean_up();
    });
    return found;
}

bool Connection::stream(const std::string& sql, const Exchange& fields, const Exchange& values,
                        const std::function<bool()>& row) {
    std::optional<soci::statement> statement;
    bool more = false;
    guarded([&] {
        statement.emplace(session());
        statement->alloc();
        statement->prepare(sql, soci::details::st_one_time_query);
        fields(*statement);
        values(*statement);
        statement->define_and_bind();
        more = statement->execute(true);
    });
    while (more) {
        if (!row()) {
            return false;
        }
        guarded([&] { more = statement->fetch(); });
    }
    return true;
}

void Connection::each(const std::string& sql, const Exchange& fields, const Exchange& values,
                      const std::function<bool()>& row) {
    if (!database_->wants_cursors()) {
        static_cast<void>(stream(sql, fields, values, row));
        return;
    }
    const std::string cursor = "rows" + std::to_string(++cursors_);
    static_cast<void>(stream("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + sql, nothing, values, row));
    const std::string fetch = "FETCH " + std::to_string(rows_at_a_time) + " FROM " + cursor;
    std::size_t rows = rows_at_a_time;
    bool more = true;
    while (more && rows == rows_at_a_time) {
        rows = 0;
        more = stream(fetch, fields, nothing, [&] {
            ++rows;
            return row();
        });
    }
    static_cast<void>(stream("CLOSE " + cursor, nothing, nothing, row));
}

} // namespace muster::store
