#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

/// 128 bits of XXH3 (libxxhash): finds damage and tells contents apart, as fast as memory is read. It is no
/// protection against somebody who means to deceive; the ledger has its own hashes for that.
struct Checksum {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend auto operator<=>(const Checksum&, const Checksum&) = default;
};

[[nodiscard]] Checksum checksum_of(std::string_view bytes);
[[nodiscard]] Checksum checksum_of(const void* bytes, std::size_t size);
/// 32 hexadecimal digits.
[[nodiscard]] std::string to_string(const Checksum& checksum);

} // namespace muster
