#pragma once

#include "muster/app/register_access.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::server {

struct ServeOptions {
    Caller caller{}; ///< the store and its key file; `who`: who records in a register without users
    std::string address = "127.0.0.1";
    std::uint16_t port = 8055;
    std::vector<std::string> hosts{}; ///< names under which it is reached
    std::string certificate{};
    std::string certificate_key{};
    bool plain = false;          ///< beyond this machine without TLS: something before it has it
    std::uint64_t patience = 15; ///< seconds, see `ListenOptions`
    bool quiet = false;          ///< requests that went well are not logged
};

/// Serves a register until SIGINT or SIGTERM; then requests under way are answered. Errors: refused (a register without
/// users, or a line without TLS, beyond this machine), those of `Listener::open`, of the store.
[[nodiscard]] Result<int> serve(const ServeOptions& options);

} // namespace muster::server
