#pragma once

#include "http.hpp"
#include "jobs.hpp"
#include "metrics.hpp"
#include "muster/app/answer.hpp"
#include "sessions.hpp"
#include "throttle.hpp"

#include <filesystem>

namespace muster::server {

struct ServiceOptions {
    Caller caller{};                  ///< the store and its key file
    std::string local_user{};         ///< who records, in a register without users
    std::vector<std::string> hosts{}; ///< names under which the server is reached
    bool to_this_machine = true;      ///< it listens at a loopback address
    std::filesystem::path uploads{};
};

class Service;

/// A request that was found its route.
struct Exchange {
    Service& service;
    Request& request;
    std::vector<std::string> arguments{}; ///< the path's variables, in their order
    std::string token{};                  ///< of the session
    std::optional<Session> session{};

    /// Who asks.
    [[nodiscard]] Caller caller() const;
    /// Who records.
    [[nodiscard]] Recorder recorder() const;
};

/// What can be asked: a line each in routes.cpp.
struct Route {
    enum class Needs { nothing, session };
    enum class Takes { nothing, json, file };

    std::string method;
    std::string path; ///< "/api/records/{kind}/{key}"
    Needs needs = Needs::session;
    Takes takes = Takes::nothing;
    std::function<Response(Exchange&)> answer{};
};

/// All of them; schema/openapi.yaml names the same.
[[nodiscard]] const std::vector<Route>& routes();

/// Finds the route of a request, sees that whoever asks may ask, and answers. For several threads.
class Service {
  public:
    explicit Service(ServiceOptions options) : options_(std::move(options)), jobs_() {}

    [[nodiscard]] Reception receive(const Request& request) const;
    [[nodiscard]] Response answer(Request& request);
    void done(const Request& request, const Response& response, double seconds);
    /// No more jobs.
    void stop() { jobs_.stop(); }

    [[nodiscard]] const ServiceOptions& options() const { return options_; }
    [[nodiscard]] Sessions& sessions() { return sessions_; }
    [[nodiscard]] Throttle& throttle() { return throttle_; }
    [[nodiscard]] Jobs& jobs() { return jobs_; }
    [[nodiscard]] Metrics& metrics() { return metrics_; }
    void set_connections(std::function<std::size_t()> connections) { connections_ = std::move(connections); }
    [[nodiscard]] std::size_t connections() const { return connections_ ? connections_() : 0; }

  private:
    [[nodiscard]] Response answer_route(const Route& route, Exchange& exchange);

    ServiceOptions options_;
    Sessions sessions_;
    Throttle throttle_;
    Jobs jobs_;
    Metrics metrics_;
    std::function<std::size_t()> connections_;
};

/// An error as application/problem+json (RFC 9457).
[[nodiscard]] Response problem(int status, const std::string& title, const std::string& detail);
[[nodiscard]] Response problem(const Error& error, const Exchange& exchange, bool missing_is_404 = false);
/// An answer's JSON, or what is wrong.
[[nodiscard]] Response reply(const Result<Answer>& answer, const Exchange& exchange, bool missing_is_404 = false);

/// The cookie that holds a session's token, or ends it (empty).
[[nodiscard]] std::pair<std::string, std::string> session_cookie(const Request& request, const std::string& token);
[[nodiscard]] std::string session_token(const Request& request);

} // namespace muster::server
