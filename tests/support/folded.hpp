#pragma once

#include "muster/register/projection.hpp"
#include "muster/register/register.hpp"
#include "test_vocabulary.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace muster::testing {

/// A ledger in memory alone: entries are checked and folded as a register does it, without a store.
class Folded {
  public:
    void take(const NewEntry& wanted) {
        std::vector<std::string> problems;
        CheckedEntry checked = check(wanted, vocabulary_, tables_, problems);
        ASSERT_TRUE(problems.empty()) << wanted.kind << ": " << problems.front();
        ledger::Entry entry;
        entry.seq = next_++;
        entry.time = "2026-01-01T00:00:00.000Z";
        entry.who = "test";
        entry.action = wanted.action;
        entry.kind = wanted.kind;
        entry.key = checked.ref.empty() ? "#" + std::to_string(entry.seq) : std::string(key_of(checked.ref));
        entry.reason = wanted.reason;
        entry.body = checked.body;
        subjects_.insert(apply(*ledger::view(ledger::encode(entry)), tables_));
        if (!checked.ref.empty()) {
            subjects_.insert(checked.ref);
        }
    }
    [[nodiscard]] std::uint64_t next() const { return next_; }
    [[nodiscard]] std::set<std::pair<std::string, std::string>> open() {
        std::set<std::pair<std::string, std::string>> open;
        for (const std::string& subject : subjects_) {
            for (const store::FindingRow& row : tables_.findings_of(tables_.thing(subject))) {
                if (row.state == "open") {
                    open.insert({row.subject, row.rule});
                }
            }
        }
        return open;
    }

    /// What a finding that is open says; empty: there is none.
    [[nodiscard]] std::string detail(const std::string& subject, const std::string& rule) {
        for (const store::FindingRow& row : tables_.findings_of(tables_.thing(subject))) {
            if (row.state == "open" && row.rule == rule) {
                return row.detail;
            }
        }
        return {};
    }

  private:
    Vocabulary vocabulary_ = vocabulary();
    Tables tables_{};
    std::uint64_t next_ = 0;
    std::set<std::string> subjects_{};
};

} // namespace muster::testing
