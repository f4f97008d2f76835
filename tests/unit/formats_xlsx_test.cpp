#include "muster/formats/xlsx.hpp"

#include "make_xlsx.hpp"
#include "muster/formats/text_input.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace muster {
namespace {

using test::make_zip;
using test::Parts;
using test::workbook_parts;

/// A folder that goes with the test.
class Xlsx : public testing::Test {
  protected:
    Xlsx() : folder_(std::filesystem::temp_directory_path() / ("muster-xlsx-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder_);
    }
    ~Xlsx() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

    /// The workbook that libxlsxwriter writes.
    std::string written(const std::function<void(lxw_workbook*)>& fill) const {
        lxw_workbook* workbook = workbook_new(path("written.xlsx").c_str());
        fill(workbook);
        EXPECT_EQ(workbook_close(workbook), LXW_NO_ERROR);
        return *read_bytes(path("written.xlsx"));
    }

  private:
    std::filesystem::path folder_;
};

Result<CsvTable> parse(const Parts& parts) {
    return parse_xlsx(make_zip(parts), "cases.xlsx");
}

/// The first field below a header "a" of a cell like this.
std::string field_of(const std::string& cell, const std::string& strings = {}, const std::string& styles = {},
                     const std::string& properties = {}) {
    const auto table = parse(workbook_parts(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row><row r=\"2\">" + cell + "</row>", strings,
        styles, properties));
    if (!table) {
        return "error: " + table.error().text();
    }
    return table->rows().empty() ? std::string("no row") : table->rows()[0].fields[0];
}

/// The number formatted with this code.
std::string dated(const std::string& number, const std::string& code, bool from_1904 = false) {
    return field_of("<c r=\"A2\" s=\"1\"><v>" + number + "</v></c>", {},
                    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"" + code +
                        "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs>",
                    from_1904 ? "<workbookPr date1904=\"1\"/>" : "");
}

std::string built_in(const std::string& number, int format) {
    return field_of("<c r=\"A2\" s=\"0\"><v>" + number + "</v></c>", {},
                    "<cellXfs><xf numFmtId=\"" + std::to_string(format) + "\"/></cellXfs>");
}

std::string message(const Result<CsvTable>& table) {
    return table ? "no error" : table.error().text();
}

TEST_F(Xlsx, ReadsTextNumbersTruthValuesAndDatesAsTheCsvOfThemWouldRead) {
    const std::string bytes = written([](lxw_workbook* workbook) {
        lxw_worksheet* sheet = workbook_add_worksheet(workbook, "Cases");
        lxw_format* day = workbook_add_format(workbook);
        format_set_num_format(day, "yyyy-mm-dd");
        lxw_format* moment = workbook_add_format(workbook);
        format_set_num_format_index(moment, 22);
        for (lxw_col_t c = 0; c < 6; ++c) {
            worksheet_write_string(sheet, 0, c, std::string(1, static_cast<char>('a' + c)).c_str(), nullptr);
        }
        worksheet_write_string(sheet, 1, 0, " 실종자, \"55\" ", nullptr);
        worksheet_write_number(sheet, 1, 1, 12.5, nullptr);
        worksheet_write_number(sheet, 1, 2, 55, nullptr);
        worksheet_write_boolean(sheet, 1, 3, 1, nullptr);
        lxw_datetime turnover = {2018, 7, 27, 14, 30, 0};
        worksheet_write_datetime(sheet, 1, 4, &turnover, day);
        worksheet_write_datetime(sheet, 1, 5, &turnover, moment);
        lxw_datetime midnight = {2018, 8, 1, 0, 0, 0};
        worksheet_write_datetime(sheet, 3, 4, &midnight, day);
        worksheet_write_datetime(sheet, 3, 5, &midnight, moment);
        worksheet_write_formula_num(sheet, 3, 1, "=2*0.1", nullptr, 0.2);
        worksheet_write_formula_str(sheet, 3, 0, "=CONCATENATE(\"G\",1)", nullptr, "G1");
    });
    const auto table = parse_xlsx(bytes, "cases.xlsx");
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->header(), (std::vector<std::string>{"a", "b", "c", "d", "e", "f"}));
    ASSERT_EQ(table->rows().size(), 2U);
    EXPECT_EQ(table->rows()[0].line, 2U);
    EXPECT_EQ(table->rows()[0].fields, (std::vector<std::string>{"실종자, \"55\"", "12.5", "55", "TRUE",
                                                                 "2018-07-27T14:30:00", "2018-07-27T14:30:00"}));
    EXPECT_EQ(table->rows()[1].line, 4U);
    EXPECT_EQ(table->rows()[1].fields,
              (std::vector<std::string>{"G1", "0.2", "", "", "2018-08-01", "2018-08-01T00:00:00"}));
}

TEST_F(Xlsx, ReadsTheFirstVisibleSheetOrTheNamedOne) {
    const std::string bytes = written([](lxw_workbook* workbook) {
        lxw_worksheet* lists = workbook_add_worksheet(workbook, "Lists");
        worksheet_write_string(lists, 0, 0, "lists", nullptr);
        for (const char* name : {"Cases", "More"}) {
            worksheet_write_string(workbook_add_worksheet(workbook, name), 0, 0, name, nullptr);
        }
        worksheet_activate(workbook_get_worksheet_by_name(workbook, "Cases"));
        worksheet_set_first_sheet(workbook_get_worksheet_by_name(workbook, "Cases"));
        worksheet_hide(lists);
    });
    EXPECT_EQ(parse_xlsx(bytes, "c.xlsx")->header()[0], "Cases");
    EXPECT_EQ(parse_xlsx(bytes, "c.xlsx", "More")->header()[0], "More");
    EXPECT_EQ(parse_xlsx(bytes, "c.xlsx", "Lists")->header()[0], "lists");
    EXPECT_EQ(message(parse_xlsx(bytes, "c.xlsx", "cases")),
              "c.xlsx: there is no sheet 'cases'; there are: Lists, Cases, More");
}

TEST_F(Xlsx, TakesOnlyTheFirstOfMergedCells) {
    const std::string cells = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c><c r=\"B1\" t=\"str\"><v>b</v></c></row>"
                              "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row>"
                              "<row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\"><v>4</v></c></row>"
                              "<row r=\"4\"><c r=\"A4\"><v>5</v></c><c r=\"B4\"><v>6</v></c></row>"
                              "<row r=\"5\"><c r=\"A5\"><v>7</v></c><c r=\"B5\"><v>8</v></c></row>";
    const auto table = parse(workbook_parts(cells, {}, {}, {},
                                            "<mergeCells><mergeCell ref=\"A4:B5\"/><mergeCell ref=\"B2:B3\"/>"
                                            "</mergeCells>"));
    ASSERT_TRUE(table) << table.error().text();
    ASSERT_EQ(table->rows().size(), 3U); // nothing is left of row 5
    EXPECT_EQ(table->rows()[0].fields, (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(table->rows()[1].fields, (std::vector<std::string>{"3", ""}));
    EXPECT_EQ(table->rows()[2].fields, (std::vector<std::string>{"5", ""}));
}

TEST_F(Xlsx, ReadsSharedAndInlineStringsWithRunsAndLeavesPhoneticGuidesOut) {
    const std::string shared = "<si><t>plain</t></si>"
                               "<si><r><rPr><b/></rPr><t>G-42</t></r><r><t xml:space=\"preserve\"> </t></r>"
                               "<r><t>X-216A</t></r><rPh sb=\"0\" eb=\"1\"><t>guide</t></rPh></si>";
    EXPECT_EQ(field_of("<c r=\"A2\" t=\"s\"><v>0</v></c>", shared), "plain");
    EXPECT_EQ(field_of("<c r=\"A2\" t=\"s\"><v>1</v></c>", shared), "G-42 X-216A");
    EXPECT_EQ(field_of("<c r=\"A2\" t=\"inlineStr\"><is><r><t>a &amp; </t></r><r><t>b</t></r></is></c>"), "a & b");
    EXPECT_EQ(field_of("<c r=\"A2\" t=\"inlineStr\"><is><t>two_x000A_lines _x005F_x000A_ _xZZZZ_ _xC2E4_ _xD800_ "
                       "_xFF01_ _x00</t></is></c>"),
              "two\nlines _x000A_ _xZZZZ_ 실 _xD800_ ！ _x00");
}

TEST_F(Xlsx, WritesNumbersAsTheShortestTextOfTheSameDouble) {
    const auto number = [](const std::string& v) { return field_of("<c r=\"A2\"><v>" + v + "</v></c>"); };
    EXPECT_EQ(number("12.5"), "12.5");
    EXPECT_EQ(number("55"), "55");
    EXPECT_EQ(number("5.5E1"), "55");
    EXPECT_EQ(number("0.10000000000000001"), "0.1");
    EXPECT_EQ(number("20180727000000"), "20180727000000");
    EXPECT_EQ(number("1.0000000000000001E-5"), "0.00001");
    EXPECT_EQ(number("-0"), "0");
    EXPECT_EQ(number("1E200"), "1e+200");
}

TEST_F(Xlsx, KnowsTheBuiltInFormatsOfDatesAndTimes) {
    for (int format : {14, 15, 16, 17, 27, 36, 50, 58}) {
        EXPECT_EQ(built_in("43308", format), "2018-07-27") << format;
    }
    for (int format : {18, 19, 20, 21, 45, 47}) {
        EXPECT_EQ(built_in("0.604166666666667", format), "14:30:00") << format;
    }
    EXPECT_EQ(built_in("43308", 22), "2018-07-27T00:00:00");
    EXPECT_EQ(built_in("1.25", 46), "30:00:00");
    for (int format : {0, 1, 2, 9, 11, 13, 23, 37, 44, 48, 49}) {
        EXPECT_EQ(built_in("43308", format), "43308") << format;
    }
}

TEST_F(Xlsx, TellsDatesByTheLettersOfTheirFormatOutsideQuotesAndBrackets) {
    EXPECT_EQ(dated("43308", "yyyy\\-mm\\-dd;@"), "2018-07-27");
    EXPECT_EQ(dated("43308", "[$-412]yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;"), "2018-07-27");
    EXPECT_EQ(dated("43308", "mmm"), "2018-07-27");
    EXPECT_EQ(dated("43308.604166666664", "dd/mm/yy hh:mm"), "2018-07-27T14:30:00");
    EXPECT_EQ(dated("43308.604166666664", "d.m."), "2018-07-27T14:30:00");
    EXPECT_EQ(dated("1.260416666666667", "[h]:mm:ss"), "30:15:00");
    EXPECT_EQ(dated("43308.99999999", "yyyy-mm-dd"), "2018-07-28"); // a microsecond before midnight
    for (const char* code :
         {"0.00", "General", "#,##0\\ \\d", "0&quot; days&quot;", "[Red]0", "[$USD] 0", "0_d", "0*y"}) {
        EXPECT_EQ(dated("43308", code), "43308") << code;
    }
}

TEST_F(Xlsx, KnowsBothDateSystemsAndTheDayThatNeverWas) {
    EXPECT_EQ(dated("1", "d"), "1900-01-01");
    EXPECT_EQ(dated("59", "d"), "1900-02-28");
    EXPECT_EQ(dated("61", "d"), "1900-03-01");
    EXPECT_EQ(dated("2958465", "d"), "9999-12-31");
    EXPECT_EQ(dated("60", "d"),
              "error: cases.xlsx:2: cell A2: the number 60 is formatted as a date, but 29 February 1900 "
              "did not exist; correct it, clear it, or format it as a number");
    for (const char* number : {"0", "0.5", "-1", "2958466", "1e300"}) {
        EXPECT_NE(dated(number, "d").find("there is no such day"), std::string::npos) << number;
    }
    EXPECT_EQ(dated("0", "d", true), "1904-01-01");
    EXPECT_EQ(dated("60", "d", true), "1904-03-01");
    EXPECT_EQ(dated("41846", "d", true), "2018-07-27");
    EXPECT_EQ(dated("2957003", "d", true), "9999-12-31");
    EXPECT_NE(dated("2957004", "d", true).find("there is no such day"), std::string::npos);
}

TEST_F(Xlsx, ReadsPrefixedElementsAndCellsWithoutAddresses) {
    Parts parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] =
        "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c t=\"str\"><x:v>a</x:v></x:c><x:c t=\"str\"><x:v>b</x:v>"
        "</x:c></x:row><x:row><x:c/><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    const auto table = parse(parts);
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->rows()[0].fields, (std::vector<std::string>{"", "7"}));
    EXPECT_EQ(table->rows()[0].line, 2U);
}

TEST_F(Xlsx, SkipsBlankRowsAndSurplusCellsAndKeepsTheSheetsRowNumbers) {
    const std::string header = "<c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c><c t=\"str\"><v> </v></c>";
    const auto table =
        parse(workbook_parts("<row r=\"3\">" + header +
                             "</row><row r=\"7\"/><row r=\"9\"><c><v>1</v></c>"
                             "</row><row r=\"12\"><c r=\"A12\"><v>1</v></c><c r=\"D12\"><v>2</v></c></row>"));
    EXPECT_EQ(message(table), "cases.xlsx:12: this record has 4 fields, the header has 2");
    const auto twice = parse(workbook_parts("<row r=\"3\"><c t=\"str\"><v>a</v></c><c t=\"str\"><v>A</v></c></row>"));
    EXPECT_EQ(message(twice), "cases.xlsx:3: the column 'A' is there twice");
    EXPECT_EQ(message(parse(workbook_parts(""))), "cases.xlsx: the file is empty; a header line is expected");
}

TEST_F(Xlsx, NamesTheCellThatCannotBeRead) {
    EXPECT_EQ(field_of("<c r=\"A2\" t=\"e\"><v>#N/A</v></c>"),
              "error: cases.xlsx:2: cell A2: it holds the error #N/A; correct it or clear the cell");
    EXPECT_NE(field_of("<c r=\"AB2\"><f>1+1</f></c>").find("cell AB2: the value of its formula is not stored"),
              std::string::npos);
    EXPECT_NE(field_of("<c r=\"A2\" t=\"s\"><v>1</v></c>", "<si><t>x</t></si>").find("cell A2: it names a text that"),
              std::string::npos);
    EXPECT_NE(field_of("<c r=\"A2\"><v>55 cases</v></c>").find("cell A2: a number is expected, found '55 cases'"),
              std::string::npos);
    EXPECT_NE(field_of("<c r=\"A2\" t=\"str\"><v>&#xD800;</v></c>").find("cell A2 holds characters that do not exist"),
              std::string::npos);
    EXPECT_EQ(field_of("<c r=\"A2\" t=\"str\"><f>\"\"</f><v></v></c>"), "no row"); // a formula may give no text
}

TEST_F(Xlsx, RefusesSheetsWhoseRowsOrCellsContradictTheirNumbers) {
    const auto rows = [](const std::string& text) { return message(parse(workbook_parts(text))); };
    EXPECT_NE(rows("<row r=\"2\"/><row r=\"2\"/>").find("row '2' follows row 2"), std::string::npos);
    EXPECT_NE(rows("<row r=\"1048577\"/>").find("damaged"), std::string::npos);
    EXPECT_NE(rows("<row r=\"one\"/>").find("damaged"), std::string::npos);
    EXPECT_NE(rows("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>").find("a cell 'A1'"), std::string::npos);
    EXPECT_NE(rows("<row r=\"1\"><c r=\"A2\"/></row>").find("a cell 'A2'"), std::string::npos);
    EXPECT_NE(rows("<row r=\"1\"><c r=\"XFE1\"/></row>").find("a cell 'XFE1'"), std::string::npos);
    EXPECT_NE(rows("<row r=\"1\"><c r=\"1\"/></row>").find("a cell '1'"), std::string::npos);
    std::string cells;
    for (int i = 0; i < 16'385; ++i) {
        cells += "<c/>";
    }
    EXPECT_NE(rows("<row>" + cells + "</row>").find("behind 16384 others"), std::string::npos);
}

TEST_F(Xlsx, RefusesWhatIsNoWorkbook) {
    const auto refused = [](const std::string& bytes) { return message(parse_xlsx(bytes, "cases.xlsx")); };
    EXPECT_NE(refused("sample,marker\n").find("cases.xlsx: this is no .xlsx workbook"), std::string::npos);
    EXPECT_NE(refused("").find("this is no .xlsx workbook"), std::string::npos);
    EXPECT_NE(
        refused(make_zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})).find("lacks the part"),
        std::string::npos);
    const std::string compound = std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(504, '\0');
    EXPECT_NE(refused(compound).find("(.xls)"), std::string::npos);
    std::string name;
    for (const char c : std::string("EncryptedPackage")) {
        name += {c, '\0'};
    }
    EXPECT_NE(refused(compound + name).find("encrypted with a password"), std::string::npos);
    EXPECT_NE(refused(make_zip(workbook_parts(""), true, "secret")).find("encrypted with a password"),
              std::string::npos);
}

