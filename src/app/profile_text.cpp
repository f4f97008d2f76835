#include "profile_text.hpp"

#include "json_text.hpp"

#include <charconv>

namespace muster {
namespace {

const char* status_word(LocusStatus status) {
    switch (status) {
    case LocusStatus::not_tested: return "not_tested";
    case LocusStatus::tested_and_empty: return "empty";
    case LocusStatus::partial: return "partial";
    case LocusStatus::typed: return "typed";
    }
    return "";
}

/// The shortest decimal text of the same double.
std::string exact(double value) {
    std::string text(32, '\0');
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    text.resize(error == std::errc{} ? static_cast<std::size_t>(end - text.data()) : 0);
    return text;
}

} // namespace

std::string profile_text(const std::map<std::string, LocusResult>& loci) {
    // Markers are ASCII nearly always; then the order of bytes is that of RFC 8785.
    JsonObject all;
    for (const auto& [marker, result] : loci) {
        JsonObject locus;
        locus.raw("alleles", json_strings(result.alleles));
        if (!result.heights.empty()) {
            std::vector<std::string> heights;
            for (const double height : result.heights) {
                heights.push_back(exact(height));
            }
            locus.raw("heights", json_strings(std::move(heights)));
        }
        locus.text("status", status_word(result.status));
        all.raw(marker, locus.done());
    }
    return all.done();
}

} // namespace muster
