#pragma once

#include "muster/base/result.hpp"
#include "muster/identify/case.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace muster {

/// What the person who asks may set over what the files say.
struct CaseOptions {
    std::optional<double> theta{}; ///< co-ancestry; nothing: what the file states, else 0
    std::string population{};      ///< whose frequencies to use, where the file has several populations
    std::string mutation{};        ///< which mutation setting, where the file names several; "none" switches it off
    /// Frequency for alleles that the table does not have; nothing: such an allele is an error.
    std::optional<double> rare_allele_frequency{};
};

/// A form in which cases come. To add one: write its reader, add a line to the table in read_case.cpp.
struct CaseFormat {
    const char* name;
    const char* looks_like; ///< for people: "a folder with profiles.csv, …"
    bool (*matches)(const std::filesystem::path&);
    Result<Case> (*read)(const std::filesystem::path&, const CaseOptions&);
};

/// All forms, in the order in which they are tried.
[[nodiscard]] std::span<const CaseFormat> case_formats();

/// Reads a case in whichever form it comes. Errors: no such file, no form that fits (the forms are listed), the
/// reader's own errors, each naming the file and, where there is one, the line.
[[nodiscard]] Result<Case> read_case(const std::filesystem::path& path, const CaseOptions& options);

} // namespace muster
