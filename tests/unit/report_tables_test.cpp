#include "muster/report/tables.hpp"
#include "report_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

using namespace muster;
using muster::testing::small_identification;

TEST(ReportTables, WritesTheMatrixWithExclusionsAndEmptyCells) {
    EXPECT_EQ(lr_matrix_csv(small_identification()), "sample,P1,\"say \"\"P2\"\"\",=P3\r\n"
                                                     "B-1,6.32012345679,-0.5,-inf\r\n"
                                                     "\"B,2\",-inf,,\r\n");
}

TEST(ReportTables, RanksCandidatesAndThenListsWhoWasExcluded) {
    EXPECT_EQ(candidates_csv(small_identification()),
              "sample,rank,person,family,log10_lr,posterior,loci_compared,status\r\n"
              "B-1,1,P1,F1,6.32012345679,0.999,2,ok\r\n"
              "B-1,2,\"say \"\"P2\"\"\",F1,-0.5,1e-07,1,ok\r\n"
              "B-1,,=P3,\"F,2\",-inf,0,2,excluded\r\n"
              "\"B,2\",,P1,F1,-inf,0,2,excluded\r\n"
              "\"B,2\",,\"say \"\"P2\"\"\",F1,,0,0,sex\r\n");
}

TEST(ReportTables, OpensEveryComparedLocus) {
    EXPECT_EQ(loci_csv(small_identification()), "sample,person,locus,log10_lr\r\n"
                                                "B-1,P1,L1,3\r\n"
                                                "B-1,P1,L2,3.32012345679\r\n"
                                                "B-1,\"say \"\"P2\"\"\",L1,-0.5\r\n"
                                                "B-1,=P3,L1,-inf\r\n"
                                                "B-1,=P3,L2,-inf\r\n"
                                                "\"B,2\",P1,L1,-inf\r\n"
                                                "\"B,2\",P1,L2,-inf\r\n");
}

TEST(ReportTables, NamesTheLociThatExcludeOrNeedMutation) {
    EXPECT_EQ(exclusions_csv(small_identification()), "sample,person,family,status,count,loci\r\n"
                                                      "B-1,\"say \"\"P2\"\"\",F1,ok,1,L1\r\n"
                                                      "B-1,=P3,\"F,2\",excluded,2,L1;L2\r\n"
                                                      "\"B,2\",P1,F1,excluded,2,L1;L2\r\n");
}

TEST(ReportTables, QuoteOnlyWhatRfc4180AsksFor) {
    EXPECT_EQ(csv_field("plain"), "plain");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_field("return\r"), "\"return\r\"");
    EXPECT_EQ(csv_field("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(csv_field("실종자"), "실종자");
    EXPECT_EQ(csv_field("=1+1"), "=1+1");
    EXPECT_EQ(csv_field(""), "");
}

TEST(ReportTables, WriteTwelveDigitsAndNoNegativeZero) {
    EXPECT_EQ(csv_number(1.0 / 3.0), "0.333333333333");
    EXPECT_EQ(csv_number(-0.0), "0");
    EXPECT_EQ(csv_number(123456789012345.0), "1.23456789012e+14");
    EXPECT_EQ(csv_number(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(ReportTables, OfNothingHaveOnlyTheirHeads) {
    const Identification nothing;
    EXPECT_EQ(lr_matrix_csv(nothing), "sample\r\n");
    EXPECT_EQ(loci_csv(nothing), "sample,person,locus,log10_lr\r\n");
}

TEST(ReportTables, HaveALineForEveryPairOfALargerCase) {
    const Case subject = muster::testing::fixture_case();
    const Identification id = muster::testing::fixture_identification(subject);
    const std::string matrix = lr_matrix_csv(id);
    EXPECT_EQ(std::count(matrix.begin(), matrix.end(), '\n'), 13);
    EXPECT_EQ(matrix.find("nan"), std::string::npos);
}

} // namespace
