#include "transaction.hpp"

#include "base64.hpp"

#include <algorithm>
#include <limits>

namespace muster::store {
namespace {

constexpr const char* record_fields = "SELECT kind, key, first_entry, last_entry, state, text FROM record ";
constexpr const char* link_fields = "SELECT target, role, source FROM link ";
constexpr const char* finding_fields = "SELECT subject, rule, opened_by, since, state, closed_by, detail FROM finding ";

Exchange fields_of(EntryRow& row) {
    return into(row.seq, row.text, row.nodes);
}
Exchange fields_of(HeadRow& row) {
    return into(row.size, row.text);
}
Exchange fields_of(PayloadRow& row) {
    return into(row.seq, row.subject, row.box);
}
Exchange fields_of(SubjectKeyRow& row) {
    return into(row.subject, row.key);
}
Exchange fields_of(RecordRow& row) {
    return into(row.kind, row.key, row.first_entry, row.last_entry, row.state, row.text);
}
Exchange fields_of(LinkRow& row) {
    return into(row.target, row.role, row.source);
}
Exchange fields_of(FindingRow& row) {
    return into(row.subject, row.rule, row.opened_by, row.since, row.state, row.closed_by, row.detail);
}

/// For LIKE, with '!' before what would mean something there; a to z in lower case.
std::string like_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        out += c == '%' || c == '_' || c == '!' ? "!" : "";
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

template <class Row> std::optional<Row> find(Connection& connection, const std::string& sql, const Exchange& values) {
    Row row;
    if (!connection.find(sql, fields_of(row), values)) {
        return std::nullopt;
    }
    return row;
}

template <class Row>
void each(Connection& connection, const std::string& sql, const Exchange& values,
          const std::function<void(Row&)>& give) {
    Row row;
    connection.each(sql, fields_of(row), values, [&] {
        give(row);
        return true;
    });
}

template <class Row> std::vector<Row> all(Connection& connection, const std::string& sql, const Exchange& values) {
    std::vector<Row> rows;
    each<Row>(connection, sql, values, [&](Row& row) { rows.push_back(row); });
    return rows;
}

} // namespace

std::optional<EntryRow> Transaction::entry(std::uint64_t seq) {
    return find<EntryRow>(connection_, "SELECT seq, text, nodes FROM entry WHERE seq = :seq", with(seq));
}

void Transaction::each_entry(std::uint64_t first, std::uint64_t end, const std::function<bool(EntryRow&)>& each) {
    // Both databases hold signed numbers.
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    first = std::min(first, largest);
    end = std::min(end, largest);
    EntryRow row;
    connection_.each("SELECT seq, text, nodes FROM entry WHERE seq >= :first AND seq < :end ORDER BY seq",
                     fields_of(row), with(first, end), [&] { return each(row); });
}

std::vector<std::string> Transaction::nodes_of(std::span<const std::uint64_t> seqs) {
    std::vector<std::string> nodes(seqs.size());
    if (seqs.empty()) {
        return nodes;
    }
    std::vector<std::pair<std::uint64_t, std::size_t>> asked;
    std::string list;
    for (std::size_t i = 0; i < seqs.size(); ++i) {
        asked.emplace_back(seqs[i], i);
        list += (i == 0 ? "" : ", ") + std::to_string(seqs[i]);
    }
    std::ranges::sort(asked);
    std::uint64_t seq = 0;
    std::string text;
    connection_.each("SELECT seq, nodes FROM entry WHERE seq IN (" + list + ")", into(seq, text), nothing, [&] {
        for (auto at = std::ranges::lower_bound(asked, std::pair{seq, std::size_t{0}});
             at != asked.end() && at->first == seq; ++at) {
            nodes[at->second] = text;
        }
        return true;
    });
    return nodes;
}

std::optional<HeadRow> Transaction::newest_head() {
    return find<HeadRow>(connection_, "SELECT size, text FROM head ORDER BY size DESC LIMIT 1", nothing);
}

std::vector<HeadRow> Transaction::heads() {
    return all<HeadRow>(connection_, "SELECT size, text FROM head ORDER BY size", nothing);
}

std::optional<PayloadRow> Transaction::payload(std::uint64_t seq) {
    return find<PayloadRow>(connection_, "SELECT seq, subject, box FROM payload WHERE seq = :seq", with(seq));
}

void Transaction::each_payload(const std::function<void(PayloadRow&)>& each) {
    store::each(connection_, "SELECT seq, subject, box FROM payload ORDER BY seq", nothing, each);
}

std::optional<std::string> Transaction::subject_key(const std::string& subject) {
    std::string secret;
    if (!connection_.find("SELECT secret FROM subject_key WHERE subject = :subject", into(secret), with(subject))) {
        return std::nullopt;
    }
    return secret;
}

void Transaction::each_subject_key(const std::function<void(SubjectKeyRow&)>& each) {
    store::each(connection_, "SELECT subject, secret FROM subject_key ORDER BY subject", nothing, each);
}

bool Transaction::has_blob(const std::string& sha256) {
    std::uint64_t part = 0;
    return connection_.find("SELECT part FROM blob WHERE sha256 = :sha256 LIMIT 1", into(part), with(sha256));
}

bool Transaction::each_blob_part(const std::string& sha256, const std::function<void(std::string_view)>& each) {
    long long part = -1;
    std::string text;
    // A part a query: many of them would be in memory at once otherwise.
    while (connection_.find("SELECT part, data FROM blob WHERE sha256 = :sha256 AND part > :part ORDER BY part LIMIT 1",
                            into(part, text), with(sha256, part))) {
        const std::optional<std::string> bytes = from_base64(text);
        if (!bytes) {
            return false;
        }
        each(*bytes);
    }
    return true;
}

std::vector<std::string> Transaction::blobs() {
    std::vector<std::string> names;
    std::string name;
    connection_.each("SELECT DISTINCT sha256 FROM blob ORDER BY sha256", into(name), nothing, [&] {
        names.push_back(name);
        return true;
    });
    return names;
}

std::uint64_t Transaction::projection_version() {
    std::uint64_t version = 0;
    const bool there =
        connection_.find("SELECT version FROM projection ORDER BY version DESC LIMIT 1", into(version), nothing);
    return there ? version : 0;
}

std::optional<RecordRow> Transaction::record(const std::string& kind, const std::string& key) {
    return find<RecordRow>(connection_, std::string(record_fields) + "WHERE kind = :kind AND key = :key",
                           with(kind, key));
}

void Transaction::each_record(const std::string& kind, const std::function<void(RecordRow&)>& each) {
    if (kind.empty()) {
        store::each(connection_, std::string(record_fields) + "ORDER BY kind, key", nothing, each);
    } else {
        store::each(connection_, std::string(record_fields) + "WHERE kind = :kind ORDER BY first_entry, key",
                    with(kind), each);
    }
}

void Transaction::each_record_of(const std::string& kind, const std::function<void(RecordRow&)>& each) {
    store::each(connection_, std::string(record_fields) + "WHERE kind = :kind", with(kind), each);
}

namespace {

/// The condition for the records of a page, and its values.
struct PageCondition {
    explicit PageCondition(const PageOf& asked)
        : kind(asked.kind), pattern(asked.holding.empty() ? "" : "%" + like_text(asked.holding) + "%") {
        where += asked.withdrawn ? "" : " AND state = 'current'";
        where +=
            pattern.empty() ? "" : " AND (lower(key) LIKE :pattern ESCAPE '!' OR lower(text) LIKE :again ESCAPE '!')";
    }
    [[nodiscard]] Exchange values() { return pattern.empty() ? with(kind) : with(kind, pattern, pattern); }

