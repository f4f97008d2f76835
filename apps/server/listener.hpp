#pragma once

#include "http.hpp"
#include "muster/base/result.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace muster::server {

struct ListenOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8055;           ///< 0: any that is free
    std::filesystem::path certificate{}; ///< PEM chain; empty: no TLS
    std::filesystem::path certificate_key{};
    std::filesystem::path uploads{}; ///< folder for what arrives
    /// How long a request's head, or a part of its body, may take; five times that a line may be idle.
    std::chrono::seconds patience{15};
    std::size_t workers = 4; ///< requests that are answered at a time
    std::size_t most_connections = 1024;
};

/// Accepts connections and has the handler answer them, until it is told to stop.
class Listener {
  public:
    /// Errors: unavailable (the port is taken), bad_input (a certificate that cannot be read).
    [[nodiscard]] static Result<std::unique_ptr<Listener>> open(const ListenOptions& options, Handler handler);
    virtual ~Listener() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Open connections.
    [[nodiscard]] virtual std::size_t connections() const = 0;
    /// Serves until `stop`; then what has begun is finished, for some seconds at most.
    virtual void run() = 0;
    /// From any thread.
    virtual void stop() = 0;
};

} // namespace muster::server
