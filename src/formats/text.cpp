#include "text.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace muster::text {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

using Byte = unsigned char;

/// Length of the UTF-8 character that starts at `i`, or 0 if there is none (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
std::size_t utf8_length(std::string_view s, std::size_t i) {
    const auto at = [&](std::size_t k) { return i + k < s.size() ? static_cast<Byte>(s[i + k]) : Byte{0}; };
    const auto tail = [&](std::size_t k) { return (at(k) & 0xC0U) == 0x80U; };
    const Byte lead = at(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return tail(1) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && at(1) < 0xA0;
        const bool surrogate = lead == 0xED && at(1) > 0x9F;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool overlong = lead == 0xF0 && at(1) < 0x90;
        const bool too_high = lead == 0xF4 && at(1) > 0x8F;
        return tail(1) && tail(2) && tail(3) && !overlong && !too_high ? 4 : 0;
    }
    return 0;
}

} // namespace

std::string_view trim(std::string_view s) {
    while (!s.empty() && is_space(s.front())) {
        s.remove_prefix(1);
    }
    while (!s.empty() && is_space(s.back())) {
        s.remove_suffix(1);
    }
    return s;
}

std::string lower(std::string_view s) {
    std::string out(s);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

std::string join(const std::vector<std::string>& words, std::size_t most) {
    std::string out;
    for (std::size_t i = 0; i < words.size() && i < most; ++i) {
        out += (i == 0 ? "" : ", ") + words[i];
    }
    if (words.size() > most) {
        out += " and " + std::to_string(words.size() - most) + " more";
    }
    return out;
}

std::vector<std::string_view> words(std::string_view s, std::string_view separators) {
    std::vector<std::string_view> out;
    for (std::size_t from = s.find_first_not_of(separators); from != std::string_view::npos;) {
        const std::size_t to = s.find_first_of(separators, from);
        out.push_back(s.substr(from, to == std::string_view::npos ? to : to - from));
        from = s.find_first_not_of(separators, to);
    }
    return out;
}

std::optional<double> number(std::string_view s) {
    s = trim(s);
    if (s.starts_with('+')) {
        s.remove_prefix(1);
    }
    double value = 0.0;
    const auto [end, status] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (status == std::errc::result_out_of_range && end == s.data() + s.size() &&
        text::lower(s).find("e-") != std::string::npos) {
        return 0.0;
    }
    if (status != std::errc{} || end != s.data() + s.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<long long> integer(std::string_view s) {
    s = trim(s);
    long long value = 0;
    const auto [end, status] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (status != std::errc{} || end != s.data() + s.size() || s.empty()) {
        return std::nullopt;
    }
    return value;
}

std::string show(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6g", value);
    return buffer;
}

bool is_utf8(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        const std::size_t n = utf8_length(s, i);
        if (n == 0) {
            return false;
        }
        i += n;
    }
    return true;
}

std::string exact(double value) {
    char buffer[32];
    char* const end = buffer + sizeof buffer;
    value += 0.0; // -0 is 0
    const auto written = std::to_chars(buffer, end, value, std::chars_format::fixed);
    return {buffer, written.ec == std::errc{} ? written.ptr : std::to_chars(buffer, end, value).ptr};
}

std::string quote(std::string_view s) {
    constexpr std::size_t most = 60;
    if (s.size() <= most) {
        return "'" + std::string(s) + "'";
    }
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(s[end]) & 0xC0U) == 0x80U) {
        --end; // never cut inside a UTF-8 character
    }
    return "'" + std::string(s.substr(0, end)) + "…'";
}

std::optional<Sex> sex(std::string_view s) {
    const std::string word = lower(trim(s));
    if (word == "1" || word == "m" || word == "male") {
        return Sex::male;
    }
    if (word == "2" || word == "f" || word == "female") {
        return Sex::female;
    }
    if (word.empty() || word == "0" || word == "u" || word == "unknown" || word == "?" || word == "na" || word == "-") {
        return Sex::unknown;
    }
    return std::nullopt;
}

std::string parent(std::string_view s) {
    s = trim(s);
    const bool none = s == "0" || s == "-" || s == "." || s == "NA" || s == "na";
    return none ? std::string{} : std::string(s);
}

bool is_yes(std::string_view s) {
    const std::string word = lower(trim(s));
    return word == "yes" || word == "true" || word == "1" || word == "y";
}

} // namespace muster::text