TEST_F(Xlsx, RefusesWorkbooksThatLackAPartOrHaveADamagedOne) {
    const std::string rows = "<row r=\"1\"><c t=\"str\"><v>a</v></c></row>";
    ASSERT_TRUE(parse(workbook_parts(rows)));
    for (const auto& [name, text] : workbook_parts(rows)) {
        Parts lacking = workbook_parts(rows);
        lacking.erase(name);
        EXPECT_NE(message(parse(lacking)).find("it lacks the part"), std::string::npos) << name;
        Parts damaged = workbook_parts(rows);
        damaged[name] = text.substr(0, text.size() - 3);
        EXPECT_NE(message(parse(damaged)).find("is no XML that can be read"), std::string::npos) << name;
    }
    std::string bytes = make_zip(workbook_parts(rows));
    bytes[bytes.find("<sheetData>") + 1] = 'S'; // its checksum no longer fits
    EXPECT_NE(message(parse_xlsx(bytes, "cases.xlsx")).find("is damaged"), std::string::npos);
}

TEST_F(Xlsx, RefusesWorkbooksWithoutASheetOrWithHiddenOnesOnly) {
    Parts parts = workbook_parts("");
    std::string& book = parts["xl/workbook.xml"];
    const std::string whole = book;
    const std::size_t at = book.find("<sheet name");
    book.erase(at, book.find("</sheets>") - at);
    EXPECT_NE(message(parse(parts)).find("there is no sheet in this file"), std::string::npos);
    book = whole;
    book.insert(at + 6, " state=\"veryHidden\"");
    EXPECT_NE(message(parse(parts)).find("all sheets are hidden; show one of: Cases"), std::string::npos);
    parts = workbook_parts("");
    parts["_rels/.rels"] = "<Relationships/>";
    EXPECT_NE(message(parse(parts)).find("names no document"), std::string::npos);
}

