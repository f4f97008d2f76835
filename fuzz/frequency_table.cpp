#include "muster/genetics/frequencies.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)muster::parse_frequency_table({reinterpret_cast<const char*>(data), size}, "fuzz.csv");
    return 0;
}
