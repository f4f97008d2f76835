#include "muster/formats/dvi_json.hpp"
#include "muster/formats/jsonl.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = muster::decode_text({reinterpret_cast<const char*>(data), size}, "fuzz.json");
    if (input) {
        (void)muster::parse_dvi_json(*input, {});
        (void)muster::parse_pedigree_cases(input->text, "fuzz.jsonl");
    }
    return 0;
}
