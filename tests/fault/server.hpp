#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace muster::fault {

/// The PostgreSQL server of these tests, which tests/support/with_postgresql.py --restart keeps running.
class Server {
  public:
    /// Finds it by MUSTER_TEST_POSTGRESQL; throws std::runtime_error if that is not set.
    Server();

    [[nodiscard]] const std::string& words() const { return words_; }
    [[nodiscard]] const std::string& folder() const { return folder_; } ///< of its socket
    [[nodiscard]] std::string socket() const { return folder_ + "/.s.PGSQL.5432"; }

    /// The server's main process and those that it has begun, in this order; empty: it is not running.
    [[nodiscard]] std::vector<pid_t> processes() const;
    /// Returns when these processes, which were killed, are gone, and the server answers and begins no process anew.
    /// Throws std::runtime_error after a minute.
    void wait(const std::vector<pid_t>& killed) const;

  private:
    std::string words_;
    std::string folder_;
};

/// Does something once, after a time, in a thread of its own.
class Later {
  public:
    ~Later() { cancel(); }
    void start(std::uint64_t microseconds, std::function<void()> what);
    /// Returns when it is done, or will not be done any more.
    void cancel();
    [[nodiscard]] bool done() const { return done_; }

  private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    bool cancelled_ = false;
    std::atomic<bool> done_{false};
    std::thread thread_{};
};

} // namespace muster::fault
