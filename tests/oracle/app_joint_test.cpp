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
    const std::filesystem::path folder = MUSTER_SHARED_DIR "/oracle/dvi";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "the folder " << folder << " is not on this machine: nothing to compare with";
    }
    std::size_t tables = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        std::ifstream in(entry.path());
        const json expected = json::parse(in);
        for (const bool mutation : {true, false}) {
            const std::string which = mutation ? "full_mut" : "full_nomut";
            if (!expected.contains("jointDVI_" + which)) {
                continue;
            }
            SCOPED_TRACE(entry.path().filename().string() + " " + which);
            const json joint = answer_of(entry.path(), mutation, "all");
            check_assignments(joint, expected["jointDVI_" + which]);
            check_marginals(joint["marginals"], expected["Bmarginal_" + which]);
            ++tables;
        }
    }
    EXPECT_GT(tables, 0U);
}

} // namespace
} // namespace muster
