#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// One field, quoted where RFC 4180 asks for it.
[[nodiscard]] std::string csv_field(std::string_view text);

/// One record after RFC 4180: the fields, quoted where needed, with commas between them, and CRLF.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

} // namespace muster
