#pragma once

#include "muster/base/result.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace muster {

/// Writes all files into `folder` (made if need be) or none: each is written whole under a temporary name, and they
/// take their own names, over what was there, only when every one is on the disk. An interruption
/// (`remove_unfinished_files`) leaves none of them half-written. Errors (bad_input): the folder cannot be made, a file
/// cannot be written.
[[nodiscard]] Result<void> write_files(const std::filesystem::path& folder,
                                       const std::vector<std::pair<std::string, std::string>>& files);

/// Removes the temporary files of a write under way. Async-signal-safe: for a handler of SIGINT and SIGTERM.
void remove_unfinished_files() noexcept;

} // namespace muster
