#include "chain_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster {
namespace {

using Sequence = std::vector<double>;

double mean(const Sequence& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double variance(const Sequence& x) {
    const double m = mean(x);
    double sum = 0.0;
    for (double v : x) {
        sum += (v - m) * (v - m);
    }
    return sum / static_cast<double>(x.size() - 1);
}

std::vector<Sequence> halves(const std::vector<Sequence>& chains) {
    std::vector<Sequence> out;
    for (const Sequence& chain : chains) {
        const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
        out.emplace_back(chain.begin(), chain.begin() + half);
        out.emplace_back(chain.end() - half, chain.end());
    }
    return out;
}

/// Within-chain variance W and the overestimate of the variance, var⁺ = (n−1)/n W + B/n.
std::pair<double, double> variances(const std::vector<Sequence>& chains) {
    const auto n = static_cast<double>(chains.front().size());
    double within = 0.0;
    Sequence means;
    for (const Sequence& chain : chains) {
        within += variance(chain) / static_cast<double>(chains.size());
        means.push_back(mean(chain));
    }
    return {within, (n - 1.0) / n * within + (means.size() > 1 ? variance(means) : 0.0)};
}

double autocovariance(const Sequence& x, std::size_t lag) {
    const double m = mean(x);
    double sum = 0.0;
    for (std::size_t i = 0; i + lag < x.size(); ++i) {
        sum += (x[i] - m) * (x[i + lag] - m);
    }
    return sum / static_cast<double>(x.size());
}

} // namespace

double split_r_hat(const std::vector<std::vector<double>>& chains) {
    const auto [within, over] = variances(halves(chains));
    // Sequences that never move agree, or never will.
    if (within <= 1e-20) {
        return over <= 1e-20 ? 1.0 : std::numeric_limits<double>::infinity();
    }
    return std::sqrt(over / within);
}

double effective_size(const std::vector<std::vector<double>>& chains) {
    const auto [within, over] = variances(chains);
    const std::size_t n = chains.front().size();
    const double all = static_cast<double>(n * chains.size());
    if (within <= 1e-20) {
        return over <= 1e-20 ? all : 0.0;
    }
    const auto rho = [&, w = within, v = over](std::size_t lag) {
        double mean_covariance = 0.0;
        for (const auto& chain : chains) {
            mean_covariance += autocovariance(chain, lag) / static_cast<double>(chains.size());
        }
        return 1.0 - (w - mean_covariance) / v;
    };
    double sum = 0.0;
    for (std::size_t lag = 0; lag + 1 < n; lag += 2) {
        const double pair = rho(lag) + rho(lag + 1);
        if (pair <= 0.0) {
            break;
        }
        sum += pair;
    }
    return std::min(all, all / std::max(2.0 * sum - 1.0, 1.0 / std::log10(std::max(all, 10.0))));
}

} // namespace muster
