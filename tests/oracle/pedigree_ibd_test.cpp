// IBD coefficients against those of an independent program (suite IBD_coefficients).

#include "muster/pedigree/coefficients.hpp"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using namespace muster;
using nlohmann::json;

constexpr double tolerance = 1e-12;

std::vector<json> cases() {
    std::ifstream in(MUSTER_SOURCE_DIR "/tests/data/oracle/IBD_coefficients.jsonl");
    std::vector<json> all;
    for (std::string line; std::getline(in, line);) {
        all.push_back(json::parse(line));
    }
    return all;
}

Pedigree pedigree_of(const json& c) {
    std::vector<PersonRecord> persons;
    for (const json& m : c["members"]) {
        persons.push_back({m["id"], m["fid"], m["mid"], m["sex"] == 1 ? Sex::male : Sex::female});
    }
    return Pedigree::make(persons).value();
}

void expect_kinship(const json& expected, const Pedigree& pedigree, const IbdCoefficients& found) {
    const auto ids = expected["ids"].get<std::vector<std::string>>();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (std::size_t j = 0; j < ids.size(); ++j) {
            EXPECT_NEAR(found.kinship(*pedigree.find(ids[i]), *pedigree.find(ids[j])),
                        expected["values"][i][j].get<double>(), tolerance)
                << ids[i] << " and " << ids[j];
        }
    }
}

TEST(IbdCoefficients, AgreeWithTheOracle) {
    std::size_t pairs = 0;
    const auto all = cases();
    ASSERT_GE(all.size(), 20U);
    for (const json& c : all) {
        SCOPED_TRACE(c["id"].get<std::string>());
        const Pedigree pedigree = pedigree_of(c);
        auto ibd = IbdCoefficients::make(pedigree).value();
        expect_kinship(c["kinship"], pedigree, ibd);
        expect_kinship(c["kinshipX"], pedigree, IbdCoefficients::make(pedigree, Inheritance::x_linked).value());
        for (const auto& [id, f] : c["inbreeding"].items()) {
            EXPECT_NEAR(ibd.inbreeding(*pedigree.find(id)), f.get<double>(), tolerance) << id;
        }
        for (const json& pair : c["pairs"]) {
            const std::size_t a = *pedigree.find(pair["a"].get<std::string>());
            const std::size_t b = *pedigree.find(pair["b"].get<std::string>());
            SCOPED_TRACE(pair["a"].get<std::string>() + " and " + pair["b"].get<std::string>());
            const auto delta = ibd.jacquard(a, b);
            for (std::size_t i = 0; i < 9; ++i) {
                EXPECT_NEAR(delta[i], pair["jacquard9"][i].get<double>(), tolerance) << "state " << i + 1;
            }
            const auto kappa = ibd.kappa(a, b);
            ASSERT_EQ(kappa.has_value(), !pair["kappa"][0].is_null());
            for (std::size_t i = 0; kappa && i < 3; ++i) {
                EXPECT_NEAR((*kappa)[i], pair["kappa"][i].get<double>(), tolerance) << "kappa " << i;
            }
            ++pairs;
        }
    }
    RecordProperty("pairs", static_cast<int>(pairs));
}

} // namespace
