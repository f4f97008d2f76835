#include "muster/ledger/one_time_code.hpp"

#include <gtest/gtest.h>

namespace muster::ledger {
namespace {

const std::string secret = "12345678901234567890";

// RFC 4226, appendix D.
TEST(OneTimeCodes, AreThoseOfTheStandard) {
    const char* const codes[] = {"755224", "287082", "359152", "969429", "338314",
                                 "254676", "287922", "162583", "399871", "520489"};
    for (std::uint64_t step = 0; step < 10; ++step) {
        EXPECT_EQ(one_time_code(secret, step), codes[step]);
    }
}

// RFC 6238, appendix B (SHA-1; its eight digits end with these six).
TEST(OneTimeCodes, FollowTheTimeAsTheStandardSays) {
    const std::pair<std::int64_t, const char*> known[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, code] : known) {
        EXPECT_EQ(one_time_code(secret, code_step(seconds)), code);
        EXPECT_EQ(step_of_code(secret, code, seconds), code_step(seconds));
    }
}

TEST(OneTimeCodes, AreTakenOneStepEarlierOrLaterAndNoMore) {
    const std::int64_t now = 1234567890;
    for (const std::int64_t beside : {-30, 0, 30}) {
        EXPECT_TRUE(step_of_code(secret, one_time_code(secret, code_step(now + beside)), now)) << beside;
    }
    for (const std::int64_t beside : {-90, -60, 60, 90}) {
        EXPECT_FALSE(step_of_code(secret, one_time_code(secret, code_step(now + beside)), now)) << beside;
    }
    EXPECT_FALSE(step_of_code(secret, "", now));
    EXPECT_FALSE(step_of_code(secret, "12345", now));
}

// RFC 4648, section 10.
TEST(Base32, IsThatOfTheStandardWithoutPadding) {
    const std::pair<const char*, const char*> known[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
    for (const auto& [bytes, text] : known) {
        EXPECT_EQ(base32(bytes), text);
        EXPECT_EQ(from_base32(text), bytes);
    }
    EXPECT_FALSE(from_base32("MZXW6YT1"));
    EXPECT_EQ(from_base32(base32(new_code_secret()))->size(), 20U);
}

} // namespace
} // namespace muster::ledger
