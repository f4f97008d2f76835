#include "log.hpp"
#include "muster/app/account.hpp"
#include "muster/app/version.hpp"
#include "routes.hpp"

#include <algorithm>
#include <mutex>

namespace muster::server {
namespace {

using Kind = Body::Kind;

constexpr unsigned free_tries_of_a_name = 4;
constexpr unsigned free_tries_of_an_address = 20;

/// Checking a password takes 256 MB: one at a time.
std::mutex one_login;

/// The session's JSON, with its token and the program's version.
Response describe(Exchange& exchange, const std::string& token) {
    const auto session = exchange.service.sessions().find(token);
    exchange.session = session;
    const auto answer = describe_session(exchange.caller(), session ? std::optional(session->csrf) : std::nullopt);
    if (!answer) {
        return problem(answer.error(), exchange);
    }
    std::string json = answer->json;
    json.insert(json.size() - 1, ",\"version\":" + json_text(version()));
    return respond(200, "application/json", std::move(json));
}

/// In a register without users, whoever is at this machine has a session as soon as they ask.
Response begin_local(Exchange& exchange) {
    Sessions& sessions = exchange.service.sessions();
    const ServiceOptions& options = exchange.service.options();
    Caller caller = options.caller;
    caller.who = options.local_user;
    const auto answer = describe_session(caller, std::nullopt);
    const bool open = answer && answer->json.find("\"open\":true") != std::string::npos;
    if (!open) {
        return describe(exchange, "");
    }
    if (!options.to_this_machine) {
        return problem(403, "forbidden", "this register has no users: it is served to its own machine alone");
    }
    const std::string token = sessions.begin(nullptr, options.local_user);
    Response out = describe(exchange, token);
    out.headers.push_back(session_cookie(exchange.request, token));
    return out;
}

Response session(Exchange& exchange) {
    if (!exchange.session) {
        return begin_local(exchange);
    }
    Response out = describe(exchange, exchange.token);
    if (out.status == 403) { // user, password or factor were changed: nobody is logged in any more
        exchange.service.sessions().end(exchange.token);
        exchange.session.reset();
        out = begin_local(exchange);
    }
    return out;
}

Response too_many(std::chrono::seconds wait) {
    Response out =
        problem(429, "too many tries",
                "after so many wrong passwords the next try has to wait " + std::to_string(wait.count()) + " s");
    out.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return out;
}

Response log_in(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body,
                                 {{"name", Kind::text, true}, {"password", Kind::text, true}, {"code", Kind::text}});
    if (!body) {
        return problem(body.error(), exchange);
    }
    Throttle& throttle = exchange.service.throttle();
    const std::string by_name = "name " + body->text("name").substr(0, 200);
    const std::string by_address = "address " + exchange.request.address;
    const auto wait = std::max(throttle.wait_for(by_name), throttle.wait_for(by_address));
    if (wait.count() > 0) {
        return too_many(wait);
    }
    LoginRequest request{exchange.service.options().caller, body->text("name"), body->text("password"),
                         body->text("code"),
                         [&](const std::string& user, std::uint64_t step) { return throttle.take_step(user, step); }};
    const std::unique_lock lock(one_login);
    const auto login = muster::log_in(request);
    if (!login) {
        if (login.error().kind == ErrorKind::forbidden) {
            throttle.failed(by_name, free_tries_of_a_name);
            throttle.failed(by_address, free_tries_of_an_address);
            log_event("login refused", "");
            return problem(403, "forbidden", login.error().message);
        }
        return problem(login.error(), exchange);
    }
    if (!login->login) {
        return problem(403, "code needed", "this user has a second factor: give a code of it too");
    }
    throttle.succeeded(by_name);
    Sessions& sessions = exchange.service.sessions();
    sessions.end(exchange.token); // never one that somebody else may have put there
    const std::string token = sessions.begin(login->login, login->login->proof().who);
    Response out = describe(exchange, token);
    out.headers.push_back(session_cookie(exchange.request, token));
    return out;
}

Response log_out(Exchange& exchange) {
    exchange.service.sessions().end(exchange.token);
    Response out = respond(204, "application/json", "");
    out.headers.push_back(session_cookie(exchange.request, ""));
    out.headers.emplace_back("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    return out;
}

Response offer_factor(Exchange& exchange) {
    if (!exchange.session->login) {
        return problem(409, "refused", "a register without users has no second factor; add a user first");
    }
    const std::string secret = new_second_factor();
    exchange.service.sessions().offer_factor(exchange.token, secret);
    return respond(200, "application/json",
                   "{\"secret\":" + json_text(secret) +
                       ",\"uri\":" + json_text(second_factor_uri(secret, exchange.session->who)) + "}");
}

Response confirm_factor(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, {{"code", Kind::text, true}});
    if (!body) {
        return problem(body.error(), exchange);
    }
    if (exchange.session->offered_factor.empty()) {
        return problem(409, "refused", "ask for a new secret first");
    }
    const auto answer = set_second_factor(exchange.recorder(), exchange.session->offered_factor, body->text("code"));
    if (answer && answer->problems.empty()) {
        const auto login = renewed(exchange.service.options().caller, *exchange.session->login);
        login ? exchange.service.sessions().renew(exchange.token, *login)
              : exchange.service.sessions().end(exchange.token);
    }
    return reply(answer, exchange);
}

Response health(Exchange& exchange) {
    const auto head = published_head(exchange.service.options().caller);
    return head ? respond(200, "application/json", R"({"status":"ok"})")
                : respond(503, "application/json", R"({"status":"the store does not answer"})");
}

Response metrics(Exchange& exchange) {
    const std::string& address = exchange.request.address;
    if (address.rfind("127.", 0) != 0 && address != "::1") {
        return problem(403, "forbidden", "counters are for this machine alone");
    }
    Service& service = exchange.service;
    return respond(200, "text/plain; version=0.0.4",
                   service.metrics().text({{"muster_connections", static_cast<double>(service.connections())},
                                           {"muster_log_lines_dropped", static_cast<double>(log_lines_dropped())},
                                           {"muster_sessions", static_cast<double>(service.sessions().size())}}));
}

} // namespace

void add_session_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    all.insert(all.end(), {{"GET", "/api/session", Needs::nothing, Takes::nothing, session},
                           {"POST", "/api/session", Needs::nothing, Takes::json, log_in},
                           {"DELETE", "/api/session", Needs::session, Takes::nothing, log_out},
                           {"POST", "/api/second-factor", Needs::session, Takes::nothing, offer_factor},
                           {"PUT", "/api/second-factor", Needs::session, Takes::json, confirm_factor},
                           {"GET", "/healthz", Needs::nothing, Takes::nothing, health},
                           {"GET", "/metrics", Needs::nothing, Takes::nothing, metrics}});
}

} // namespace muster::server
