#include "muster/genetics/mutation.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace {

using namespace muster;

struct Table {
    std::vector<std::string> alleles;
    std::vector<double> freqs;
};

/// 2 to 12 different alleles, some of them microvariants, with frequencies that sum to 1.
Table some_table(bool microvariants) {
    Table table;
    std::vector<double> weights;
    for (int repeats = *rc::gen::inRange(5, 20);
         weights.size() < 2 || (*rc::gen::inRange(0, 5) > 0 && weights.size() < 12);
         repeats += *rc::gen::inRange(1, 3)) {
        const bool micro = microvariants && *rc::gen::inRange(0, 4) == 0;
        table.alleles.push_back(std::to_string(repeats) + (micro ? ".2" : ""));
        weights.push_back(*rc::gen::inRange(1, 100));
    }
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (const double w : weights) {
        table.freqs.push_back(w / total);
    }
    return table;
}

MutationSpec some_spec(const std::vector<MutationModel>& models) {
    MutationSpec spec;
    spec.model = *rc::gen::elementOf(models);
    spec.rate = 1e-4 * *rc::gen::inRange(1, 100);
    spec.rate2 = 1e-6 * *rc::gen::inRange(1, 100);
    spec.range = 0.05 * *rc::gen::inRange(1, 19);
    spec.seed = *rc::gen::arbitrary<std::uint64_t>();
    return spec;
}

void assert_transmission_probabilities(const Matrix& m) {
    for (std::size_t i = 0; i < m.rows(); ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < m.cols(); ++j) {
            RC_ASSERT(m(i, j) >= 0.0);
            RC_ASSERT(m(i, j) <= 1.0);
            sum += m(i, j);
        }
        RC_ASSERT(std::abs(sum - 1.0) < 1e-12);
    }
}

double stationarity_error(const Matrix& m, const std::vector<double>& p) {
    double worst = 0.0;
    for (std::size_t j = 0; j < p.size(); ++j) {
        double next = 0.0;
        for (std::size_t i = 0; i < p.size(); ++i) {
            next += p[i] * m(i, j);
        }
        worst = std::max(worst, std::abs(next - p[j]));
    }
    return worst;
}

RC_GTEST_PROP(MutationMatrixProperty, RowsAreProbabilitiesInEveryModel, ()) {
    const auto spec = some_spec({MutationModel::equal, MutationModel::proportional, MutationModel::stepwise,
                                 MutationModel::onestep, MutationModel::dawid, MutationModel::random});
    const Table table = some_table(spec.model != MutationModel::onestep && spec.model != MutationModel::dawid);
    const auto m = mutation_matrix(spec, table.alleles, table.freqs);
    if (m) {
        assert_transmission_probabilities(*m);
    } else {
        RC_ASSERT(!m.error().message.empty());
    }
}

RC_GTEST_PROP(MutationMatrixProperty, TransformsAreStationaryAndKeepTheOverallRate, ()) {
    MutationSpec spec = some_spec({MutationModel::equal, MutationModel::proportional, MutationModel::stepwise,
                                   MutationModel::dawid, MutationModel::random});
    const Table table = some_table(spec.model != MutationModel::dawid);
    const auto original = mutation_matrix(spec, table.alleles, table.freqs);
    RC_PRE(original.has_value());
    spec.transform = *rc::gen::elementOf(std::vector<StationaryTransform>{
        StationaryTransform::metropolis, StationaryTransform::barker, StationaryTransform::preserving_rate,
        StationaryTransform::preserving_matrix, StationaryTransform::familias_dp, StationaryTransform::familias_rm});
    const auto m = mutation_matrix(spec, table.alleles, table.freqs);
    RC_CLASSIFY(m.has_value(), to_string(spec.transform) + " has a result");
    RC_CLASSIFY(!m.has_value(), to_string(spec.transform) + " has none");
    if (!m) {
        return;
    }
    assert_transmission_probabilities(*m);
    RC_ASSERT(stationarity_error(*m, table.freqs) < 1e-12);
    const double rate = overall_mutation_rate(*original, table.freqs);
    RC_ASSERT(std::abs(overall_mutation_rate(*m, table.freqs) / rate - 1.0) < 1e-9);
    const bool reversible = spec.transform == StationaryTransform::metropolis ||
                            spec.transform == StationaryTransform::barker ||
                            spec.transform == StationaryTransform::preserving_rate;
    RC_ASSERT(!reversible || is_reversible(*m, table.freqs));
}

RC_GTEST_PROP(MutationMatrixProperty, APreservedDiagonalIsPreserved, ()) {
    MutationSpec spec = some_spec({MutationModel::equal, MutationModel::stepwise, MutationModel::random});
    const Table table = some_table(true);
    const auto original = mutation_matrix(spec, table.alleles, table.freqs);
    RC_PRE(original.has_value());
    spec.transform = StationaryTransform::familias_dp;
    const auto m = mutation_matrix(spec, table.alleles, table.freqs);
    RC_PRE(m.has_value());
    for (std::size_t i = 0; i < table.freqs.size(); ++i) {
        RC_ASSERT(std::abs((*m)(i, i) - (*original)(i, i)) < 1e-12);
    }
}

/// A matrix that is stationary already is its own answer under every transform.
RC_GTEST_PROP(MutationMatrixProperty, TransformsLeaveAReversibleMatrixAlone, ()) {
    MutationSpec spec = some_spec({MutationModel::proportional, MutationModel::dawid});
    const Table table = some_table(false);
    const auto original = mutation_matrix(spec, table.alleles, table.freqs);
    RC_PRE(original.has_value());
    for (const char* name : {"MH", "BA", "PR", "PM", "DP", "RM"}) {
        spec.transform = parse_stationary_transform(name).value();
        const auto m = mutation_matrix(spec, table.alleles, table.freqs);
        RC_ASSERT(m.has_value());
        for (std::size_t i = 0; i < m->values().size(); ++i) {
            RC_ASSERT(std::abs(m->values()[i] - original->values()[i]) <= 1e-9 * original->values()[i]);
        }
    }
}

} // namespace
