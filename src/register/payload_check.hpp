#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/register/register.hpp"
#include "muster/store/store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Are the personal data in a store those that the entries commit to? They are opened first, which needs no entry and
// takes the time, and compared with the entries when these are known.
namespace muster {

/// The personal data of one entry.
struct OpenedPayload {
    std::uint64_t seq = 0;
    std::string subject{};
    ledger::Hash commitment{};
    std::string trouble{}; ///< why they were not opened; empty: they were
};

struct OpenedPayloads {
    std::vector<OpenedPayload> all{};     ///< by entry
    std::vector<std::string> idle_keys{}; ///< subjects whose key opens nothing
};

[[nodiscard]] OpenedPayloads open_payloads(store::Reader& reader, const std::string& ledger);

/// What the entries say of personal data.
struct PayloadsTold {
    std::vector<std::pair<std::uint64_t, ledger::Commitment>> commitments{}; ///< by entry
    std::map<std::string, std::uint64_t> erasures{}; ///< subject → the newest entry that erased it
};

/// Adds to what a verification found.
void compare(const OpenedPayloads& opened, const PayloadsTold& told, Verification& found);

} // namespace muster
