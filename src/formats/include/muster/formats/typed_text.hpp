#pragma once

#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// A profile that somebody types or pastes.
struct TypedText {
    std::map<std::string, LocusResult> loci{}; ///< by the loci's own names; amelogenin as "AMEL"
    std::vector<std::string> not_read{};       ///< what is no typing, and why
};

/// Reads "TH01 6,9.3": a locus a line, or separated by semicolons; between its parts blanks, tabs, commas, colons,
/// slashes or bars. One allele is taken for two equal ones. What is half typed, unknown, or there twice is told and
/// left out; nothing is guessed.
[[nodiscard]] TypedText read_typed_text(std::string_view text, std::span<const Locus> loci);

} // namespace muster
