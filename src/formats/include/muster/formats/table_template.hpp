#pragma once

#include "muster/base/result.hpp"

#include <string>
#include <vector>

namespace muster {

/// A column of a table that people fill in.
struct TemplateColumn {
    std::string name;
    std::string help; ///< what belongs here, in a sentence or two
    bool required = false;
    std::vector<std::string> words; ///< the vocabulary; empty: anything
    std::string example;
};

/// A workbook (.xlsx) to fill in: one sheet with a header that is bold and stays in view, a comment on each column
/// (help, whether it is required, example), and for columns with a vocabulary a list to choose from, which refuses
/// other words. Its cells are formatted as text, so that a spreadsheet program leaves what is typed as it is ("01",
/// "1-2" and "03E2" are designators, not numbers and days). Lists too long for a cell's own stand on a hidden second
/// sheet. Errors: usage (no columns, two of one name, a sheet name that workbooks do not allow); unavailable (no
/// temporary file can be written).
[[nodiscard]] Result<std::string> xlsx_template(const std::string& sheet, const std::vector<TemplateColumn>& columns);

/// The same as CSV: the header only.
[[nodiscard]] std::string csv_template(const std::vector<TemplateColumn>& columns);

} // namespace muster
