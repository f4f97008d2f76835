#pragma once

#include "muster/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::store {

/// An entry of the ledger: its canonical text, and the roots of the perfect subtrees that it completes, each as 64
/// hexadecimal digits, level 0 first, without separator.
struct EntryRow {
    std::uint64_t seq = 0;
    std::string text;
    std::string nodes;

    friend bool operator==(const EntryRow&, const EntryRow&) = default;
};

/// A signed tree head, as text.
struct HeadRow {
    std::uint64_t size = 0;
    std::string text;

    friend bool operator==(const HeadRow&, const HeadRow&) = default;
};

/// The encrypted personal data of an entry (base64), and whose they are.
struct PayloadRow {
    std::uint64_t seq = 0;
    std::string subject;
    std::string box;

    friend bool operator==(const PayloadRow&, const PayloadRow&) = default;
};

/// The key of a subject (base64).
struct SubjectKeyRow {
    std::string subject;
    std::string key;

    friend bool operator==(const SubjectKeyRow&, const SubjectKeyRow&) = default;
};

/// Projection: what is recorded now of one thing. `text` is the canonical JSON of its fields.
struct RecordRow {
    std::string kind;
    std::string key;
    std::uint64_t first_entry = 0;
    std::uint64_t last_entry = 0;
    std::string state; ///< "current" or "withdrawn"
    std::string text;

    friend bool operator==(const RecordRow&, const RecordRow&) = default;
};

/// Which records, and which page of them.
struct PageOf {
    std::string kind;
    std::string holding{};  ///< in key or text, upper and lower case of a to z taken for the same; empty: all
    bool withdrawn = false; ///< these too
    std::uint64_t offset = 0;
    std::uint64_t limit = 50;
};

/// Projection: record `source` refers to record `target` in its field `role`; both as "kind:key".
struct LinkRow {
    std::string target;
    std::string role;
    std::string source;

    friend auto operator<=>(const LinkRow&, const LinkRow&) = default;
};

/// Projection: a rule that was broken.
struct FindingRow {
    std::string subject; ///< "kind:key"
    std::string rule;
    std::uint64_t opened_by = 0; ///< the entry that broke it
    std::string since;           ///< from when on it counts (UTC): an overdue confirmation lies in the future at first
    std::string state;           ///< "open", "resolved" (with a reason), "resolved and gone", "cleared" (by an entry)
    std::uint64_t closed_by = 0; ///< the entry that resolved or cleared it; 0 while open
    std::string detail;

    friend bool operator==(const FindingRow&, const FindingRow&) = default;
};

/// What can be read within one transaction. A database that fails ends the transaction by an exception, which
/// `Store::read` and `Store::write` turn into an error; nothing here needs to be checked for it.
class Reader {
  public:
    virtual ~Reader() = default;

    [[nodiscard]] virtual std::optional<EntryRow> entry(std::uint64_t seq) = 0;
    /// All entries with first <= seq < end, by seq. `each` gives false to stop.
    virtual void each_entry(std::uint64_t first, std::uint64_t end, const std::function<bool(EntryRow&)>& each) = 0;
    /// The `nodes` of these entries, in the order asked; empty for an entry that is not there. One query.
    [[nodiscard]] virtual std::vector<std::string> nodes_of(std::span<const std::uint64_t> seqs) = 0;
    [[nodiscard]] virtual std::optional<HeadRow> newest_head() = 0;
    [[nodiscard]] virtual std::vector<HeadRow> heads() = 0; ///< by size

    [[nodiscard]] virtual std::optional<PayloadRow> payload(std::uint64_t seq) = 0;
    virtual void each_payload(const std::function<void(PayloadRow&)>& each) = 0; ///< by seq
    [[nodiscard]] virtual std::optional<std::string> subject_key(const std::string& subject) = 0;
    virtual void each_subject_key(const std::function<void(SubjectKeyRow&)>& each) = 0; ///< by subject

    [[nodiscard]] virtual bool has_blob(const std::string& sha256) = 0;
    /// The parts of a blob in order; none if it is not there. False: a part is damaged so that it says no bytes at all;
    /// it and those behind it are not given.
    [[nodiscard]] virtual bool each_blob_part(const std::string& sha256,
                                              const std::function<void(std::string_view)>& each) = 0;
    [[nodiscard]] virtual std::vector<std::string> blobs() = 0; ///< all names, sorted by bytes

