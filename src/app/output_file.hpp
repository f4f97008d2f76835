#pragma once

#include "muster/base/result.hpp"

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace muster {

/// Is this where standard output goes ("/dev/stdout", or the file that it was sent to)? Then what is handed out is
/// printed, and nothing is said about it in between.
[[nodiscard]] bool is_standard_output(const std::filesystem::path& file);

/// Writes a file that a command hands out, whole or not at all; terminals, pipes and the like are written to. A file
/// that is there stays, for it may be a head or a filled table that nobody can make again; one that begins with
/// `replaces` (not empty) is replaced. Errors: refused (a file is there; a disk), bad_input (no such folder; it cannot
/// be written).
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file, const std::string& text,
                                      std::string_view replaces = {});

/// The same for what is too long for memory: `write` puts it into the stream.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file,
                                      const std::function<Result<void>(std::ostream&)>& write);

} // namespace muster
