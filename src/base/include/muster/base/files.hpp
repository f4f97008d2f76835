#pragma once

#include "muster/base/result.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace muster {

/// Writes all files into `folder` (made if need be) or none: each is written whole under a temporary name, and they
/// take their own names, over what was there, only when every one is on the disk. An interruption
/// (`remove_unfinished_files`) leaves none of them half-written. Errors (bad_input): the folder cannot be made, a file
/// cannot be written.
[[nodiscard]] Result<void> write_files(const std::filesystem::path& folder,
                                       const std::vector<std::pair<std::string, std::string>>& files);

/// A temporary file under way: it is gone when this ends, unless it was given another name, and when the program is
/// interrupted (`remove_unfinished_files`).
class UnfinishedFile {
  public:
    explicit UnfinishedFile(std::string path);
    UnfinishedFile(UnfinishedFile&& other) noexcept;
    UnfinishedFile& operator=(UnfinishedFile&&) = delete;
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;
    ~UnfinishedFile();

    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
    std::size_t slot_; ///< where a signal handler finds the name; none if they are all taken or the name is too long
};

/// Removes the temporary files that are under way. Async-signal-safe: for a handler of SIGINT and SIGTERM.
void remove_unfinished_files() noexcept;

} // namespace muster
