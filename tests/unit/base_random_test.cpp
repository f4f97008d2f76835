#include "muster/base/random.hpp"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <vector>

namespace muster {
namespace {

// From an implementation apart from this one, itself held to the published vectors of splitmix64 and xoshiro256**.
TEST(RandomNumbers, AreXoshiroSeededBySplitmix) {
    Random random(1234567);
    EXPECT_EQ(random.bits(), 3504822795582309479U);
    EXPECT_EQ(random.bits(), 1819558768956484042U);
    EXPECT_EQ(random.bits(), 1250851346055027673U);
    EXPECT_EQ(random.bits(), 16940231675099994102U);
}

TEST(RandomNumbers, UniformTakesTheTop53Bits) {
    Random random(1234567);
    EXPECT_EQ(random.uniform(), static_cast<double>(3504822795582309479U >> 11U) / 9007199254740992.0);
}

TEST(RandomNumbers, ChanceIsCertainAtTheEnds) {
    Random random(1);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_FALSE(random.chance(0.0));
        EXPECT_TRUE(random.chance(1.0));
    }
}

TEST(RandomNumbers, PickLeavesOutWhatHasNoWeight) {
    Random random(2);
    const std::vector<double> weights = {0.0, 0.25, 0.0, 0.75, 0.0};
    std::array<int, 5> times{};
    constexpr int draws = 40000;
    for (int i = 0; i < draws; ++i) {
        ++times.at(random.pick(weights));
    }
    EXPECT_EQ(times[0] + times[2] + times[4], 0);
    EXPECT_NEAR(times[1], draws * 0.25, 5 * 86.6); // 5 sigma
}

TEST(RandomNumbers, BelowReachesEveryNumberAlike) {
    Random random(3);
    std::array<int, 6> times{};
    constexpr int draws = 60000;
    for (int i = 0; i < draws; ++i) {
        ++times.at(random.below(6));
    }
    for (const int n : times) {
        EXPECT_NEAR(n, draws / 6, 5 * 91.3); // 5 sigma
    }
}

TEST(StreamSeed, TellsNamesApart) {
    std::set<std::uint64_t> seeds;
    seeds.insert(stream_seed(1, std::array<std::string_view, 2>{"a", "bc"}));
    seeds.insert(stream_seed(1, std::array<std::string_view, 2>{"ab", "c"}));
    seeds.insert(stream_seed(1, std::array<std::string_view, 1>{"abc"}));
    seeds.insert(stream_seed(1, std::array<std::string_view, 2>{"abc", ""}));
    seeds.insert(stream_seed(2, std::array<std::string_view, 2>{"a", "bc"}));
    EXPECT_EQ(seeds.size(), 5U);
}

} // namespace
} // namespace muster
