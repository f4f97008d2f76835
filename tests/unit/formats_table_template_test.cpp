#include "muster/formats/table_template.hpp"

#include "make_xlsx.hpp"
#include "muster/formats/xlsx.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using test::part_of;

std::vector<TemplateColumn> specimens() {
    std::vector<std::string> bones;
    for (int i = 1; i <= 60; ++i) {
        bones.push_back("Bone number " + std::to_string(i));
    }
    return {{"designator", "The specimen's own number.", true, {}, "101"},
            {"side", "Which side of the body.", true, {"Left", "Right", "Middle", "Unsided"}, "Left"},
            {"bone", "The element.", true, bones, ""},
            {"place", "Where it is kept.", false, {"Osan, South Korea", "Hawaii"}, ""},
            {"note, if any", "", false, {}, ""}};
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(TableTemplate, ReadsBackAsATableWithoutRecords) {
    const auto bytes = xlsx_template("Specimens", specimens());
    ASSERT_TRUE(bytes) << bytes.error().text();
    const auto table = parse_xlsx(*bytes, "template.xlsx");
    ASSERT_TRUE(table) << table.error().text();
    EXPECT_EQ(table->header(), (std::vector<std::string>{"designator", "side", "bone", "place", "note, if any"}));
    EXPECT_TRUE(table->rows().empty());
}

TEST(TableTemplate, HasABoldFrozenHeaderAndCellsThatKeepWhatIsTyped) {
    const std::string bytes = *xlsx_template("Specimens", specimens());
    const std::string sheet = part_of(bytes, "xl/worksheets/sheet1.xml");
    EXPECT_TRUE(holds(sheet, "ySplit=\"1\"")) << sheet;
    EXPECT_TRUE(holds(sheet, "state=\"frozen\""));
    EXPECT_TRUE(holds(sheet, "<col min=\"1\" max=\"1\" width=\"13."));
    EXPECT_TRUE(holds(sheet, "<col min=\"3\" max=\"3\" width=\"17."));
    const std::string styles = part_of(bytes, "xl/styles.xml");
    EXPECT_TRUE(holds(styles, "<b/>"));
    EXPECT_TRUE(holds(styles, "numFmtId=\"49\"")) << styles; // text
}

TEST(TableTemplate, SaysOnEachColumnWhatBelongsThere) {
    const std::string comments = part_of(*xlsx_template("Specimens", specimens()), "xl/comments1.xml");
    EXPECT_TRUE(holds(comments, "ref=\"A1\""));
    EXPECT_TRUE(holds(comments, "The specimen's own number.\nRequired.\nExample: 101<")) << comments;
    EXPECT_TRUE(holds(comments, ">Optional.<"));
}

TEST(TableTemplate, OffersShortListsInTheCellAndLongOnesFromAHiddenSheet) {
    const std::string bytes = *xlsx_template("Specimens", specimens());
    const std::string sheet = part_of(bytes, "xl/worksheets/sheet1.xml");
    EXPECT_TRUE(holds(sheet, "sqref=\"B2:B1048576\"><formula1>\"Left,Right,Middle,Unsided\"</formula1>")) << sheet;
    EXPECT_TRUE(holds(sheet, "sqref=\"C2:C1048576\"><formula1>'Words'!$A$1:$A$60</formula1>"));
    EXPECT_TRUE(holds(sheet, "sqref=\"D2:D1048576\"><formula1>'Words'!$B$1:$B$2</formula1>")); // a word with a comma
    EXPECT_FALSE(holds(sheet, "sqref=\"A2"));
    EXPECT_TRUE(holds(part_of(bytes, "xl/workbook.xml"), "name=\"Words\" sheetId=\"2\" state=\"hidden\""));
    const auto words = parse_xlsx(bytes, "template.xlsx", "Words");
    ASSERT_TRUE(words) << words.error().text();
    EXPECT_EQ(words->header(), (std::vector<std::string>{"Bone number 1", "Osan, South Korea"}));
    EXPECT_EQ(words->rows().back().fields, (std::vector<std::string>{"Bone number 60", ""}));
}

TEST(TableTemplate, KeepsAListOf255CharactersInTheCellAndMovesTheNext) {
    const auto rule = [](std::size_t last) {
        const std::vector<std::string> words{std::string(100, 'a'), std::string(100, 'b'), std::string(last, 'c')};
        return part_of(*xlsx_template("S", {{"x", "", false, words, ""}}), "xl/worksheets/sheet1.xml");
    };
    EXPECT_TRUE(holds(rule(53), "<formula1>\"aaa"));
    EXPECT_TRUE(holds(rule(54), "<formula1>'Words'!$A$1:$A$3</formula1>"));
}

TEST(TableTemplate, FindsAnotherNameForItsListsWhereTheSheetHasTheirs) {
    const auto bytes = xlsx_template("words", specimens());
    ASSERT_TRUE(bytes) << bytes.error().text();
    EXPECT_TRUE(holds(part_of(*bytes, "xl/worksheets/sheet1.xml"), "'Words 2'!$A$1:$A$60"));
}

TEST(TableTemplate, IsALineOfCsvToo) {
    EXPECT_EQ(csv_template(specimens()), "designator,side,bone,place,\"note, if any\"\r\n");
}

TEST(TableTemplate, RefusesColumnsAndSheetsWithoutAProperName) {
    const auto kind = [](const std::string& sheet, const std::vector<TemplateColumn>& columns) {
        const auto made = xlsx_template(sheet, columns);
        return made ? ErrorKind::internal : made.error().kind;
    };
    const TemplateColumn column{"a", "", false, {}, ""};
    EXPECT_EQ(kind("S", {}), ErrorKind::usage);
    EXPECT_EQ(kind("S", {column, {"A", "", false, {}, ""}}), ErrorKind::usage);
    EXPECT_EQ(kind("S", {{"", "", false, {}, ""}}), ErrorKind::usage);
    EXPECT_EQ(kind("", {column}), ErrorKind::usage);
    EXPECT_EQ(kind("a/b", {column}), ErrorKind::usage);
    EXPECT_EQ(kind(std::string(32, 's'), {column}), ErrorKind::usage);
    EXPECT_EQ(kind("S", {{std::string(40'000, 'a'), "", false, {}, ""}}), ErrorKind::usage);
}

} // namespace
} // namespace muster
