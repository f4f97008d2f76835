#include "muster/store/store.hpp"

#include "schema.hpp"
#include "transaction.hpp"

#include <utility>

namespace muster::store {

class Store::Impl {
  public:
    explicit Impl(std::unique_ptr<Database> database) : connection(std::move(database)) {}

    Connection connection;
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::create(const std::string& url) {
    auto database = Database::of(url);
    if (!database) {
        return fail(database.error());
    }
    if (auto claimed = (*database)->claim(); !claimed) {
        return fail(claimed.error());
    }
    auto impl = std::make_unique<Impl>(std::move(*database));
    Connection& connection = impl->connection;
    auto made = connection.outside([&](soci::session& session) { return connection.database().settle(session); });
    if (made) {
        made = make_tables(connection);
    }
    if (!made) {
        connection.close();
        connection.database().abandon();
        return fail(made.error());
    }
    return Store(std::move(impl));
}

Result<Store> Store::open(const std::string& url) {
    auto database = Database::of(url);
    if (!database) {
        return fail(database.error());
    }
    auto impl = std::make_unique<Impl>(std::move(*database));
    Connection& connection = impl->connection;
    auto opened = update_tables(connection);
    if (opened) { // only now: a database that is not a store stays as it was
        opened = connection.outside([&](soci::session& session) { return connection.database().settle(session); });
    }
    if (!opened) {
        return fail(opened.error());
    }
    return Store(std::move(impl));
}

const std::string& Store::name() const {
    return impl_->connection.database().name();
}

Result<void> Store::read(const std::function<Result<void>(Reader&)>& work) {
    Transaction transaction(impl_->connection);
    return impl_->connection.transact(Connection::Mode::read, [&] { return work(transaction); });
}

Result<void> Store::write(const std::function<Result<void>(Writer&)>& work) {
    Transaction transaction(impl_->connection);
    return impl_->connection.transact(Connection::Mode::write, [&] { return work(transaction); });
}

Result<void> Store::scrub() {
    Connection& connection = impl_->connection;
    return connection.outside([&](soci::session& session) { return connection.database().scrub(session); });
}

Result<std::vector<std::string>> Store::check() {
    Connection& connection = impl_->connection;
    std::vector<std::string> found;
    auto looked = connection.outside([&](soci::session& session) -> Result<void> {
        found = connection.database().damage(session);
        return {};
    });
    if (looked) {
        if (auto differences = table_differences(connection); !differences) {
            looked = fail(differences.error());
        } else {
            found.insert(found.end(), differences->begin(), differences->end());
        }
    }
    if (!looked &&
        looked.error().kind == ErrorKind::verification) { // too damaged to be looked at whole: that is a finding
        found.push_back(looked.error().message);
    } else if (!looked) {
        return fail(looked.error());
    }
    return found;
}

namespace {

constexpr std::size_t rows_at_a_time = 1000;

/// Gives rows on in groups.
template <class Row> class Batch {
  public:
    explicit Batch(std::function<void(std::span<const Row>)> put) : put_(std::move(put)) {}

    void add(Row& row) {
        rows_.push_back(std::move(row));
        if (rows_.size() == rows_at_a_time) {
            flush();
        }
    }
    void flush() {
        put_(rows_);
        rows_.clear();
    }

  private:
    std::function<void(std::span<const Row>)> put_;
    std::vector<Row> rows_;
};

Result<void> copy_blobs(Reader& reader, Writer& writer) {
    for (const std::string& name : reader.blobs()) {
        std::uint64_t part = 0;
        if (!reader.each_blob_part(name, [&](std::string_view bytes) { writer.add_blob_part(name, part++, bytes); })) {
            return fail(ErrorKind::verification, "the file " + name + " is damaged in the store; nothing was copied");
        }
    }
    return {};
}

Result<void> copy_all(Reader& reader, Writer& writer, const Store& to) {
    bool empty = writer.heads().empty() && writer.blobs().empty();
    writer.each_entry(0, UINT64_MAX, [&](EntryRow&) { return empty = false; });
    if (!empty) {
        return fail(ErrorKind::refused, to.name() + ": something is recorded there already; copy into a new store");
    }
    Batch<EntryRow> entries([&](std::span<const EntryRow> rows) { writer.add_entries(rows); });
    reader.each_entry(0, UINT64_MAX, [&](EntryRow& row) {
        entries.add(row);
        return true;
    });
    entries.flush();
    for (const HeadRow& head : reader.heads()) {
        writer.put_head(head);
    }
    reader.each_subject_key([&](SubjectKeyRow& row) { writer.put_subject_key(row); });
    Batch<PayloadRow> payloads([&](std::span<const PayloadRow> rows) { writer.put_payloads(rows); });
    reader.each_payload([&](PayloadRow& row) { payloads.add(row); });
    payloads.flush();
    return copy_blobs(reader, writer);
}

} // namespace

Result<void> copy(Store& from, Store& to) {
    return to.write(
        [&](Writer& writer) { return from.read([&](Reader& reader) { return copy_all(reader, writer, to); }); });
}

} // namespace muster::store
