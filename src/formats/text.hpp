#pragma once

#include "muster/genetics/locus.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Small things that every reader needs with words and numbers.
namespace muster::text {

[[nodiscard]] std::string_view trim(std::string_view s);
[[nodiscard]] std::string lower(std::string_view s);
/// "a, b, c"; a long list is cut after `most` with the number of those left out.
[[nodiscard]] std::string join(const std::vector<std::string>& words, std::size_t most = 12);
/// The words between any of `separators`; runs of separators count once.
[[nodiscard]] std::vector<std::string_view> words(std::string_view s, std::string_view separators = " \t");
/// A finite number, the whole of `s` (trimmed), "." as decimal point whatever the locale.
[[nodiscard]] std::optional<double> number(std::string_view s);
/// A whole number, the whole of `s` (trimmed).
[[nodiscard]] std::optional<long long> integer(std::string_view s);
/// Short decimal form of a number for messages.
[[nodiscard]] std::string show(double value);
/// The shortest text that reads back as the same double, "." as decimal point; an exponent only where it would not fit
/// into 32 characters otherwise.
[[nodiscard]] std::string exact(double value);
/// Is it UTF-8 (RFC 3629) all through?
[[nodiscard]] bool is_utf8(std::string_view s);
/// At most 60 characters of what was found, in quotes, for messages.
[[nodiscard]] std::string quote(std::string_view s);
/// 1, m, male; 2, f, female; 0, empty, u, unknown, ?, NA. Nothing: not a sex.
[[nodiscard]] std::optional<Sex> sex(std::string_view s);
/// A person's parent field: "0", empty, NA, "-" and "." stand for none.
[[nodiscard]] std::string parent(std::string_view s);
/// yes, true, 1, y (any case).
[[nodiscard]] bool is_yes(std::string_view s);

} // namespace muster::text
