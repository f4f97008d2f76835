#include "muster/ledger/one_time_code.hpp"

#include "muster/ledger/hash.hpp"

#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace muster::ledger {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t step_seconds = 30;

} // namespace

std::string new_code_secret() {
    return random_bytes(20);
}

std::string one_time_code(std::string_view secret, std::uint64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[i] = static_cast<unsigned char>(step >> (56 - 8 * i));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
         &length);
    const std::size_t at = mac[length - 1] & 0x0FU; // dynamic truncation, RFC 4226 section 5.3
    const std::uint32_t number = (static_cast<std::uint32_t>(mac[at] & 0x7FU) << 24U) |
                                 (static_cast<std::uint32_t>(mac[at + 1]) << 16U) |
                                 (static_cast<std::uint32_t>(mac[at + 2]) << 8U) | mac[at + 3];
    const std::string digits = std::to_string(number % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::uint64_t code_step(std::int64_t seconds) {
    return static_cast<std::uint64_t>(seconds / step_seconds);
}

std::optional<std::uint64_t> step_of_code(std::string_view secret, std::string_view code, std::int64_t seconds) {
    std::optional<std::uint64_t> found;
    const std::uint64_t now = code_step(seconds);
    for (const std::uint64_t step : {now - 1, now, now + 1}) { // clocks differ, and typing takes a while
        const std::string right = one_time_code(secret, step);
        if (code.size() == right.size() && sodium_memcmp(code.data(), right.data(), right.size()) == 0) {
            found = step;
        }
    }
    return found;
}

std::string base32(std::string_view bytes) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        for (count += 8; count >= 5; count -= 5) {
            out += alphabet[(bits >> (count - 5)) & 31U];
        }
    }
    if (count > 0) {
        out += alphabet[(bits << (5 - count)) & 31U];
    }
    return out;
}

std::optional<std::string> from_base32(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        bits = (bits << 5U) | static_cast<std::uint32_t>(digit);
        count += 5;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>((bits >> count) & 0xFFU);
        }
    }
    return out;
}

} // namespace muster::ledger
