#include "proxy.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::fault {
namespace {

/// False: the other side is gone.
bool send_all(int to, const char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t sent = ::send(to, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        count -= static_cast<std::size_t>(sent);
    }
    return true;
}

int connected_to(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return -1;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server >= 0 && ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(server);
        return -1;
    }
    return server;
}

} // namespace

Proxy::Proxy(std::string socket_path) : socket_path_(std::move(socket_path)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0 || ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 16) != 0 || ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::pipe(wake_.data()) != 0) {
        throw std::runtime_error("no port on the loopback device is to be had");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

Proxy::~Proxy() {
    ::close(wake_[1]);
    thread_.join();
    ::close(wake_[0]);
    ::close(listener_);
}

void Proxy::arm(const Plan& plan) {
    const std::lock_guard lock(mutex_);
    plan_ = plan;
    passed_ = 0;
    armed_ = true;
    struck_ = false;
}

void Proxy::lift() {
    const std::lock_guard lock(mutex_);
    armed_ = false;
    down_ = false;
}

void Proxy::serve() {
    while (true) {
        std::vector<pollfd> waiting{{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
        for (const Line& line : lines_) {
            waiting.push_back({line.client, POLLIN, 0});
            waiting.push_back({line.server, POLLIN, 0});
        }
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            continue;
        }
        if (waiting[0].revents != 0) {
            break;
        }
        // Backwards, so that those not looked at yet keep their places.
        for (std::size_t i = lines_.size(); i-- > 0;) {
            if ((waiting[2 + 2 * i].revents != 0 && !pass(lines_[i], true)) ||
                (waiting[3 + 2 * i].revents != 0 && !pass(lines_[i], false))) {
                end(lines_[i], struck_ && plan_.reset);
                lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        if (waiting[1].revents != 0) {
            accept_one();
        }
    }
    for (Line& line : lines_) {
        end(line, false);
    }
}

void Proxy::accept_one() {
    Line line;
    line.client = ::accept(listener_, nullptr, nullptr);
    const int yes = 1;
    ::setsockopt(line.client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    {
        const std::lock_guard lock(mutex_);
        line.server = down_ ? -1 : connected_to(socket_path_);
    }
    if (line.server < 0) {
        ::close(line.client);
    } else {
        lines_.push_back(line);
    }
}

std::optional<std::size_t> Proxy::up_to_count(std::size_t count) {
    const std::uint64_t before = passed_;
    passed_ += count;
    return passed_ > plan_.after ? std::optional(static_cast<std::size_t>(plan_.after - before)) : std::nullopt;
}

std::optional<std::size_t> Proxy::up_to_commit(std::string_view bytes) {
    const std::size_t at = bytes.find("COMMIT");
    if (at == std::string_view::npos || passed_++ < plan_.after) {
        return std::nullopt;
    }
    return plan_.arrives ? bytes.size() : at + 3;
}

bool Proxy::pass(const Line& line, bool from_client) {
    std::array<char, 4096> bytes{};
    const ssize_t got = ::recv(from_client ? line.client : line.server, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        return false;
    }
    auto count = static_cast<std::size_t>(got);
    bool cut = false;
    {
        const std::lock_guard lock(mutex_);
        if (armed_ && plan_.from_client == from_client) {
            const auto arrives = plan_.at_commit ? up_to_commit({bytes.data(), count}) : up_to_count(count);
            cut = arrives.has_value();
            count = arrives.value_or(count);
        }
        if (cut) {
            armed_ = false;
            down_ = plan_.stays_down;
            struck_ = true;
        }
    }
    bytes_[from_client ? 0 : 1] += count;
    return send_all(from_client ? line.server : line.client, bytes.data(), count) && !cut;
}

void Proxy::end(Line& line, bool reset) {
    if (reset) {
        const linger at_once{1, 0};
        ::setsockopt(line.client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    ::close(line.client);
    ::close(line.server);
}

} // namespace muster::fault
