// The suites of cases with answers from independent programs, asked the way a user asks them: a file in, answers out.

#include "muster/app/identification.hpp"
#include "muster/app/questions.hpp"
#include "muster/formats/jsonl.hpp"
#include "muster/likelihood/linkage.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace muster {
namespace {

using nlohmann::json;

std::vector<json> lines_of(std::istream& in) {
    std::vector<json> all;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) {
            all.push_back(json::parse(line));
        }
    }
    return all;
}

struct Suite {
    std::vector<json> cases;
    std::vector<json> answers;
};

Suite asked(Question question, const std::filesystem::path& file) {
    std::ifstream in(file);
    EXPECT_TRUE(in) << file;
    std::stringstream out;
    const auto summary = answer_questions({question, file}, out);
    EXPECT_TRUE(summary) << summary.error().text();
    Suite suite{lines_of(in), lines_of(out)};
    EXPECT_FALSE(suite.cases.empty()) << file;
    EXPECT_EQ(suite.answers.size(), suite.cases.size());
    suite.answers.resize(suite.cases.size());
    return suite;
}

std::filesystem::path suite_file(const std::string& name) {
    return std::filesystem::path(MUSTER_SOURCE_DIR "/tests/data/oracle") / (name + ".jsonl");
}

/// 1e-9, or 5e-9 where a table of frequencies does not sum to 1: programs then differ in what they do about it.
double tolerance(const json& c) {
    std::vector<json> loci = c.contains("loci") ? c["loci"].get<std::vector<json>>() : std::vector<json>{c["locus"]};
    for (const json& locus : loci) {
        double sum = 0.0;
        for (const json& p : locus["freqs"]) {
            sum += p.get<double>();
        }
        if (std::abs(sum - 1.0) > 1e-12) {
            return 5e-9;
        }
    }
    return 1e-9;
}

class LikelihoodSuite : public testing::TestWithParam<const char*> {
  protected:
    static void check(const json& expected, const json& answer) {
        ASSERT_FALSE(answer.contains("error")) << answer["error"];
        ASSERT_EQ(answer["id"], expected["id"]);
        if (!expected.contains("loglik")) { // no other program could say
            EXPECT_TRUE(answer["loglik"].is_number()) << answer;
            return;
        }
        if (expected["loglik"].is_null()) {
            EXPECT_TRUE(answer["loglik"].is_null()) << answer;
            EXPECT_TRUE(answer.value("excluded", false));
            return;
        }
        // A difference of logarithms is the relative error of the likelihood.
        ASSERT_TRUE(answer["loglik"].is_number()) << answer;
        EXPECT_NEAR(answer["loglik"].get<double>(), expected["loglik"].get<double>(), tolerance(expected));
    }
};

TEST_P(LikelihoodSuite, IsReproducedLineByLine) {
    const Suite suite = asked(Question::likelihood, suite_file(GetParam()));
    for (std::size_t i = 0; i < suite.cases.size(); ++i) {
        SCOPED_TRACE(suite.cases[i]["id"]);
        check(suite.cases[i], suite.answers[i]);
    }
}

std::string suite_letters(const testing::TestParamInfo<const char*>& suite) {
    return std::string(suite.param).substr(0, std::string(suite.param).find('_'));
}

INSTANTIATE_TEST_SUITE_P(Oracle, LikelihoodSuite,
                         testing::Values("A_single_autosomal", "X_single", "T_theta", "S_silent", "D_dropout",
                                         "P_partial_inbredfounder", "Z_zero_and_near", "L_linked_pairs",
                                         "LM_linked_multi_merlin", "../workloads/W3_cases"),
                         [](const auto& suite) {
                             const std::string letters = suite_letters(suite);
                             return letters[0] == '.' ? std::string("W3") : letters;
                         });

TEST(LikelihoodRatioSuite, IsReproducedLocusByLocus) {
    const Suite suite = asked(Question::likelihood, suite_file("K_multimarker_LR"));
    for (std::size_t i = 0; i < suite.cases.size(); ++i) {
        const json& expected = suite.cases[i];
        const json& answer = suite.answers[i];
        SCOPED_TRACE(expected["id"]);
        ASSERT_FALSE(answer.contains("error")) << answer["error"];
        for (const auto& [ours, theirs] : {std::pair{"loglik_h1", "lik_H1"}, std::pair{"loglik_h2", "lik_H2"}}) {
            ASSERT_EQ(answer[ours].size(), expected[theirs].size());
            for (std::size_t l = 0; l < expected[theirs].size(); ++l) {
                const double lik = expected[theirs][l].get<double>();
                const json& found = answer[ours][l];
                if (lik == 0.0) {
                    EXPECT_TRUE(found.is_null()) << ours << ' ' << l;
                } else {
                    ASSERT_TRUE(found.is_number()) << ours << ' ' << l;
                    EXPECT_NEAR(found.get<double>(), std::log(lik), tolerance(expected)) << ours << ' ' << l;
                }
            }
        }
        if (expected["lnLR"].is_number()) {
            EXPECT_NEAR(answer["log10_lr"].get<double>() * std::log(10.0), expected["lnLR"].get<double>(),
                        tolerance(expected) * static_cast<double>(expected["loci"].size()));
        } else {
            EXPECT_TRUE(answer["log10_lr"].is_null());
            EXPECT_TRUE(answer.value("excluded", false));
        }
    }
}

