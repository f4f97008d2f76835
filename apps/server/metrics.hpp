#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace muster::server {

/// Counts of what was answered, by route and status. For several threads.
class Metrics {
  public:
    void count(const std::string& route, int status, double seconds);
    /// In the text format of Prometheus, with these gauges behind.
    [[nodiscard]] std::string text(const std::map<std::string, double>& gauges) const;

  private:
    static constexpr std::array<double, 8> limits{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0};

    struct Times {
        std::array<std::uint64_t, limits.size()> within{};
        std::uint64_t count = 0;
        double sum = 0.0;
    };

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t> answers_;
    std::map<std::string, Times> times_;
};

} // namespace muster::server
