#pragma once

#include "muster/formats/csv.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace muster {

/// What a workbook may unpack to, all parts that are read together: 256 MB.
inline constexpr std::size_t max_unpacked_bytes = std::size_t{256} << 20;
/// What one sheet may hold: 5 million cells, empty ones inside the table counted.
inline constexpr std::size_t max_sheet_cells = 5'000'000;

/// One sheet of an .xlsx workbook (ECMA-376, Office Open XML; transitional or strict) as a table: the sheet of this
/// name, or the first one that is not hidden. `line` of a record is its row in the sheet, hidden rows included.
///
/// - Text is taken without the blanks around it; its formatting and phonetic guides are left out.
/// - A number becomes the shortest text that gives the same double: 12.5, 55.
/// - A number shown as a date or time becomes ISO 8601 text: 2018-07-27, 2018-07-27T14:30:00 (where it has a time, or
///   its format shows one), 14:30:00 (a time without a day), 30:15:00 (an elapsed time), rounded to the second. Both
///   date systems, from 1900 and from 1904.
/// - A truth value becomes TRUE or FALSE, a formula the value that was stored with it.
/// - Of merged cells the first has the value, the others are empty.
///
/// Errors (bad_input), with the row and cell where there is one: not a workbook, an encrypted or damaged one, an older
/// .xls, no such sheet, more than `max_unpacked_bytes` or `max_sheet_cells`; a cell that holds an error such as #N/A, a
/// formula without a stored value, a date that never was (day 0; 29 February 1900); and those of `CsvTable`. A row
/// below the header with such a cell may be set aside.
[[nodiscard]] Result<CsvTable> parse_xlsx(std::string_view bytes, std::string source, std::string_view sheet = {},
                                          BadRows bad = BadRows::refuse);

/// Reads a table from a CSV or .xlsx file; its content says which of them it is. The way in which every import opens a
/// table. `sheet`: as in `parse_xlsx`; CSV files have none. Errors (bad_input): those of `read_bytes`, `parse_xlsx`,
/// `decode_text` and `CsvTable::parse`.
[[nodiscard]] Result<CsvTable> read_table(const std::filesystem::path& path, std::string_view sheet = {},
                                          BadRows bad = BadRows::refuse);

} // namespace muster
