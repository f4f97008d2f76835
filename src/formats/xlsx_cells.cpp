#include "xlsx_cells.hpp"

#include "text.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace muster::xlsx {

namespace {

constexpr long long seconds_a_day = 86'400;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/// "[h]", "[mm]", "[ss]", but not "[Red]" or "[$-412]".
bool is_elapsed(std::string_view bracket) {
    return !bracket.empty() && std::all_of(bracket.begin(), bracket.end(), [&](char c) {
        return lower(c) == lower(bracket.front()) && (lower(c) == 'h' || lower(c) == 'm' || lower(c) == 's');
    });
}

std::string clock(long long seconds) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return buffer;
}

std::string date(long long days_since_1970) {
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days_since_1970}}};
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return buffer;
}

/// Days since 1970-01-01, or nothing for a day that was not or is after the year 9999.
std::optional<long long> days_since_1970(long long day, bool from_1904) {
    constexpr long long last_day = 2'958'465;   // 9999-12-31 in the system from 1900
    constexpr long long between_systems = 1462; // 1904-01-01 there
    if (from_1904) {
        day += between_systems;
    } else if (day == 0 || day == 60) {
        return std::nullopt;
    }
    if (day > last_day) {
        return std::nullopt;
    }
    return day < 60 ? day - 25'568 : day - 25'569;
}

} // namespace

std::optional<Address> address(std::string_view text) {
    Address found;
    while (!text.empty() && is_letter(text.front()) && found.column <= most_columns) {
        found.column = found.column * 26 + static_cast<std::size_t>(lower(text.front()) - 'a') + 1;
        text.remove_prefix(1);
    }
    const auto row = text::integer(text);
    if (!row || *row < 1 || *row > static_cast<long long>(most_rows) || found.column < 1 ||
        found.column > most_columns) {
        return std::nullopt;
    }
    found.row = static_cast<std::size_t>(*row);
    return found;
}

std::string to_string(const Address& address) {
    std::string letters;
    for (std::size_t n = address.column; n > 0; n = (n - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
    }
    return letters + std::to_string(address.row);
}

TimeFormat time_format(std::string_view code) {
    TimeFormat format;
    bool month_or_minute = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        switch (lower(code[i])) {
        case '"': i = std::min(code.find('"', i + 1), code.size()); break;
        case '[': {
            const std::size_t end = std::min(code.find(']', i + 1), code.size());
            format.elapsed = format.elapsed || is_elapsed(code.substr(i + 1, end - i - 1));
            i = end;
            break;
        }
        case '\\': // the next character as it is
        case '_':  // a blank as wide as the next character
        case '*':  // the next character, repeated
            ++i;
            break;
        case 'y':
        case 'd': format.day = true; break;
        case 'h':
        case 's': format.time = true; break;
        case 'm': month_or_minute = true; break;
        default: break;
        }
    }
    format.day = format.day || (month_or_minute && !format.time && !format.elapsed);
    return format;
}

TimeFormat built_in_time_format(std::size_t id) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
        return {true, false, false};
    }
    if ((id >= 18 && id <= 21) || id == 45 || id == 47) {
        return {false, true, false};
    }
    return {id == 22, id == 22, id == 46};
}

Result<std::string> date_text(double serial, const TimeFormat& format, bool from_1904) {
    const auto no_day = [&] {
        return fail(ErrorKind::bad_input,
                    "the number " + text::exact(serial) + " is formatted as a date, but " +
                        (serial == 60.0 ? "29 February 1900 did not exist" : "there is no such day") +
                        "; correct it, clear it, or format it as a number");
    };
    if (!(serial >= 0.0 && serial < 3e6)) {
        return no_day();
    }
    const long long total = std::llround(serial * static_cast<double>(seconds_a_day));
    const long long day = total / seconds_a_day;
    const long long second = total % seconds_a_day;
    if (format.elapsed || (day == 0 && !format.day)) {
        return clock(total);
    }
    const auto since_1970 = days_since_1970(day, from_1904);
    if (!since_1970) {
        return no_day();
    }
    return date(*since_1970) + (second > 0 || format.time ? "T" + clock(second) : "");
}

} // namespace muster::xlsx
