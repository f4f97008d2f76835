#include "muster/formats/familias.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto input = muster::decode_text({reinterpret_cast<const char*>(data), size}, "fuzz.fam");
    if (input) {
        muster::CaseOptions options;
        options.rare_allele_frequency = 0.001;
        (void)muster::parse_familias_case(*input, options);
    }
    return 0;
}
