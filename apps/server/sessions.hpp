#pragma once

#include "muster/app/login.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace muster::server {

/// Somebody at a browser.
struct Session {
    std::string csrf;
    std::shared_ptr<const Login> login{}; ///< nothing: in a register without users
    std::string who{};
    std::chrono::steady_clock::time_point begun;
    std::chrono::steady_clock::time_point used;
    std::string offered_factor{}; ///< a secret that waits for its first code
    double allowance = 0.0;       ///< requests that may still come at once
    std::string tag{};            ///< for logs: tells sessions apart, and nothing of whose they are
};

/// The sessions of the server, in memory: a restart ends them. For several threads.
class Sessions {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::minutes idle_for{30};
    static constexpr std::chrono::hours lasts{12};

    /// A new session; gives its token.
    [[nodiscard]] std::string begin(std::shared_ptr<const Login> login, const std::string& who);
    /// The session of a token, if it is one; it counts as used.
    [[nodiscard]] std::optional<Session> find(const std::string& token);
    void end(const std::string& token);
    void offer_factor(const std::string& token, const std::string& secret);
    /// The login after a change of the own password or second factor: the session goes on.
    void renew(const std::string& token, std::shared_ptr<const Login> login);
    /// Takes one request of the allowance; false: too many at once.
    [[nodiscard]] bool take(const std::string& token);
    [[nodiscard]] std::size_t size() const;

  private:
    void drop_old(Clock::time_point now);

    mutable std::mutex mutex_;
    std::map<std::string, Session> sessions_; ///< by the token's SHA-256: what is in memory opens nothing
};

} // namespace muster::server
