#pragma once

#include "muster/register/register.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// A record that counts, with its personal data where these were asked for and not erased.
struct CurrentRecord {
    std::string key;
    std::uint64_t first_entry = 0;
    std::uint64_t last_entry = 0;
    ledger::Body body;
    std::optional<ledger::Body> personal{};
    bool simulated = false; ///< told with the personal data only
};

/// All records of a kind that count, by key; `personal`: with their personal data. Errors: verification (a record or
/// its personal data are damaged), those of the store.
[[nodiscard]] Result<std::vector<CurrentRecord>> current_records(Register& reg, std::string_view kind, bool personal);

/// Keys of the records of one kind, withdrawn ones too, that name `target` ("case:W/01") in their field `role`.
[[nodiscard]] std::set<std::string> keys_naming(store::Reader& reader, const std::string& target, std::string_view kind,
                                                std::string_view role);

/// The records with these keys, in their order, without personal data; those that do not count are left out.
[[nodiscard]] Result<std::vector<CurrentRecord>> current_records(Register& reg, const std::string& kind,
                                                                 const std::vector<std::string>& keys);

} // namespace muster
