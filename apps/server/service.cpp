#include "service.hpp"

#include "assets.hpp"
#include "body.hpp"
#include "log.hpp"

#include <algorithm>

namespace muster::server {
namespace {

constexpr std::uint64_t most_json_bytes = std::uint64_t{1} << 20;
constexpr std::uint64_t most_file_bytes = std::uint64_t{200} << 20;

bool is_unsafe(const std::string& method) {
    return method != "GET" && method != "HEAD";
}

std::vector<std::string> segments_of(const std::string& pattern) {
    std::vector<std::string> out;
    for (std::size_t at = 1; at <= pattern.size();) {
        const std::size_t end = std::min(pattern.find('/', at), pattern.size());
        out.push_back(pattern.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

/// The path's variables, if it is of this pattern.
std::optional<std::vector<std::string>> arguments_of(const Route& route, const std::vector<std::string>& path) {
    const std::vector<std::string> pattern = segments_of(route.path);
    std::vector<std::string> out;
    if (pattern.size() != path.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i].starts_with('{')) {
            out.push_back(path[i]);
        } else if (pattern[i] != path[i]) {
            return std::nullopt;
        }
    }
    return out;
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> arguments{};
    std::string allowed{}; ///< methods, if it is none of them
};

Found find_route(const Request& request) {
    Found out;
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    for (const Route& route : routes()) {
        auto arguments = arguments_of(route, request.path);
        if (!arguments) {
            continue;
        }
        if (route.method == method) {
            return {&route, *std::move(arguments), {}};
        }
        out.allowed += (out.allowed.empty() ? "" : ", ") + route.method;
    }
    return out;
}

/// The name in a Host header, without its port.
std::string host_name(const std::string& host) {
    if (host.starts_with('[')) {
        return host.substr(0, host.find(']') + 1);
    }
    return host.substr(0, host.find(':'));
}

/// A page elsewhere must not reach the server under a name of its own (DNS rebinding): addresses have no such names.
bool is_known_host(const Request& request, const std::vector<std::string>& hosts) {
    const std::string name = host_name(request.header("host"));
    const bool address =
        name.starts_with('[') || (!name.empty() && name.find_first_not_of("0123456789.") == std::string::npos);
    return address || name == "localhost" || std::find(hosts.begin(), hosts.end(), name) != hosts.end();
}

/// Did a page of this server send it?
bool is_own_page(const Request& request) {
    const std::string site = request.header("sec-fetch-site");
    const std::string origin = request.header("origin");
    const std::string own = (request.secure ? "https://" : "http://") + request.header("host");
    return (site.empty() || site == "same-origin" || site == "none") && (origin.empty() || origin == own);
}

bool same(const std::string& a, const std::string& b) {
    unsigned char differ = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        differ =
            static_cast<unsigned char>(differ | (static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i])));
    }
    return differ == 0;
}

int status_of(ErrorKind kind, bool missing_is_404) {
    switch (kind) {
    case ErrorKind::usage: return 400;
    case ErrorKind::bad_input: return missing_is_404 ? 404 : 422;
    case ErrorKind::unanswerable: return 422;
    case ErrorKind::refused: return 409;
    case ErrorKind::forbidden: return 403;
    case ErrorKind::unavailable:
    case ErrorKind::interrupted: return 503;
    case ErrorKind::verification:
    case ErrorKind::internal: return 500;
    }
    return 500;
}

const char* title_of(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::usage: return "wrong request";
    case ErrorKind::bad_input: return "bad input";
    case ErrorKind::unanswerable: return "cannot be answered";
    case ErrorKind::refused: return "refused";
    case ErrorKind::forbidden: return "forbidden";
    case ErrorKind::unavailable: return "not available";
    case ErrorKind::interrupted: return "stopped";
    case ErrorKind::verification: return "a verification failed";
    case ErrorKind::internal: return "a defect of muster";
    }
    return "";
}

/// Uploads stand under names of the server's own, of which nobody else needs to know.
std::string file_of(const Error& error, const Exchange& exchange) {
    if (!exchange.request.file || error.file != exchange.request.file->path()) {
        return error.file;
    }
    const std::string name = exchange.request.asked("name");
    return name.empty() ? "the file" : name;
}

void add_security_headers(Response& response, bool secure) {
    auto& headers = response.headers;
    headers.emplace_back("Content-Security-Policy",
                         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                         "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("X-Frame-Options", "DENY");
    headers.emplace_back("Referrer-Policy", "no-referrer");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (secure) {
        headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    }
    const bool said =
        std::any_of(headers.begin(), headers.end(), [](const auto& one) { return one.first == "Cache-Control"; });
    if (!said) {
        headers.emplace_back("Cache-Control", "no-store");
    }
}

} // namespace

Caller Exchange::caller() const {
    Caller out = service.options().caller;
    out.who = session ? session->who : "";
    out.login = session ? session->login : nullptr;
    return out;
}

Recorder Exchange::recorder() const {
    Recorder out;
    static_cast<Caller&>(out) = caller();
    return out;
}

