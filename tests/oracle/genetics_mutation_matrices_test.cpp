// Mutation matrices against those of pedmut and Familias (suite M_mutation_matrices).

#include "muster/genetics/mutation.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using namespace muster;
using nlohmann::json;

std::vector<json> cases() {
    std::ifstream in(MUSTER_SOURCE_DIR "/tests/data/oracle/M_mutation_matrices.jsonl");
    std::vector<json> all;
    for (std::string line; std::getline(in, line);) {
        all.push_back(json::parse(line));
    }
    return all;
}

double number(const json& c, const char* key, double otherwise) {
    return c.contains(key) && c[key].is_number() ? c[key].get<double>() : otherwise;
}

std::string text(const json& c, const char* key) {
    return c.contains(key) && c[key].is_string() ? c[key].get<std::string>() : std::string();
}

/// The suite's names: pedmut's are ours, with a note after the underscore; Familias capitalises.
MutationSpec spec_of(const json& c) {
    std::string model = text(c, "model");
    model = model.substr(0, model.find('_'));
    model[0] = static_cast<char>(std::tolower(model[0]));
    MutationSpec spec;
    spec.model = parse_mutation_model(model).value();
    spec.rate = number(c, "rate", 0.0);
    spec.rate2 = number(c, "rate2", 0.0);
    spec.range = number(c, "range", 0.1);
    spec.transform = parse_stationary_transform(text(c, "transform") + text(c, "stabilization")).value();
    return spec;
}

Matrix matrix_of(const json& rows) {
    Matrix m(rows.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows.size(); ++j) {
            m(i, j) = rows[i][j].get<double>();
        }
    }
    return m;
}

double worst_relative_error(const Matrix& found, const Matrix& expected) {
    double worst = 0.0;
    for (std::size_t i = 0; i < found.rows(); ++i) {
        for (std::size_t j = 0; j < found.cols(); ++j) {
            const double size = std::max(std::abs(expected(i, j)), 1e-300);
            worst = std::max(worst, std::abs(found(i, j) - expected(i, j)) / size);
        }
    }
    return worst;
}

Result<Matrix> matrix_for(const json& c) {
    return mutation_matrix(spec_of(c), c["alleles"].get<std::vector<std::string>>(),
                           c["freqs"].get<std::vector<double>>());
}

bool is_optimised(const json& c) {
    return text(c, "stabilization") == "DP" || text(c, "stabilization") == "RM";
}

TEST(MutationMatrices, AgreeWithPedmutAndFamilias) {
    std::size_t checked = 0;
    for (const json& c : cases()) {
        if (is_optimised(c)) {
            continue;
        }
        SCOPED_TRACE(c["id"].get<std::string>());
        const auto freqs = c["freqs"].get<std::vector<double>>();
        const auto found = matrix_for(c);
        ASSERT_TRUE(found) << found.error().text();
        EXPECT_LE(worst_relative_error(*found, matrix_of(c["matrix"])), 1e-9);
        if (c.contains("overall_rate") && c["overall_rate"].is_number()) {
            EXPECT_NEAR(overall_mutation_rate(*found, freqs), c["overall_rate"].get<double>(), 1e-12);
            EXPECT_EQ(is_stationary(*found, freqs), c["stationary"].get<bool>());
            EXPECT_EQ(is_reversible(*found, freqs), c["reversible"].get<bool>());
        }
        ++checked;
    }
    EXPECT_GT(checked, 80U);
    RecordProperty("checked", static_cast<int>(checked));
}

/// max over i ≠ j of S_ij / M_ij and M_ij / S_ij: what DP and RM make small.
double largest_ratio(const Matrix& s, const Matrix& m) {
    double most = 1.0;
    for (std::size_t i = 0; i < s.rows(); ++i) {
        for (std::size_t j = 0; j < s.cols(); ++j) {
            most = i == j ? most : std::max({most, s(i, j) / m(i, j), m(i, j) / s(i, j)});
        }
    }
    return most;
}

// Familias' DP and RM stop near the optimum, at one of many matrices, or give up and return M: so entries cannot be
// compared. What can: ours is stationary, and no stationary matrix that Familias found has a smaller largest ratio.
TEST(MutationMatrices, AreNoFartherFromTheModelThanThoseOfFamilias) {
    std::size_t compared = 0;
    for (const json& c : cases()) {
        if (!is_optimised(c)) {
            continue;
        }
        SCOPED_TRACE(c["id"].get<std::string>());
        const auto alleles = c["alleles"].get<std::vector<std::string>>();
        const auto freqs = c["freqs"].get<std::vector<double>>();
        MutationSpec spec = spec_of(c);
        const auto found = mutation_matrix(spec, alleles, freqs);
        ASSERT_TRUE(found) << found.error().text();
        spec.transform = StationaryTransform::none;
        const Matrix original = mutation_matrix(spec, alleles, freqs).value();
        const Matrix theirs = matrix_of(c["matrix"]);
        EXPECT_TRUE(is_stationary(*found, freqs));
        EXPECT_NEAR(overall_mutation_rate(*found, freqs), overall_mutation_rate(original, freqs), 1e-15);
        if (is_stationary(theirs, freqs)) {
            EXPECT_LE(largest_ratio(*found, original), largest_ratio(theirs, original) * (1 + 1e-9));
            ++compared;
        }
        if (spec.model == MutationModel::proportional) {
            EXPECT_LE(worst_relative_error(*found, theirs), 1e-7); // stationary already; the rest is Familias' noise
        }
    }
    EXPECT_GE(compared, 8U);
}

} // namespace
