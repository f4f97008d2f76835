#include "transaction.hpp"

#include "base64.hpp"

#include <algorithm>
#include <bit>
#include <set>
#include <tuple>

namespace muster::store {
namespace {

constexpr std::size_t rows_at_a_time = 128;

/// A statement for several rows: `before` (:v1, :v2), (:v3, :v4) … `after`. One carries them all to the server at once.
struct Bulk {
    std::string before;
    std::size_t columns;
    std::string after;

    [[nodiscard]] std::string for_rows(std::size_t rows) const {
        std::string sql = before;
        for (std::size_t value = 0; value < rows * columns; ++value) {
            sql += value % columns != 0 ? ", " : value == 0 ? "(" : "), (";
            sql += ":v" + std::to_string(value);
        }
        return sql + ")" + after;
    }
};

/// Runs `bulk` for all rows, in statements of 1, 2, 4 … rows, so that few are ever prepared. A statement must not put
/// the same key twice: a row whose `key_of` was met begins another.
template <class Row, class KeyOf, class ValuesOf>
void put(Connection& connection, const Bulk& bulk, std::span<const Row> rows, const KeyOf& key_of,
         const ValuesOf& values_of) {
    while (!rows.empty()) {
        std::set<decltype(key_of(rows.front()))> keys;
        std::size_t fresh = 0;
        while (fresh < std::min(rows.size(), rows_at_a_time) && keys.insert(key_of(rows[fresh])).second) {
            ++fresh;
        }
        const std::size_t count = std::bit_floor(fresh);
        connection.run(bulk.for_rows(count), [&](soci::statement& statement) {
            for (const Row& row : rows.first(count)) {
                values_of(row)(statement);
            }
        });
        rows = rows.subspan(count);
    }
}

const auto link_key = [](const LinkRow& row) { return std::tie(row.target, row.role, row.source); };
const auto link_values = [](const LinkRow& row) { return with(row.target, row.role, row.source); };

} // namespace

void Transaction::add_entries(std::span<const EntryRow> rows) {
    static const Bulk bulk{"INSERT INTO entry (seq, text, nodes) VALUES ", 3, ""};
    put(
        connection_, bulk, rows, [](const EntryRow& row) { return row.seq; },
        [](const EntryRow& row) { return with(row.seq, row.text, row.nodes); });
}

void Transaction::put_head(const HeadRow& row) {
    const std::uint64_t block = row.size - row.size % head_block;
    connection_.run("DELETE FROM head WHERE size >= :block AND size < :size", with(block, row.size));
    connection_.run("INSERT INTO head (size, text) VALUES (:size, :text) "
                    "ON CONFLICT (size) DO UPDATE SET text = excluded.text",
                    with(row.size, row.text));
}

void Transaction::put_payloads(std::span<const PayloadRow> rows) {
    static const Bulk bulk{"INSERT INTO payload (seq, subject, box) VALUES ", 3,
                           " ON CONFLICT (seq) DO UPDATE SET subject = excluded.subject, box = excluded.box"};
    put(
        connection_, bulk, rows, [](const PayloadRow& row) { return row.seq; },
        [](const PayloadRow& row) { return with(row.seq, row.subject, row.box); });
}

void Transaction::put_subject_key(const SubjectKeyRow& row) {
    connection_.run("INSERT INTO subject_key (subject, secret) VALUES (:subject, :secret) "
                    "ON CONFLICT (subject) DO UPDATE SET secret = excluded.secret",
                    with(row.subject, row.key));
}

void Transaction::erase_subject(const std::string& subject) {
    connection_.run("DELETE FROM payload WHERE subject = :subject", with(subject));
    connection_.run("DELETE FROM subject_key WHERE subject = :subject", with(subject));
}

void Transaction::remove_blob(const std::string& sha256) {
    connection_.run("DELETE FROM blob WHERE sha256 = :sha256", with(sha256));
}

void Transaction::add_blob_part(const std::string& sha256, std::uint64_t part, std::string_view bytes) {
    connection_.run("INSERT INTO blob (sha256, part, data) VALUES (:sha256, :part, :data) "
                    "ON CONFLICT (sha256, part) DO UPDATE SET data = excluded.data",
                    with(sha256, part, base64(bytes)));
}

void Transaction::put_records(std::span<const RecordRow> rows) {
    static const Bulk bulk{"INSERT INTO record (kind, key, first_entry, last_entry, state, text) VALUES ", 6,
                           " ON CONFLICT (kind, key) DO UPDATE SET first_entry = excluded.first_entry, "
                           "last_entry = excluded.last_entry, state = excluded.state, text = excluded.text"};
    put(
        connection_, bulk, rows, [](const RecordRow& row) { return std::tie(row.kind, row.key); },
        [](const RecordRow& row) {
            return with(row.kind, row.key, row.first_entry, row.last_entry, row.state, row.text);
        });
}

void Transaction::put_links(std::span<const LinkRow> rows) {
    static const Bulk bulk{"INSERT INTO link (target, role, source) VALUES ", 3, " ON CONFLICT DO NOTHING"};
    put(connection_, bulk, rows, link_key, link_values);
}

void Transaction::remove_links(std::span<const LinkRow> rows) {
    static const Bulk bulk{"DELETE FROM link WHERE (target, role, source) IN (VALUES ", 3, ")"};
    put(connection_, bulk, rows, link_key, link_values);
}

void Transaction::put_findings(std::span<const FindingRow> rows) {
    static const Bulk bulk{
        "INSERT INTO finding (subject, rule, opened_by, since, state, closed_by, detail) VALUES ", 7,
        " ON CONFLICT (subject, opened_by, rule) DO UPDATE SET since = excluded.since, state = excluded.state, "
        "closed_by = excluded.closed_by, detail = excluded.detail"};
    put(
        connection_, bulk, rows, [](const FindingRow& row) { return std::tie(row.subject, row.opened_by, row.rule); },
        [](const FindingRow& row) {
            return with(row.subject, row.rule, row.opened_by, row.since, row.state, row.closed_by, row.detail);
        });
}

void Transaction::clear_projections() {
    connection_.run("DELETE FROM record");
    connection_.run("DELETE FROM link");
    connection_.run("DELETE FROM finding");
}

void Transaction::set_projection_version(std::uint64_t version) {
    connection_.run("DELETE FROM projection");
    connection_.run("INSERT INTO projection (version) VALUES (:version)", with(version));
}

} // namespace muster::store
