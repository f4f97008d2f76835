#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::ledger {

/// A SHA-256 value (FIPS 180-4), 32 bytes.
using Hash = std::array<std::uint8_t, 32>;

[[nodiscard]] Hash sha256(std::string_view bytes);

/// SHA-256 of what arrives in parts, such as a photograph of 50 MB.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::string_view bytes);
    /// The hash of all parts; afterwards the object must not be used again.
    [[nodiscard]] Hash finish();

    /// Of two texts, one behind the other.
    [[nodiscard]] static Hash of(std::string_view first, std::string_view second);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Lower-case hexadecimal digits, two a byte.
[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string hex(const Hash& hash);
/// Nothing: not 64 lower-case hexadecimal digits.
[[nodiscard]] std::optional<Hash> hash_from_hex(std::string_view text);

/// RFC 4648 base64 with padding.
[[nodiscard]] std::string base64(std::string_view bytes);
/// Nothing: not base64, or not in its one canonical form.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// `n` bytes of the operating system's generator, fit for keys and salts.
[[nodiscard]] std::string random_bytes(std::size_t n);

} // namespace muster::ledger
