#include "muster/formats/xlsx.hpp"
#include "../tests/support/make_xlsx.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

/// The next piece of a seed; pieces are divided by lines of dashes.
std::string next(std::string_view& rest) {
    constexpr std::string_view divider = "\n----\n";
    const std::size_t end = rest.find(divider);
    std::string piece(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + divider.size());
    return piece;
}

} // namespace

// A zip file is read as it is. Its checksums stop nearly every change to it, so any other text is taken for the XML of
// the parts — rows, strings, styles, properties, what follows the rows — and zipped first.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    if (rest.starts_with("PK") || rest.starts_with("\xD0\xCF")) {
        (void)muster::parse_xlsx(rest, "fuzz.xlsx");
        return 0;
    }
    const std::string rows = next(rest);
    const std::string strings = next(rest);
    const std::string styles = next(rest);
    const std::string properties = next(rest);
    const auto parts = muster::test::workbook_parts(rows, strings, styles, properties, std::string(rest));
    (void)muster::parse_xlsx(muster::test::make_zip(parts), "fuzz.xlsx");
    return 0;
}
