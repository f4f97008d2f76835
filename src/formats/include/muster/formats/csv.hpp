#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster {

/// One record and the line (1-based) of the CSV file on which it starts, or the row of the sheet in which it stands.
struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> fields;
};

/// What becomes of a row that cannot be read.
enum class BadRows {
    refuse,    ///< the first of them is the error
    set_aside, ///< it is left out of the rows and told in `bad_rows`, so that it does not hide what is wrong with
               ///< others
};

/// A table with a header, of a CSV file (RFC 4180) or of a sheet (xlsx.hpp). In CSV the separator (comma, semicolon or
/// tab) is the one that the header uses most. Fields may be quoted, and quoted fields may hold separators, line ends
/// and doubled quotes. Unquoted fields and header names are trimmed; blank lines are skipped; surplus empty fields at
/// the end of a record, as spreadsheets leave them, are dropped.
class CsvTable {
  public:
    /// Errors (bad_input) with the line: no header, a column named twice, a quote that is never closed,
    /// a record with another number of fields than the header. The last two may be set aside.
    [[nodiscard]] static Result<CsvTable> parse(std::string_view text, std::string source,
                                                BadRows bad = BadRows::refuse);

    /// The same from records that are already split, in the order of their lines; the first that is not blank is the
    /// header. The same errors, as far as they can occur.
    [[nodiscard]] static Result<CsvTable> from_rows(std::vector<CsvRow> rows, std::string source,
                                                    BadRows bad = BadRows::refuse);

    [[nodiscard]] const std::string& source() const { return source_; }
    [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
    [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }
    /// What is wrong with the rows that were set aside.
    [[nodiscard]] const std::vector<Error>& bad_rows() const { return bad_rows_; }
    [[nodiscard]] CsvTable with_bad_rows(std::vector<Error> more) &&;

    /// Index of the first of these columns that is there; names in lower case, the header's case is ignored.
    [[nodiscard]] std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;

    /// The same where the column is needed. Error (bad_input): lists the columns that were found.
    [[nodiscard]] Result<std::size_t> require(std::initializer_list<std::string_view> names) const;

    /// Error (bad_input) if there is a column of another name: a mistyped one must not be passed over.
    [[nodiscard]] Result<void> only(std::initializer_list<std::string_view> names) const;

    /// The field of a column that may be absent (then empty).
    [[nodiscard]] static std::string_view field(const CsvRow& row, std::optional<std::size_t> column);

    /// A bad_input error placed at this record.
    [[nodiscard]] Error error(const CsvRow& row, std::string message) const;

    /// What had to be assumed to read the file (see `TextInput::notes`).
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
    [[nodiscard]] CsvTable with_notes(std::vector<std::string> notes) &&;

  private:
    Result<void> add(CsvRow row);
    Result<void> set_aside(Error error);
    Result<void> add_header(CsvRow row);
    [[nodiscard]] Result<CsvTable> finished() &&;

    std::string source_;
    std::vector<std::string> notes_;
    std::vector<std::string> header_;
    std::vector<CsvRow> rows_;
    BadRows bad_ = BadRows::refuse;
    std::vector<Error> bad_rows_;
    std::unordered_map<std::string, std::size_t> columns_;
};

} // namespace muster
