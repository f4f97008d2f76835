#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/ledger/head.hpp"
#include "muster/ledger/merkle.hpp"
#include "muster/register/register.hpp"
#include "muster/register/tables.hpp"
#include "muster/store/store.hpp"

#include <string>
#include <vector>

namespace muster {

/// Appends checked entries within one write transaction: numbers them, seals what is personal, folds them into the
/// tables, and at the end writes all of it with a signed head.
class Appender {
  public:
    Appender(store::Writer& writer, std::string ledger, const Author& author, Clock clock)
        : writer_(writer), ledger_(std::move(ledger)), author_(author), clock_(std::move(clock)), tables_(&writer) {}

    /// Takes up the tree where the newest head left it; not called for an empty store. Error (verification): the head
    /// is not of this ledger and key, or the store's hashes or its newest entry do not make the root that was signed.
    [[nodiscard]] Result<void> begin(const ledger::PublicKey& key);
    [[nodiscard]] Tables& tables() { return tables_; }
    /// Takes an entry in; `recorded` gets its number and name. Errors: verification (the subject's key is damaged),
    /// bad_input (a text that cannot be recorded).
    [[nodiscard]] Result<void> add(const NewEntry& entry, CheckedEntry checked, Recorded& recorded);
    /// Writes everything; the findings and the head go to `recorded`.
    void finish(const ledger::SigningKey& key, Recorded& recorded);

  private:
    [[nodiscard]] Result<ledger::Commitment> seal(const CheckedEntry& checked, std::uint64_t seq);
    /// The clock's time, or that of the entry before if the clock was put back since.
    [[nodiscard]] const std::string& now();

    store::Writer& writer_;
    std::string ledger_;
    const Author& author_;
    Clock clock_;
    std::string time_{}; ///< of the newest entry
    Tables tables_;
    ledger::Frontier frontier_{};
    std::vector<store::EntryRow> rows_{};
    std::vector<store::PayloadRow> payloads_{};
};

} // namespace muster
