#pragma once

#include "muster/app/record_entry.hpp"
#include "muster/app/register_files.hpp"
#include "muster/app/register_queries.hpp"
#include "test_store.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::testing {

/// A register with four parties, one turnover of three cases and an accession, and a folder beside it.
class WithRegister : public OnBothDatabases {
  protected:
    void SetUp() override {
        static int made = 0;
        folder_ = std::filesystem::temp_directory_path() /
                  ("muster_app_" + std::to_string(::getpid()) + "_" + std::to_string(made++));
        std::filesystem::create_directory(folder_);
        recorder_ = {{place_.url(), (folder_ / "ledger.key").string(), "tester"}};
        ASSERT_TRUE(start_register(recorder_, "Test"));
        for (const char* party : {"KPA", "UNC", "CIL"}) {
            record("party", {{"key", party}, {"name", "a party"}, {"type", "Military"}});
        }
        record("turnover", {{"key", "W"},
                            {"on", "2018-07-27"},
                            {"place", "Wonsan"},
                            {"from", "KPA"},
                            {"to", "UNC"},
                            {"claimed", "3"}});
        for (const char* number : {"01", "02", "03"}) {
            record("case", {{"turnover", "W"}, {"number", number}});
        }
        record("accession", {{"key", "A"}, {"on", "2018-08-01"}, {"lab", "CIL"}});
    }
    void TearDown() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    /// Records one thing; what is wrong with it fails the test.
    Answer record(const std::string& kind, const FieldTexts& fields, const std::string& except = {}) {
        auto answer = record_one({recorder_, kind, fields, except});
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        for (const Error& problem : answer ? answer->problems : std::vector<Error>{}) {
            ADD_FAILURE() << kind << ": " << problem.text();
        }
        return answer.value_or(Answer{});
    }
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return folder_ / name;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream file(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    [[nodiscard]] Recorder because(const std::string& reason) const {
        Recorder recorder = recorder_;
        recorder.reason = reason;
        return recorder;
    }
    [[nodiscard]] std::size_t count(const std::string& kind) const {
        const auto list = list_records(recorder_, kind, false);
        return list ? nlohmann::json::parse(list->json).size() : 0;
    }
    /// A record as `muster show --json` gives it.
    [[nodiscard]] nlohmann::json shown(const std::string& name) const {
        const auto answer = show_record(recorder_, "", name);
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        return answer ? nlohmann::json::parse(answer->json) : nlohmann::json();
    }

    void send(const std::string& due) {
        record("transfer", {{"key", "leg"},
                            {"items", "case:W/*"},
                            {"from", "UNC"},
                            {"to", "CIL"},
                            {"to_place", "Hawaii"},
                            {"departed", "2018-07-28"},
                            {"due", due},
                            {"seal", "S-1"}});
    }
    void confirm(const std::string& items, const std::string& condition = "Intact") {
        record("confirmation", {{"transfer", "leg"},
                                {"received", "2018-07-29"},
                                {"by", "Receiver"},
                                {"items", items},
                                {"seal_condition", condition}});
    }
    [[nodiscard]] std::string custody(const std::string& item) const {
        const auto answer = show_custody(recorder_, item);
        return answer ? answer->text : answer.error().text();
    }
    [[nodiscard]] Caller store() const { return recorder_; }

    std::filesystem::path folder_;
    Recorder recorder_;
};

/// Is this text part of that one?
inline bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace muster::testing
