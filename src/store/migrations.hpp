#pragma once

#include <string>
#include <vector>

namespace muster::store {

/// A step of the schema: "0001_ledger" and its SQL, statements separated by ";" at line ends. Generated from
/// migrations/*.sql.
struct Migration {
    std::string name;
    std::string sql;
};

[[nodiscard]] const std::vector<Migration>& migrations();

} // namespace muster::store
