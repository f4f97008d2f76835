#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// The text in Unicode's normalization form C, in which a letter with an accent is one character. Texts that look alike
/// because they are the same letters are then the same bytes. `text` is UTF-8.
[[nodiscard]] std::string nfc(std::string_view text);

/// The ways in which a name may be recorded that means this one: as it is written, then in forms C and D, each once. A
/// ledger may hold names that were not normalized.
[[nodiscard]] std::vector<std::string> spellings_of(std::string_view name);

} // namespace muster
