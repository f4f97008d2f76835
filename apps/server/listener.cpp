#include "listener.hpp"

#include "connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <malloc.h>
#include <openssl/ssl.h>

namespace muster::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::seconds finish_within{20};
constexpr std::chrono::milliseconds look_again{50};
constexpr std::chrono::seconds trim_every{10};

class TcpListener final : public Listener {
  public:
    TcpListener(const ListenOptions& options, Handler handler)
        : shared_(std::make_shared<Shared>(std::move(handler), options)), acceptor_(context_), timer_(context_),
          tls_(asio::ssl::context::tls_server) {}

    Result<void> open() {
        const ListenOptions& options = shared_->options;
        ErrorCode error;
        const auto address = asio::ip::make_address(options.address, error);
        if (error) {
            return fail(ErrorKind::usage, "--listen: '" + options.address +
                                              "' is no address; expected 127.0.0.1, ::1, "
                                              "0.0.0.0 or another one of this machine");
        }
        const tcp::endpoint endpoint(address, options.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) {
            acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
        }
        if (!error) {
            acceptor_.bind(endpoint, error);
        }
        if (!error) {
            acceptor_.listen(asio::socket_base::max_listen_connections, error);
        }
        if (error) {
            return fail(ErrorKind::unavailable, "port " + std::to_string(options.port) + " of " + options.address +
                                                    " cannot be listened at: " + error.message() +
                                                    "; choose another one (--port)");
        }
        return options.certificate.empty() ? Result<void>() : open_tls(options);
    }

    std::uint16_t port() const override {
        ErrorCode none;
        return acceptor_.local_endpoint(none).port();
    }
    std::size_t connections() const override { return shared_->connections; }

    void run() override {
        signals_.async_wait([this](ErrorCode error, int) {
            if (!error) {
                stop();
            }
        });
        trim();
        accept();
        context_.run();
        shared_->workers.join();
    }

    void stop() override {
        asio::post(context_, [this] {
            shared_->stopping = true;
            ErrorCode none;
            acceptor_.close(none);
            give_up_at_ = std::chrono::steady_clock::now() + finish_within;
            wait_for_the_rest();
        });
    }

  private:
    Result<void> open_tls(const ListenOptions& options) {
        ErrorCode error;
        tls_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression);
        tls_.use_certificate_chain_file(options.certificate.string(), error);
        if (error) {
            return fail(Error{ErrorKind::bad_input, "is no certificate that can be read (PEM): " + error.message(),
                              options.certificate.string()});
        }
        tls_.use_private_key_file(options.certificate_key.string(), asio::ssl::context::pem, error);
        if (error || SSL_CTX_check_private_key(tls_.native_handle()) != 1) {
            return fail(Error{ErrorKind::bad_input, "is not the private key of the certificate (PEM)",
                              options.certificate_key.string()});
        }
        return {};
    }

    void accept() {
        acceptor_.async_accept([this](ErrorCode error, tcp::socket socket) {
            if (shared_->stopping || error == asio::error::operation_aborted) {
                return;
            }
            if (!error && shared_->connections < shared_->options.most_connections) {
                ErrorCode none;
                socket.set_option(tcp::no_delay(true), none);
                shared_->options.certificate.empty() ? serve_connection(shared_, std::move(socket))
                                                     : serve_tls_connection(shared_, std::move(socket), tls_);
            }
            if (!error) {
                return accept(); // one too many was closed at once
            }
            timer_.expires_after(look_again); // no descriptors left: some will be closed
            timer_.async_wait([this](ErrorCode stopped) {
                if (!stopped) {
                    accept();
                }
            });
        });
    }

    /// What large answers took goes back to the system, which the allocator would keep otherwise.
    void trim() {
        ::malloc_trim(0);
        trim_timer_.expires_after(trim_every);
        trim_timer_.async_wait([this](ErrorCode error) {
            if (!error) {
                trim();
            }
        });
    }

    /// Requests that were begun are answered; idle connections end with the context.
    void wait_for_the_rest() {
        const bool idle = shared_->busy == 0;
        if (idle || std::chrono::steady_clock::now() > give_up_at_) {
            return context_.stop();
        }
        timer_.expires_after(look_again);
        timer_.async_wait([this](ErrorCode) { wait_for_the_rest(); });
    }

    asio::io_context context_{1};
    std::shared_ptr<Shared> shared_;
    tcp::acceptor acceptor_;
    asio::steady_timer timer_;
    asio::steady_timer trim_timer_{context_};
    asio::signal_set signals_{context_, SIGINT, SIGTERM};
    asio::ssl::context tls_;
    std::chrono::steady_clock::time_point give_up_at_;
};

} // namespace

Result<std::unique_ptr<Listener>> Listener::open(const ListenOptions& options, Handler handler) {
    auto listener = std::make_unique<TcpListener>(options, std::move(handler));
    auto opened = listener->open();
    return opened ? Result<std::unique_ptr<Listener>>(std::move(listener)) : fail(opened.error());
}

} // namespace muster::server