TEST(ExclusionPowerSuite, IsReproduced) {
    const Suite suite = asked(Question::exclusion_power, suite_file("EP_exclusion_power"));
    for (std::size_t i = 0; i < suite.cases.size(); ++i) {
        const json& expected = suite.cases[i];
        const json& answer = suite.answers[i];
        SCOPED_TRACE(expected["id"]);
        ASSERT_FALSE(answer.contains("error")) << answer["error"];
        const double within = tolerance(expected);
        for (std::size_t l = 0; l < expected["EPperMarker"].size(); ++l) {
            EXPECT_NEAR(answer["EPperMarker"][l].get<double>(), expected["EPperMarker"][l].get<double>(), within);
        }
        EXPECT_NEAR(answer["EPtotal"].get<double>(), expected["EPtotal"].get<double>(), within);
        EXPECT_NEAR(answer["expectedMismatch"].get<double>(), expected["expectedMismatch"].get<double>(),
                    within * static_cast<double>(expected["loci"].size()));
    }
}

void check_numbers(const json& found, const json& expected, const std::string& what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i].is_array()) {
            check_numbers(found[i], expected[i], what);
        } else if (expected[i].is_number()) {
            ASSERT_TRUE(found[i].is_number()) << what << ' ' << found;
            EXPECT_NEAR(found[i].get<double>(), expected[i].get<double>(), 1e-12) << what;
        } else {
            EXPECT_TRUE(found[i].is_null()) << what << ' ' << found;
        }
    }
}

TEST(IbdSuite, IsReproduced) {
    const Suite suite = asked(Question::coefficients, suite_file("IBD_coefficients"));
    for (std::size_t i = 0; i < suite.cases.size(); ++i) {
        const json& expected = suite.cases[i];
        const json& answer = suite.answers[i];
        SCOPED_TRACE(expected["id"]);
        ASSERT_FALSE(answer.contains("error")) << answer["error"];
        for (const char* matrix : {"kinship", "kinshipX"}) {
            if (expected.contains(matrix) && expected[matrix].is_object()) {
                ASSERT_EQ(answer[matrix]["ids"], expected[matrix]["ids"]);
                check_numbers(answer[matrix]["values"], expected[matrix]["values"], matrix);
            }
        }
        for (const auto& [person, f] : expected["inbreeding"].items()) {
            EXPECT_NEAR(answer["inbreeding"][person].get<double>(), f.get<double>(), 1e-12) << person;
        }
        for (const json& pair : expected["pairs"]) {
            const auto same = [&](const json& other) { return other["a"] == pair["a"] && other["b"] == pair["b"]; };
            const auto found = std::find_if(answer["pairs"].begin(), answer["pairs"].end(), same);
            ASSERT_NE(found, answer["pairs"].end()) << pair;
            for (const char* key : {"kappa", "jacquard9", "kappaX", "jacquard9X"}) {
                if (pair.contains(key) && pair[key].is_array()) {
                    check_numbers((*found)[key], pair[key], key);
                }
            }
        }
    }
}

// ---- data that may not be copied: read where it lies, skipped where it does not

class SharedOracle : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(root_)) {
            GTEST_SKIP() << "the folder " << root_ << " is not on this machine: nothing to compare with";
        }
    }
    static json read(const std::filesystem::path& file) {
        std::ifstream in(file);
        return json::parse(in);
    }
    const std::filesystem::path root_ = MUSTER_SHARED_DIR "/oracle";
};

using PairwiseLr = SharedOracle;

void check_pairwise(const json& answer, const json& expected, bool exclusions) {
    const json& table = expected[exclusions ? "exclusionMatrix" : "pairwiseLR"];
    for (std::size_t r = 0; r < table["rows"].size(); ++r) {
        for (std::size_t c = 0; c < table["cols"].size(); ++c) {
            const auto index = [](const json& names, const json& name) {
                return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
            };
            const std::size_t i = index(answer["samples"], table["rows"][r]);
            const std::size_t j = index(answer["persons"], table["cols"][c]);
            const json& theirs = table["values"][r][c];
            const std::string where = table["rows"][r].get<std::string>() + "-" + table["cols"][c].get<std::string>();
            const std::string status = answer["status"][i][j].get<std::string>();
            if (theirs.is_null()) {
                EXPECT_TRUE(status == "not_considered" || status == "sex") << where << ' ' << status;
            } else if (exclusions) {
                if (answer["excluding_loci"][i][j].is_number()) {
                    EXPECT_EQ(answer["excluding_loci"][i][j].get<double>(), theirs.get<double>()) << where;
                }
            } else if (theirs.get<double>() == 0.0) {
                EXPECT_NE(status, "ok") << where;
            } else {
                ASSERT_EQ(status, "ok") << where;
                EXPECT_NEAR(answer["log10_lr"][i][j].get<double>(), std::log10(theirs.get<double>()),
                            5e-9 / std::log(10.0))
                    << where;
            }
        }
    }
}

