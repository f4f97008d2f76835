#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

// Passwords are kept as hashes (argon2id, RFC 9106), which cost memory and time to compute, so that guessing does too.
namespace muster::ledger {

/// What one hash costs.
struct PasswordCost {
    unsigned long long operations = 0;
    std::size_t memory = 0; ///< bytes
};

/// libsodium's moderate limits: 256 MB, most of a second.
[[nodiscard]] PasswordCost moderate_cost();
/// As little as there can be: for tests.
[[nodiscard]] PasswordCost least_cost();

/// The hash with its salt and cost, as text. Nothing of the password is cut off. Error (unavailable): not enough
/// memory.
[[nodiscard]] Result<std::string> hash_password(std::string_view password, const PasswordCost& cost);

/// Is it the password of which the hash was made? With an empty hash (there is no such user) the answer is no, and
/// takes as long as one about a hash of moderate cost. Error (unavailable): not enough memory to tell.
[[nodiscard]] Result<bool> is_password(std::string_view password, const std::string& hash);

} // namespace muster::ledger
