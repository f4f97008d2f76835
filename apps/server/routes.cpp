#include "routes.hpp"

#include <charconv>

namespace muster::server {

const std::vector<Route>& routes() {
    static const std::vector<Route> all = [] {
        std::vector<Route> made;
        for (const auto add : {add_session_routes, add_record_routes, add_register_routes, add_file_routes,
                               add_user_routes, add_job_routes, add_analysis_routes}) {
            add(made);
        }
        return made;
    }();
    return all;
}

Result<std::uint64_t> number_of(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return fail(ErrorKind::usage, "'" + text + "' is no whole number");
    }
    return number;
}

Result<std::uint64_t> number_asked(const Request& request, const std::string& name, std::uint64_t otherwise,
                                   std::uint64_t least, std::uint64_t most) {
    const std::string text = request.asked(name);
    auto number = text.empty() ? Result<std::uint64_t>(otherwise) : number_of(text);
    if (!number || *number < least || *number > most) {
        return fail(ErrorKind::usage, name + ": expected a whole number from " + std::to_string(least) + " to " +
                                          std::to_string(most) + ", found '" + text + "'");
    }
    return number;
}

Response document(Printed printed, std::string of) {
    for (char& c : of) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
        c = plain ? c : '-';
    }
    Response out = respond(200, "application/pdf", std::move(printed.pdf));
    out.headers.emplace_back("Content-Disposition", "inline; filename=\"" + of + ".pdf\"");
    return out;
}

bool flag_asked(const Request& request, const std::string& name) {
    return request.asked(name) == "true";
}

std::vector<Body::Member> with_recorder(std::vector<Body::Member> members) {
    using Kind = Body::Kind;
    members.insert(members.end(), {{"authority", Kind::text}, {"reason", Kind::text}, {"trial", Kind::flag}});
    return members;
}

Recorder recorder_of(const Exchange& exchange, const Body& body) {
    Recorder out = exchange.recorder();
    out.authority = body.text("authority");
    out.reason = body.text("reason");
    out.simulated = body.flag("simulated");
    out.trial = body.flag("trial");
    return out;
}

} // namespace muster::server
