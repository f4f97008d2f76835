#pragma once

#include "muster/register/register.hpp"
#include "test_store.hpp"
#include "test_vocabulary.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace muster::testing {

/// A register on a database of its own, with a few parties, and what tests do with it again and again.
class TestRegister {
  public:
    explicit TestRegister(const std::string& backend)
        : place(backend), key_file(std::filesystem::temp_directory_path() /
                                   ("muster_key_" + std::to_string(::getpid()) + "_" + std::to_string(made_++))) {
        auto created = Register::create(place.url(), key_file, "a test", author);
        EXPECT_TRUE(created) << created.error().text();
        key = *ledger::SigningKey::read(key_file);
    }
    ~TestRegister() { std::filesystem::remove(key_file); }
    TestRegister(const TestRegister&) = delete;
    TestRegister& operator=(const TestRegister&) = delete;

    [[nodiscard]] Register open() const {
        auto opened = Register::open(place.url());
        EXPECT_TRUE(opened) << opened.error().text();
        return *std::move(opened);
    }
    /// Records in a register that is opened for it; every entry must pass.
    Recorded record(const std::vector<NewEntry>& entries) const {
        Register on = open();
        return record(on, entries);
    }
    Recorded record(Register& on, const std::vector<NewEntry>& entries) const {
        auto recorded = on.record(entries, author, key, words);
        EXPECT_TRUE(recorded) << recorded.error().text();
        EXPECT_TRUE(recorded->problems.empty()) << recorded->problems.front().text();
        return *std::move(recorded);
    }

    TestStore place;
    std::filesystem::path key_file;
    ledger::SigningKey key = ledger::SigningKey::generate();
    Author author{"tester", "", true};
    Vocabulary words = vocabulary();

  private:
    inline static int made_ = 0;
};

inline NewEntry entry_of(const std::string& kind, WrittenFields fields) {
    NewEntry entry;
    entry.kind = kind;
    entry.fields = std::move(fields);
    return entry;
}

inline NewEntry change_of(ledger::Action action, const std::string& kind, const std::string& key, WrittenFields fields,
                          const std::string& reason = "a slip of the pen") {
    NewEntry entry = entry_of(kind, std::move(fields));
    entry.action = action;
    entry.key = key;
    entry.reason = reason;
    return entry;
}

/// From the parties to a result with a profile: one of most kinds.
inline std::vector<NewEntry> small_chain() {
    return {
        entry_of("party", {{"key", "KPA"}, {"name", "side one"}, {"type", "Military"}}),
        entry_of("party", {{"key", "UNC"}, {"name", "side two"}, {"type", "Military"}}),
        entry_of("party", {{"key", "LAB"}, {"name", "laboratory"}, {"type", "Laboratory"}}),
        entry_of("turnover", {{"key", "T1"},
                              {"on", "2018-07-27"},
                              {"place", "harbour"},
                              {"from", "KPA"},
                              {"to", "UNC"},
                              {"claimed", "2"}}),
        entry_of("case", {{"turnover", "T1"}, {"number", "1"}, {"seal", "S-1"}}),
        entry_of("case", {{"turnover", "T1"}, {"number", "2"}}),
        entry_of("receipt", {{"turnover", "T1"}, {"on", "2018-07-27"}, {"by", "a sergeant"}, {"received", "2"}}),
        entry_of("transfer", {{"key", "LEG-1"},
                              {"items", "case:T1/1; case:T1/2"},
                              {"from", "UNC"},
                              {"to", "LAB"},
                              {"departed", "2018-08-01T10:00+09:00"},
                              {"due", "2018-08-03"}}),
        entry_of("confirmation", {{"transfer", "LEG-1"},
                                  {"received", "2018-08-01T20:00-10:00"},
                                  {"by", "a custodian"},
                                  {"items", "T1/1;T1/2"},
                                  {"seal_condition", "intact"}}),
        entry_of("accession", {{"key", "ACC 1"}, {"on", "2018-08-02"}, {"lab", "LAB"}, {"turnover", "T1"}}),
        entry_of("specimen", {{"accession", "ACC 1"},
                              {"provenance1", "G-1"},
                              {"designator", "101"},
                              {"case", "T1/1"},
                              {"human", "Human"},
                              {"bone", "femur"},
                              {"side", "left"},
                              {"completeness", "Complete"},
                              {"mass_g", "300.5"},
                              {"on", "2018-09-01"}}),
        entry_of("cut", {{"key", "CUT-1"},
                         {"of", "ACC 1, G-1, 101"},
                         {"on", "2018-09-02"},
                         {"removed_g", "5.0"},
                         {"kerf_g", "0.5"},
                         {"retained_g", "295.0"}}),
        entry_of("sample", {{"specimen", "ACC 1, G-1, 101"},
                            {"label", "01A"},
                            {"cut", "CUT-1"},
                            {"material", "bone"},
                            {"mass_g", "5.0"},
                            {"on", "2018-09-02"}}),
        entry_of("extraction", {{"sample", "ACC 1, G-1, 101, 01A"},
                                {"label", "E1"},
                                {"on", "2018-09-10"},
                                {"consumed_g", "1.0"},
                                {"retained_g", "4.0"}}),
        entry_of("result", {{"sample", "ACC 1, G-1, 101, 01A"},
                            {"extraction", "ACC 1, G-1, 101, 01A, E1"},
                            {"test", "autosomal STR"},
                            {"on", "2018-10-01"},
                            {"outcome", "Reportable"},
                            {"profile", "D3S1358 14,16 - a secret that must go"}}),
        entry_of("individual", {{"accession", "ACC 1"}, {"number", "01"}}),
        entry_of("assignment", {{"specimen", "ACC 1, G-1, 101"}, {"individual", "ACC 1-I-01"}, {"on", "2018-11-01"}})};
}

} // namespace muster::testing
