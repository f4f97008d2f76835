#include "muster/formats/jsonl.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

const std::string members =
    R"("members":[{"id":"1","fid":"0","mid":"0","sex":1},{"id":2,"sex":2},{"id":"3","fid":"1","mid":2,"sex":2}])";
const std::string locus =
    R"({"name":"L1","chrom":"X","alleles":["8","9","99"],"freqs":[0.2,0.7,0.1],"mutation":{"model":"none"}})";

TEST(Jsonl, ReadsOneLocusWithEverythingBesideIt) {
    const auto made = parse_pedigree_case("{\"id\":\"A1\"," + members + ",\"locus\":" + locus +
                                              R"(,"genotypes":{"3":["8","0"]},"theta":0.02,"silent":"99",)"
                                              R"("dropout":{"3":{"het":0.1},"1":{"het":0.1,"hom":0.02}},)"
                                              R"("founder_inbreeding":{"1":0.25}})",
                                          "a.jsonl");
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->id, "A1");
    ASSERT_EQ(made->members.size(), 3U);
    EXPECT_EQ(made->members[2].mother, "2");
    EXPECT_EQ(made->members[0].father, "");
    EXPECT_DOUBLE_EQ(made->members[0].founder_inbreeding, 0.25);
    ASSERT_EQ(made->loci.size(), 1U);
    EXPECT_EQ(made->loci[0].inheritance, Inheritance::x_linked);
    EXPECT_EQ(made->loci[0].silent, "99");
    EXPECT_EQ(made->genotypes[0].at("3").status, LocusStatus::partial);
    EXPECT_DOUBLE_EQ(made->theta, 0.02);
    EXPECT_NEAR(made->dropout.at("3").hom, 0.01, 1e-15);
    EXPECT_DOUBLE_EQ(made->dropout.at("1").hom, 0.02);
}

TEST(Jsonl, ReadsSeveralLociWithOneOrMoreRecombinationFractions) {
    const auto made =
        parse_pedigree_case("{\"H1_" + members.substr(1) + ",\"loci\":[" + locus + "," + locus +
                                R"(],"genotypes":[{"3":["8","9"]},[]],"rho":0.1,"typed":["3"],"missing":1})",
                            "a.jsonl");
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->loci.size(), 2U);
    EXPECT_TRUE(made->genotypes[1].empty());
    EXPECT_EQ(made->rho, std::vector<double>{0.1});
    EXPECT_EQ(made->missing, "1");
}

TEST(Jsonl, NamesTheLineOfABrokenRecord) {
    const std::string good = "{" + members + ",\"locus\":" + locus + ",\"genotypes\":{}}";
    const auto cut = parse_pedigree_cases(good + "\n\n" + good.substr(0, 50) + "\n", "a.jsonl");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().line, 3U);
    const auto without = parse_pedigree_cases(good + "\n{" + members + "}\n", "a.jsonl");
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().text(), "a.jsonl:2: there is neither \"locus\" nor an array \"loci\"");
    EXPECT_EQ(parse_pedigree_cases(good + "\r\n" + good, "a.jsonl")->size(), 2U);
}

} // namespace
} // namespace muster
