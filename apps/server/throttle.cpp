#include "throttle.hpp"

#include <algorithm>

namespace muster::server {
namespace {

constexpr std::chrono::minutes forgotten_after{30};
constexpr std::chrono::seconds longest{900};
constexpr std::size_t most_names = 100'000; ///< a flood of names must not fill the memory

} // namespace

std::chrono::seconds Throttle::wait_for(const std::string& what) const {
    const std::lock_guard lock(mutex_);
    const auto at = tries_.find(what);
    const auto now = Clock::now();
    return at == tries_.end() || at->second.until <= now
               ? std::chrono::seconds(0)
               : std::chrono::ceil<std::chrono::seconds>(at->second.until - now);
}

void Throttle::failed(const std::string& what, unsigned free) {
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    if (tries_.size() >= most_names) {
        std::erase_if(tries_, [&](const auto& one) { return one.second.until <= now; });
    }
    Tries& tries = tries_[what];
    tries.failures = now - tries.last > forgotten_after ? 1 : tries.failures + 1;
    tries.last = now;
    if (tries.failures > free) {
        const unsigned doublings = std::min(tries.failures - free, 10U);
        tries.until = now + std::min(longest, std::chrono::seconds(1U << doublings));
    }
}

void Throttle::succeeded(const std::string& what) {
    const std::lock_guard lock(mutex_);
    tries_.erase(what);
}

bool Throttle::take_step(const std::string& user, std::uint64_t step) {
    const std::lock_guard lock(mutex_);
    std::uint64_t& last = steps_[user];
    if (step <= last) {
        return false;
    }
    last = step;
    return true;
}

} // namespace muster::server
