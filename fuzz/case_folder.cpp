#include "muster/formats/case_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// A whole folder in one input: a line "=== name" starts each file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = muster::decode_text({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!input) {
        return 0;
    }
    muster::CaseFiles files;
    muster::TextInput* file = nullptr;
    for (const std::string_view line : muster::split_lines(input->text)) {
        if (line.substr(0, 4) == "=== ") {
            const std::string name(line.substr(4));
            file = &files[name];
            file->source = name;
        } else if (file != nullptr) {
            file->text.append(line).append("\n");
        }
    }
    muster::CaseOptions options;
    (void)muster::parse_case_files(files, "fuzz", options);
    options.rare_allele_frequency = 0.01;
    options.population = "North";
    (void)muster::parse_case_files(files, "fuzz", options);
    return 0;
}
