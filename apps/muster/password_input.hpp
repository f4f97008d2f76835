#pragma once

#include "muster/base/result.hpp"

#include <string>

namespace muster::cli {

/// A password: the first line of `file`; without one, the environment variable; otherwise what is typed at the
/// terminal, which does not show it. Errors: bad_input (the file cannot be read), forbidden (there is no terminal).
[[nodiscard]] Result<std::string> password_from(const std::string& file, const char* variable,
                                                const std::string& prompt);

/// The same for a new one, which is typed twice.
[[nodiscard]] Result<std::string> new_password_from(const std::string& file, const char* variable);

} // namespace muster::cli
