#pragma once

#include "http.hpp"
#include "listener.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

namespace muster::server {

/// What all connections share.
struct Shared {
    Handler handler;
    ListenOptions options;
    boost::asio::thread_pool workers;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> busy{0}; ///< connections that have a request under way
    std::atomic<bool> stopping{false};

    Shared(Handler with, const ListenOptions& as) : handler(std::move(with)), options(as), workers(options.workers) {}
};

/// Serves one connection, plain or over TLS, for as long as it lives.
void serve_connection(std::shared_ptr<Shared> shared, boost::asio::ip::tcp::socket socket);
void serve_tls_connection(std::shared_ptr<Shared> shared, boost::asio::ip::tcp::socket socket,
                          boost::asio::ssl::context& context);

} // namespace muster::server
