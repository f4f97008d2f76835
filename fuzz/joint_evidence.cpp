#include "muster/formats/joint_evidence.hpp"
#include "muster/formats/text_input.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto input = muster::decode_text({reinterpret_cast<const char*>(data), size}, "fuzz.csv")) {
        (void)muster::read_joint_evidence(input->text, "fuzz.csv");
    }
    return 0;
}
