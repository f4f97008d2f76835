#pragma once

#include "connection.hpp"

namespace muster::store {

/// Makes the tables where there are none. Errors: refused (there are tables), and those of the database.
[[nodiscard]] Result<void> make_tables(Connection& connection);

/// Applies the migrations that are missing. Errors: bad_input (not a store), refused (made by a newer muster),
/// verification (a migration differs from the one that was applied), and those of the database.
[[nodiscard]] Result<void> update_tables(Connection& connection);

/// What differs between the tables there are and those that the migrations make, in words. Errors: of the database.
[[nodiscard]] Result<std::vector<std::string>> table_differences(Connection& connection);

} // namespace muster::store
