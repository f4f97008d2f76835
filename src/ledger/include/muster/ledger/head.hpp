#pragma once

#include "muster/base/result.hpp"
#include "muster/ledger/hash.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace muster::ledger {

/// What a ledger held at one moment. Made to be handed over, printed and kept by somebody else.
struct TreeHead {
    std::string ledger; ///< the ledger's name, chosen at random when it was made
    std::uint64_t size = 0;
    Hash root{};
    std::string time; ///< UTC

    friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// A tree head and its Ed25519 signature (RFC 8032) over `signed_text`.
struct SignedHead {
    TreeHead head;
    PublicKey key{};
    Signature signature{};

    friend bool operator==(const SignedHead&, const SignedHead&) = default;
};

/// The bytes that are signed: "muster tree head 1\n" and the canonical JSON of the head.
[[nodiscard]] std::string signed_text(const TreeHead& head);

/// Canonical JSON, one line: {"key","ledger","root","signature","size","time"}; hashes, key and signature in
/// hexadecimal.
[[nodiscard]] std::string encode(const SignedHead& head);
/// Error (verification): text that is no signed head, or is not in its canonical form. Surrounding white space is
/// ignored. Does not check the signature.
[[nodiscard]] Result<SignedHead> decode_head(std::string_view text);
/// Does the signature hold under the key that the head itself names? Whether that key is the ledger's is another
/// question.
[[nodiscard]] bool signature_holds(const SignedHead& head);

/// The ledger's secret signing key. It is kept in a file of its own, apart from the store.
class SigningKey {
  public:
    [[nodiscard]] static SigningKey generate();
    /// Error (bad_input): no such file, not a key file; (refused): others than its owner may read it (mode 0600 is
    /// wanted).
    [[nodiscard]] static Result<SigningKey> read(const std::filesystem::path& path);
    /// Writes a new file of mode 0600, synced to the disk. Error (refused): the file exists already; (bad_input):
    /// cannot be written.
    [[nodiscard]] Result<void> write(const std::filesystem::path& path) const;

    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    [[nodiscard]] SignedHead sign(const TreeHead& head) const;

  private:
    std::array<std::uint8_t, 64> secret_{};
    PublicKey public_{};
};

} // namespace muster::ledger
