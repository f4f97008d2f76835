#include "muster/formats/earlier_run.hpp"
#include "muster/formats/joint_evidence.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(JointEvidenceFile, ReadsLinksAndLikelihoodRatiosAndAddsThoseOfAPair) {
    const auto read = read_joint_evidence("kind,a,b,log10_lr\n"
                                          "must-link,S1,S2,\n"
                                          "cannot-link,S1,S3,\n"
                                          "same,S2,S3,0.5\n"
                                          "same,S2,S3,0.25\n"
                                          "is,S1,P1,-2\n",
                                          "evidence.csv");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->must_link, (std::vector<JointEvidence::Couple>{{"S1", "S2"}}));
    EXPECT_EQ(read->cannot_link, (std::vector<JointEvidence::Couple>{{"S1", "S3"}}));
    EXPECT_NEAR(read->same_individual.at({"S2", "S3"}), 0.75 * std::log(10.0), 1e-12);
    EXPECT_NEAR(read->is_person.at({"S1", "P1"}), -2.0 * std::log(10.0), 1e-12);
}

TEST(JointEvidenceFile, TakesMinusInfinityForImpossible) {
    const auto read = read_joint_evidence("kind,a,b,log10_lr\nis,S1,P1,-inf\n", "evidence.csv");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_TRUE(std::isinf(read->is_person.at({"S1", "P1"})));
}

TEST(JointEvidenceFile, NamesTheLineOfWhatItCannotRead) {
    const auto refused = [](const std::string& text, const std::string& place, const std::string& with) {
        const auto read = read_joint_evidence(text, "evidence.csv");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().kind, ErrorKind::bad_input);
        EXPECT_NE(read.error().text().find(place), std::string::npos) << read.error().text();
        EXPECT_NE(read.error().text().find(with), std::string::npos) << read.error().text();
    };
    refused("kind,a,b,log10_lr\nmaybe,S1,S2,1\n", "evidence.csv:2", "must-link");
    refused("kind,a,b,log10_lr\nsame,S1,S2,much\n", "evidence.csv:2", "much");
    refused("kind,a,b,log10_lr\nsame,S1,S2,nan\n", "evidence.csv:2", "number");
    refused("kind,a,b,log10_lr\nis,S1,P1,inf\n", "evidence.csv:2", "number");
    refused("kind,a,b\nmust-link,S1,S2\n", "evidence.csv", "log10_lr");
}

TEST(EarlierRunFile, ReadsTheJointPosteriorOfAResult) {
    const auto read = read_earlier_run(
        R"({"joint":{"samples":["S1","S2"],"pairings":[{"sample":"S1","person":"P1","posterior":0.75}]}})", "old.json");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->size(), 2U);
    EXPECT_EQ(read->at("S1").at("P1"), 0.75);
    EXPECT_TRUE(read->at("S2").empty());
}

TEST(EarlierRunFile, SaysWhatItExpected) {
    for (const char* text : {"{}", "[]", "3", R"({"joint":null})", R"({"joint":{"samples":[],"pairings":[1]}})",
                             R"({"joint":{"samples":["S1"],"pairings":[{"sample":"S1","person":1,"posterior":1}]}})"}) {
        const auto read = read_earlier_run(text, "old.json");
        ASSERT_FALSE(read) << text;
        EXPECT_NE(read.error().text().find("old.json"), std::string::npos) << read.error().text();
        EXPECT_NE(read.error().text().find("joint"), std::string::npos) << read.error().text();
    }
    EXPECT_FALSE(read_earlier_run("{", "old.json"));
}

} // namespace
} // namespace muster
