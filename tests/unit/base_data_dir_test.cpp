#include "muster/base/data_dir.hpp"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <optional>

namespace muster {
namespace {

// Sets MUSTER_DATA_DIR for one test and puts back what was there.
class DataDir : public testing::Test {
  protected:
    void SetUp() override {
        if (const char* value = std::getenv("MUSTER_DATA_DIR")) {
            before_ = value;
        }
        unsetenv("MUSTER_DATA_DIR");
    }
    void TearDown() override { before_ ? setenv("MUSTER_DATA_DIR", before_->c_str(), 1) : unsetenv("MUSTER_DATA_DIR"); }

  private:
    std::optional<std::string> before_;
};

TEST_F(DataDir, IsTheSourceTreesWhenNothingElseIsSaid) {
    const auto found = data_dir();
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_TRUE(std::filesystem::equivalent(*found, std::filesystem::path(MUSTER_SOURCE_DIR) / "data"));
}

TEST_F(DataDir, IsWhatTheEnvironmentSays) {
    const auto chosen = std::filesystem::temp_directory_path();
    setenv("MUSTER_DATA_DIR", chosen.c_str(), 1);
    EXPECT_EQ(data_dir().value_or(""), chosen);
}

TEST_F(DataDir, NamesAnEnvironmentSettingThatIsNoFolder) {
    setenv("MUSTER_DATA_DIR", "/no/such/folder", 1);
    const auto found = data_dir();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::bad_input);
    EXPECT_NE(found.error().message.find("/no/such/folder"), std::string::npos);
}

TEST_F(DataDir, ReadsAFileThatShips) {
    const auto text = read_data_file("nist1036/SOURCE.md");
    ASSERT_TRUE(text) << text.error().text();
    EXPECT_EQ(text->substr(0, 11), "# NIST 1036");
}

TEST_F(DataDir, NamesTheFileThatIsMissing) {
    for (const char* name : {"nist1036/nothing.csv", "nist1036"}) {
        const auto text = read_data_file(name);
        ASSERT_FALSE(text);
        EXPECT_NE(text.error().file.find(name), std::string::npos);
    }
}

} // namespace
} // namespace muster