TEST_F(Xlsx, StopsUnpackingAt256MegabytesAndCountingAtFiveMillionCells) {
    const std::string bomb = make_zip(workbook_parts(std::string(max_unpacked_bytes, ' ')), true);
    ASSERT_LT(bomb.size(), std::size_t{1} << 20);
    EXPECT_NE(message(parse_xlsx(bomb, "cases.xlsx")).find("unpacks to more than 256 MB"), std::string::npos);
    std::string rows = "<row><c r=\"XFD1\" t=\"str\"><v>a</v></c></row>";
    for (std::size_t i = 0; i < max_sheet_cells / 16'384 + 1; ++i) {
        rows += "<row><c><v>1</v></c></row>";
    }
    EXPECT_NE(message(parse_xlsx(make_zip(workbook_parts(rows)), "c.xlsx")).find("5 million cells"), std::string::npos);
}

TEST_F(Xlsx, StopsAtMoreElementsThanMemoryShouldHold) {
    std::string rows;
    for (int i = 0; i < 20'000'000; ++i) {
        rows += "<c/><c/>";
    }
    EXPECT_NE(message(parse_xlsx(make_zip(workbook_parts(rows)), "c.xlsx")).find("too many elements"),
              std::string::npos);
}

TEST_F(Xlsx, StopsWhereManyCellsRepeatOneLongText) {
    const std::string long_text(1 << 20, 'x');
    std::string rows;
    for (int i = 0; i < 257; ++i) {
        rows += "<row><c t=\"s\"><v>0</v></c></row>";
    }
    const auto table = parse(workbook_parts(rows, "<si><t>" + long_text + "</t></si>"));
    EXPECT_NE(message(table).find("256 MB of text"), std::string::npos);
}

