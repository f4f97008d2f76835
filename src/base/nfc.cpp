#include "muster/base/nfc.hpp"

#include <algorithm>
#include <unicode/normalizer2.h>

namespace muster {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

using Form = const icu::Normalizer2* (*)(UErrorCode&);

std::string normalized(std::string_view text, Form form) {
    if (is_ascii(text)) {
        return std::string(text);
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = form(status);
    std::string normal;
    if (U_SUCCESS(status)) {
        const auto read = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
        normalizer->normalize(read, status).toUTF8String(normal);
    }
    return U_SUCCESS(status) ? normal : std::string(text); // ICU has the tables of these forms within itself
}

} // namespace

std::string nfc(std::string_view text) {
    return normalized(text, &icu::Normalizer2::getNFCInstance);
}

std::vector<std::string> spellings_of(std::string_view name) {
    std::vector<std::string> all{std::string(name)};
    for (std::string form : {nfc(name), normalized(name, &icu::Normalizer2::getNFDInstance)}) {
        if (std::find(all.begin(), all.end(), form) == all.end()) {
            all.push_back(std::move(form));
        }
    }
    return all;
}

} // namespace muster
