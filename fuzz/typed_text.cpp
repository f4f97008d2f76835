// A profile that somebody types: whatever comes, nothing is read that was not typed.
#include "muster/formats/typed_text.hpp"
#include "muster/genetics/frequencies.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace muster;
    static const std::vector<Locus> loci = [] {
        std::vector<Locus> made;
        const auto specs = locus_specs(*shipped_frequency_table(), {"Cauc"}, {"TH01", "vWA"}, {});
        for (const LocusSpec& spec : *specs) {
            made.push_back(*Locus::make(spec));
        }
        return made;
    }();
    const TypedText read = read_typed_text({reinterpret_cast<const char*>(data), size}, loci);
    for (const auto& [marker, result] : read.loci) {
        if (result.alleles.size() < 2 || result.alleles.size() > 8) {
            std::abort();
        }
    }
    return 0;
}
