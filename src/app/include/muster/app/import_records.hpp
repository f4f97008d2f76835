#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <filesystem>
#include <string>

namespace muster {

struct ImportRequest {
    Recorder recorder;
    std::string kind;
    std::filesystem::path file; ///< CSV or XLSX; the header names the kind's fields
    /// Where all problems go as CSV (row,problem); empty: nowhere. Written only if there are some.
    std::filesystem::path errors{};
    bool again = false; ///< keys that are recorded already were really used twice; otherwise each is a problem
};

/// Records every row of a table, or nothing. Names in the header are taken without regard to case, blanks, underscores
/// and dashes. Photographs: `file` names the file, from the table's folder on. The answer's problems are those of all
/// rows. Errors: usage (no such kind, or one that is not recorded by hand), bad_input (the file cannot be read; an
/// unknown column), those of the store.
[[nodiscard]] Result<Answer> import_records(const ImportRequest& request);

/// A table to fill in for a kind, with the help and words of each field: a workbook if `out` ends in .xlsx, CSV if in
/// .csv; with `out` empty, CSV as the answer's text. Errors: usage (no such kind, another ending), bad_input (`out`
/// cannot be written).
[[nodiscard]] Result<Answer> write_template(const std::string& kind, const std::filesystem::path& out);

struct ProfileImport {
    Recorder recorder;
    std::filesystem::path file; ///< a table of typing (docs/formats.md)
    std::string test{};         ///< where the table does not say it
    std::string on{};           ///< when it was typed; empty: today, UTC
    std::string outcome{};      ///< empty: Reportable
    std::filesystem::path errors{};
    bool references = false; ///< they are of relatives: each row's sample is a person of the roster
};

/// Records one result for each replicate of a table of typing, or nothing. Samples and extractions are named by their
/// keys, or by an end of the key that only one of them has; where the table names no extraction and the sample has one
/// alone, it is that. With `references`, a reference sample of a person is recorded instead. A replicate that has a
/// current result of the same test and kit already is a problem. Errors as `import_records`.
[[nodiscard]] Result<Answer> import_profiles(const ProfileImport& request);

} // namespace muster
