#include "log.hpp"

#include "body.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <mutex>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace muster::server {
namespace {

std::atomic<bool> quiet{false};

std::string now() {
    const std::time_t seconds = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

std::string event_line(const std::string& event, const std::string& detail) {
    return "{\"time\":\"" + now() + "\",\"event\":" + json_text(event) + ",\"detail\":" + json_text(detail) + "}\n";
}

void write_out(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd ready{STDERR_FILENO, POLLOUT, 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return; // nobody is there to read it
        }
    }
}

/// Lines that wait to be written, by a thread of its own: who answers does not wait for who reads the log. Lines for
/// which there is no room are counted, and their count is the next line for which there is.
class Lines {
  public:
    Lines() {
        std::thread([this] { write_on(); }).detach(); // it may wait for a reader that never comes
    }

    void add(std::string line) {
        const std::lock_guard lock(mutex_);
        if (bytes_ + line.size() > most_bytes) {
            ++dropped_;
            return;
        }
        if (dropped_ > told_) {
            keep(event_line("log lines dropped", std::to_string(dropped_ - told_)));
            told_ = dropped_;
        }
        keep(std::move(line));
        changed_.notify_all();
    }
    void wait_until_written(std::chrono::seconds most) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, most, [this] { return bytes_ == 0; });
    }
    std::size_t dropped() {
        const std::lock_guard lock(mutex_);
        return dropped_;
    }

  private:
    static constexpr std::size_t most_bytes = std::size_t{256} * 1024;

    void keep(std::string line) {
        bytes_ += line.size();
        lines_.push_back(std::move(line));
    }
    [[noreturn]] void write_on() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [this] { return !lines_.empty(); });
            const std::string line = std::move(lines_.front());
            lines_.pop_front();
            lock.unlock();
            write_out(line);
            lock.lock();
            bytes_ -= line.size();
            changed_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    std::size_t bytes_ = 0; ///< of what is not yet written
    std::size_t dropped_ = 0;
    std::size_t told_ = 0; ///< of those dropped
};

Lines& lines() {
    static Lines* const all = new Lines(); // NOLINT(cppcoreguidelines-owning-memory): its thread outlives all else
    return *all;
}

} // namespace

void log_quietly(bool quietly) {
    quiet = quietly;
}

void log_request(const std::string& method, const std::string& route, int status, double seconds, std::size_t bytes) {
    if (quiet && status < 400) {
        return;
    }
    lines().add("{\"time\":\"" + now() + "\",\"event\":\"request\",\"method\":" + json_text(method) +
                ",\"route\":" + json_text(route) + ",\"status\":" + std::to_string(status) + ",\"ms\":" +
                std::to_string(static_cast<long>(seconds * 1000.0)) + ",\"bytes\":" + std::to_string(bytes) + "}\n");
}

void log_event(const std::string& event, const std::string& detail) {
    lines().add(event_line(event, detail));
}

std::size_t log_lines_dropped() {
    return lines().dropped();
}

void finish_log() {
    lines().wait_until_written(std::chrono::seconds(1));
}

} // namespace muster::server
