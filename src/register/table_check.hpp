#pragma once

#include "muster/ledger/set_hash.hpp"
#include "muster/register/tables.hpp"
#include "muster/store/store.hpp"

#include <cstddef>
#include <string>
#include <vector>

// Do a store's projections say what follows from the ledger? First all rows at once, by a hash that does not depend on
// their order; then, only if they do not, row by row.
namespace muster {

struct TableHashes {
    explicit TableHashes(const ledger::SetHash::Key& key) : records(key), links(key), findings(key) {}

    // Adds a row, or takes it out again.
    void count(const Thing& thing, bool add = true); ///< its record
    void count(const Thing& of, const Mention& mention, bool add = true);
    void count(const store::FindingRow& row, bool add = true);

    ledger::SetHash records;
    ledger::SetHash links;
    ledger::SetHash findings;

    friend bool operator==(const TableHashes&, const TableHashes&) = default;
};

/// Of what stands in a store.
[[nodiscard]] TableHashes hashes_of(store::Reader& reader, const ledger::SetHash::Key& key);

/// How a store's projections differ from those that were folded in memory: the first `most` differences, in words.
[[nodiscard]] std::vector<std::string> differences(const Tables& tables, store::Reader& reader, std::size_t most);

} // namespace muster
