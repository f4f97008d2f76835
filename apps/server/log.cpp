#include "log.hpp"

#include "body.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <mutex>

namespace muster::server {
namespace {

std::mutex mutex;
std::atomic<bool> quiet{false};

std::string now() {
    const std::time_t seconds = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

void write(const std::string& line) {
    const std::lock_guard lock(mutex);
    std::fputs((line + "\n").c_str(), stderr);
}

} // namespace

void log_quietly(bool quietly) {
    quiet = quietly;
}

void log_request(const std::string& method, const std::string& route, int status, double seconds, std::size_t bytes) {
    if (quiet && status < 400) {
        return;
    }
    write("{\"time\":\"" + now() + "\",\"event\":\"request\",\"method\":" + json_text(method) +
          ",\"route\":" + json_text(route) + ",\"status\":" + std::to_string(status) + ",\"ms\":" +
          std::to_string(static_cast<long>(seconds * 1000.0)) + ",\"bytes\":" + std::to_string(bytes) + "}");
}

void log_event(const std::string& event, const std::string& detail) {
    write("{\"time\":\"" + now() + "\",\"event\":" + json_text(event) + ",\"detail\":" + json_text(detail) + "}");
}

} // namespace muster::server
