#include "muster/base/checksum.hpp"

#include <cinttypes>
#include <cstdio>
#include <xxhash.h>

namespace muster {

Checksum checksum_of(const void* bytes, std::size_t size) {
    const XXH128_hash_t hash = XXH3_128bits(bytes, size);
    return {hash.high64, hash.low64};
}

Checksum checksum_of(std::string_view bytes) {
    return checksum_of(bytes.data(), bytes.size());
}

std::string to_string(const Checksum& checksum) {
    char text[33];
    std::snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64, checksum.high, checksum.low);
    return text;
}

} // namespace muster
