// Elimination against sums in logarithms, with entries that lie far apart.

#include "muster/likelihood/network.hpp"

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace muster {
namespace {

RC_GTEST_PROP(Network, LosesNothingOfEntriesThatLieFarApart, ()) {
    // Copies of one variable, joined in a tree; each carries weights from 1 to 1e-290. The answer is known: for each
    // state the sum of its exponents.
    const auto states = *rc::gen::inRange<std::size_t>(2, 4);
    const auto copies = *rc::gen::inRange<std::size_t>(2, 9);
    Network network;
    std::vector<Variable> variables;
    std::vector<double> exponent(states, 0.0);
    for (std::size_t i = 0; i < copies; ++i) {
        variables.push_back(network.add_variable(states));
        if (i > 0) {
            const auto with = *rc::gen::inRange<std::size_t>(0, i);
            std::vector<std::uint32_t> rows;
            for (std::uint32_t s = 0; s < states; ++s) {
                rows.insert(rows.end(), {s, s});
            }
            network.add_sparse(std::array{variables[with], variables[i]}, rows, std::vector<double>(states, 1.0));
        }
        for (int factors = *rc::gen::inRange(0, 3); factors > 0; --factors) {
            std::vector<double> values;
            for (std::size_t s = 0; s < states; ++s) {
                const int e = *rc::gen::element(0, 0, -50, -150, -200, -250, -290);
                values.push_back(std::pow(10.0, e));
                exponent[s] += e;
            }
            network.add_dense(std::array{variables[i]}, values);
        }
    }
    const double largest = *std::max_element(exponent.begin(), exponent.end());
    RC_PRE(largest > -4000.0);
    double sum = 0.0;
    for (double e : exponent) {
        sum += std::pow(10.0, e - largest);
    }
    const double expected = largest * std::log(10.0) + std::log(sum);
    const double found = network.eliminate().value().log_sum();
    RC_LOG() << found << ", expected " << expected << '\n';
    RC_ASSERT(std::abs(found - expected) < 1e-9 * std::max(1.0, std::abs(expected)));
}

} // namespace
} // namespace muster
