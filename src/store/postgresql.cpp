#include "database.hpp"

#include "muster/store/store.hpp"

#include <cctype>
#include <regex>
#include <soci/postgresql/soci-postgresql.h>

namespace muster::store {
namespace {

/// "muster" in ASCII: the advisory lock that a writer holds until the end of its transaction.
constexpr const char* take_writer_lock = "SELECT pg_advisory_xact_lock(120351215609202)";

PGconn* connection_of(soci::session& session) {
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

/// What stands in a schema, a line each, in words that do not name the schema.
constexpr const char* schema_query = R"(
SELECT CASE c.relkind WHEN 'r' THEN 'table ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view '
       WHEN 'S' THEN 'sequence ' WHEN 'f' THEN 'foreign table ' ELSE 'relation ' END || c.relname
       || CASE WHEN c.relpersistence = 'u' THEN ' unlogged' ELSE '' END
       || CASE WHEN c.relrowsecurity THEN ' with row security' ELSE '' END AS line
  FROM pg_class c WHERE c.relnamespace = :schema AND c.relkind NOT IN ('i', 'I')
UNION ALL
SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' collate ' || o.collname, '')
       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  LEFT JOIN pg_collation o ON o.oid = a.attcollation
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = :schema AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT replace(replace(pg_get_indexdef(c.oid), quote_ident(n.nspname) || '.', ''), ' ON pg_temp.', ' ON ')
       || CASE WHEN i.indisvalid THEN '' ELSE ' (not valid)' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid
 WHERE c.relnamespace = :schema
UNION ALL
SELECT 'constraint ' || k.conname || ' on ' || c.relname || ' ' || pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = :schema
UNION ALL
SELECT 'trigger ' || t.tgname || ' on ' || c.relname
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = :schema AND NOT t.tgisinternal
UNION ALL
SELECT 'rule ' || r.rulename || ' on ' || c.relname
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = :schema AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'policy ' || p.polname || ' on ' || c.relname
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = :schema
UNION ALL
SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = :schema
ORDER BY 1)";

std::vector<std::string> schema_lines(soci::session& session, const std::string& schema) {
    std::vector<std::string> lines;
    std::string line;
    const std::string query = std::regex_replace(std::string(schema_query), std::regex(":schema"), schema);
    soci::statement statement = (session.prepare << query, soci::into(line));
    for (bool more = statement.execute(true); more; more = statement.fetch()) {
        lines.push_back(line);
    }
    return lines;
}

class PostgresqlDatabase final : public Database {
  public:
    PostgresqlDatabase(std::string name, std::string url) : Database(std::move(name)), url_(std::move(url)) {}

    // The database was made by its administrator.
    Result<void> claim() override { return {}; }
    void abandon() override {}

    Result<void> connect(soci::session& session) override {
        try {
            session.open(*soci::factory_postgresql(), url_);
            PQsetNoticeProcessor(
                connection_of(session), [](void*, const char*) {}, nullptr);
            session << "SET client_min_messages = error";
            session << "SET synchronous_commit = on";
            session << "SET lock_timeout = '" + std::to_string(busy_seconds) + "s'";
        } catch (const soci::soci_error& e) {
            return fail(explained(e, nullptr));
        }
        return {};
    }

