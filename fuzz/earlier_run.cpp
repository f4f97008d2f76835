#include "muster/formats/earlier_run.hpp"
#include "muster/formats/text_input.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto input = muster::decode_text({reinterpret_cast<const char*>(data), size}, "fuzz.json")) {
        (void)muster::read_earlier_run(input->text, "fuzz.json");
    }
    return 0;
}
