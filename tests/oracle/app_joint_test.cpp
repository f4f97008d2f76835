// Every joint assignment of published disasters, as R's dvir 3.4.2 computes it.

#include "muster/app/identification.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster {
namespace {

using json = nlohmann::json;

/// Tables of frequencies that do not sum to 1 leave this much between programs.
constexpr double within = 5e-9;

json answer_of(const std::filesystem::path& subject, bool mutation, const std::string& joint) {
    IdentificationRequest request;
    request.subject = subject;
    request.mutation = mutation;
    request.joint.joint = joint;
    const auto reply = run_identification(request);
    EXPECT_TRUE(reply) << (reply ? "" : reply.error().text());
    return reply ? json::parse(reply->json)["joint"] : json();
}

constexpr const char* not_there =
    "the folder " MUSTER_SHARED_DIR "/oracle/dvi is not on this machine: nothing to compare";

/// Calls `visit` with every case of the folder and what is expected of it; false: there is no folder.
template <class Visit> bool each_disaster(const Visit& visit) {
    const std::filesystem::path folder = MUSTER_SHARED_DIR "/oracle/dvi";
    if (!std::filesystem::exists(folder)) {
        return false;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") {
            SCOPED_TRACE(entry.path().filename().string());
            std::ifstream in(entry.path());
            visit(entry.path(), json::parse(in));
        }
    }
    return true;
}

void check_assignments(const json& joint, const json& expected) {
    std::map<std::string, json> listed;
    for (const json& one : joint["assignments"]) {
        listed[one["assignment"].dump()] = one;
    }
    std::size_t possible = 0;
    for (const json& row : expected["rows"]) {
        json who = json::object();
        for (const json& sample : joint["marginals"]["rows"]) {
            who[sample.get<std::string>()] = row[sample.get<std::string>()];
        }
        const auto found = listed.find(who.dump());
        ASSERT_NE(found, listed.end()) << who;
        if (row["loglik"].is_null()) {
            EXPECT_TRUE(found->second["loglik"].is_null()) << who;
            EXPECT_EQ(found->second["posterior"].get<double>(), 0.0) << who;
            continue;
        }
        ++possible;
        EXPECT_NEAR(found->second["loglik"].get<double>(), row["loglik"].get<double>(),
                    within * std::abs(row["loglik"].get<double>()))
            << who;
        EXPECT_NEAR(found->second["log10_lr"].get<double>(), std::log10(row["LR"].get<double>()), within) << who;
        EXPECT_NEAR(found->second["posterior"].get<double>(), row["posterior"].get<double>(), within) << who;
    }
    EXPECT_EQ(joint["assignments_possible"].get<double>(), static_cast<double>(possible));
}

