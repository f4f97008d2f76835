#include "muster/formats/csv.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Csv, FindsColumnsInAnyCaseAndTrimsTheirNames) {
    const auto csv = CsvTable::parse(" Sample , MARKER\nV1,TH01\n", "p.csv");
    ASSERT_TRUE(csv);
    EXPECT_EQ(csv->find({"sample"}), 0U);
    EXPECT_EQ(csv->find({"locus", "marker"}), 1U);
    EXPECT_EQ(csv->find({"sex"}), std::nullopt);
}

TEST(Csv, DetectsCommaSemicolonAndTab) {
    for (const char* separator : {",", ";", "\t"}) {
        const std::string s = separator;
        const auto csv = CsvTable::parse("a" + s + "b\n1" + s + "2\n", "p.csv");
        ASSERT_TRUE(csv) << s;
        ASSERT_EQ(csv->rows().size(), 1U);
        EXPECT_EQ(csv->rows()[0].fields, (std::vector<std::string>{"1", "2"}));
    }
}

TEST(Csv, ReadsQuotedFieldsWithSeparatorsQuotesAndLineEnds) {
    const auto csv = CsvTable::parse("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\nlines\",2\n3,4\n", "p.csv");
    ASSERT_TRUE(csv) << csv.error().text();
    ASSERT_EQ(csv->rows().size(), 3U);
    EXPECT_EQ(csv->rows()[0].fields, (std::vector<std::string>{"x, y", "say \"hi\""}));
    EXPECT_EQ(csv->rows()[1].fields[0], "two\nlines");
    EXPECT_EQ(csv->rows()[2].line, 5U);
}

TEST(Csv, CountsBlankLinesButSkipsThem) {
    const auto csv = CsvTable::parse("\n\na,b\r\n\r\n1,2\r\n", "p.csv");
    ASSERT_TRUE(csv);
    ASSERT_EQ(csv->rows().size(), 1U);
    EXPECT_EQ(csv->rows()[0].line, 5U);
}

TEST(Csv, DropsSurplusEmptyFieldsOfSpreadsheets) {
    const auto csv = CsvTable::parse("a,b,,\n1,2,,\n3,,,\n", "p.csv");
    ASSERT_TRUE(csv) << csv.error().text();
    EXPECT_EQ(csv->header().size(), 2U);
    EXPECT_EQ(csv->rows()[1].fields, (std::vector<std::string>{"3", ""}));
}

TEST(Csv, NamesTheLineOfARecordWithTooFewFields) {
    const auto csv = CsvTable::parse("a,b,c\n1,2,3\n1,2\n", "p.csv");
    ASSERT_FALSE(csv);
    EXPECT_EQ(csv.error().text(), "p.csv:3: this record has 2 fields, the header has 3");
}

TEST(Csv, SetsRowsAsideThatItCannotRead) {
    const auto csv = CsvTable::parse("a,b\n1\n1,2\n1,2,3\n4,5\n\"x,y\n", "p.csv", BadRows::set_aside);
    ASSERT_TRUE(csv) << csv.error().text();
    EXPECT_EQ(csv->rows().size(), 2U);
    ASSERT_EQ(csv->bad_rows().size(), 3U);
    EXPECT_EQ(csv->bad_rows()[0].text(), "p.csv:2: this record has 1 fields, the header has 2");
    EXPECT_EQ(csv->bad_rows()[1].line, 4U);
    EXPECT_EQ(csv->bad_rows()[2].line, 6U);
    EXPECT_FALSE(CsvTable::parse("\"a,b\n", "p.csv", BadRows::set_aside)) << "without a header nothing has a meaning";
}

TEST(Csv, NamesTheLineWhereAQuoteOpensThatIsNeverClosed) {
    const auto csv = CsvTable::parse("a,b\n1,2\n\"3,4\n5,6\n", "p.csv");
    ASSERT_FALSE(csv);
    EXPECT_EQ(csv.error().line, 3U);
}

TEST(Csv, RefusesAnEmptyFileAndAColumnNamedTwice) {
    const auto empty = CsvTable::parse("\n\n", "p.csv");
    ASSERT_FALSE(empty);
    EXPECT_NE(empty.error().message.find("empty"), std::string::npos);
    const auto twice = CsvTable::parse("a,b,A\n", "p.csv");
    ASSERT_FALSE(twice);
    EXPECT_NE(twice.error().message.find("'A'"), std::string::npos);
}

TEST(Csv, ListsTheColumnsFoundWhereOneIsMissing) {
    const auto csv = CsvTable::parse("id,who\n1,2\n", "p.csv");
    ASSERT_TRUE(csv);
    const auto column = csv->require({"sample", "name"});
    ASSERT_FALSE(column);
    EXPECT_EQ(column.error().text(), "p.csv:1: the column 'sample' or 'name' is missing; found: id, who");
}

TEST(Csv, ReadsAFieldOfTenMegabytes) {
    const auto csv = CsvTable::parse("a,b\n" + std::string(10'000'000, 'x') + ",1\n", "p.csv");
    ASSERT_TRUE(csv);
    EXPECT_EQ(csv->rows()[0].fields[0].size(), 10'000'000U);
}

} // namespace
} // namespace muster
