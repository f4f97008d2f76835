#include "test_register.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <thread>

namespace muster {
namespace {

using testing::change_of;
using testing::entry_of;
using testing::small_chain;
using testing::TestRegister;

class ARegister : public ::testing::TestWithParam<std::string> {
  protected:
    TestRegister test_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, ARegister, ::testing::ValuesIn(testing::backends()), testing::database_name);

TEST_P(ARegister, RecordsTheChainFromTurnoverToResultWithoutAFindingAndVerifies) {
    const Recorded recorded = test_.record(small_chain());
    EXPECT_EQ(recorded.entries.front(), 1U); // after the entry that names the ledger
    EXPECT_EQ(recorded.refs[10], "specimen:ACC 1, G-1, 101");
    for (const auto& finding : recorded.findings) {
        EXPECT_NE(finding.state, "open") << finding.rule << " " << finding.subject << " " << finding.detail;
    }
    Register again = test_.open();
    const auto found = again.verify();
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_TRUE(found->flaws.empty()) << found->flaws.front().what;
    EXPECT_EQ(found->size, 1 + small_chain().size());
    EXPECT_EQ(found->payloads, 1U);
    EXPECT_EQ(found->head, recorded.head);
}

TEST_P(ARegister, GivesARecordWithItsFieldsItsHistoryAndWhoRefersToIt) {
    test_.record(small_chain());
    const Recorded changed = test_.record({change_of(ledger::Action::correct, "specimen", "ACC 1, G-1, 101",
                                                     {{"side", "Right"}}, "was read from the wrong end")});
    Register reg = test_.open();
    const auto specimen = reg.find("specimen:ACC 1, G-1, 101");
    ASSERT_TRUE(specimen && *specimen);
    EXPECT_EQ(text_of((*specimen)->body, "side"), "Right");
    EXPECT_EQ(text_of((*specimen)->body, "bone"), "Femur"); // as the vocabulary writes it
    EXPECT_EQ((*specimen)->entries, (std::vector<std::uint64_t>{11, changed.entries.front()}));
    EXPECT_TRUE((*specimen)->simulated);
    const auto& links = (*specimen)->links;
    EXPECT_NE(std::find(links.begin(), links.end(), Link{"of", "cut:CUT-1"}), links.end());
    const auto result = reg.find("result:#15");
    ASSERT_TRUE(result && *result && (*result)->personal);
    EXPECT_EQ(text_of(*(*result)->personal, "profile"), "D3S1358 14,16 - a secret that must go");
    EXPECT_EQ(text_of((*result)->body, "profile"), "");
    EXPECT_FALSE(*reg.find("specimen:no such"));
    const auto correction = reg.entry(changed.entries.front());
    ASSERT_TRUE(correction);
    EXPECT_EQ(correction->entry.corrects, 11U);
    EXPECT_EQ(correction->entry.reason, "was read from the wrong end");
}

TEST_P(ARegister, TakesBackAWithdrawalWithAReason) {
    test_.record(small_chain());
    const std::string key = "ACC 1, G-1, 101";
    Register reg = test_.open();
    NewEntry again = change_of(ledger::Action::correct, "specimen", key, {}, "the wrong one was withdrawn");
    again.reinstate = true;
    EXPECT_EQ(reg.record({again}, test_.author, test_.key, test_.words)->problems.size(), 1U); // it is not withdrawn
    const auto gone = test_.record(reg, {change_of(ledger::Action::withdraw, "specimen", key, {})});
    ASSERT_EQ(gone.findings.size(), 1U);
    EXPECT_EQ(gone.findings.front().rule, "withdrawn but in use");
    const auto back = test_.record(reg, {again});
    ASSERT_EQ(back.findings.size(), 1U);
    EXPECT_EQ(back.findings.front().state, "cleared");
    const auto specimen = reg.find("specimen:" + key);
    ASSERT_TRUE(specimen && *specimen);
    EXPECT_FALSE((*specimen)->withdrawn);
    EXPECT_EQ(text_of((*specimen)->body, "bone"), "Femur");
    EXPECT_EQ((*specimen)->entries, (std::vector<std::uint64_t>{11, gone.entries.front(), back.entries.front()}));
    const auto verified = reg.verify();
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->flaws.empty());
}

TEST_P(ARegister, RefusesABatchAsAWholeAndNamesEveryProblem) {
    Register reg = test_.open();
    const auto size = reg.head()->head.size;
    auto bad = small_chain();
    bad[3].fields[5].second = "two";
    bad[3].file = "turnovers.csv";
    bad[3].line = 7;
    bad[10].fields[5].second = "Femurr";
    const auto recorded = reg.record(bad, test_.author, test_.key, test_.words);
    ASSERT_TRUE(recorded);
    EXPECT_FALSE(recorded->head);
    ASSERT_GE(recorded->problems.size(), 2U);
    EXPECT_EQ(recorded->problems.front().text(), "turnovers.csv:7: claimed: 'two' is not a whole number, 0 or more");
    bool named = false;
    for (const Error& problem : recorded->problems) {
        named = named || problem.message == "bone: 'Femurr' is no bone of the vocabulary; did you mean Femur?";
    }
    EXPECT_TRUE(named);
    EXPECT_EQ(reg.head()->head.size, size);
    EXPECT_FALSE(*reg.find("party:KPA"));
}

TEST_P(ARegister, ATrialRunRecordsNothingButSaysWhatWouldBeFound) {
    Register reg = test_.open();
    auto entries = small_chain();
    entries[6].fields[3].second = "1";
    const auto trial = reg.record(entries, test_.author, test_.key, test_.words, {}, true);
    ASSERT_TRUE(trial && trial->problems.empty());
    EXPECT_FALSE(trial->head);
    EXPECT_TRUE(std::any_of(trial->findings.begin(), trial->findings.end(),
                            [](const auto& f) { return f.rule == "count mismatch" && f.state == "open"; }));
    EXPECT_EQ(reg.head()->head.size, 1U);
}

TEST_P(ARegister, NeverWritesAnEarlierTimeThanThatOfTheEntryBefore) {
    const TestRegister reg(GetParam());
    Register on = reg.open();
    std::string clock = "2100-01-02T00:00:00.000Z";
    on.set_clock([&] { return clock; });
    const auto party = [](const char* key) {
        return entry_of("party", {{"key", key}, {"name", "a party"}, {"type", "Laboratory"}});
    };
    const auto time_of = [&](std::uint64_t entry) { return on.entry(entry)->entry.time; };
    reg.record(on, {party("A")});
    EXPECT_EQ(time_of(1), "2100-01-02T00:00:00.000Z");
    clock = "2100-01-01T00:00:00.000Z"; // somebody put it back
    const Recorded recorded = reg.record(on, {party("B"), party("C")});
    EXPECT_EQ(time_of(2), "2100-01-02T00:00:00.000Z");
    EXPECT_EQ(time_of(3), "2100-01-02T00:00:00.000Z");
    EXPECT_EQ(recorded.head->head.time, "2100-01-02T00:00:00.000Z");
    clock = "2100-01-03T00:00:00.000Z";
    reg.record(on, {party("D")});
    EXPECT_EQ(time_of(4), "2100-01-03T00:00:00.000Z");
    EXPECT_TRUE(on.verify()->flaws.empty());
}

TEST_P(ARegister, RefusesAnotherLedgersKey) {
    Register reg = test_.open();
    const auto recorded = reg.record(small_chain(), test_.author, ledger::SigningKey::generate(), test_.words);
    ASSERT_FALSE(recorded);
    EXPECT_EQ(recorded.error().kind, ErrorKind::refused);
}

TEST_P(ARegister, KeepsAReusedDesignatorApartAndFindsIt) {
    test_.record(small_chain());
    test_.record({change_of(ledger::Action::withdraw, "case", "T1/2", {})});
    const Recorded again = test_.record({entry_of("case", {{"turnover", "T1"}, {"number", "2"}})});
    const std::string name = "case:T1/2 (entry " + std::to_string(again.entries.front()) + ")";
    EXPECT_EQ(again.refs.front(), name);
    Register reg = test_.open();
    const auto first = reg.find("case:T1/2");
    ASSERT_TRUE(first && *first);
    EXPECT_TRUE((*first)->withdrawn);
    EXPECT_TRUE(std::any_of((*first)->findings.begin(), (*first)->findings.end(),
                            [](const auto& f) { return f.rule == "reused designator" && f.state == "open"; }));
    EXPECT_TRUE(*reg.find(name));
}

TEST_P(ARegister, AFindingStaysUntilItIsResolvedWithAReasonAndOpensAgainWhenThatIsWithdrawn) {
    auto entries = small_chain();
    entries[6].fields[3].second = "1";
    const Recorded recorded = test_.record(entries);
    const auto open = std::find_if(recorded.findings.begin(), recorded.findings.end(),
                                   [](const auto& f) { return f.rule == "count mismatch" && f.state == "open"; });
    ASSERT_NE(open, recorded.findings.end());
    NewEntry resolution = entry_of("resolution", {{"subject", open->subject},
                                                  {"rule", open->rule},
                                                  {"opened_by", std::to_string(open->opened_by)},
                                                  {"detail", open->detail}});
    Register reg = test_.open();
    const auto without = reg.record({resolution}, test_.author, test_.key, test_.words);
    ASSERT_TRUE(without);
    EXPECT_EQ(without->problems.front().message, "the reason is missing; say why");
    resolution.reason = "counted again: two";
    const Recorded resolved = test_.record(reg, {resolution});
    ASSERT_EQ(resolved.findings.size(), 1U);
    EXPECT_EQ(resolved.findings.front().state, "resolved");
    EXPECT_EQ(resolved.findings.front().closed_by, resolved.entries.front());
    const Recorded back = test_.record(
        reg, {change_of(ledger::Action::withdraw, "resolution", "#" + std::to_string(resolved.entries.front()), {})});
    ASSERT_EQ(back.findings.size(), 1U);
    EXPECT_EQ(back.findings.front().state, "open");
    const auto found = reg.verify();
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->flaws.empty()) << found->flaws.front().what;
}

