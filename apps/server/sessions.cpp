#include "sessions.hpp"

#include "muster/app/hashing.hpp"

#include <algorithm>

namespace muster::server {
namespace {

constexpr double most_at_once = 400.0;
constexpr double each_second = 200.0;
constexpr std::size_t most_sessions = 10'000;

std::string name_of(const std::string& token) {
    StreamHash hash;
    hash.update(token);
    return hash.finish();
}

} // namespace

std::string Sessions::begin(std::shared_ptr<const Login> login, const std::string& who) {
    std::string token = random_token();
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    drop_old(now);
    if (sessions_.size() >= most_sessions) { // the one that was used the longest ago
        sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(),
                                         [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
    }
    Session session;
    session.csrf = random_token();
    session.login = std::move(login);
    session.who = who;
    session.begun = now;
    session.used = now;
    session.allowance = most_at_once;
    session.tag = random_token().substr(0, 8);
    sessions_.emplace(name_of(token), std::move(session));
    return token;
}

void Sessions::drop_old(Clock::time_point now) {
    std::erase_if(sessions_,
                  [&](const auto& one) { return now - one.second.used > idle_for || now - one.second.begun > lasts; });
}

std::optional<Session> Sessions::find(const std::string& token) {
    if (token.empty()) {
        return std::nullopt;
    }
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    const auto at = sessions_.find(name_of(token));
    if (at == sessions_.end() || now - at->second.used > idle_for || now - at->second.begun > lasts) {
        return std::nullopt;
    }
    Session& session = at->second;
    const std::chrono::duration<double> since = now - session.used;
    session.allowance = std::min(most_at_once, session.allowance + since.count() * each_second);
    session.used = now;
    return session;
}

void Sessions::end(const std::string& token) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(name_of(token));
}

void Sessions::offer_factor(const std::string& token, const std::string& secret) {
    const std::lock_guard lock(mutex_);
    if (const auto at = sessions_.find(name_of(token)); at != sessions_.end()) {
        at->second.offered_factor = secret;
    }
}

void Sessions::renew(const std::string& token, std::shared_ptr<const Login> login) {
    const std::lock_guard lock(mutex_);
    if (const auto at = sessions_.find(name_of(token)); at != sessions_.end()) {
        at->second.login = std::move(login);
        at->second.offered_factor.clear();
    }
}

bool Sessions::take(const std::string& token) {
    const std::lock_guard lock(mutex_);
    const auto at = sessions_.find(name_of(token));
    if (at == sessions_.end() || at->second.allowance < 1.0) {
        return false;
    }
    at->second.allowance -= 1.0;
    return true;
}

std::size_t Sessions::size() const {
    const std::lock_guard lock(mutex_);
    return sessions_.size();
}

} // namespace muster::server
