#include "assets.hpp"

#include <algorithm>

namespace muster::server {
namespace {

constexpr std::string_view without_page =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>muster</title>"
    "<p>This muster was built without its page; the API answers under /api.";

std::string path_of(const Request& request) {
    std::string out;
    for (const std::string& segment : request.path) {
        out += (out.empty() ? "" : "/") + segment;
    }
    return out.empty() ? "index.html" : out;
}

} // namespace

Response asset(const Request& request) {
    if (request.method != "GET" && request.method != "HEAD") {
        return respond(405, "application/problem+json", R"({"status":405,"title":"wrong request"})");
    }
    const std::string path = path_of(request);
    const auto all = assets();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Asset& one) { return one.path == path; });
    if (at == all.end()) {
        return path == "index.html"
                   ? respond(200, "text/html; charset=utf-8", std::string(without_page))
                   : respond(404, "application/problem+json",
                             R"({"status":404,"title":"not found","detail":"there is nothing under this address"})");
    }
    const bool zipped = request.header("accept-encoding").find("gzip") != std::string::npos;
    const bool known = request.header("if-none-match") == at->etag;
    Response out =
        respond(known ? 304 : 200, std::string(at->type), known ? "" : std::string(zipped ? at->gzip : at->plain));
    out.headers.emplace_back("ETag", at->etag);
    out.headers.emplace_back("Vary", "Accept-Encoding");
    if (zipped && !known) {
        out.headers.emplace_back("Content-Encoding", "gzip");
    }
    // Names of built files hold a hash of what is in them; the page itself has to be asked for.
    out.headers.emplace_back("Cache-Control",
                             path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    return out;
}

} // namespace muster::server
