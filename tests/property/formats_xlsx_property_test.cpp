#include "muster/formats/xlsx.hpp"

#include "make_xlsx.hpp"
#include "muster/formats/text_input.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace muster {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Text that a sheet can hold, with nothing around it that would be trimmed.
rc::Gen<std::string> any_text() {
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
                            "a", "Z", "0", "실", "é", "\"", ",", "<", "&", "'", "_", "\n", "=", " x"})),
                        [](const std::vector<std::string>& pieces) {
                            std::string text = "t";
                            for (const std::string& piece : pieces) {
                                text += piece;
                            }
                            return text + ".";
                        });
}

RC_GTEST_PROP(XlsxProperty, WhatIsWrittenIsReadBackInItsPlace, ()) {
    const auto width = *rc::gen::inRange<std::size_t>(1, 6);
    const auto filled = rc::gen::oneOf(any_text(), rc::gen::just(std::string()));
    const Rows rows = *rc::gen::container<Rows>(rc::gen::container<std::vector<std::string>>(width, filled));
    const std::string path =
        (std::filesystem::temp_directory_path() / ("muster-property-" + std::to_string(getpid()) + ".xlsx")).string();
    lxw_workbook* workbook = workbook_new(path.c_str());
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, nullptr);
    for (std::size_t c = 0; c < width; ++c) {
        worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), std::to_string(c).c_str(), nullptr);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (!rows[r][c].empty()) {
                worksheet_write_string(sheet, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(c),
                                       rows[r][c].c_str(), nullptr);
            }
        }
    }
    RC_ASSERT(workbook_close(workbook) == LXW_NO_ERROR);
    const auto table = read_table(path);
    std::filesystem::remove(path);
    RC_ASSERT(table.has_value());
    std::size_t at = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (std::any_of(rows[r].begin(), rows[r].end(), [](const auto& field) { return !field.empty(); })) {
            RC_ASSERT(table->rows()[at].line == r + 2);
            RC_ASSERT(table->rows()[at++].fields == rows[r]);
        }
    }
    RC_ASSERT(table->rows().size() == at);
}

RC_GTEST_PROP(XlsxProperty, EveryFiniteNumberComesBackAsTheSameDouble, (double value)) {
    RC_PRE(std::isfinite(value));
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific, 17).ptr;
    const auto table =
        parse_xlsx(test::make_zip(test::workbook_parts("<row><c t=\"str\"><v>a</v></c></row><row><c><v>" +
                                                       std::string(digits, end) + "</v></c></row>")),
                   "x.xlsx");
    RC_ASSERT(table.has_value());
    const std::string& text = table->rows()[0].fields[0];
    double read = 0.0;
    RC_ASSERT(std::from_chars(text.data(), text.data() + text.size(), read).ptr == text.data() + text.size());
    RC_ASSERT(read == value);
}

RC_GTEST_PROP(XlsxProperty, DamagedPartsAreReadOrRefusedWithAMessage, ()) {
    static const test::Parts whole = test::workbook_parts(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>"
        "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>43308.5</v></c><c r=\"B2\" t=\"b\"><v>1</v></c></row>",
        "<si><r><t>a</t></r></si>",
        "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\"/></numFmts><cellXfs><xf/><xf "
        "numFmtId=\"164\"/></cellXfs>",
        "<workbookPr date1904=\"0\"/>", "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>");
    test::Parts parts = whole;
    auto part = parts.begin();
    std::advance(part, *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(parts.size())));
    std::string& text = part->second;
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 3)) {
    case 0: text[at] = *rc::gen::arbitrary<char>(); break;
    case 1: text.erase(at, *rc::gen::inRange<std::size_t>(1, 40)); break;
    default: text.insert(at, text.substr(at, *rc::gen::inRange<std::size_t>(1, 40))); break;
    }
    const auto table = parse_xlsx(test::make_zip(parts), "x.xlsx");
    RC_ASSERT(table.has_value() || !table.error().message.empty());
}

} // namespace
} // namespace muster
