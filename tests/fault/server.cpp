#include "server.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <libpq-fe.h>
#include <optional>
#include <stdexcept>

namespace muster::fault {
namespace {

namespace fs = std::filesystem;

struct Process {
    pid_t parent = 0;
    char state = 'Z';
};

/// Nothing: it is gone. /proc/PID/stat has state and parent behind the name, which stands in brackets.
std::optional<Process> look_at(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    const std::size_t end = line.rfind(')');
    if (end == std::string::npos || end + 4 > line.size()) {
        return std::nullopt;
    }
    return Process{static_cast<pid_t>(std::atoi(line.c_str() + end + 4)), line[end + 2]};
}

/// The first words of a command: the program, "-D" and the server's data folder.
std::string command_of(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/cmdline");
    std::string words;
    std::string word;
    for (int i = 0; i < 3 && std::getline(file, word, '\0'); ++i) {
        words += (words.empty() ? "" : " ") + word;
    }
    return words;
}

bool answers(const std::string& words) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> server(PQconnectdb(words.c_str()), &PQfinish);
    PQsetNoticeProcessor(
        server.get(), [](void*, const char*) {}, nullptr);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(server.get(), "SELECT 1"), &PQclear);
    return PQresultStatus(result.get()) == PGRES_TUPLES_OK;
}

} // namespace

Server::Server() {
    const char* words = std::getenv("MUSTER_TEST_POSTGRESQL");
    if (words == nullptr) {
        throw std::runtime_error("MUSTER_TEST_POSTGRESQL is not set: run this by ctest, by tools/fault_runs, or as "
                                 "tests/support/with_postgresql.py --restart PROGRAM");
    }
    words_ = words;
    const std::size_t host = words_.find("host=") + 5;
    folder_ = words_.substr(host, words_.find(' ', host) - host);
}

std::vector<pid_t> Server::processes() const {
    std::ifstream file(folder_ + "/data/postmaster.pid");
    pid_t main = 0;
    // The file outlives a server that is killed, whose number another program may have by now.
    if (!(file >> main) || !command_of(main).ends_with(folder_ + "/data")) {
        return {};
    }
    std::vector<pid_t> found{main};
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename().string();
        pid_t process = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
        if (error == std::errc{} && end == name.data() + name.size()) {
            const auto about = look_at(process);
            if (about && about->parent == main) {
                found.push_back(process);
            }
        }
    }
    return found;
}

void Server::wait(const std::vector<pid_t>& killed) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    const auto all_gone = [&] {
        const std::vector<pid_t> running = processes();
        return std::ranges::all_of(killed, [&](pid_t process) {
            const auto about = look_at(process);
            // One that nobody has asked for its end yet is gone, too; but the server notices only when it asks.
            return !about || (about->state == 'Z' && (running.empty() || about->parent != running.front()));
        });
    };
    while (std::chrono::steady_clock::now() < end) {
        // A process that the disk has failed may still be about to end, and all others with it.
        const std::vector<pid_t> before = processes();
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        if (all_gone() && before == processes() && answers(words_)) {
            return;
        }
    }
    throw std::runtime_error("the server does not come back");
}

void Later::start(std::uint64_t microseconds, std::function<void()> what) {
    cancel();
    cancelled_ = false;
    done_ = false;
    thread_ = std::thread([this, microseconds, what = std::move(what)] {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::microseconds(microseconds), [this] { return cancelled_; });
        if (!cancelled_) {
            done_ = true; // before: what it does may be felt at once
            what();
        }
    });
}

void Later::cancel() {
    {
        const std::lock_guard lock(mutex_);
        cancelled_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

} // namespace muster::fault
