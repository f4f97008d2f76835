#pragma once

#include "muster/register/register.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// The largest photograph that is taken: 200 MB.
inline constexpr std::uint64_t max_photograph_bytes = std::uint64_t{200} << 20;

/// The media type that a file's first bytes show: JPEG, PNG, TIFF, HEIC, PDF. Empty: another.
[[nodiscard]] std::string media_type_of(std::string_view first_bytes);

/// Puts the fields that follow from a photograph's file into its entry: sha256, bytes, media_type, and its name. Gives
/// the blob for the store. Errors (bad_input): no such file, too large, of another type.
[[nodiscard]] Result<NewBlob> describe_photograph(const std::filesystem::path& file, NewEntry& entry);

/// Are these fields of the kind taken from the photograph's file, so that nobody writes them?
[[nodiscard]] bool is_taken_from_file(const KindSpec& kind, std::string_view field);

} // namespace muster
