#include "broken_rules.hpp"
#include "folded.hpp"
#include "register_history.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using testing::BrokenRules;
using testing::Folded;
using testing::History;

using Found = std::set<std::pair<std::string, std::string>>;

std::string shown(const Found& found) {
    std::string text;
    for (const auto& [subject, rule] : found) {
        text += "  " + rule + ": " + subject + "\n";
    }
    return text;
}

std::string difference(const Found& a, const Found& b) {
    Found only;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(only, only.begin()));
    return shown(only);
}

TEST(Findings, AreOpenForEveryBrokenRuleAndForNothingElseOverRandomHistoriesOfAThousandOperations) {
    std::map<std::string, std::size_t> seen;
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        History history(seed);
        Folded folded;
        for (std::size_t i = 0; i < 1000; ++i) {
            folded.take(history.next(folded.next()));
            if (i % 97 == 0 || i == 999) {
                const Found expected = BrokenRules(history.known()).found();
                const Found open = folded.open();
                ASSERT_EQ(open, expected) << "seed " << seed << ", operation " << i << "\nnot found:\n"
                                          << difference(expected, open) << "found, but not broken:\n"
                                          << difference(open, expected);
            }
        }
        for (const auto& [subject, rule] : folded.open()) {
            ++seen[rule];
        }
    }
    // The histories do break every rule.
    for (const char* rule :
         {"count mismatch", "overdue confirmation", "custody gap", "double custody", "received twice", "broken seal",
          "mass balance", "sampled after consumption", "duplicate element", "overlapping zones", "reused designator",
          "withdrawn but in use", "noted", "released twice", "dates out of order", "released as another",
          "cut from another", "contradicting associations"}) {
        EXPECT_GT(seen[rule], 0U) << rule;
    }
}

} // namespace
} // namespace muster
