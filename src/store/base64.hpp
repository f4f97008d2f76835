#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::store {

/// RFC 4648, section 4, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);
/// Nothing for a text that is not base64.
[[nodiscard]] std::optional<std::string> from_base64(const std::string& text);

} // namespace muster::store
