#pragma once

#include "muster/base/files.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Requests and responses as values: what knows of sockets stands in connection.cpp alone.
namespace muster::server {

struct Request {
    std::string method;              ///< "GET"
    std::vector<std::string> path{}; ///< segments, percent-decoded
    std::map<std::string, std::string> query{};
    std::map<std::string, std::string> headers{}; ///< names in lower case
    std::string body{};                           ///< empty where it went to a file
    std::shared_ptr<UnfinishedFile> file{};       ///< an upload, gone with the request
    std::string sha256{};                         ///< of the upload, as it arrived
    std::string address{};                        ///< who sent it
    bool secure = false;                          ///< over TLS

    [[nodiscard]] std::string header(const std::string& name) const {
        const auto at = headers.find(name);
        return at == headers.end() ? std::string() : at->second;
    }
    [[nodiscard]] std::string asked(const std::string& name) const {
        const auto at = query.find(name);
        return at == query.end() ? std::string() : at->second;
    }
};

/// One server-sent event, or nothing new.
struct Event {
    std::string data{}; ///< one line; empty: nothing new
    bool last = false;
};

struct Response {
    int status = 200;
    std::string type = "application/json";
    std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
    std::vector<std::pair<std::string, std::string>> headers{};
    std::function<Event()> events{}; ///< instead of a body: asked a few times a second until the last
    std::string route{};             ///< for logs and metrics: "GET /api/records/{kind}"
};

[[nodiscard]] inline Response respond(int status, std::string type, std::string body) {
    Response out;
    out.status = status;
    out.type = std::move(type);
    out.body = std::make_shared<const std::string>(std::move(body));
    return out;
}

/// "/api/records/case/Wonsan%202018?all=true" → path and query. False: it is no such thing (bad escapes, a NUL, a
/// segment "..").
[[nodiscard]] bool read_target(std::string_view target, Request& request);

/// How a request is to be received, decided by its head alone.
struct Reception {
    std::uint64_t most_bytes = 0; ///< of the body
    bool to_file = false;
};

/// What the connections ask of the service. `receive` is called on their thread and must not wait; `answer` on one of
/// the workers'.
struct Handler {
    std::function<Reception(const Request&)> receive;
    std::function<Response(Request&)> answer;
    /// After the response was sent, or given up: how long it all took.
    std::function<void(const Request&, const Response&, double seconds)> done;
};

} // namespace muster::server
