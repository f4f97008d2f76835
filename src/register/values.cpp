#include "muster/register/values.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace muster {
namespace {

constexpr std::int64_t day = 86400;

/// Reads a text from left to right; once something does not fit, nothing fits any more.
class Scan {
  public:
    explicit Scan(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return fits_ && rest_.empty(); }
    [[nodiscard]] bool fits() const { return fits_; }

    bool take(char c) {
        if (fits_ && !rest_.empty() && rest_.front() == c) {
            rest_.remove_prefix(1);
            return true;
        }
        return false;
    }
    int digits(std::size_t n) {
        int value = 0;
        fits_ = fits_ && rest_.size() >= n;
        for (std::size_t i = 0; fits_ && i < n; ++i) {
            fits_ = rest_[i] >= '0' && rest_[i] <= '9';
            value = value * 10 + (rest_[i] - '0');
        }
        if (fits_) {
            rest_.remove_prefix(n);
        }
        return value;
    }
    int in(int least, int most, std::size_t n = 2) {
        const int value = digits(n);
        fits_ = fits_ && value >= least && value <= most;
        return value;
    }
    void skip_digits() {
        fits_ = fits_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
        while (fits_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            rest_.remove_prefix(1);
        }
    }

  private:
    std::string_view rest_;
    bool fits_ = true;
};

constexpr std::int64_t minute = 60; // seconds
constexpr std::int64_t hour = 60 * minute;

std::int64_t days_to(std::chrono::year_month_day date) {
    return std::chrono::sys_days(date).time_since_epoch().count();
}

/// What stands behind the "T": a time of day, and a zone or none.
std::optional<Moment> time_on(std::int64_t day_start, Scan scan) {
    std::int64_t at = day_start + scan.in(0, 23) * hour;
    if (!scan.take(':')) {
        return std::nullopt;
    }
    at += scan.in(0, 59) * minute;
    std::int64_t span = 59;
    if (scan.take(':')) {
        at += scan.in(0, 59);
        span = 0;
        if (scan.take('.')) {
            scan.skip_digits();
        }
    }
    if (scan.at_end()) {
        return Moment{at - 14 * hour, at + 12 * hour + span}; // the zones go from UTC-12 to UTC+14
    }
    if (!scan.take('Z')) {
        const bool east = scan.take('+');
        if (!east && !scan.take('-')) {
            return std::nullopt;
        }
        std::int64_t offset = scan.in(0, 14) * hour;
        if (!scan.take(':')) {
            return std::nullopt;
        }
        offset += scan.in(0, 59) * minute;
        at -= east ? offset : -offset;
    }
    return scan.at_end() ? std::optional(Moment{at, at + span}) : std::nullopt;
}

} // namespace

std::optional<Moment> moment(std::string_view text) {
    using namespace std::chrono;
    Scan scan(text);
    const year y(scan.in(1, 9999, 4));
    if (scan.at_end()) {
        return Moment{days_to(y / January / 1) * day, days_to((y + years(1)) / January / 1) * day - 1, true};
    }
    if (!scan.take('-')) {
        return std::nullopt;
    }
    const month m(static_cast<unsigned>(scan.in(1, 12)));
    if (scan.at_end()) {
        const year_month next = year_month(y, m) + months(1);
        return Moment{days_to(y / m / 1) * day, days_to(next / 1) * day - 1, true};
    }
    if (!scan.take('-')) {
        return std::nullopt;
    }
    const year_month_day date = y / m / std::chrono::day(static_cast<unsigned>(scan.in(1, 31)));
    if (!scan.fits() || !date.ok()) {
        return std::nullopt;
    }
    const std::int64_t start = days_to(date) * day;
    if (scan.at_end()) {
        return Moment{start, start + day - 1, true};
    }
    return scan.take('T') || scan.take(' ') ? time_on(start, scan) : std::nullopt;
}

std::string utc_text(std::int64_t second) {
    using namespace std::chrono;
    const sys_seconds at{seconds(second)};
    const auto midnight = floor<days>(at);
    const year_month_day date(midnight);
    const hh_mm_ss time(at - midnight);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

std::string utc_now() {
    using namespace std::chrono;
    const auto now = floor<milliseconds>(system_clock::now());
    const auto second = floor<seconds>(now);
    std::string text = utc_text(second.time_since_epoch().count());
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>((now - second).count()));
    return text.replace(text.size() - 1, 1, fraction.data());
}

std::optional<std::int64_t> micrograms(std::string_view grams) {
    constexpr std::int64_t most = 1'000'000'000; // grams
    const std::size_t point = grams.find('.');
    const std::string_view whole = grams.substr(0, point);
    const std::string_view places = point == std::string_view::npos ? std::string_view{} : grams.substr(point + 1);
    const auto digits_only = [](std::string_view s) {
        return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!digits_only(whole) || whole.size() > 10 || places.size() > 6 ||
        (point != std::string_view::npos && !digits_only(places))) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (value > most) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < 6; ++i) {
        value = value * 10 + (i < places.size() ? places[i] - '0' : 0);
    }
    return value;
}

std::string grams(std::int64_t micrograms) {
    const bool negative = micrograms < 0;
    const std::uint64_t size =
        negative ? -static_cast<std::uint64_t>(micrograms) : static_cast<std::uint64_t>(micrograms);
    std::string places = std::to_string(1'000'000 + size % 1'000'000).substr(1);
    places.erase(places.find_last_not_of('0') + 1);
    return (negative ? "-" : "") + std::to_string(size / 1'000'000) + (places.empty() ? "" : "." + places);
}

} // namespace muster