    Result<void> settle(soci::session& session) override {
        std::string encoding;
        session << "SHOW server_encoding", soci::into(encoding);
        if (encoding != "UTF8") {
            return fail(ErrorKind::refused, name() + ": the encoding of this database is " + encoding +
                                                "; make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
        }
        return {};
    }

    std::vector<std::string> begin_read() const override { return {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}; }
    std::vector<std::string> begin_write() const override {
        // Not REPEATABLE READ: what is read after the lock was got must be what the writer before has left.
        return {"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", take_writer_lock};
    }

    bool connected(soci::session& session) const override { return PQstatus(connection_of(session)) == CONNECTION_OK; }

    bool idle(soci::session& session) const override {
        return connected(session) && PQtransactionStatus(connection_of(session)) == PQTRANS_IDLE;
    }

    bool perhaps_committed(const soci::soci_error&) const override { return false; } // only when the connection is lost

    bool wants_cursors() const override { return true; }

    std::string adapted(const std::string& sql) const override {
        static const std::regex integer("\\bINTEGER\\b");
        static const std::regex text("\\bTEXT\\b");
        // SQLite's words: a table kept in the order of its key, columns that hold what they are declared to hold.
        static const std::regex clustered("( WITHOUT ROWID,?)?( STRICT)?$");
        return std::regex_replace(
            std::regex_replace(std::regex_replace(sql, integer, "BIGINT"), text, "TEXT COLLATE \"C\""), clustered, "");
    }

    std::string count_migration_columns() const override {
        return "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() "
               "AND table_name = 'migration' AND column_name IN ('number', 'name', 'sha256')";
    }
    std::string count_tables() const override {
        return "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
               "AND relkind IN ('r', 'p', 'v', 'm', 'f')";
    }

    std::vector<std::string> damage(soci::session&) const override { return {}; } // found by reading, with checksums on

    std::vector<std::string> schema(soci::session& session) const override {
        return schema_lines(session, "current_schema()::regnamespace");
    }

    std::vector<std::string> schema_after(const std::vector<std::string>& statements,
                                          soci::session& session) const override {
        session << "SET LOCAL search_path TO pg_temp";
        for (const std::string& statement : statements) {
            session << statement;
        }
        return schema_lines(session, "pg_my_temp_schema()");
    }

    Result<void> scrub(soci::session& session) const override {
        // VACUUM FULL writes the tables anew, but keeps what a transaction that began earlier may still see, and passes
        // over tables of another owner with a notice only.
        long long watching = 0;
        session << "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                   "pid <> pg_backend_pid() AND backend_xmin IS NOT NULL",
            soci::into(watching);
        if (watching > 0) {
            return fail(ErrorKind::refused, name() + ": " + std::to_string(watching) +
                                                " other sessions are reading, and may still see what was deleted; wait "
                                                "until they have ended");
        }
        for (const std::string table : {"payload", "subject_key"}) {
            const std::string file_of = "SELECT pg_relation_filenode('" + table + "')";
            long long before = 0;
            long long after = 0;
            session << file_of, soci::into(before);
            session << "VACUUM FULL " + table;
            session << file_of, soci::into(after);
            if (before == after) {
                return fail(ErrorKind::refused, name() + ": table " + table +
                                                    " belongs to another role, so its deleted rows cannot be "
                                                    "cleaned away; do it as its owner");
            }
        }
        try {
            session << "CHECKPOINT";
        } catch (const soci::postgresql_soci_error& e) {
            if (e.sqlstate() != "42501") { // not permitted: the server does it in its own time
                throw;
            }
        }
        return {};
    }

  protected:
    Trouble trouble(const soci::soci_error& error, soci::session* session) const override {
        if (session == nullptr || !connected(*session)) {
            return Trouble::unreachable;
        }
        const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error);
        if (postgresql == nullptr) {
            return Trouble::damaged; // SOCI found a value of another type than the table's, such as a null
        }
        // PostgreSQL's manual, appendix A: "PostgreSQL Error Codes".
        static const std::vector<std::pair<std::string_view, Trouble>> by_beginning{
            {"08", Trouble::unreachable}, {"57P", Trouble::unreachable}, {"55P03", Trouble::busy},
            {"40", Trouble::busy},        {"53100", Trouble::disk_full}, {"58", Trouble::disk},
            {"XX", Trouble::damaged},     {"42501", Trouble::forbidden}, {"25006", Trouble::forbidden},
            {"23", Trouble::duplicate},   {"22", Trouble::unfit},        {"54", Trouble::unfit},
            {"42", Trouble::damaged},     {"3F", Trouble::damaged},
        };
        const std::string state = postgresql->sqlstate();
        for (const auto& [beginning, trouble] : by_beginning) {
            if (state.starts_with(beginning)) {
                return trouble;
            }
        }
        return Trouble::other;
    }

  private:
    std::string url_;
};

/// A value as libpq's keywords want it.
std::string quoted(const std::string& value) {
    if (!value.empty() && value.find_first_of(" '\\") == std::string::npos) {
        return value;
    }
    return "'" + std::regex_replace(value, std::regex("(['\\\\])"), "\\$1") + "'";
}

/// A value as a URL wants it (RFC 3986, section 2.1).
std::string percent_encoded(const std::string& value) {
    std::string text;
    for (const char c : value) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            text += c;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            text += {'%', digits[static_cast<unsigned char>(c) / 16], digits[static_cast<unsigned char>(c) % 16]};
        }
    }
    return text;
}

} // namespace

Result<std::unique_ptr<Database>> postgresql_database(const std::string& connection) {
    char* complaint = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(connection.c_str(), &complaint), &PQconninfoFree);
    if (!options) {
        const std::unique_ptr<char, decltype(&PQfreemem)> words(complaint, &PQfreemem);
        const std::string text = words ? words.get() : "out of memory";
        return fail(ErrorKind::usage, "the store's connection is not understood: " + text.substr(0, text.find('\n')) +
                                          "; write postgresql:host=… dbname=… or postgresql://…");
    }
    std::string name;
    // SOCI takes a connection string apart at blanks and puts it together anew; a URL with a "=" and without blanks
    // survives.
    std::string url = "postgresql:///?";
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) {
            continue;
        }
        url += std::string(option->keyword) + "=" + percent_encoded(option->val) + "&";
        if (std::string_view(option->dispchar) != "*") { // libpq's mark of passwords
            name += (name.empty() ? "" : " ") + std::string(option->keyword) + "=" + quoted(option->val);
        }
    }
    return std::make_unique<PostgresqlDatabase>("postgresql:" + name, url + "client_encoding=UTF8");
}

} // namespace muster::store
