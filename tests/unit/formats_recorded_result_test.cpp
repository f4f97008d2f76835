#include "muster/formats/recorded_result.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

using namespace muster;

namespace {

std::string sample_text() {
    std::ifstream file(MUSTER_SOURCE_DIR "/fuzz/corpus/recorded_result/small.json");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(RecordedResult, HasJointPosteriorsBesideThoseOfTheSampleAlone) {
    const auto read = read_recorded_result(sample_text(), "analysis:#2", 10);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(read->joint);
    EXPECT_TRUE(read->simulated);
    ASSERT_EQ(read->samples.size(), 1U);
    const RecordedSample& sample = read->samples.front();
    EXPECT_NEAR(sample.none, 0.2, 1e-12);
    EXPECT_NEAR(sample.none_alone, 0.1, 1e-12);
    ASSERT_EQ(sample.candidates.size(), 2U);
    EXPECT_EQ(sample.candidates[0].person, "SIM-P1");
    EXPECT_DOUBLE_EQ(sample.candidates[0].alone, 0.9);
    EXPECT_DOUBLE_EQ(*sample.candidates[0].joint, 0.8);
    EXPECT_DOUBLE_EQ(*sample.candidates[0].log10_glr, 1.5);
    EXPECT_FALSE(sample.candidates[1].log10_glr);
    EXPECT_DOUBLE_EQ(read->settings.dropout_hom, 0.0004);
    EXPECT_DOUBLE_EQ(read->settings.theta, 0.01);
    EXPECT_EQ(read->settings.persons, 2U);
    EXPECT_EQ(read->settings.joint_prior, "partition: of a test");
    EXPECT_TRUE(std::isinf(sample.candidates[1].log10_lr)) << "null is an exclusion";
    EXPECT_DOUBLE_EQ(*sample.candidates[1].joint, 0.0);
    ASSERT_EQ(read->changed.size(), 1U);
    EXPECT_EQ(read->changed.front(), "SIM-R1: was SIM-P2 (0.500), now nobody on the roster (0.700)");
}

TEST(RecordedResult, KeepsTheLikeliestOnly) {
    EXPECT_EQ(read_recorded_result(sample_text(), "analysis:#2", 1)->samples.front().candidates.size(), 1U);
}

TEST(RecordedResult, OtherTextsAreRefused) {
    for (const char* text : {"", "[]", "{}", "nonsense", R"({"samples":[{"sample":1}]})",
                             R"({"samples":[{"sample":"a","posterior_none":"x"}]})",
                             R"({"samples":[],"theta":0,"mutation":true,"prior":"","dropin":0,"dropout":{"het":0}})"}) {
        EXPECT_FALSE(read_recorded_result(text, "analysis:#2", 5)) << text;
    }
}

} // namespace
