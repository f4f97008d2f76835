// A recorded analysis: whatever the file holds, it is read or refused.
#include "muster/formats/recorded_result.hpp"

#include <cmath>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto read = muster::read_recorded_result({reinterpret_cast<const char*>(data), size}, "fuzz", 5);
    if (read) {
        for (const auto& sample : read->samples) {
            if (sample.candidates.size() > 5 || std::isnan(sample.none)) {
                std::abort();
            }
        }
    }
    return 0;
}
