#pragma once

#include "muster/register/values.hpp"
#include "muster/store/store.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace muster {

/// What was recorded when the ledger had only its first `size` entries. The records of today are taken back to it,
/// those that changed since along their corrections; nothing is folded anew. Valid within the reader's transaction.
class Past {
  public:
    Past(store::Reader& reader, std::uint64_t size) : reader_(reader), size_(size) {}

    /// How many entries were recorded by the end of a moment, of a ledger of `size` entries: entries' times never go
    /// back. Error (verification): an entry that cannot be read.
    [[nodiscard]] static Result<std::uint64_t> size_at(store::Reader& reader, std::uint64_t size, const Moment& when);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] store::Reader& reader() { return reader_; }

    /// The rows that `Reader::each_record_of` gave of this kind then, in no order. Error (verification): an entry on
    /// the way back is missing or damaged.
    [[nodiscard]] Result<void> each_record(const std::string& kind, const std::function<void(store::RecordRow&)>& each);
    /// All entries so far that made and changed a record of today. The same error.
    [[nodiscard]] Result<std::vector<std::uint64_t>> entries_of(const store::RecordRow& row);

  private:
    [[nodiscard]] Result<void> take_back(store::RecordRow& row);

    store::Reader& reader_;
    std::uint64_t size_;
};

} // namespace muster