void check_marginals(const json& marginals, const json& expected) {
    const auto index = [](const json& names, const json& name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    for (std::size_t r = 0; r < expected["rows"].size(); ++r) {
        for (std::size_t c = 0; c < expected["cols"].size(); ++c) {
            const json& found = marginals["values"][index(marginals["rows"], expected["rows"][r])]
                                         [index(marginals["cols"], expected["cols"][c])];
            const double theirs = expected["values"][r][c].get<double>();
            EXPECT_NEAR(found.get<double>(), theirs, within) << expected["rows"][r] << expected["cols"][c];
        }
    }
}

TEST(JointOracle, EveryAssignmentOfPublishedDisastersIsReproduced) {
    std::size_t tables = 0;
    const bool there = each_disaster([&](const std::filesystem::path& path, const json& expected) {
        for (const bool mutation : {true, false}) {
            const std::string which = mutation ? "full_mut" : "full_nomut";
            if (!expected.contains("jointDVI_" + which)) {
                continue;
            }
            SCOPED_TRACE(which);
            const json joint = answer_of(path, mutation, "all");
            check_assignments(joint, expected["jointDVI_" + which]);
            check_marginals(joint["marginals"], expected["Bmarginal_" + which]);
            ++tables;
        }
    });
    if (!there) {
        GTEST_SKIP() << not_there;
    }
    EXPECT_GT(tables, 0U);
}

/// Steps of one path as "V1=M2;V3=M1" with their LRs, so that paths can be compared as a set.
using Paths = std::map<std::string, std::vector<double>>;

Paths found_paths(const json& paths) {
    Paths out;
    for (const json& path : paths) {
        std::string key;
        std::vector<double> values;
        for (const json& step : path) {
            key += step["sample"].get<std::string>() + "=" + step["person"].get<std::string>() + ";";
            values.push_back(step["log10_lr"].get<double>());
        }
        out[key] = values;
    }
    return out;
}

Paths expected_paths(const json& details) {
    Paths out;
    for (const json& path : details) {
        std::string key;
        std::vector<double> values;
        for (const json& step : path) {
            key += step["Sample"].get<std::string>() + "=" + step["Missing"].get<std::string>() + ";";
            values.push_back(std::log10(step["LR"].get<double>()));
        }
        out[key] = values;
    }
    return out;
}

void check_paths(const json& found, const json& expected) {
    const Paths ours = found_paths(found);
    const Paths theirs = expected_paths(expected["details"]);
    EXPECT_EQ(ours.size(), theirs.size());
    for (const auto& [key, values] : theirs) {
        const auto at = ours.find(key);
        ASSERT_NE(at, ours.end()) << key;
        for (std::size_t n = 0; n < values.size(); ++n) {
            EXPECT_NEAR(at->second[n], values[n], within) << key;
        }
    }
}

TEST(JointOracle, SequentialMatchesAreThoseOfDvir) {
    const bool there = each_disaster([&](const std::filesystem::path& path, const json& expected) {
        const json joint = answer_of(path, true, "top=10");
        check_paths(joint["sequential"]["with_update"], expected["sequentialDVI_update"]);
        check_paths(joint["sequential"]["without_update"], expected["sequentialDVI_noupdate"]);
    });
    if (!there) {
        GTEST_SKIP() << not_there;
    }
}

/// The AM-driven analysis of dvir gives each match the generalised LR: the best with it against the best without.
TEST(JointOracle, GeneralisedLikelihoodRatiosAreThoseOfTheAmDrivenAnalysis) {
    std::size_t compared = 0;
    const bool there = each_disaster([&](const std::filesystem::path& path, const json& expected) {
        const json joint = answer_of(path, true, "top=10");
        for (const json& row : expected["amDrivenDVI"]["AM"]) {
            const std::string conclusion = row["Conclusion"].get<std::string>();
            if (conclusion != "Match (GLR)" || row["GLR"].is_null()) {
                continue;
            }
            for (const json& pair : joint["pairings"]) {
                if (pair["sample"] == row["Sample"] && pair["person"] == row["Missing"]) {
                    EXPECT_NEAR(pair["log10_glr"].get<double>(), std::log10(row["GLR"].get<double>()), within)
                        << row["Sample"];
                    ++compared;
                }
            }
        }
    });
    if (!there) {
        GTEST_SKIP() << not_there;
    }
    EXPECT_GT(compared, 0U);
}

/// What dvir calls a symmetric match: siblings whom nothing tells apart, as a group.
TEST(JointOracle, SymmetricMatchesAreThoseOfTheAmDrivenAnalysis) {
    std::size_t compared = 0;
    const bool there = each_disaster([&](const std::filesystem::path& path, const json& expected) {
        const json joint = answer_of(path, true, "top=10");
        std::map<std::string, double> found; // "V1/V2 M1": GLR
        for (const json& one : joint["symmetries"]) {
            std::string samples;
            for (const json& sample : one["samples"]) {
                samples += samples.empty() ? "" : "/";
                samples += sample.get<std::string>();
            }
            for (const json& person : one["persons"]) {
                found[samples + " " + person.get<std::string>()] = one["log10_glr"].get<double>();
            }
        }
        for (const json& row : expected["amDrivenDVI"]["AM"]) {
            if (row["Conclusion"] == "Symmetric match") {
                const std::string key = row["Sample"].get<std::string>() + " " + row["Missing"].get<std::string>();
                ASSERT_TRUE(found.contains(key)) << key << " is not in " << joint["symmetries"];
                EXPECT_NEAR(found.at(key), std::log10(row["GLR"].get<double>()), within) << key;
                ++compared;
            }
        }
    });
    if (!there) {
        GTEST_SKIP() << not_there;
    }
    EXPECT_GE(compared, 6U);
}

} // namespace
} // namespace muster