    /// Which rules record, link and finding were built by; 0: none yet.
    [[nodiscard]] virtual std::uint64_t projection_version() = 0;
    [[nodiscard]] virtual std::optional<RecordRow> record(const std::string& kind, const std::string& key) = 0;
    /// Of one kind, by first_entry and key; of all kinds (`kind` empty) by kind and key as bytes.
    virtual void each_record(const std::string& kind, const std::function<void(RecordRow&)>& each) = 0;
    /// Of one kind, in no order: for many records, half the time.
    virtual void each_record_of(const std::string& kind, const std::function<void(RecordRow&)>& each) = 0;
    /// A page of one kind's records, by first_entry and key.
    [[nodiscard]] virtual std::vector<RecordRow> page(const PageOf& asked) = 0;
    /// How many records there are on all pages.
    [[nodiscard]] virtual std::uint64_t count(const PageOf& asked) = 0;
    /// The first entries of one kind's records whose text holds `part` (upper and lower case may be taken for the
    /// same), sorted. `part` has no '%', '_' or '\\'.
    [[nodiscard]] virtual std::vector<std::uint64_t> first_entries_holding(const std::string& kind,
                                                                           const std::string& part) = 0;
    [[nodiscard]] virtual std::vector<LinkRow>
    links_to(const std::string& target) = 0;                               ///< by role and source, as bytes
    virtual void each_link(const std::function<void(LinkRow&)>& each) = 0; ///< by target, role, source
    [[nodiscard]] virtual std::vector<FindingRow> findings_of(const std::string& subject) = 0; ///< by opened_by, rule
    virtual void each_finding(const std::function<void(FindingRow&)>& each) = 0; ///< by subject, opened_by, rule
};

/// What can be written within one transaction. Rows with a key that is there already: an error for entries, replaced
/// otherwise.
class Writer : public Reader {
  public:
    virtual void add_entries(std::span<const EntryRow> rows) = 0;
    /// Adds a head; the earlier heads of the same block of `head_block` sizes go, so that a few stay from all times.
    virtual void put_head(const HeadRow& row) = 0;
    virtual void put_payloads(std::span<const PayloadRow> rows) = 0;
    virtual void put_subject_key(const SubjectKeyRow& row) = 0;
    /// Removes the subject's key and payloads. What is left on the disk of them goes with `Store::scrub`.
    virtual void erase_subject(const std::string& subject) = 0;
    virtual void remove_blob(const std::string& sha256) = 0;
    /// Parts are appended in order (parts of at most 1 MB keep memory flat).
    virtual void add_blob_part(const std::string& sha256, std::uint64_t part, std::string_view bytes) = 0;

    virtual void put_records(std::span<const RecordRow> rows) = 0;
    virtual void put_links(std::span<const LinkRow> rows) = 0;
    virtual void remove_links(std::span<const LinkRow> rows) = 0;
    virtual void put_findings(std::span<const FindingRow> rows) = 0;
    /// Empties record, link and finding, to build them again from the ledger.
    virtual void clear_projections() = 0;
    virtual void set_projection_version(std::uint64_t version) = 0;
};

inline constexpr std::uint64_t head_block = 1024;

/// A database with muster's tables: one SQLite file, or a PostgreSQL database. One thread at a time.
class Store {
  public:
    /// `url`: "sqlite:PATH" or "postgresql:CONNECTION" (libpq's keywords, "host=… dbname=…", or "postgresql://…").
    /// Makes the tables in a new file or an empty database. Errors: usage (another url), refused (a store is there
    /// already; a database with other tables), unavailable (cannot be reached or written).
    [[nodiscard]] static Result<Store> create(const std::string& url);
    /// Brings the tables up to date by the migrations that are missing. Errors: usage; bad_input (no store there, not a
    /// muster store); refused (made by a newer muster); verification (a migration's checksum differs from the one that
    /// was applied); unavailable.
    [[nodiscard]] static Result<Store> open(const std::string& url);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    /// The url without its password, for messages.
    [[nodiscard]] const std::string& name() const;

    /// Runs `work` in one transaction over one snapshot. Its error, if it gives one, is passed on.
    [[nodiscard]] Result<void> read(const std::function<Result<void>(Reader&)>& work);

    /// Runs `work` alone among writers and commits what it wrote, durably, before it returns; or, if it gives an error
    /// or anything fails, nothing of it. A second writer waits for its turn. Errors: those of `work`; refused (the
    /// other writer kept it for longer than `busy_seconds`); unavailable (disk full, I/O error, connection lost; after
    /// a connection lost while committing, the message says that the outcome is to be looked up).
    [[nodiscard]] Result<void> write(const std::function<Result<void>(Writer&)>& work);

    /// Leaves nothing on the disk of rows that were deleted: SQLite: VACUUM, and the write-ahead log emptied;
    /// PostgreSQL: VACUUM FULL of the tables with personal data, and a checkpoint where allowed.
    [[nodiscard]] Result<void> scrub();

    /// What the database itself finds wrong, in words: damaged pages or indices, tables or triggers that are not of
    /// muster's migrations. Empty: nothing.
    [[nodiscard]] Result<std::vector<std::string>> check();

  private:
    class Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

inline constexpr unsigned busy_seconds = 10;

/// Copies everything that is not a projection (entries, heads, keys, payloads, blobs), as one snapshot, into a store
/// that was just made. Errors: those of both stores; verification (a blob is damaged).
[[nodiscard]] Result<void> copy(Store& from, Store& to);

} // namespace muster::store