TEST_F(Xlsx, SetsRowsAsideThatHoldAnError) {
    const std::string a = "<c t=\"str\"><v>a</v></c>";
    const std::string b = "<c t=\"str\"><v>b</v></c>";
    const std::string wrong = "<c t=\"e\"><v>#N/A</v></c>";
    const auto bytes = make_zip(workbook_parts("<row>" + a + b + "</row><row>" + wrong + b + "</row><row>" + a + b +
                                               "</row><row>" + a + b + a + "</row>"));
    const auto table = parse_xlsx(bytes, "b.xlsx", {}, BadRows::set_aside);
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->rows().size(), 1U);
    ASSERT_EQ(table->bad_rows().size(), 2U);
    EXPECT_EQ(table->bad_rows()[0].line, 4U);
    EXPECT_EQ(table->bad_rows()[1].line, 2U);
    EXPECT_NE(message(parse_xlsx(bytes, "b.xlsx")).find("#N/A"), std::string::npos);
}

TEST_F(Xlsx, OpensATableByItsContentWhateverItsName) {
    const auto save = [&](const std::string& name, const std::string& bytes) {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    };
    const std::string sheet =
        make_zip(workbook_parts("<row><c t=\"str\"><v>a</v></c></row><row><c><v>5</v></c></row>"));
    const auto from_sheet = read_table(save("sheet.csv", sheet));
    ASSERT_TRUE(from_sheet) << from_sheet.error().text();
    EXPECT_EQ(from_sheet->rows()[0].fields[0], "5");
    const auto from_text = read_table(save("text.xlsx", "a;b\n1;2\n"));
    ASSERT_TRUE(from_text) << from_text.error().text();
    EXPECT_EQ(from_text->rows()[0].fields, (std::vector<std::string>{"1", "2"}));
    EXPECT_TRUE(from_text->notes().empty());
    const auto latin = read_table(save("latin.csv", "a\nJos\xE9\n"));
    ASSERT_EQ(latin->notes().size(), 1U);
    EXPECT_EQ(latin->rows()[0].fields[0], "José");
    EXPECT_NE(message(read_table(path("absent.csv"))).find("there is no such file"), std::string::npos);
    EXPECT_NE(message(read_table(save("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))).find("(.xls)"),
              std::string::npos);
}

} // namespace
} // namespace muster
