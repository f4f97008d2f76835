#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace muster::server {

/// Holds back who guesses: after some failures about one name, or from one address, the next try has to wait, twice as
/// long each time. For several threads.
class Throttle {
  public:
    using Clock = std::chrono::steady_clock;

    /// How long the next try has to wait; 0: it may be made.
    [[nodiscard]] std::chrono::seconds wait_for(const std::string& what) const;
    void failed(const std::string& what, unsigned free);
    void succeeded(const std::string& what);
    /// Takes a time step of a user's one-time codes: false if it or a later one was taken.
    [[nodiscard]] bool take_step(const std::string& user, std::uint64_t step);

  private:
    struct Tries {
        unsigned failures = 0;
        Clock::time_point last{};
        Clock::time_point until{};
    };

    mutable std::mutex mutex_;
    std::map<std::string, Tries> tries_;
    std::map<std::string, std::uint64_t> steps_;
};

} // namespace muster::server
