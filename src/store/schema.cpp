#include "schema.hpp"

#include "migrations.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sodium.h>

namespace muster::store {
namespace {

constexpr const char* migration_table = "CREATE TABLE migration (\n"
                                        "    number INTEGER PRIMARY KEY,\n"
                                        "    name TEXT NOT NULL,\n"
                                        "    sha256 TEXT NOT NULL\n"
                                        ") STRICT";

std::string sha256_of(const std::string& text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::array<char, 2 * hash.size() + 1> hexadecimal{};
    sodium_bin2hex(hexadecimal.data(), hexadecimal.size(), hash.data(), hash.size());
    return hexadecimal.data();
}

/// The statements of a migration without the lines that are comments: SOCI would see parameters in their colons.
std::vector<std::string> statements_of(const Migration& migration, const Database& database) {
    std::vector<std::string> statements;
    std::string statement;
    std::size_t at = 0;
    while (at < migration.sql.size()) {
        const std::size_t end = std::min(migration.sql.find('\n', at), migration.sql.size());
        const std::string line = migration.sql.substr(at, end - at);
        at = end + 1;
        if (line.empty() || line.starts_with("--")) {
            continue;
        }
        statement += (statement.empty() ? "" : "\n") + line;
        if (statement.back() == ';') {
            statement.pop_back();
            statements.push_back(database.adapted(statement));
            statement.clear();
        }
    }
    return statements;
}

std::vector<std::string> all_statements(const Database& database) {
    std::vector<std::string> all{database.adapted(migration_table)};
    for (const Migration& migration : migrations()) {
        std::ranges::move(statements_of(migration, database), std::back_inserter(all));
    }
    return all;
}

std::uint64_t count(Connection& connection, const std::string& query) {
    std::uint64_t number = 0;
    connection.guarded([&] { connection.session() << query, soci::into(number); });
    return number;
}

/// How many migrations were applied, after comparing each with ours; within a transaction.
Result<std::size_t> applied(Connection& connection) {
    const Database& database = connection.database();
    if (count(connection, database.count_migration_columns()) != 3) {
        const bool empty = count(connection, database.count_tables()) == 0;
        return fail(database.error(Trouble::not_a_store, empty ? "it is empty" : "its tables are not muster's"));
    }
    std::size_t rows = 0;
    std::uint64_t number = 0;
    std::string name;
    std::string sha256;
    Result<void> good;
    const auto judge = [&] {
        ++rows;
        if (rows > migrations().size()) {
            good = fail(ErrorKind::refused, database.name() + ": this store was made by a newer muster (migration " +
                                                name + " is not known here); use that one");
        } else if (const Migration& ours = migrations()[rows - 1];
                   number != rows || name != ours.name || sha256 != sha256_of(ours.sql)) {
            good = fail(ErrorKind::verification, database.name() + ": migration " + std::to_string(number) + " (" +
                                                     name + ") is not the one of this muster (" + ours.name +
                                                     "); find out who changed the store, or restore it from a backup");
        }
        return good.has_value();
    };
    connection.each("SELECT number, name, sha256 FROM migration ORDER BY number", into(number, name, sha256), nothing,
                    judge);
    if (!good) {
        return fail(good.error());
    }
    if (rows == 0) {
        // The table and the first migration come in one transaction: somebody emptied it.
        return fail(ErrorKind::verification, database.name() +
                                                 ": the table of its migrations is empty; find out who changed the "
                                                 "store, or restore it from a backup");
    }
    return rows;
}

/// Applies migration `index` (from 0); within a transaction.
void apply(Connection& connection, std::size_t index) {
    const Migration& migration = migrations()[index];
    connection.guarded([&] {
        for (const std::string& statement : statements_of(migration, connection.database())) {
            connection.session() << statement;
        }
    });
    connection.run("INSERT INTO migration (number, name, sha256) VALUES (:number, :name, :sha256)",
                   with(std::uint64_t{index} + 1, migration.name, sha256_of(migration.sql)));
}

} // namespace

Result<void> make_tables(Connection& connection) {
    const auto first = [&]() -> Result<void> {
        const Database& database = connection.database();
        if (count(connection, database.count_migration_columns()) == 3) {
            return fail(ErrorKind::refused, database.name() + ": a store is there already");
        }
        if (count(connection, database.count_tables()) != 0) {
            return fail(ErrorKind::refused,
                        database.name() + ": other tables are there already; give muster a database of its own");
        }
        connection.guarded([&] { connection.session() << database.adapted(migration_table); });
        apply(connection, 0);
        return {};
    };
    if (auto made = connection.transact(Connection::Mode::write, first); !made) {
        return made;
    }
    return update_tables(connection);
}

Result<void> update_tables(Connection& connection) {
    std::size_t have = 0;
    const auto look = [&]() -> Result<void> {
        const Result<std::size_t> found = applied(connection);
        if (!found) {
            return fail(found.error());
        }
        have = *found;
        return {};
    };
    const auto one_more = [&]() -> Result<void> {
        Result<void> looked = look();
        if (looked && have < migrations().size()) { // somebody else may have applied it meanwhile
            apply(connection, have++);
        }
        return looked;
    };
    // Reading first: an up-to-date store is opened while another program writes.
    Result<void> done = connection.transact(Connection::Mode::read, look);
    while (done && have < migrations().size()) {
        done = connection.transact(Connection::Mode::write, one_more);
    }
    return done;
}

Result<std::vector<std::string>> table_differences(Connection& connection) {
    std::vector<std::string> found;
    const auto compare = [&]() -> Result<void> {
        std::vector<std::string> there;
        std::vector<std::string> ours;
        connection.guarded([&] {
            const Database& database = connection.database();
            there = database.schema(connection.session());
            ours = database.schema_after(all_statements(database), connection.session());
        });
        std::ranges::sort(there);
        std::ranges::sort(ours);
        std::vector<std::string> differing;
        std::ranges::set_difference(there, ours, std::back_inserter(differing));
        for (const std::string& line : differing) {
            found.push_back("not of muster's tables: " + line);
        }
        differing.clear();
        std::ranges::set_difference(ours, there, std::back_inserter(differing));
        for (const std::string& line : differing) {
            found.push_back("missing of muster's tables: " + line);
        }
        return {};
    };
    if (auto done = connection.transact(Connection::Mode::undone, compare); !done) {
        return fail(done.error());
    }
    return found;
}

} // namespace muster::store
