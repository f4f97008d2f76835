#include "muster/base/files.hpp"
#include "muster/base/mapped_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace muster {
namespace {

class NewFiles : public ::testing::Test {
  protected:
    NewFiles() { std::filesystem::create_directories(folder_); }
    ~NewFiles() override { std::filesystem::remove_all(folder_); }
    NewFiles(const NewFiles&) = delete;
    NewFiles& operator=(const NewFiles&) = delete;
    NewFiles(NewFiles&&) = delete;
    NewFiles& operator=(NewFiles&&) = delete;

    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("muster-files-" + std::to_string(::getpid()));
};

TEST_F(NewFiles, HaveTheirNameOnlyWhenTheyAreWhole) {
    auto file = NewFile::create(folder_ / "it");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write_at(0, "all of it"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "it"));
    ASSERT_TRUE(file->finish());
    EXPECT_EQ(MappedFile::open(folder_ / "it")->bytes(), "all of it");
    EXPECT_EQ(files(), 1U);
}

TEST_F(NewFiles, LeaveNothingWhenTheyAreNotFinished) {
    {
        auto file = NewFile::create(folder_ / "it");
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->write_at(0, "some"));
        EXPECT_EQ(files(), 1U);
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(NewFiles, LeaveNothingWhenTheProgramIsInterrupted) {
    auto one = NewFile::create(folder_ / "one");
    auto other = NewFile::create(folder_ / "other");
    ASSERT_TRUE(one && other);
    auto moved = *std::move(one);
    ASSERT_TRUE(other->finish());
    remove_unfinished_files();
    EXPECT_EQ(files(), 1U);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "other"));
}

TEST_F(NewFiles, AreManyAtATime) {
    std::vector<NewFile> open;
    for (int n = 0; n < 100; ++n) { // more than an interruption finds: they still work
        open.push_back(*NewFile::create(folder_ / std::to_string(n)));
    }
    for (NewFile& file : open) {
        ASSERT_TRUE(file.finish());
    }
    EXPECT_EQ(files(), 100U);
}

} // namespace
} // namespace muster
