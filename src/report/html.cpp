#include "html.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace muster::html {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr const char* no_break = "\xC2\xA0"; // a space where no line may end

/// Reads one code point and moves on; a byte that starts none is U+FFFD.
char32_t next_code_point(std::string_view raw, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(raw[i]); };
    const std::uint8_t first = byte(at);
    if (first < 0x80) {
        ++at;
        return first;
    }
    const std::size_t more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
    if (more == 0 || first >= 0xF5 || at + more >= raw.size()) {
        ++at;
        return replacement;
    }
    char32_t code = first & static_cast<char32_t>(0x3F >> more);
    for (std::size_t k = 1; k <= more; ++k) {
        if ((byte(at + k) & 0xC0) != 0x80) {
            ++at;
            return replacement;
        }
        code = code * 64 + (byte(at + k) & 0x3F);
    }
    const bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        ++at;
        return replacement;
    }
    at += more + 1;
    return code;
}

bool fits_xml(char32_t c) {
    return c >= 0x20 ? (c != 0x7F && c != 0xFFFE && c != 0xFFFF) : (c == '\t' || c == '\n' || c == '\r');
}

/// East Asian wide letters (Unicode Standard Annex #11), as whole blocks.
bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x1F300 && c <= 0x3FFFD);
}

double width_of(char32_t c) {
    if (is_wide(c)) {
        return 1.0;
    }
    // After DejaVu Sans, one of the wider faces a page may be read in.
    const bool narrow = c == 'i' || c == 'l' || c == 'I' || c == 'j' || c == '.' || c == ',' || c == ' ' || c == '-';
    const bool broad = c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '&' || c == '@' || c == '%';
    const bool capital = c >= 'A' && c <= 'Z';
    return narrow ? 0.36 : broad ? 0.92 : capital ? 0.72 : 0.63;
}

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return std::string(buffer.data(), end.ptr);
}

std::string superscript(long value) {
    static constexpr std::array<const char*, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string out(value < 0 ? "⁻" : "");
    for (const char c : std::to_string(std::labs(value))) {
        out += digits[static_cast<std::size_t>(c - '0')];
    }
    return out;
}

/// Two significant digits, the rest zeros: 21,000.
std::string rounded(double value) {
    if (value < 9.95) {
        return fixed(value, 1);
    }
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
    return count(static_cast<std::size_t>(std::llround(value / unit) * std::llround(unit)));
}

/// "3.1 × 10⁻⁷", on one line.
std::string scientific(double log10) {
    double exponent = std::floor(log10);
    double digits = std::pow(10.0, log10 - exponent);
    if (digits >= 9.95) { // would be written 10.0
        digits = 1.0;
        exponent += 1.0;
    }
    return fixed(digits, 1) + no_break + "×" + no_break + "10" + superscript(std::lround(exponent));
}

/// A number from 1 upwards in words.
std::string large(double log10) {
    if (log10 < 6.0 - 0.0022) { // so that 999,500 already reads "1.0 million"
        return rounded(std::pow(10.0, log10));
    }
    static constexpr std::array<const char*, 3> scale{" million", " billion", " trillion"};
    for (std::size_t k = 0; k < scale.size(); ++k) {
        const double from = 6.0 + 3.0 * static_cast<double>(k);
        if (log10 < from + 3.0 - 0.0022) {
            return rounded(std::pow(10.0, log10 - from)) + scale[k];
        }
    }
    return scientific(log10);
}

} // namespace

std::string text(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t from = at;
        const char32_t c = next_code_point(raw, at);
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default:
            if (c == replacement || !fits_xml(c)) {
                out += "\xEF\xBF\xBD";
            } else {
                out += raw.substr(from, at - from);
            }
        }
    }
    return out;
}

std::string name(std::string_view raw) {
    std::string out("<bdi>");
    out += text(raw);
    out += "</bdi>";
    return out;
}

std::string names(const std::vector<std::string>& raw) {
    std::string out;
    for (const std::string& one : raw) {
        if (!out.empty()) {
            out += ", ";
        }
        out += name(one);
    }
    return out;
}

std::string css_string(std::string_view raw) {
    std::string out;
    for (std::size_t at = 0; at < raw.size();) {
        const char32_t c = next_code_point(raw, at);
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ') {
            out += static_cast<char>(c);
            continue;
        }
        std::array<char, 8> hex{};
        const auto end = std::to_chars(hex.data(), hex.data() + hex.size(),
                                       static_cast<std::uint32_t>(fits_xml(c) ? c : replacement), 16);
        out += '\\';
        out.append(hex.data(), end.ptr);
        out += ' ';
    }
    return out;
}

double text_width(std::string_view raw) {
    double width = 0.0;
    for (std::size_t at = 0; at < raw.size();) {
        width += width_of(next_code_point(raw, at));
    }
    return width;
}

std::string fitted(std::string_view raw, double em) {
    if (text_width(raw) <= em) {
        return std::string(raw);
    }
    double width = 0.8; // of the ellipsis
    std::size_t at = 0;
    std::size_t end = 0;
    while (at < raw.size()) {
        width += width_of(next_code_point(raw, at));
        if (width > em) {
            break;
        }
        end = at;
    }
    std::string out(raw.substr(0, end));
    out += "…";
    return out;
}

std::string number(double value, int decimals) {
    if (std::isinf(value)) {
        return value < 0 ? "−∞" : "∞";
    }
    const std::string digits = fixed(std::abs(value), decimals);
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    std::string out(value < 0 && !zero ? "−" : "");
    out += digits;
    return out;
}

std::string length(double value) {
    std::string out = fixed(value, 2);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') {
        out.pop_back();
    }
    return out == "-0" ? std::string("0") : out;
}

std::string count(std::size_t value) {
    std::string out = std::to_string(value);
    for (std::size_t at = out.size(); at > 3; at -= 3) {
        out.insert(at - 3, ",");
    }
    return out;
}

std::string count(std::size_t value, std::string_view one, std::string_view many) {
    std::string out = count(value);
    out += ' ';
    out += value == 1 ? one : many;
    return out;
}

std::string log10_lr(double value) {
    return std::isinf(value) && value < 0 ? std::string("excluded") : number(value, 2);
}

std::string magnitude(double log10) {
    std::string out("about ");
    out += large(log10);
    return out;
}

std::string ratio(double log10) {
    if (std::isinf(log10)) {
        return log10 < 0 ? "0" : "∞";
    }
    if (log10 >= 0.0) {
        return large(log10);
    }
    if (log10 >= -3.0) {
        return fixed(std::pow(10.0, log10), log10 > -1.0 ? 2 : log10 > -2.0 ? 3 : 4);
    }
    return scientific(log10);
}

std::string percent(double probability) {
    std::string out;
    if (probability <= 0.0) {
        out = "0";
    } else if (probability < 0.0001) {
        out = "less than 0.01";
    } else if (probability > 0.9999) { // a model's 100 % is never that of the world
        out = "more than 99.99";
    } else {
        const bool ends = probability < 0.1 || probability > 0.99;
        out = fixed(100.0 * probability, ends ? 2 : 1);
    }
    out += no_break;
    out += '%';
    return out;
}

void attribute(std::string& out, std::string_view name, double value) {
    out += ' ';
    out += name;
    out += "=\"" + length(value) + '"';
}

} // namespace muster::html
