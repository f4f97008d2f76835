#include "muster/app/analyses.hpp"
#include "muster/app/decisions.hpp"
#include "muster/app/explain.hpp"
#include "muster/app/family_reach.hpp"
#include "muster/app/inventory.hpp"
#include "muster/app/search.hpp"
#include "muster/app/typing.hpp"
#include "routes.hpp"

namespace muster::server {
namespace {

using Kind = Body::Kind;

Response bones(Exchange& exchange) {
    return reply(list_bones(), exchange);
}

Response inventory(Exchange& exchange) {
    return reply(show_inventory(exchange.caller(), exchange.arguments[0]), exchange, true);
}

Response samples(Exchange& exchange) {
    const Request& request = exchange.request;
    const auto offset = number_asked(request, "offset", 0, 0, UINT32_MAX);
    const auto limit = number_asked(request, "limit", 50, 1, 500);
    if (!offset || !limit) {
        return problem(offset ? limit.error() : offset.error(), exchange);
    }
    return reply(list_samples(exchange.caller(), {request.asked("q"), request.asked("state"), *offset, *limit}),
                 exchange);
}

Response sample(Exchange& exchange) {
    return reply(show_typing(exchange.caller(), exchange.arguments[0]), exchange, true);
}

Response search(Exchange& exchange) {
    const auto body = Body::read(
        exchange.request.body,
        {{"profile", Kind::text, true}, {"person", Kind::text}, {"dropout", Kind::text}, {"threshold", Kind::text}});
    if (!body) {
        return problem(body.error(), exchange);
    }
    return reply(search_profile({exchange.caller(), body->text("profile"), body->text("person"), body->text("dropout"),
                                 body->text("threshold")}),
                 exchange);
}

Response joint(Exchange& exchange) {
    return reply(newest_analysis(exchange.caller()), exchange);
}

Response explained(Exchange& exchange) {
    ExplainRequest request;
    request.sample = exchange.request.asked("sample");
    request.person = exchange.request.asked("person");
    auto answer = explain_register(exchange.recorder(), request);
    if (!answer) {
        return problem(answer.error(), exchange, true);
    }
    return respond(200, "application/json",
                   "{\"explanation\":" + answer->json + ",\"text\":" + json_text(answer->text) + "}");
}

Response reached(Exchange& exchange) {
    return reply(family_reach(exchange.caller(), exchange.arguments[0]), exchange, true);
}

Response packet(Exchange& exchange) {
    const std::string language = exchange.request.asked("language");
    auto printed = print_packet(exchange.caller(), exchange.arguments[0], language.empty() ? "en" : language);
    return printed ? document(std::move(*printed), "packet of " + exchange.arguments[0])
                   : problem(printed.error(), exchange, true);
}

/// An examination, identification or figure is signed, by whoever is logged in.
Response sign(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, with_recorder({{"role", Kind::text}, {"on", Kind::text}}));
    if (!body) {
        return problem(body.error(), exchange);
    }
    return reply(sign_decision({recorder_of(exchange, *body), exchange.arguments[0], exchange.arguments[1],
                                body->text("role"), body->text("on")}),
                 exchange, true);
}

} // namespace

void add_analysis_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    all.insert(all.end(), {{"GET", "/api/bones", Needs::session, Takes::nothing, bones},
                           {"GET", "/api/inventory/{of}", Needs::session, Takes::nothing, inventory},
                           {"GET", "/api/samples", Needs::session, Takes::nothing, samples},
                           {"GET", "/api/samples/{key}", Needs::session, Takes::nothing, sample},
                           {"POST", "/api/search", Needs::session, Takes::json, search},
                           {"GET", "/api/joint", Needs::session, Takes::nothing, joint},
                           {"GET", "/api/explain", Needs::session, Takes::nothing, explained},
                           {"GET", "/api/families/{key}/reach", Needs::session, Takes::nothing, reached},
                           {"POST", "/api/records/{kind}/{key}/signature", Needs::session, Takes::json, sign},
                           {"GET", "/api/identifications/{key}/packet", Needs::session, Takes::nothing, packet}});
}

} // namespace muster::server
