#include "connection.hpp"

#include "muster/app/hashing.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <fstream>
#include <limits>

namespace muster::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using ErrorCode = boost::system::error_code;

constexpr std::uint32_t most_head_bytes = 16 * 1024;
constexpr std::size_t part_bytes = std::size_t{64} * 1024;
constexpr int idle_times = 5;                     ///< the patience, between two requests
constexpr double least_bytes_per_second = 4096.0; ///< slower senders hold others up on purpose
constexpr std::chrono::seconds send_within{60};
constexpr std::chrono::seconds drain_within{5};
constexpr std::size_t most_drained = std::size_t{16} << 20;
constexpr std::chrono::milliseconds event_pause{200};
constexpr int events_until_ping = 75; ///< every 15 seconds, so that nobody between takes the line for dead

template <class Stream> class Connection : public std::enable_shared_from_this<Connection<Stream>> {
  public:
    Connection(std::shared_ptr<Shared> shared, Stream stream)
        : shared_(std::move(shared)), stream_(std::move(stream)), timer_(stream_.get_executor()) {
        ++shared_->connections;
        ErrorCode none;
        const auto peer = lowest().socket().remote_endpoint(none);
        address_ = none ? std::string() : peer.address().to_string();
    }
    ~Connection() {
        set_busy(false);
        --shared_->connections;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start() {
        if constexpr (is_tls) {
            lowest().expires_after(patience());
            stream_.async_handshake(asio::ssl::stream_base::server, [self = self()](ErrorCode error) {
                if (!error) {
                    self->read_head();
                }
            });
        } else {
            read_head();
        }
    }

  private:
    static constexpr bool is_tls = !std::is_same_v<Stream, beast::tcp_stream>;

    std::shared_ptr<Connection> self() { return this->shared_from_this(); }
    /// For a request's head once it began, for each part of a body; then a body has to come fast enough.
    [[nodiscard]] std::chrono::seconds patience() const { return shared_->options.patience; }
    beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

    void read_head() {
        if (shared_->stopping) {
            return close();
        }
        parser_.emplace();
        parser_->header_limit(most_head_bytes);
        parser_->body_limit(std::numeric_limits<std::uint64_t>::max()); // until the route is known
        request_ = Request{};
        buffer_.max_size(most_head_bytes + part_bytes);
        lowest().expires_after(buffer_.size() > 0 ? patience() : idle_times * patience());
        // The first byte may take its time, the rest of the head may not.
        if (buffer_.size() > 0) {
            return read_rest_of_head();
        }
        stream_.async_read_some(buffer_.prepare(4096), [self = self()](ErrorCode error, std::size_t n) {
            if (error) {
                return self->close();
            }
            self->buffer_.commit(n);
            self->lowest().expires_after(self->patience());
            self->read_rest_of_head();
        });
    }

    void read_rest_of_head() {
        http::async_read_header(stream_, buffer_, *parser_, [self = self()](ErrorCode error, std::size_t) {
            if (error == http::error::header_limit || error == http::error::buffer_overflow) {
                return self->refuse(431, "the head of the request is larger than 16 kB");
            }
            if (error && error.category() == http::make_error_code(http::error::bad_method).category() &&
                error != http::error::end_of_stream && error != http::error::partial_message) {
                return self->refuse(400, "this is no HTTP request");
            }
            if (error) {
                return self->close();
            }
            self->begin();
        });
    }

    /// The head is there.
    void begin() {
        started_ = std::chrono::steady_clock::now();
        set_busy(true);
        const auto& head = parser_->get();
        request_.method = std::string(head.method_string());
        request_.address = address_;
        request_.secure = is_tls;
        for (const auto& field : head) {
            std::string name(field.name_string());
            std::transform(name.begin(), name.end(), name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
            auto [at, is_new] = request_.headers.emplace(name, std::string(field.value()));
            if (!is_new) {
                if (name == "host" || name == "content-length" || name == "authorization") {
                    return refuse(400, "the header " + name + " is there twice");
                }
                at->second += (name == "cookie" ? "; " : ", ") + std::string(field.value());
            }
        }
        keep_alive_ = head.keep_alive();
        const std::string_view target(head.target().data(), head.target().size());
        if (!read_target(target, request_)) {
            return refuse(400, "this address cannot be read");
        }
        const Reception reception = shared_->handler.receive(request_);
        most_bytes_ = reception.most_bytes;
        if (const auto length = parser_->content_length(); length && *length > most_bytes_) {
            return refuse(413, "the body is larger than " + std::to_string(most_bytes_) + " bytes");
        }
        parser_->body_limit(most_bytes_);
        if (reception.to_file && !open_file()) {
            return refuse(503, "what arrives cannot be kept: no room, or no folder, for uploads");
        }
        if (parser_->is_done()) {
            return answer();
        }
        if (request_.header("expect") == "100-continue") {
            return ask_to_continue();
        }
        read_body();
    }

    bool open_file() {
        static std::atomic<std::uint64_t> number{0};
        const auto path = shared_->options.uploads / ("upload-" + std::to_string(++number));
        request_.file = std::make_shared<UnfinishedFile>(path.string());
        file_.open(path, std::ios::binary | std::ios::trunc);
        hash_.emplace();
        return file_.good();
    }

    void ask_to_continue() {
        continue_.emplace(http::status::continue_, 11);
        http::async_write(stream_, *continue_,
                          [self = self()](ErrorCode error, std::size_t) { error ? self->close() : self->read_body(); });
    }

    void read_body() {
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started_;
        if (taken > patience() && static_cast<double>(received_) < least_bytes_per_second * taken.count()) {
            return refuse(408, "the body arrives too slowly");
        }
        part_.resize(part_bytes);
        parser_->get().body().data = part_.data();
        parser_->get().body().size = part_.size();
        lowest().expires_after(patience());
        http::async_read_some(stream_, buffer_, *parser_, [self = self()](ErrorCode error, std::size_t) {
            if (error == http::error::need_buffer) {
                error = {};
            }
            if (error == http::error::body_limit) {
                return self->refuse(413, "the body is larger than " + std::to_string(self->most_bytes_) + " bytes");
            }
            if (error) {
                return self->close();
            }
            self->take_part();
        });
    }

    void take_part() {
        const std::string_view got(part_.data(), part_.size() - parser_->get().body().size);
        received_ += got.size();
        if (request_.file) {
            hash_->update(got);
            file_.write(got.data(), static_cast<std::streamsize>(got.size()));
        } else {
            request_.body += got;
        }
        if (!parser_->is_done()) {
            return read_body();
        }
        if (request_.file) {
            request_.sha256 = hash_->finish();
            file_.close();
            if (!file_) {
                return refuse(503, "what arrived could not be kept: the disk is full");
            }
        }
        answer();
    }

    /// On a worker; the reply goes out on the connection's own thread.
    void answer() {
        received_ = 0;
        part_ = std::vector<char>();
        lowest().expires_never();
        asio::post(shared_->workers, [self = self()] {
            auto response = std::make_shared<Response>(self->shared_->handler.answer(self->request_));
            asio::post(self->stream_.get_executor(), [self, response] {
                self->response_ = std::move(*response);
                self->response_.events ? self->begin_events() : self->send();
            });
        });
    }

    void refuse(unsigned status, const std::string& detail) {
        received_ = 0;
        keep_alive_ = false;
        left_over_ = true;
        request_.body.clear();
        response_ =
            respond(static_cast<int>(status), "application/problem+json",
                    "{\"status\":" + std::to_string(status) + ",\"title\":\"refused\",\"detail\":\"" + detail + "\"}");
        response_.route = "refused";
        send();
    }

    void set_head(http::response_header<>& head) {
        head.version(11);
        head.result(static_cast<unsigned>(response_.status));
        head.set(http::field::content_type, response_.type);
        for (const auto& [name, value] : response_.headers) {
            head.insert(name, value);
        }
    }

    void send() {
        message_.emplace();
        set_head(*message_);
        if (request_.method == "HEAD") {
            message_->content_length(response_.body->size());
        } else {
            message_->body() = {response_.body->data(), response_.body->size()};
            if (response_.status != 204 && response_.status != 304) {
                message_->content_length(response_.body->size());
            }
        }
        const bool last = !keep_alive_ || shared_->stopping;
        message_->keep_alive(!last);
        lowest().expires_after(send_within);
        http::async_write(stream_, *message_, [self = self(), last](ErrorCode error, std::size_t) {
            self->finished();
            error ? self->close() : self->left_over_ ? self->begin_drain() : last ? self->close() : self->read_head();
        });
    }

    void begin_events() {
        events_head_.emplace();
        set_head(*events_head_);
        events_head_->chunked(true);
        events_head_->keep_alive(false);
        events_serializer_.emplace(*events_head_);
        lowest().expires_after(send_within);
        http::async_write_header(stream_, *events_serializer_, [self = self()](ErrorCode error, std::size_t) {
            error ? self->give_up_events() : self->next_event();
        });
    }

    void next_event() {
        const Event event = response_.events();
        if (event.data.empty() && !event.last && ++quiet_ < events_until_ping && !shared_->stopping) {
            lowest().expires_never();
            timer_.expires_after(event_pause);
            timer_.async_wait([self = self()](ErrorCode error) {
                if (!error) {
                    self->next_event();
                }
            });
            return;
        }
        quiet_ = 0;
        const bool last = event.last || shared_->stopping;
        chunk_ = event.data.empty() ? ": still here\n\n" : "data: " + event.data + "\n\n";
        lowest().expires_after(send_within);
        asio::async_write(stream_, http::make_chunk(asio::buffer(chunk_)),
                          [self = self(), last](ErrorCode error, std::size_t) {
                              if (error) {
                                  return self->give_up_events();
                              }
                              last ? self->end_events() : self->next_event();
                          });
    }

    void end_events() {
        asio::async_write(stream_, http::make_chunk_last(),
                          [self = self()](ErrorCode, std::size_t) { self->give_up_events(); });
    }

    void give_up_events() {
        finished();
        close();
    }

    void finished() {
        set_busy(false);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started_;
        shared_->handler.done(request_, response_, taken.count());
        request_.file.reset();
        response_ = Response{};
        message_.reset();
    }

    /// The sender may still be sending what was refused: a line that is cut would hide the answer from them.
    void begin_drain() {
        ErrorCode none;
        lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, none);
        lowest().expires_after(drain_within);
        part_.resize(part_bytes);
        drain(most_drained);
    }

    void drain(std::size_t left) {
        stream_.async_read_some(asio::buffer(part_), [self = self(), left](ErrorCode error, std::size_t n) {
            error || n >= left ? self->close() : self->drain(left - n);
        });
    }

    void set_busy(bool busy) {
        if (busy != busy_) {
            busy ? ++shared_->busy : --shared_->busy;
            busy_ = busy;
        }
    }

    void close() {
        set_busy(false);
        ErrorCode none;
        lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, none);
        lowest().close();
    }

    std::shared_ptr<Shared> shared_;
    Stream stream_;
    asio::steady_timer timer_;
    std::string address_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::buffer_body>> parser_;
    std::vector<char> part_{}; ///< there while a body arrives: idle connections take little room
    Request request_;
    Response response_;
    std::optional<http::response<http::span_body<const char>>> message_;
    std::optional<http::response<http::empty_body>> continue_;
    std::optional<http::response<http::empty_body>> events_head_;
    std::optional<http::response_serializer<http::empty_body>> events_serializer_;
    std::string chunk_;
    int quiet_ = 0;
    std::ofstream file_;
    std::optional<StreamHash> hash_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::uint64_t most_bytes_ = 0;
    std::uint64_t received_ = 0;
    bool keep_alive_ = false;
    bool busy_ = false;
    bool left_over_ = false;
};

} // namespace

void serve_connection(std::shared_ptr<Shared> shared, asio::ip::tcp::socket socket) {
    std::make_shared<Connection<beast::tcp_stream>>(std::move(shared), beast::tcp_stream(std::move(socket)))->start();
}

void serve_tls_connection(std::shared_ptr<Shared> shared, asio::ip::tcp::socket socket, asio::ssl::context& context) {
    using Stream = beast::ssl_stream<beast::tcp_stream>;
    std::make_shared<Connection<Stream>>(std::move(shared), Stream(beast::tcp_stream(std::move(socket)), context))
        ->start();
}

} // namespace muster::server
