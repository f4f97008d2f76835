#pragma once

#include "muster/identify/simulate.hpp"
#include "muster/screening/screen.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace muster::testing {

/// A folder that is gone with the test.
class TestFolder {
  public:
    TestFolder()
        : path_(std::filesystem::temp_directory_path() /
                ("muster-test-" + std::to_string(::getpid()) + "-" + std::to_string(count()++))) {
        std::filesystem::create_directories(path_);
    }
    ~TestFolder() { std::filesystem::remove_all(path_); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    TestFolder(TestFolder&&) = delete;
    TestFolder& operator=(TestFolder&&) = delete;

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    static int& count() {
        static int made = 0;
        return made;
    }
    std::filesystem::path path_;
};

template <class T> T value_of(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().text());
    }
    return *std::move(result);
}

inline CaseInput simulated_input(const SimulationRequest& request) {
    const auto table = value_of(shipped_frequency_table());
    return value_of(simulate_case(value_of(plan_case(request, table)))).input;
}

/// A case, its index, and its remains as the index has them.
struct ScreenedCase {
    Case subject;
    TestFolder folder{};
    std::unique_ptr<FamilyIndex> index{};
    std::unique_ptr<ScreenSamples> samples{};

    explicit ScreenedCase(CaseInput input, const TypingErrors& errors = {}, bool mutation = true)
        : subject(value_of(Case::make(std::move(input)))) {
        value_of(build_index(missing_persons(subject, mutation), folder / "a.index", {}));
        index = std::make_unique<FamilyIndex>(value_of(FamilyIndex::open(folder / "a.index")));
        samples = std::make_unique<ScreenSamples>(*index, errors);
        const auto added = samples->add(subject.input().remains);
        if (!added) {
            throw std::runtime_error(added.error().text());
        }
    }
};

inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace muster::testing
