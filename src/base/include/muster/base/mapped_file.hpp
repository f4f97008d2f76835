#pragma once

#include "muster/base/files.hpp"

#include <filesystem>
#include <string_view>

namespace muster {

/// A file's bytes as they lie in the page cache, read where they are touched.
class MappedFile {
  public:
    /// Errors (bad_input): it cannot be opened or mapped, it is empty.
    [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::string_view bytes() const { return bytes_; }

  private:
    explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}

    std::string_view bytes_;
};

/// A file that is there under its name only when it is whole: written under a temporary name beside it, flushed to the
/// disk, then renamed over what was there.
class NewFile {
  public:
    /// Errors (bad_input): it cannot be made.
    [[nodiscard]] static Result<NewFile> create(const std::filesystem::path& path);

    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    /// Without `finish`, nothing stays.
    ~NewFile();

    /// At any place; what lies between is 0. Error (bad_input): the disk.
    [[nodiscard]] Result<void> write_at(std::size_t offset, std::string_view bytes);
    /// Flushes file and folder, and gives the file its name. Error (bad_input): the disk.
    [[nodiscard]] Result<void> finish();

  private:
    NewFile(std::filesystem::path path, UnfinishedFile temporary, int file)
        : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}

    std::filesystem::path path_;
    UnfinishedFile temporary_;
    int file_ = -1;
};

} // namespace muster
