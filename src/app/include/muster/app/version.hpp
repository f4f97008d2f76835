#pragma once

namespace muster {

/// The program's version, as in CMakeLists.txt.
[[nodiscard]] const char* version();

} // namespace muster
