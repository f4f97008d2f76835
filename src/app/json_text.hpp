#pragma once

#include "muster/ledger/entry.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// A JSON object, member by member.
class JsonObject {
  public:
    void text(std::string_view name, std::string_view value) { raw(name, ledger::json_string(value)); }
    /// `json`: a value as it is to stand there.
    void raw(std::string_view name, std::string_view json) {
        text_ += text_.empty() ? "{" : ",";
        text_ += ledger::json_string(name);
        text_ += ':';
        text_ += json;
    }
    [[nodiscard]] std::string done() const { return text_.empty() ? "{}" : text_ + "}"; }

  private:
    std::string text_{};
};

[[nodiscard]] inline std::string json_array(const std::vector<std::string>& values) {
    std::string text = "[";
    for (const std::string& value : values) {
        text += text.size() > 1 ? "," : "";
        text += value;
    }
    text += ']';
    return text;
}

[[nodiscard]] inline std::string json_strings(std::vector<std::string> values) {
    for (std::string& value : values) {
        value = ledger::json_string(value);
    }
    return json_array(values);
}

/// The shortest text that reads back as the same number; null where there is none (−∞ is an exclusion).
[[nodiscard]] inline std::string json_number(double value) {
    if (!std::isfinite(value)) {
        return "null";
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

[[nodiscard]] inline const char* json_bool(bool value) {
    return value ? "true" : "false";
}

} // namespace muster
