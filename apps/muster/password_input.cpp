#include "password_input.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <termios.h>
#include <unistd.h>

namespace muster::cli {
namespace {

/// The terminal, without echo as long as this lives.
class SilentTerminal {
  public:
    SilentTerminal() : terminal_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (terminal_ >= 0 && ::tcgetattr(terminal_, &before_) == 0) {
            termios silent = before_;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            silenced_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
        }
    }
    ~SilentTerminal() {
        if (silenced_) {
            ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        }
        if (terminal_ >= 0) {
            ::close(terminal_);
        }
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

    /// Nothing: there is no terminal, or nothing more comes from it.
    [[nodiscard]] std::optional<std::string> ask(const std::string& prompt) const {
        if (!silenced_ || ::write(terminal_, prompt.data(), prompt.size()) < 0) {
            return std::nullopt;
        }
        std::string line;
        char c = 0;
        ssize_t got = 0;
        while ((got = ::read(terminal_, &c, 1)) == 1 && c != '\n') {
            line += c;
        }
        const bool ended = ::write(terminal_, "\n", 1) == 1;
        return got == 1 && ended ? std::optional(line) : std::nullopt;
    }

  private:
    int terminal_;
    termios before_{};
    bool silenced_ = false;
};

/// Nothing: neither a file nor a variable is given.
Result<std::optional<std::string>> given(const std::string& file, const char* variable) {
    if (file.empty()) {
        const char* value = std::getenv(variable);
        return value == nullptr || *value == '\0' ? std::optional<std::string>() : std::optional<std::string>(value);
    }
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    if (!stream || !std::getline(stream, line)) {
        return fail(
            Error{ErrorKind::bad_input, "no password can be read from it; expected one on the first line", file});
    }
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    return std::optional(line);
}

tl::unexpected<Error> no_terminal(const char* variable) {
    return fail(ErrorKind::forbidden,
                std::string("a password is needed, and there is no terminal to ask for it: set ") + variable +
                    ", or name a file with it");
}

} // namespace

Result<std::string> password_from(const std::string& file, const char* variable, const std::string& prompt) {
    auto found = given(file, variable);
    if (!found) {
        return fail(found.error());
    }
    auto password = *found ? *found : SilentTerminal().ask(prompt);
    return password ? Result<std::string>(*std::move(password)) : no_terminal(variable);
}

Result<std::string> new_password_from(const std::string& file, const char* variable) {
    auto found = given(file, variable);
    if (!found) {
        return fail(found.error());
    }
    if (*found) {
        return **std::move(found);
    }
    const SilentTerminal terminal;
    const auto first = terminal.ask("new password: ");
    const auto second = first ? terminal.ask("once more: ") : std::nullopt;
    if (!second) {
        return no_terminal(variable);
    }
    return *first == *second ? Result<std::string>(*first)
                             : fail(ErrorKind::bad_input, "the two were not the same; nothing was changed");
}

} // namespace muster::cli
