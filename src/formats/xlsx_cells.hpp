#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Addresses of cells, and what number formats make of numbers (ECMA-376 part 1, 18.3.1, 18.8.30, 18.17.4).
namespace muster::xlsx {

inline constexpr std::size_t most_rows = 1'048'576;
inline constexpr std::size_t most_columns = 16'384;

/// Row and column, both from 1.
struct Address {
    std::size_t row = 0;
    std::size_t column = 0;
};

/// "B12" → row 12, column 2. Nothing: no address, or outside a sheet.
[[nodiscard]] std::optional<Address> address(std::string_view text);
/// Row 12, column 2 → "B12".
[[nodiscard]] std::string to_string(const Address& address);

/// What of a point in time a number format shows; nothing: it shows a plain number.
struct TimeFormat {
    bool day = false;
    bool time = false;
    bool elapsed = false; ///< hours that count on past 24

    [[nodiscard]] bool any() const { return day || time || elapsed; }
    friend bool operator==(const TimeFormat&, const TimeFormat&) = default;
};

/// Of a format code such as `yyyy\-mm\-dd;@`: by its date letters outside quotes, escapes and brackets.
[[nodiscard]] TimeFormat time_format(std::string_view code);
/// Of a format that every workbook has by its number: 14–22, 45–47; 27–36 and 50–58 are the dates of Chinese, Japanese
/// and Korean versions.
[[nodiscard]] TimeFormat built_in_time_format(std::size_t id);

/// A serial number of days as ISO 8601 text. In the system from 1900 day 1 is 1900-01-01, and day 60 the 29 February
/// that this year did not have; in the one from 1904 day 0 is 1904-01-01. Errors (bad_input, without a place): no day.
[[nodiscard]] Result<std::string> date_text(double serial, const TimeFormat& format, bool from_1904);

} // namespace muster::xlsx
