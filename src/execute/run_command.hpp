#pragma once

#include "muster/base/result.hpp"

#include <string>
#include <vector>

namespace muster {

struct Ran {
    int status = 0;
    std::string output; ///< of both streams
};

/// Runs a program, found as the shell finds it, and waits. Error (unavailable): it cannot be started.
[[nodiscard]] Result<Ran> run_command(const std::vector<std::string>& words);

} // namespace muster
