#include "muster/base/files.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace muster {
namespace {

/// Names of temporary files under way, where a signal handler can read them.
constexpr std::size_t most_files = 64;
constexpr std::size_t longest_name = 4096;
struct Slot {
    std::atomic<bool> taken{false};
    std::atomic<bool> named{false};
    std::array<char, longest_name> name{};
};
std::array<Slot, most_files> unfinished;

/// Holds SIGINT and SIGTERM back while it lives.
class SignalsHeld {
  public:
    SignalsHeld() {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        sigprocmask(SIG_BLOCK, &signals, &before_);
    }
    ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

  private:
    sigset_t before_{};
};

tl::unexpected<Error> system_failure(const std::filesystem::path& path, const std::string& what) {
    return fail(Error{ErrorKind::bad_input,
                      what + ": " + std::strerror(errno) + "; choose a folder that can be written to", path.string()});
}

Result<void> write_whole(const std::string& name, const std::string& text) {
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        return system_failure(name, "cannot be made");
    }
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t n = ::write(file, text.data() + done, text.size() - done);
        if (n < 0 && errno != EINTR) {
            auto failure = system_failure(name, "cannot be written");
            ::close(file);
            return failure;
        }
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    if (::fsync(file) != 0 || ::close(file) != 0) {
        return system_failure(name, "cannot be written");
    }
    return {};
}

} // namespace

Result<void> write_files(const std::filesystem::path& folder,
                         const std::vector<std::pair<std::string, std::string>>& files) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error || !std::filesystem::is_directory(folder, error)) {
        return fail(
            Error{ErrorKind::bad_input, "is not a folder and cannot be made one; choose another", folder.string()});
    }
    std::vector<UnfinishedFile> temporary;
    for (const auto& [name, text] : files) {
        temporary.emplace_back((folder / ("." + name + ".unfinished-" + std::to_string(::getpid()))).string());
        if (auto written = write_whole(temporary.back().path(), text); !written) {
            return written;
        }
    }
    // From here on the set is put in place as a whole: an interruption waits.
    const SignalsHeld held;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::filesystem::rename(temporary[i].path(), folder / files[i].first, error);
        if (error) {
            return fail(Error{ErrorKind::bad_input, "cannot be replaced: " + error.message(),
                              (folder / files[i].first).string()});
        }
    }
    return {};
}

UnfinishedFile::UnfinishedFile(std::string path) : path_(std::move(path)), slot_(0) {
    while (slot_ < most_files && unfinished[slot_].taken.exchange(true)) {
        ++slot_;
    }
    if (slot_ < most_files && path_.size() < longest_name) {
        std::memcpy(unfinished[slot_].name.data(), path_.c_str(), path_.size() + 1);
        unfinished[slot_].named = true;
    }
}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), slot_(std::exchange(other.slot_, most_files)) {}

UnfinishedFile::~UnfinishedFile() {
    if (!path_.empty()) {
        ::unlink(path_.c_str());
    }
    if (slot_ < most_files) {
        unfinished[slot_].named = false;
        unfinished[slot_].taken = false;
    }
}

void remove_unfinished_files() noexcept {
    for (const Slot& slot : unfinished) {
        if (slot.named) {
            ::unlink(slot.name.data());
        }
    }
}

} // namespace muster
