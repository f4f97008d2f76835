#include "muster/formats/profile_json.hpp"

#include "json_parts.hpp"

#include <charconv>

namespace muster {
namespace {

Result<LocusResult> locus_result_of(const json::Json& locus, const std::string& what) {
    static const std::map<std::string, LocusStatus, std::less<>> statuses{{"typed", LocusStatus::typed},
                                                                          {"partial", LocusStatus::partial},
                                                                          {"empty", LocusStatus::tested_and_empty},
                                                                          {"not_tested", LocusStatus::not_tested}};
    const json::Json* status = json::find(locus, "status");
    const json::Json* alleles = json::find(locus, "alleles");
    const auto word = status == nullptr ? std::nullopt : json::word(*status);
    const auto known = word ? statuses.find(*word) : statuses.end();
    if (known == statuses.end() || alleles == nullptr) {
        return fail(ErrorKind::bad_input,
                    what + ": expected alleles, and a status: typed, partial, empty or not_tested");
    }
    LocusResult result;
    result.status = known->second;
    auto names = json::words(*alleles, what + ": alleles");
    if (!names) {
        return fail(names.error());
    }
    result.alleles = *std::move(names);
    if (const json::Json* heights = json::find(locus, "heights")) {
        const auto texts = json::words(*heights, what + ": heights");
        if (!texts) {
            return fail(texts.error());
        }
        for (const std::string& text : *texts) {
            double height = 0.0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), height);
            if (error != std::errc{} || end != text.data() + text.size()) {
                return fail(ErrorKind::bad_input, what + ": heights: '" + text + "' is not a number");
            }
            result.heights.push_back(height);
        }
    }
    return result;
}

} // namespace

Result<std::map<std::string, LocusResult>> read_profile_json(std::string_view text) {
    const auto parsed = json::parse(text, "profile");
    if (!parsed) {
        return fail(parsed.error());
    }
    if (!parsed->is_object()) {
        return fail(ErrorKind::bad_input, "a profile is an object of loci");
    }
    std::map<std::string, LocusResult> loci;
    for (const auto& [marker, locus] : parsed->items()) {
        auto result = locus_result_of(locus, "locus " + marker);
        if (!result) {
            return fail(result.error());
        }
        loci.emplace(marker, *std::move(result));
    }
    return loci;
}

} // namespace muster
