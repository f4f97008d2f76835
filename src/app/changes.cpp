#include "changes.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster {
namespace {

constexpr double least_move = 0.01;

std::pair<std::string, double> most_probable(const std::map<std::string, double>& posterior) {
    std::pair<std::string, double> best{"*", 1.0};
    for (const auto& [person, p] : posterior) {
        best.second -= p;
    }
    best.second = std::max(best.second, 0.0);
    for (const auto& [person, p] : posterior) {
        best = p > best.second + 1e-9 ? std::pair(person, p) : best;
    }
    return best;
}

} // namespace

void note_changes(JointAnswer& answer, const EarlierRun& earlier, const std::string& since) {
    answer.since = since;
    std::set<std::string> now;
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        std::map<std::string, double> posterior;
        for (std::size_t j = 0; j < answer.persons.size(); ++j) {
            if (answer.posterior[i][j] >= 1e-6) {
                posterior[answer.persons[j]] = answer.posterior[i][j];
            }
        }
        now.insert(answer.samples[i]);
        const auto [who, p] = most_probable(posterior);
        const auto before = earlier.find(answer.samples[i]);
        if (before == earlier.end()) {
            answer.changes.push_back({answer.samples[i], {}, 0.0, who, p});
            continue;
        }
        const auto [who_before, p_before] = most_probable(before->second);
        // Brothers who are alike may stand in either order: that is no news.
        const auto same = posterior.find(who_before);
        const bool tie = same != posterior.end() && std::abs(same->second - p) < 1e-6;
        if ((who != who_before && !tie) || std::abs(p - p_before) >= least_move) {
            answer.changes.push_back({answer.samples[i], who_before, p_before, who, p});
        }
    }
    for (const auto& [sample, posterior] : earlier) {
        if (!now.contains(sample)) {
            const auto [who, p] = most_probable(posterior);
            answer.changes.push_back({sample, who, p, {}, 0.0});
        }
    }
}

} // namespace muster
