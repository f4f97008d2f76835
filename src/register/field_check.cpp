#include "field_check.hpp"

#include "muster/base/nfc.hpp"
#include "muster/register/values.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace muster::checks {
namespace {

bool in_range(std::string_view text, double least, double most) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value) && value >= least &&
           value <= most;
}

bool is_count(std::string_view text) {
    return !text.empty() && text.size() <= 12 && text.find_first_not_of("0123456789") == std::string_view::npos &&
           (text.size() == 1 || text.front() != '0');
}

bool lies_ahead(const Moment& when) {
    using namespace std::chrono;
    return when.earliest() > floor<seconds>(system_clock::now()).time_since_epoch().count() + 60;
}

/// Is the field a name, or a part of one, by which others find the record?
bool is_name(const KindSpec& kind, const FieldSpec& field) {
    return std::find(kind.key_fields.begin(), kind.key_fields.end(), field.name) != kind.key_fields.end() ||
           (kind.name == "alias" && field.name == "id");
}

} // namespace

std::string_view trim(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos ? std::string_view{}
                                          : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::string quoted(std::string_view text) {
    constexpr std::size_t most = 80;
    std::string shown = "'";
    std::size_t end = std::min(text.size(), most);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end; // not within a character
    }
    shown += text.substr(0, end);
    shown += end < text.size() ? "…'" : "'";
    return shown;
}

void FieldChecker::put(const FieldSpec& field, std::string_view written, ledger::Body& body) {
    if (!field.list) {
        if (auto text = value(field, written)) {
            body[std::string(field.name)] = *std::move(text);
        }
        return;
    }
    std::vector<std::string> items;
    for (std::size_t at = 0; at <= written.size();) {
        const std::size_t end = std::min(written.find(';', at), written.size());
        if (const std::string_view item = trim(written.substr(at, end - at)); !item.empty()) {
            if (auto text = value(field, item)) {
                if (std::find(items.begin(), items.end(), *text) != items.end()) {
                    wrong(field, item, "is there twice");
                }
                items.push_back(*std::move(text));
            }
        }
        at = end + 1;
    }
    body[std::string(field.name)] = std::move(items);
}

std::optional<std::string> FieldChecker::value(const FieldSpec& field, std::string_view written) {
    if (!ledger::is_utf8(written)) {
        return wrong(field, written, "is not UTF-8 text");
    }
    if (std::any_of(written.begin(), written.end(),
                    [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t'; })) {
        return wrong(field, written, "has control characters");
    }
    switch (field.type) {
    case FieldType::text: return is_name(kind_, field) ? nfc(written) : std::string(written);
    case FieldType::time: return time(field, written);
    case FieldType::count:
        return is_count(written) ? std::optional(std::string(written))
                                 : wrong(field, written, "is not a whole number, 0 or more");
    case FieldType::mass:
        return micrograms(written) ? std::optional(std::string(written))
                                   : wrong(field, written, "is not a mass in grams such as 12.5");
    case FieldType::decimal: return number(field, written, -1e300, 1e300, "is not a decimal number");
    case FieldType::amount: return number(field, written, 0, 1e300, "is not a decimal number, 0 or more");
    case FieldType::latitude: return number(field, written, -90, 90, "is not a latitude from -90 to 90");
    case FieldType::longitude: return number(field, written, -180, 180, "is not a longitude from -180 to 180");
    case FieldType::word: return word(field, written);
    case FieldType::bone: return bone(field, written);
    case FieldType::record: return record(field, written);
    case FieldType::sha256:
        return ledger::hash_from_hex(written) ? std::optional(std::string(written))
                                              : wrong(field, written, "is not a SHA-256 of 64 digits 0-9 a-f");
    }
    return std::nullopt;
}

std::optional<std::string> FieldChecker::number(const FieldSpec& field, std::string_view written, double least,
                                                double most, const char* what) {
    return in_range(written, least, most) ? std::optional(std::string(written)) : wrong(field, written, what);
}

std::optional<std::string> FieldChecker::time(const FieldSpec& field, std::string_view written) {
    const auto when = moment(written);
    if (!when) {
        return wrong(field, written, "is no date; expected 2018-07-27, or 2018-07-27T14:30+09:00");
    }
    if (field.name != "due" && field.name != "until" && lies_ahead(*when)) {
        return wrong(field, written, "lies in the future");
    }
    return std::string(written);
}

std::optional<std::string> FieldChecker::word(const FieldSpec& field, std::string_view written) {
    auto known = vocabulary_.word(field.of, written);
    return known ? known
                 : unknown(field, written, "is not in the vocabulary of " + std::string(field.of),
                           vocabulary_.words(field.of));
}

std::optional<std::string> FieldChecker::bone(const FieldSpec& field, std::string_view written) {
    const Bone* known = vocabulary_.bone(written);
    return known != nullptr ? std::optional(known->name)
                            : unknown(field, written, "is no bone of the vocabulary", vocabulary_.bone_names());
}

/// The records of these kinds that have this name, as a reference holds them; also by their full name.
std::vector<std::string> FieldChecker::recorded_as(const std::vector<std::string_view>& kinds,
                                                   const std::string& name) {
    if (kinds.size() == 1) {
        return tables_.record(ref(kinds.front(), name)) == nullptr ? std::vector<std::string>{}
                                                                   : std::vector<std::string>{name};
    }
    std::vector<std::string> found;
    if (std::find(kinds.begin(), kinds.end(), kind_of(name)) != kinds.end() && tables_.record(name) != nullptr) {
        return {name};
    }
    for (const std::string_view kind : kinds) {
        if (std::string full = ref(kind, name); tables_.record(full) != nullptr) {
            found.push_back(std::move(full));
        }
    }
    return found;
}

std::optional<std::string> FieldChecker::record(const FieldSpec& field, std::string_view written) {
    const auto allowed = kinds_of(field);
    for (const std::string& spelling : spellings_of(written)) {
        const auto found = recorded_as(allowed, spelling);
        if (found.size() > 1) {
            return wrong(field, written, "may be " + found[0] + " or " + found[1] + "; write which");
        }
        if (!found.empty()) {
            return found.front();
        }
    }
    return wrong(field, written, "is not recorded (" + joined(allowed) + "); record it first, or correct the key");
}

std::nullopt_t FieldChecker::wrong(const FieldSpec& field, std::string_view written, const std::string& what) {
    problems_.push_back(std::string(field.name) + ": " + quoted(written) + " " + what);
    return std::nullopt;
}

std::nullopt_t FieldChecker::unknown(const FieldSpec& field, std::string_view written, const std::string& what,
                                     const std::vector<std::string>& words) {
    const std::string near = nearest(words, written);
    const std::string all = joined(words);
    return wrong(field, written,
                 what + (!near.empty()        ? "; did you mean " + near + "?"
                         : words.size() <= 20 ? "; expected one of: " + all
                                              : "; see data/vocabulary"));
}

} // namespace muster::checks