    std::string kind;
    std::string pattern;
    std::string where = "WHERE kind = :kind";
};

} // namespace

std::vector<RecordRow> Transaction::page(const PageOf& asked) {
    PageCondition condition(asked);
    // What is skipped is skipped in the index alone; only the page's records are read.
    return all<RecordRow>(
        connection_,
        "SELECT r.kind, r.key, r.first_entry, r.last_entry, r.state, r.text FROM (SELECT kind, key FROM record " +
            condition.where + " ORDER BY first_entry, key LIMIT " + std::to_string(asked.limit) + " OFFSET " +
            std::to_string(asked.offset) +
            ") AS page JOIN record r ON r.kind = page.kind AND r.key = page.key ORDER BY r.first_entry, r.key",
        condition.values());
}

std::uint64_t Transaction::count(const PageOf& asked) {
    PageCondition condition(asked);
    std::uint64_t count = 0;
    static_cast<void>(
        connection_.find("SELECT count(*) FROM record " + condition.where, into(count), condition.values()));
    return count;
}

std::vector<std::uint64_t> Transaction::first_entries_holding(const std::string& kind, const std::string& part) {
    std::vector<std::uint64_t> seqs;
    std::uint64_t seq = 0;
    const std::string pattern = "%" + part + "%";
    connection_.each("SELECT seq FROM entry WHERE seq IN (SELECT first_entry FROM record WHERE kind = :kind) "
                     "AND text LIKE :pattern ORDER BY seq",
                     into(seq), with(kind, pattern), [&] {
                         seqs.push_back(seq);
                         return true;
                     });
    return seqs;
}

std::vector<LinkRow> Transaction::links_to(const std::string& target) {
    return all<LinkRow>(connection_, std::string(link_fields) + "WHERE target = :target ORDER BY role, source",
                        with(target));
}

void Transaction::each_link(const std::function<void(LinkRow&)>& each) {
    store::each(connection_, std::string(link_fields) + "ORDER BY target, role, source", nothing, each);
}

std::vector<FindingRow> Transaction::findings_of(const std::string& subject) {
    return all<FindingRow>(
        connection_, std::string(finding_fields) + "WHERE subject = :subject ORDER BY opened_by, rule", with(subject));
}

void Transaction::each_finding(const std::function<void(FindingRow&)>& each) {
    store::each(connection_, std::string(finding_fields) + "ORDER BY subject, opened_by, rule", nothing, each);
}

} // namespace muster::store
