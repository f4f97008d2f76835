#include "muster/register/past.hpp"

#include "muster/ledger/entry.hpp"

#include <optional>

namespace muster {
namespace {

constexpr std::size_t to_the_second = 19; // "2018-07-27T00:15:02"

/// Stands on one entry of a record and goes back to the one that it corrects.
class Steps {
  public:
    Steps(store::Reader& reader, const store::RecordRow& record)
        : reader_(reader), record_(record), seq_(record.last_entry) {}

    [[nodiscard]] std::uint64_t seq() const { return seq_; }
    [[nodiscard]] const ledger::EntryView& entry() const { return *view_; }

    /// Error (verification): the entry is not there, or not of this record.
    [[nodiscard]] Result<void> read() {
        auto row = reader_.entry(seq_);
        text_ = row ? std::move(row->text) : std::string{};
        view_ = ledger::view(text_);
        const bool fits = view_ && view_->kind == record_.kind && view_->seq == seq_ &&
                          (seq_ == record_.first_entry || (view_->corrects && *view_->corrects < seq_));
        return fits ? Result<void>()
                    : fail(ErrorKind::verification, record_.kind + ":" + record_.key + ": its entry " +
                                                        std::to_string(seq_) +
                                                        " is missing or damaged; run muster ledger verify");
    }
    void back() { seq_ = view_->corrects.value_or(0); }

  private:
    store::Reader& reader_;
    const store::RecordRow& record_;
    std::uint64_t seq_;
    std::string text_{};
    std::optional<ledger::EntryView> view_{};
};

} // namespace

Result<std::uint64_t> Past::size_at(store::Reader& reader, std::uint64_t size, const Moment& when) {
    const std::string end = utc_text(when.last);
    std::uint64_t low = 0;
    while (low < size) {
        const std::uint64_t middle = low + (size - low) / 2;
        const auto row = reader.entry(middle);
        const auto entry = row ? ledger::view(row->text) : std::nullopt;
        if (!entry) {
            return fail(ErrorKind::verification,
                        "entry " + std::to_string(middle) + " is missing or damaged; run muster ledger verify");
        }
        if (entry->time.substr(0, to_the_second) <= std::string_view(end).substr(0, to_the_second)) {
            low = middle + 1;
        } else {
            size = middle;
        }
    }
    return low;
}

Result<void> Past::each_record(const std::string& kind, const std::function<void(store::RecordRow&)>& each) {
    Result<void> done;
    reader_.each_record_of(kind, [&](store::RecordRow& row) {
        if (!done || row.first_entry >= size_) {
            return;
        }
        if (row.last_entry >= size_) {
            done = take_back(row);
        }
        if (done) {
            each(row);
        }
    });
    return done;
}

Result<void> Past::take_back(store::RecordRow& row) {
    Steps steps(reader_, row);
    auto read = steps.read();
    for (; read && steps.seq() >= size_; read = steps.read()) {
        steps.back();
    }
    const std::uint64_t last = steps.seq();
    const bool withdrawn = read && steps.entry().action == ledger::Action::withdraw;
    // A withdrawal has no fields: they stand in the entry before it.
    for (; read && steps.entry().action == ledger::Action::withdraw; read = steps.read()) {
        steps.back();
    }
    if (read) {
        row.text = steps.entry().body;
        row.state = withdrawn ? "withdrawn" : "current";
        row.last_entry = last;
    }
    return read;
}

Result<std::vector<std::uint64_t>> Past::entries_of(const store::RecordRow& row) {
    std::vector<std::uint64_t> entries;
    Steps steps(reader_, row);
    while (true) {
        if (auto read = steps.read(); !read) {
            return fail(read.error());
        }
        if (steps.seq() < size_) {
            entries.push_back(steps.seq());
        }
        if (steps.seq() == row.first_entry) {
            return entries;
        }
        steps.back();
    }
}

} // namespace muster
