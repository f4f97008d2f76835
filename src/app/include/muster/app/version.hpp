#pragma once

#include <string>

namespace muster {

/// The program's version, as in CMakeLists.txt.
[[nodiscard]] const char* version();

/// The version with a checksum of the program's own file: two builds that could compute different numbers differ in it.
[[nodiscard]] const std::string& build_id();

} // namespace muster
