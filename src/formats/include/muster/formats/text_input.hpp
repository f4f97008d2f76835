#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// The largest text file that is read: 256 MB.
inline constexpr std::size_t max_text_bytes = std::size_t{256} << 20;

/// A whole text file as UTF-8 without a byte order mark.
struct TextInput {
    std::string source;             ///< the file's name, for messages
    std::string text;               ///< always valid UTF-8
    std::vector<std::string> notes; ///< what had to be assumed ("… is not UTF-8: read as Latin-1")
};

/// Bytes → text. Drops a UTF-8 byte order mark; bytes that are not UTF-8 are read as Latin-1 (ISO 8859-1), and
/// this is noted. Errors (bad_input): UTF-16, NUL bytes (not a text file), more than `max_text_bytes`.
[[nodiscard]] Result<TextInput> decode_text(std::string bytes, std::string source);

/// Reads a whole file as it is. Errors (bad_input), each naming the file: no such file, a folder where a file is
/// expected, a file that cannot be read, one of more than `max_text_bytes`.
[[nodiscard]] Result<std::string> read_bytes(const std::filesystem::path& path);

/// Reads a whole text file. Errors (bad_input): those of `read_bytes` and of `decode_text`.
[[nodiscard]] Result<TextInput> read_text(const std::filesystem::path& path);

/// The lines of a text without their ends ("\n", "\r\n" or a lone "\r"); line n is element n-1. A last line
/// without an end counts. The views point into `text`, which must outlive them.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

} // namespace muster
