#include "index_file.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto facts = muster::facts_of({reinterpret_cast<const char*>(data), size});
    if (facts && !facts->loci.empty()) {
        (void)muster::IndexLayout::of(facts->units, facts->loci, facts->theta);
        (void)muster::facts_bytes(*facts);
    }
    return 0;
}