TEST_P(ARegister, SeveralWritersAtOnceLoseNothing) {
    test_.record(small_chain());
    constexpr int writers = 4;
    constexpr int each = 15;
    std::vector<std::thread> threads;
    std::vector<std::string> failures(writers);
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&, w] {
            auto reg = Register::open(test_.place.url());
            for (int i = 0; reg && i < each; ++i) {
                const auto recorded =
                    reg->record({entry_of("party", {{"key", "W" + std::to_string(w) + "-" + std::to_string(i)},
                                                    {"name", "writer"},
                                                    {"type", "Carrier"}})},
                                test_.author, test_.key, test_.words);
                if (!recorded || !recorded->problems.empty()) {
                    failures[static_cast<std::size_t>(w)] = recorded ? "problem" : recorded.error().text();
                }
            }
            if (!reg) {
                failures[static_cast<std::size_t>(w)] = reg.error().text();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const std::string& failure : failures) {
        EXPECT_EQ(failure, "");
    }
    Register reg = test_.open();
    const auto found = reg.verify();
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_TRUE(found->flaws.empty()) << found->flaws.front().what;
    EXPECT_EQ(found->size, 1 + small_chain().size() + writers * each);
}

TEST_P(ARegister, ProvesEntriesAndThatItGoesOnFromAnOlderHead) {
    const Recorded first = test_.record(small_chain());
    test_.record({entry_of("party", {{"key", "X"}, {"name", "x"}, {"type", "Carrier"}})});
    Register reg = test_.open();
    for (std::uint64_t seq = 0; seq < first.head->head.size + 1; ++seq) {
        EXPECT_TRUE(reg.prove(seq)) << seq;
    }
    EXPECT_EQ(reg.prove(99).error().kind, ErrorKind::bad_input);
    EXPECT_TRUE(reg.prove_consistency(*first.head));
    ledger::SignedHead foreign = test_.key.sign({reg.name(), first.head->head.size, ledger::sha256("other"), "2018"});
    EXPECT_EQ(reg.prove_consistency(foreign).error().kind, ErrorKind::verification);
}

} // namespace
} // namespace muster
