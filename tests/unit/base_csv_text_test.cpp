#include "muster/base/csv_text.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(CsvText, QuotesOnlyTheFieldsThatNeedIt) {
    EXPECT_EQ(csv_line({"CIL 2003-116", "G-42, X-216A", "say \"101\"", ""}),
              "CIL 2003-116,\"G-42, X-216A\",\"say \"\"101\"\"\",\r\n");
}

TEST(CsvText, WritesNoCommaForASingleFieldOrNone) {
    EXPECT_EQ(csv_line({"sample"}), "sample\r\n");
    EXPECT_EQ(csv_line({}), "\r\n");
}

} // namespace
} // namespace muster
