#include "metrics.hpp"

#include <cstdio>

namespace muster::server {
namespace {

std::string number(double value) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.9g", value);
    return text.data();
}

} // namespace

void Metrics::count(const std::string& route, int status, double seconds) {
    const std::lock_guard lock(mutex_);
    ++answers_[{route, status}];
    Times& times = times_[route];
    ++times.count;
    times.sum += seconds;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        times.within[i] += seconds <= limits[i] ? 1U : 0U;
    }
}

std::string Metrics::text(const std::map<std::string, double>& gauges) const {
    const std::lock_guard lock(mutex_);
    std::string out = "# HELP muster_answers_total Requests that were answered.\n# TYPE muster_answers_total counter\n";
    for (const auto& [what, count] : answers_) {
        out += "muster_answers_total{route=\"" + what.first + "\",status=\"" + std::to_string(what.second) + "\"} " +
               std::to_string(count) + "\n";
    }
    out += "# HELP muster_answer_seconds How long requests took.\n# TYPE muster_answer_seconds histogram\n";
    for (const auto& [route, times] : times_) {
        const std::string label = "{route=\"" + route + "\"";
        for (std::size_t i = 0; i < limits.size(); ++i) {
            out += "muster_answer_seconds_bucket" + label + ",le=\"" + number(limits[i]) + "\"} " +
                   std::to_string(times.within[i]) + "\n";
        }
        out += "muster_answer_seconds_bucket" + label + ",le=\"+Inf\"} " + std::to_string(times.count) + "\n";
        out += "muster_answer_seconds_sum" + label + "} " + number(times.sum) + "\n";
        out += "muster_answer_seconds_count" + label + "} " + std::to_string(times.count) + "\n";
    }
    for (const auto& [name, value] : gauges) {
        out += "# TYPE " + name + " gauge\n" + name + " " + number(value) + "\n";
    }
    return out;
}

} // namespace muster::server
