#include "muster/names/name_index.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t half = text.find('\n');
    const std::string first = text.substr(0, half);
    const std::string rest = half == std::string::npos ? "" : text.substr(half + 1);
    static const auto words = muster::NameVariants::of("kim,gim\n", "金,금,김\n李,리,이\n");
    (void)muster::NameVariants::of(rest, first);
    const muster::NameIndex index({{"a", {first, rest}, {rest}}, {"b", {"Kim Il"}, {"12345"}}}, *words);
    for (const muster::NameMatch& match : index.find(first.substr(0, 200))) {
        if (!(match.score >= 0.0 && match.score <= 1.0 + 1e-12)) {
            __builtin_trap();
        }
    }
    return 0;
}
