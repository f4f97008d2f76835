#include "muster/app/family_view.hpp"
#include "muster/app/record_entry.hpp"
#include "muster/app/record_forms.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/app/roster.hpp"
#include "routes.hpp"

namespace muster::server {
namespace {

using Kind = Body::Kind;

Response forms(Exchange&) {
    static const std::string json = record_forms_json();
    return respond(200, "application/json", json);
}

Response list(Exchange& exchange) {
    const auto offset = number_asked(exchange.request, "offset", 0, 0, 1'000'000'000);
    const auto limit = number_asked(exchange.request, "limit", 50, 1, 500);
    if (!offset || !limit) {
        return problem(!offset ? offset.error() : limit.error(), exchange);
    }
    return reply(page_records(exchange.caller(),
                              {exchange.arguments[0], exchange.request.asked("q"), flag_asked(exchange.request, "all"),
                               *offset, *limit, exchange.request.asked("naming"), exchange.request.asked("waits")}),
                 exchange);
}

Response record(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, with_recorder({{"fields", Kind::map, true},
                                                                       {"except", Kind::text},
                                                                       {"subject", Kind::text},
                                                                       {"simulated", Kind::flag},
                                                                       {"again", Kind::flag}}));
    if (!body) {
        return problem(body.error(), exchange);
    }
    RecordRequest request;
    request.recorder = recorder_of(exchange, *body);
    request.kind = exchange.arguments[0];
    request.fields = body->map("fields");
    request.except = body->text("except");
    request.subject = body->text("subject");
    request.again = body->flag("again");
    return reply(record_one(request), exchange);
}

Response show(Exchange& exchange) {
    return reply(show_record(exchange.caller(), exchange.arguments[0], exchange.arguments[1]), exchange, true);
}

Response correct(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, with_recorder({{"set", Kind::map, true}}));
    if (!body) {
        return problem(body.error(), exchange);
    }
    ChangeRequest request{recorder_of(exchange, *body), exchange.arguments[0], exchange.arguments[1]};
    for (const auto& [field, value] : body->map("set")) {
        request.set.push_back(field + "=" + value);
    }
    return reply(correct_record(request), exchange);
}

/// A change of the whole record, with a reason.
Response change(Exchange& exchange, Result<Answer> (*change_whole)(const ChangeRequest&)) {
    const auto body = Body::read(exchange.request.body, with_recorder({}));
    return body ? reply(change_whole({recorder_of(exchange, *body), exchange.arguments[0], exchange.arguments[1]}),
                        exchange)
                : problem(body.error(), exchange);
}

Response persons(Exchange& exchange) {
    const auto limit = number_asked(exchange.request, "limit", 10, 1, 100);
    return limit ? reply(find_persons({exchange.caller(), exchange.request.asked("q"), *limit}), exchange)
                 : problem(limit.error(), exchange);
}

Response family(Exchange& exchange) {
    return reply(show_family(exchange.caller(), exchange.arguments[0]), exchange, true);
}

} // namespace

void add_record_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    const auto withdraw = [](Exchange& exchange) { return change(exchange, withdraw_record); };
    const auto reinstate = [](Exchange& exchange) { return change(exchange, reinstate_record); };
    all.insert(all.end(), {{"GET", "/api/forms", Needs::session, Takes::nothing, forms},
                           {"GET", "/api/records/{kind}", Needs::session, Takes::nothing, list},
                           {"POST", "/api/records/{kind}", Needs::session, Takes::json, record},
                           {"GET", "/api/records/{kind}/{key}", Needs::session, Takes::nothing, show},
                           {"POST", "/api/records/{kind}/{key}/corrections", Needs::session, Takes::json, correct},
                           {"POST", "/api/records/{kind}/{key}/withdrawal", Needs::session, Takes::json, withdraw},
                           {"DELETE", "/api/records/{kind}/{key}/withdrawal", Needs::session, Takes::json, reinstate},
                           {"GET", "/api/persons", Needs::session, Takes::nothing, persons},
                           {"GET", "/api/families/{key}", Needs::session, Takes::nothing, family}});
}

} // namespace muster::server
