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
std::array<std::array<char, longest_name>, most_files> unfinished_names;
std::atomic<std::size_t> unfinished_count{0};

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
    if (files.size() > most_files) {
        return fail(ErrorKind::internal, "too many files in one write");
    }
    std::vector<std::string> temporary;
    for (const auto& [name, text] : files) {
        temporary.push_back((folder / ("." + name + ".unfinished-" + std::to_string(::getpid()))).string());
        if (temporary.back().size() + 1 > longest_name) {
            return fail(Error{ErrorKind::bad_input, "the path is too long", folder.string()});
        }
        std::memcpy(unfinished_names[temporary.size() - 1].data(), temporary.back().c_str(),
                    temporary.back().size() + 1);
        unfinished_count = temporary.size();
        if (auto written = write_whole(temporary.back(), text); !written) {
            remove_unfinished_files();
            return written;
        }
    }
    // From here on the set is put in place as a whole: an interruption waits.
    const SignalsHeld held;
    unfinished_count = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::filesystem::rename(temporary[i], folder / files[i].first, error);
        if (error) {
            for (std::size_t j = i; j < files.size(); ++j) {
                ::unlink(temporary[j].c_str());
            }
            return fail(Error{ErrorKind::bad_input, "cannot be replaced: " + error.message(),
                              (folder / files[i].first).string()});
        }
    }
    return {};
}

void remove_unfinished_files() noexcept {
    for (std::size_t i = 0; i < unfinished_count; ++i) {
        ::unlink(unfinished_names[i].data());
    }
    unfinished_count = 0;
}

} // namespace muster
