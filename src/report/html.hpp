#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text and numbers as a reader of the page sees them.
namespace muster::html {

/// For element text and quoted attributes. What XML cannot hold (control characters, broken UTF-8) becomes U+FFFD.
[[nodiscard]] std::string text(std::string_view raw);

/// A name of a person, sample or family: escaped, and kept from changing the direction of the text around it.
[[nodiscard]] std::string name(std::string_view raw);

/// Names with commas between them.
[[nodiscard]] std::string names(const std::vector<std::string>& raw);

/// The inside of a CSS string, safe for any text.
[[nodiscard]] std::string css_string(std::string_view raw);

/// About how wide the text is, in em; letters of Chinese, Japanese and Korean are wide.
[[nodiscard]] double text_width(std::string_view raw);

/// The text cut to `em`, with an ellipsis if something was cut. Not escaped.
[[nodiscard]] std::string fitted(std::string_view raw, double em);

/// Fixed decimals, with a real minus sign: "−3.20". Infinity is "−∞".
[[nodiscard]] std::string number(double value, int decimals);

/// A length in an SVG: at most two decimals, as XML wants it.
[[nodiscard]] std::string length(double value);

/// Adds ` name="length"` to an element of an SVG.
void attribute(std::string& out, std::string_view name, double value);

/// A count with thousands separated: "1,234".
[[nodiscard]] std::string count(std::size_t value);

/// "1 sample", "12 samples".
[[nodiscard]] std::string count(std::size_t value, std::string_view one, std::string_view many);

/// A log10 LR as shown in tables: "6.32", "−0.40", "excluded".
[[nodiscard]] std::string log10_lr(double value);

/// 10^log10 in words: "3.2", "about 320", "about 21,000", "about 2.1 million", "about 3 × 10¹⁷".
[[nodiscard]] std::string magnitude(double log10);

/// A likelihood ratio itself: "0.045", "3.2", "2.1 million".
[[nodiscard]] std::string ratio(double log10);

/// A probability: "99.97 %", "more than 99.99 %" (of 1, too), "less than 0.01 %", "0 %".
[[nodiscard]] std::string percent(double probability);

} // namespace muster::html
