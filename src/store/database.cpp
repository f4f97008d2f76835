#include "database.hpp"

#include "muster/store/store.hpp"

namespace muster::store {
namespace {

/// The database's own sentence, without SOCI's words before it and the details on the lines after it.
std::string sentence(std::string text) {
    for (const std::string_view mark : {"Cannot establish connection to the database.\n", "FATAL:  ", "ERROR:  "}) {
        if (const auto at = text.find(mark); at != std::string::npos) {
            text.erase(0, at + mark.size());
        }
    }
    if (text.starts_with("sqlite3_statement_backend::")) {
        text.erase(0, text.find(": ") + 2);
    }
    return text.substr(0, text.find('\n'));
}

} // namespace

Result<std::unique_ptr<Database>> Database::of(const std::string& url) {
    constexpr std::string_view sqlite = "sqlite:";
    constexpr std::string_view postgresql = "postgresql:";
    if (url.starts_with(sqlite)) {
        return sqlite_database(url.substr(sqlite.size()));
    }
    if (url.starts_with(postgresql)) {
        return postgresql_database(url.starts_with("postgresql://") ? url : url.substr(postgresql.size()));
    }
    return fail(ErrorKind::usage, "the store \"" + url.substr(0, url.find(':')) +
                                      "…\" is not known; write sqlite:PATH or postgresql:CONNECTION (such as "
                                      "\"postgresql:host=… dbname=…\")");
}

Error Database::explained(const soci::soci_error& error, soci::session* session) const {
    // Only the message: what() would show the values of the statement, which may be a person's.
    return this->error(trouble(error, session), sentence(error.get_error_message()));
}

Error Database::error(Trouble trouble, const std::string& detail) const {
    const auto with = [&](ErrorKind kind, const std::string& before, const std::string& after) {
        return Error{kind, name_ + ": " + before + " (" + detail + ")" + after};
    };
    switch (trouble) {
    case Trouble::busy:
        return with(ErrorKind::refused, "another program is writing there, for longer than muster waits",
                    "; wait until it is done, then repeat");
    case Trouble::disk_full: return with(ErrorKind::unavailable, "the disk is full", "; make room, then repeat");
    case Trouble::disk:
        return with(ErrorKind::unavailable, "the disk failed", "; see what is wrong with it, then repeat");
    case Trouble::damaged:
        return with(ErrorKind::verification, "the database is damaged", "; restore it from a backup");
    case Trouble::not_a_store:
        return with(ErrorKind::bad_input, "this is not a store of muster's",
                    "; name the right one, or make one with \"muster init\"");
    case Trouble::unreachable:
        return with(ErrorKind::unavailable, "the database cannot be reached",
                    "; see that it is there and runs, then repeat");
    case Trouble::forbidden:
        return with(ErrorKind::refused, "the database does not permit this", "; have its owner permit it");
    case Trouble::duplicate: return with(ErrorKind::refused, "what was to be recorded is there already", "");
    case Trouble::unfit:
        return with(ErrorKind::bad_input, "the database cannot hold this value", "; change it, then repeat");
    case Trouble::other: break;
    }
    return with(ErrorKind::unavailable, "the database failed", "; repeat, and see its log if it fails again");
}

} // namespace muster::store