Response problem(int status, const std::string& title, const std::string& detail) {
    return respond(status, "application/problem+json",
                   "{\"status\":" + std::to_string(status) + ",\"title\":" + json_text(title) +
                       ",\"detail\":" + json_text(detail) + "}");
}

Response problem(const Error& error, const Exchange& exchange, bool missing_is_404) {
    const std::string file = file_of(error, exchange);
    const std::string place =
        file.empty() ? "" : file + (error.line > 0 ? ":" + std::to_string(error.line) : "") + ": ";
    return problem(status_of(error.kind, missing_is_404), title_of(error.kind), place + error.message);
}

Response reply(const Result<Answer>& answer, const Exchange& exchange, bool missing_is_404) {
    if (!answer) {
        return problem(answer.error(), exchange, missing_is_404);
    }
    if (answer->problems.empty()) {
        return respond(200, "application/json", answer->json);
    }
    std::vector<Error> problems = answer->problems;
    for (Error& one : problems) {
        one.file = file_of(one, exchange);
    }
    const ErrorKind kind = problems.front().kind;
    const std::string list = problems_json(problems); // {"problems":[…]}
    return respond(status_of(kind, false), "application/problem+json",
                   "{\"status\":" + std::to_string(status_of(kind, false)) + ",\"title\":" + json_text(title_of(kind)) +
                       ",\"detail\":" + json_text(problems.front().message) + "," + list.substr(1));
}

std::pair<std::string, std::string> session_cookie(const Request& request, const std::string& token) {
    return {"Set-Cookie", "muster_session=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
                              (request.secure ? "; Secure" : "") + (token.empty() ? "; Max-Age=0" : "")};
}

std::string session_token(const Request& request) {
    constexpr std::string_view name = "muster_session=";
    const std::string cookies = request.header("cookie");
    for (std::size_t at = 0; at < cookies.size();) {
        at = std::min(cookies.find_first_not_of("; ", at), cookies.size());
        const std::size_t end = std::min(cookies.find(';', at), cookies.size());
        if (const std::string cookie = cookies.substr(at, end - at); cookie.starts_with(name)) {
            return cookie.substr(name.size());
        }
        at = end;
    }
    return {};
}

Reception Service::receive(const Request& request) const {
    const Found found = find_route(request);
    if (found.route == nullptr || found.route->takes == Route::Takes::nothing) {
        return {};
    }
    if (found.route->takes == Route::Takes::json) {
        return {most_json_bytes, false};
    }
    // Nobody fills the disk who could not record what arrives.
    const bool known = const_cast<Service*>(this)->sessions_.find(session_token(request)).has_value(); // NOLINT
    return {known ? most_file_bytes : 0, known};
}

Response Service::answer_route(const Route& route, Exchange& exchange) {
    const Request& request = exchange.request;
    if (is_unsafe(request.method) && !is_own_page(request)) {
        return problem(403, "forbidden", "this came from a page of another server");
    }
    if (route.takes == Route::Takes::json && request.header("content-type").rfind("application/json", 0) != 0) {
        return problem(415, "wrong request", "the body should be application/json");
    }
    exchange.token = session_token(request);
    exchange.session = sessions_.find(exchange.token);
    if (route.needs == Route::Needs::session) {
        if (!exchange.session) {
            return problem(401, "not logged in", "the session is over, or there was none; log in");
        }
        if (is_unsafe(request.method) && !same(request.header("x-csrf-token"), exchange.session->csrf)) {
            return problem(403, "forbidden", "the request lacks its session's token (X-CSRF-Token)");
        }
    }
    if (exchange.session && !sessions_.take(exchange.token)) {
        Response out = problem(429, "too many requests", "so many requests at once are not answered; wait a second");
        out.headers.emplace_back("Retry-After", "1");
        return out;
    }
    return route.answer(exchange);
}

Response Service::answer(Request& request) {
    Response out;
    Exchange exchange{*this, request};
    try {
        if (!is_known_host(request, options_.hosts)) {
            out = problem(421, "wrong request",
                          "this server is not reached under this name; muster serve --host NAME adds it");
            out.route = "refused";
        } else if (Found found = find_route(request); found.route != nullptr) {
            exchange.arguments = std::move(found.arguments);
            out = answer_route(*found.route, exchange);
            out.route = found.route->method + " " + found.route->path;
        } else if (!found.allowed.empty()) {
            out = problem(405, "wrong request", "expected one of the methods " + found.allowed);
            out.headers.emplace_back("Allow", found.allowed);
            out.route = "refused";
        } else {
            out = asset(request);
            out.route = "page";
        }
    } catch (const std::bad_alloc&) {
        out = problem(503, "not available", "not enough memory for this request");
    } catch (const std::exception& error) {
        log_event("defect", error.what());
        out = problem(500, title_of(ErrorKind::internal), "a defect of muster, please report it");
    }
    add_security_headers(out, request.secure);
    return out;
}

void Service::done(const Request& request, const Response& response, double seconds) {
    const std::string route = response.route.empty() ? "refused" : response.route;
    metrics_.count(route, response.status, seconds);
    log_request(request.method, route, response.status, seconds, response.body->size());
}

} // namespace muster::server
