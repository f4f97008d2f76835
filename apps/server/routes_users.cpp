#include "muster/app/register_queries.hpp"
#include "muster/app/users.hpp"
#include "routes.hpp"

namespace muster::server {
namespace {

using Kind = Body::Kind;

Response users(Exchange& exchange) {
    return reply(list_records(exchange.caller(), "user", true), exchange);
}

Response add(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, with_recorder({{"name", Kind::text, true},
                                                                       {"roles", Kind::texts, true},
                                                                       {"projects", Kind::texts},
                                                                       {"full_name", Kind::text},
                                                                       {"contact", Kind::text},
                                                                       {"password", Kind::text, true}}));
    return body ? reply(add_user({recorder_of(exchange, *body), body->text("name"), body->list("roles"),
                                  body->list("projects"), body->text("full_name"), body->text("contact"),
                                  body->text("password")}),
                        exchange)
                : problem(body.error(), exchange);
}

Response roles(Exchange& exchange) {
    const auto body =
        Body::read(exchange.request.body, with_recorder({{"roles", Kind::texts}, {"projects", Kind::texts}}));
    return body ? reply(change_roles({recorder_of(exchange, *body), exchange.arguments[0], body->list("roles"),
                                      body->has("projects") ? std::optional(body->list("projects")) : std::nullopt}),
                        exchange)
                : problem(body.error(), exchange);
}

Response password(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, with_recorder({{"password", Kind::text, true}}));
    if (!body) {
        return problem(body.error(), exchange);
    }
    const auto answer = set_password({recorder_of(exchange, *body), exchange.arguments[0], body->text("password")});
    const bool own = exchange.session->login && exchange.arguments[0] == exchange.session->who;
    if (own && answer && answer->problems.empty()) {
        const auto login = renewed(exchange.service.options().caller, *exchange.session->login);
        login ? exchange.service.sessions().renew(exchange.token, *login)
              : exchange.service.sessions().end(exchange.token);
    }
    return reply(answer, exchange);
}

/// A change of a user, with a reason.
Response change(Exchange& exchange, Result<Answer> (*use)(const Recorder&, const std::string&)) {
    const auto body = Body::read(exchange.request.body, with_recorder({}));
    return body ? reply(use(recorder_of(exchange, *body), exchange.arguments[0]), exchange)
                : problem(body.error(), exchange);
}

Response drop_factor(Exchange& exchange) {
    Response out = change(exchange, drop_second_factor);
    if (out.status == 200 && exchange.arguments[0] == exchange.session->who && exchange.session->login) {
        const auto login = renewed(exchange.service.options().caller, *exchange.session->login);
        login ? exchange.service.sessions().renew(exchange.token, *login)
              : exchange.service.sessions().end(exchange.token);
    }
    return out;
}

Response matrix(Exchange&) {
    return respond(200, "application/json", user_matrix().json);
}

} // namespace

void add_user_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    const auto withdraw = [](Exchange& exchange) { return change(exchange, withdraw_user); };
    const auto reinstate = [](Exchange& exchange) { return change(exchange, reinstate_user); };
    all.insert(all.end(), {{"GET", "/api/users", Needs::session, Takes::nothing, users},
                           {"POST", "/api/users", Needs::session, Takes::json, add},
                           {"PUT", "/api/users/{key}/roles", Needs::session, Takes::json, roles},
                           {"PUT", "/api/users/{key}/password", Needs::session, Takes::json, password},
                           {"POST", "/api/users/{key}/withdrawal", Needs::session, Takes::json, withdraw},
                           {"DELETE", "/api/users/{key}/withdrawal", Needs::session, Takes::json, reinstate},
                           {"DELETE", "/api/users/{key}/second-factor", Needs::session, Takes::json, drop_factor},
                           {"GET", "/api/roles", Needs::session, Takes::nothing, matrix}});
}

} // namespace muster::server
