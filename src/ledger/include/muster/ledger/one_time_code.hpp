#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// One-time codes of a second factor: TOTP (RFC 6238) with HMAC-SHA-1, six digits, steps of 30 seconds, as every
// authenticator has them.
namespace muster::ledger {

/// 20 random bytes.
[[nodiscard]] std::string new_code_secret();

/// The code of a step (HOTP, RFC 4226).
[[nodiscard]] std::string one_time_code(std::string_view secret, std::uint64_t step);

/// Seconds since 1970 as a step.
[[nodiscard]] std::uint64_t code_step(std::int64_t seconds);

/// The step, the present one or one beside it, whose code this is; nothing: it is none. Takes as long either way.
[[nodiscard]] std::optional<std::uint64_t> step_of_code(std::string_view secret, std::string_view code,
                                                        std::int64_t seconds);

/// RFC 4648 without padding, as secrets are written for people; and back. Nothing: it is none.
[[nodiscard]] std::string base32(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base32(std::string_view text);

} // namespace muster::ledger
