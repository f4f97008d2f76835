#pragma once

#include "muster/base/result.hpp"
#include "muster/ledger/hash.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// Personal data stand apart from the ledger, encrypted under a key for each subject. To erase somebody, the key is
// destroyed (and the ciphertext with it); the commitment stays in the ledger and says nothing without its salt, which
// was encrypted too.
namespace muster::ledger {

/// The key of one subject.
using SubjectKey = std::array<std::uint8_t, 32>;

[[nodiscard]] SubjectKey new_subject_key();

struct Sealed {
    std::string box;   ///< nonce and ciphertext (XChaCha20-Poly1305) of salt and text
    Hash commitment{}; ///< SHA-256 of "muster commitment 1\n", the salt (32 random bytes) and the text
};

/// `context` (who and which ledger) is bound to the box: it opens with the same context only.
[[nodiscard]] Sealed seal(std::string_view text, const SubjectKey& key, std::string_view context);

/// Error (verification): the box was changed, belongs to another context or key, or is not what was committed to.
[[nodiscard]] Result<std::string> open(std::string_view box, const Hash& commitment, const SubjectKey& key,
                                       std::string_view context);

/// The commitment that was made to what is in the box. Error (verification): the box was changed, or belongs to another
/// context or key.
[[nodiscard]] Result<Hash> commitment_of(std::string_view box, const SubjectKey& key, std::string_view context);

} // namespace muster::ledger
