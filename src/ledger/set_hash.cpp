#include "muster/ledger/set_hash.hpp"

#include "sodium_ready.hpp"

#include <cstring>
#include <sodium.h>

namespace muster::ledger {

static_assert(SetHash::Key{}.size() == crypto_shorthash_siphashx24_KEYBYTES);

SetHash::Key SetHash::random_key() {
    sodium_ready();
    Key key{};
    randombytes_buf(key.data(), key.size());
    return key;
}

std::pair<std::uint64_t, std::uint64_t> SetHash::hash_of(std::initializer_list<std::string_view> row) {
    buffer_.clear();
    for (const std::string_view text : row) {
        const std::uint64_t size = text.size();
        std::array<char, sizeof size> bytes{};
        std::memcpy(bytes.data(), &size, sizeof size);
        buffer_.append(bytes.data(), bytes.size()).append(text);
    }
    std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> hash{};
    crypto_shorthash_siphashx24(hash.data(), reinterpret_cast<const unsigned char*>(buffer_.data()), buffer_.size(),
                                key_.data());
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::memcpy(&low, hash.data(), sizeof low);
    std::memcpy(&high, hash.data() + sizeof low, sizeof high);
    return {low, high};
}

void SetHash::add(std::initializer_list<std::string_view> row) {
    const auto [low, high] = hash_of(row);
    ++rows_;
    low_ += low;
    high_ += high + (low_ < low ? 1U : 0U);
}

void SetHash::remove(std::initializer_list<std::string_view> row) {
    const auto [low, high] = hash_of(row);
    --rows_;
    high_ -= high + (low_ < low ? 1U : 0U);
    low_ -= low;
}

} // namespace muster::ledger
