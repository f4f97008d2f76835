#include "muster/ledger/hash.hpp"

#include "sodium_ready.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <openssl/evp.h>
#include <sodium.h>

namespace muster::ledger {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// 0 … 15; 16: not a hexadecimal digit in lower case.
unsigned digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    return c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10 : 16;
}

} // namespace

void sodium_ready() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) {
        std::abort(); // a system without a random generator: no key or salt could be trusted
    }
}

// SHA-256 and base64 are OpenSSL's: with the processor's SHA instructions it hashes several times as fast as
// libsodium 1.0.18, and its base64 need not hide what it decodes.
struct Sha256::State {
    State() : context(EVP_MD_CTX_new()) { start(); }
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void start() {
        static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        must(EVP_DigestInit_ex2(context, algorithm, nullptr));
    }
    void update(std::string_view bytes) { must(EVP_DigestUpdate(context, bytes.data(), bytes.size())); }
    Hash finish() {
        Hash hash;
        must(EVP_DigestFinal_ex(context, hash.data(), nullptr));
        return hash;
    }
    /// These calls fail only without memory.
    static void must(int done) {
        if (done != 1) {
            throw std::bad_alloc();
        }
    }

    EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
    state_->update(bytes);
}

Hash Sha256::finish() {
    return state_->finish();
}

Hash Sha256::of(std::string_view first, std::string_view second) {
    thread_local State state; // making one anew takes as long as hashing an entry
    state.start();
    state.update(first);
    state.update(second);
    return state.finish();
}

Hash sha256(std::string_view bytes) {
    return Sha256::of(bytes, {});
}

std::string hex(std::string_view bytes) {
    std::string text(2 * bytes.size(), '\0');
    char* at = text.data();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        *at++ = hex_digits[byte >> 4U];
        *at++ = hex_digits[byte & 15U];
    }
    return text;
}

std::string hex(const Hash& hash) {
    return hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::optional<Hash> hash_from_hex(std::string_view text) {
    Hash hash;
    if (text.size() != 2 * hash.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const unsigned high = digit_value(text[2 * i]);
        const unsigned low = digit_value(text[2 * i + 1]);
        if (high > 15 || low > 15) {
            return std::nullopt;
        }
        hash[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return hash;
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), octets(bytes), static_cast<int>(bytes.size()));
    text.pop_back(); // the terminating zero
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3, '\0');
    // OpenSSL takes padding anywhere, white space at either end, and stray bits before the padding.
    const std::size_t padding = std::min(text.find('='), text.size());
    if (text.size() % 4 != 0 || text.size() - padding > 2 ||
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), octets(text), static_cast<int>(text.size())) !=
            static_cast<int>(bytes.size())) {
        return std::nullopt;
    }
    const std::size_t last = bytes.size() < 3 ? 0 : bytes.size() - 3;
    bytes.resize(bytes.size() - (text.size() - padding));
    const bool canonical = base64(std::string_view(bytes).substr(last)) ==
                           text.substr(text.size() - std::min<std::size_t>(4, text.size()));
    return canonical ? std::optional(std::move(bytes)) : std::nullopt;
}

std::string random_bytes(std::size_t n) {
    sodium_ready();
    std::string bytes(n, '\0');
    randombytes_buf(bytes.data(), n);
    return bytes;
}

} // namespace muster::ledger
