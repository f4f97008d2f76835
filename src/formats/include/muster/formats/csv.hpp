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

/// One record of a CSV file and the line (1-based) on which it starts.
struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> fields;
};

/// A CSV file (RFC 4180) with a header. The separator (comma, semicolon or tab) is the one that the header
/// uses most. Fields may be quoted, and quoted fields may hold separators, line ends and doubled quotes.
/// Unquoted fields and header names are trimmed; blank lines are skipped; surplus empty fields at the end of
/// a record, as spreadsheets leave them, are dropped.
class CsvTable {
  public:
    /// Errors (bad_input) with the line: no header, a column named twice, a quote that is never closed,
    /// a record with another number of fields than the header.
    [[nodiscard]] static Result<CsvTable> parse(std::string_view text, std::string source);

    [[nodiscard]] const std::string& source() const { return source_; }
    [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
    [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }

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

  private:
    std::string source_;
    std::vector<std::string> header_;
    std::vector<CsvRow> rows_;
    std::unordered_map<std::string, std::size_t> columns_;
};

} // namespace muster
