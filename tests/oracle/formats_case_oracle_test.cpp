#include "muster/formats/jsonl.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/formats/text_input.hpp"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path shared = MUSTER_SHARED_DIR;

TEST(DviOracle, ReadsEveryPublishedCaseWhole) {
    if (!fs::is_directory(shared / "oracle/dvi")) {
        GTEST_SKIP() << "the folder ../shared/oracle/dvi is not here; nothing to compare with";
    }
    for (const auto& entry : fs::directory_iterator(shared / "oracle/dvi")) {
        SCOPED_TRACE(entry.path().filename().string());
        const json inputs = json::parse(read_text(entry.path())->text)["inputs"];
        const auto made = read_case(entry.path(), {});
        ASSERT_TRUE(made) << made.error().text();
        const CaseInput& input = made->input();
        ASSERT_EQ(input.loci.size(), inputs["loci"].size());
        for (std::size_t i = 0; i < input.loci.size(); ++i) {
            const json& mutation = inputs["loci"][i]["mutation"];
            EXPECT_EQ(input.loci[i].mutates(), mutation.contains("male_matrix"));
            if (mutation.contains("male_matrix")) {
                EXPECT_NEAR(input.loci[i].male()(0, 1), mutation["male_matrix"][0][1].get<double>(), 1e-15);
            }
        }
        EXPECT_EQ(input.remains.size(), inputs["pm"].size());
        ASSERT_EQ(input.missing.size(), inputs["missing"].size());
        for (std::size_t i = 0; i < input.missing.size(); ++i) {
            EXPECT_EQ(input.missing[i].person, inputs["missing"][i].get<std::string>());
        }
        std::size_t persons = 0;
        std::size_t typed = 0;
        for (const json& family : inputs["am"]) {
            persons += family["members"].size();
            typed += family["genotypes"].size();
        }
        EXPECT_EQ(input.persons.size(), persons);
        EXPECT_EQ(input.references.size(), typed);
        EXPECT_EQ(input.pairings.size(), inputs["pairings"].size());
    }
}

TEST(PedigreeCaseOracle, ReadsEveryLineOfTheSuites) {
    if (!fs::is_directory(shared / "oracle")) {
        GTEST_SKIP() << "the folder ../shared/oracle is not here; nothing to read";
    }
    for (const char* suite :
         {"A_single_autosomal", "X_single", "T_theta", "S_silent", "D_dropout", "P_partial_inbredfounder",
          "Z_zero_and_near", "L_linked_pairs", "LM_linked_multi_merlin", "K_multimarker_LR", "EP_exclusion_power"}) {
        SCOPED_TRACE(suite);
        const auto input = read_text(shared / "oracle" / (std::string(suite) + ".jsonl"));
        ASSERT_TRUE(input) << input.error().text();
        const auto cases = parse_pedigree_cases(input->text, suite);
        ASSERT_TRUE(cases) << cases.error().text();
        EXPECT_FALSE(cases->empty());
        for (const PedigreeCase& one : *cases) {
            EXPECT_TRUE(Pedigree::make(one.members)) << one.id;
            EXPECT_EQ(one.loci.size(), one.genotypes.size());
            for (const LocusSpec& spec : one.loci) {
                const auto locus = Locus::make(spec);
                EXPECT_TRUE(locus) << one.id << ": " << (locus ? "" : locus.error().text());
            }
        }
    }
}

TEST(WorkloadOracle, ReadsTheHundredRemainsAndTwentyFamilies) {
    const fs::path folder = fs::path(MUSTER_SOURCE_DIR) / "tests/data/workloads/W1";
    CaseOptions options;
    options.mutation = "step";
    const auto made = read_case(folder, options);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->input().remains.size(), 100U);
    EXPECT_EQ(made->input().missing.size(), 20U);
    EXPECT_EQ(made->input().references.size(), 40U);
    EXPECT_EQ(made->input().loci.size(), 20U);
    EXPECT_TRUE(made->input().loci[0].mutates());
}

} // namespace
} // namespace muster
