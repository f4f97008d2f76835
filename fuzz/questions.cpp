#include "muster/formats/questions.hpp"
#include "muster/formats/text_input.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = muster::decode_text({reinterpret_cast<const char*>(data), size}, "fuzz.jsonl");
    if (!input) {
        return 0;
    }
    for (const auto& line : muster::question_lines(input->text, "fuzz.jsonl")) {
        if (!line) {
            continue;
        }
        if (const auto asked = muster::parse_matrix_question(*line, "fuzz.jsonl");
            asked && asked->alleles.size() < 12) {
            (void)muster::mutation_matrix(asked->spec, asked->alleles, asked->freqs);
        }
        if (const auto asked = muster::parse_coefficient_question(*line, "fuzz.jsonl")) {
            (void)muster::Pedigree::make(asked->members);
        }
    }
    return 0;
}
