#include "../../src/joint/chain_run.hpp"
#include "muster/base/random.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace muster {
namespace {

std::vector<std::vector<double>> independent(std::size_t chains, std::size_t length, double apart) {
    Random random(11);
    std::vector<std::vector<double>> out(chains);
    for (std::size_t c = 0; c < chains; ++c) {
        for (std::size_t n = 0; n < length; ++n) {
            out[c].push_back(random.uniform() + apart * static_cast<double>(c));
        }
    }
    return out;
}

TEST(Convergence, IndependentDrawsAgreeAndCountInFull) {
    const auto chains = independent(4, 2000, 0.0);
    EXPECT_NEAR(split_r_hat(chains), 1.0, 0.003);
    EXPECT_NEAR(effective_size(chains), 8000.0, 800.0);
}

TEST(Convergence, ChainsThatStayApartDoNotAgree) {
    const auto chains = independent(4, 500, 1.0);
    EXPECT_GT(split_r_hat(chains), 3.0);
    EXPECT_LT(effective_size(chains), 20.0);
}

TEST(Convergence, ADriftWithinAChainIsSeen) {
    std::vector<std::vector<double>> chains(2);
    for (auto& chain : chains) {
        for (int n = 0; n < 1000; ++n) {
            chain.push_back(n);
        }
    }
    EXPECT_GT(split_r_hat(chains), 1.5);
}

/// An autoregression with coefficient a has an effective size of (1−a)/(1+a) of its length.
TEST(Convergence, CorrelatedDrawsCountForLess) {
    Random random(5);
    std::vector<std::vector<double>> chains(4);
    for (auto& chain : chains) {
        double x = 0.0;
        for (int n = 0; n < 20000; ++n) {
            x = 0.8 * x + random.uniform() - 0.5;
            chain.push_back(x);
        }
    }
    EXPECT_NEAR(effective_size(chains), 80000.0 / 9.0, 1500.0);
}

TEST(Convergence, ConstantSequencesAgreeOrNever) {
    EXPECT_EQ(split_r_hat({{1.0, 1.0, 1.0, 1.0}, {1.0, 1.0, 1.0, 1.0}}), 1.0);
    EXPECT_EQ(split_r_hat({{1.0, 1.0, 1.0, 1.0}, {2.0, 2.0, 2.0, 2.0}}), std::numeric_limits<double>::infinity());
    EXPECT_EQ(effective_size({{1.0, 1.0, 1.0, 1.0}, {2.0, 2.0, 2.0, 2.0}}), 0.0);
}

} // namespace
} // namespace muster