TEST_F(PairwiseLr, OfPublishedDisastersIsReproduced) {
    for (const auto& entry : std::filesystem::directory_iterator(root_ / "dvi")) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        SCOPED_TRACE(entry.path().filename());
        json expected = read(entry.path());
        for (bool mutation : {true, false}) {
            IdentificationRequest request;
            request.subject = entry.path();
            request.mutation = mutation;
            const auto reply = run_identification(request);
            ASSERT_TRUE(reply) << reply.error().text();
            const json answer = json::parse(reply->json);
            if (!mutation) {
                if (!expected.contains("pairwiseLR_nomut")) {
                    continue;
                }
                expected["pairwiseLR"] = expected["pairwiseLR_nomut"];
            }
            check_pairwise(answer, expected, false);
            check_pairwise(answer, expected, true);
        }
    }
}

using LinkedMarkers = SharedOracle;

/// log10 LR of H1 against the typed persons being unrelated, asked as a file of one line.
double ln_lr(const json& kit, const std::vector<std::size_t>& loci, double rho) {
    json question{{"id", "q"}, {"H1_members", kit["H1_members"]}, {"H2_members", kit["H2_members"]}};
    for (std::size_t l : loci) {
        const json& locus = kit["loci"][l];
        question["loci"].push_back(locus);
        json genotypes = json::object();
        for (const auto& [person, typed] : kit["H1"]["genotypes"].items()) {
            genotypes[person] = typed[locus["name"].get<std::string>()];
        }
        question["genotypes"].push_back(genotypes);
    }
    if (loci.size() > 1) {
        question["rho"] = rho;
    }
    const auto file = std::filesystem::temp_directory_path() / "muster_linked_question.jsonl";
    std::ofstream(file) << question.dump() << '\n';
    std::stringstream out;
    EXPECT_TRUE(answer_questions({Question::likelihood, file}, out));
    std::filesystem::remove(file);
    const json answer = json::parse(out.str());
    EXPECT_FALSE(answer.contains("error")) << answer;
    return answer["log10_lr"].is_number() ? answer["log10_lr"].get<double>() * std::log(10.0) : -INFINITY;
}

TEST_F(LinkedMarkers, OfAKitGiveTheRatiosOfTheirMap) {
    for (const std::string function : {"Haldane", "Kosambi"}) {
        SCOPED_TRACE(function);
        const json kit = read(root_ / "linked" / ("paternity_" + function + ".json"));
        std::map<std::string, double> position;
        for (const json& marker : kit["map"]) {
            position[marker["Marker"].get<std::string>()] = marker["cM"].get<double>();
        }
        std::map<std::string, std::size_t> index;
        for (std::size_t l = 0; l < kit["loci"].size(); ++l) {
            index[kit["loci"][l]["name"].get<std::string>()] = l;
        }
        std::map<int, std::vector<std::size_t>> pairs;
        for (const json& line : kit["result"]) {
            const std::size_t l = index.at(line["Marker"].get<std::string>());
            EXPECT_NEAR(ln_lr(kit, {l}, 0.5), std::log(line["LRsingle"].get<double>()), 5e-9) << line["Marker"];
            if (line["Pair"].is_number()) {
                pairs[line["Pair"].get<int>()].push_back(l);
            }
        }
        EXPECT_FALSE(pairs.empty());
        for (const json& line : kit["result"]) {
            if (!line["Pair"].is_number() || !line["LRlinked"].is_number()) {
                continue;
            }
            const auto& pair = pairs.at(line["Pair"].get<int>());
            const auto at = [&](std::size_t i) { return position.at(kit["loci"][pair[i]]["name"].get<std::string>()); };
            const double distance = std::abs(at(0) - at(1));
            const double rho = function == "Haldane" ? haldane(distance) : kosambi(distance);
            EXPECT_NEAR(ln_lr(kit, pair, rho), std::log(line["LRlinked"].get<double>()), 5e-9) << line["Marker"];
            EXPECT_NEAR(ln_lr(kit, pair, 0.5), std::log(line["LRnolink"].get<double>()), 5e-9) << line["Marker"];
        }
    }
}

} // namespace
} // namespace muster
