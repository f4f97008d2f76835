#include "muster/app/account.hpp"
#include "muster/app/decisions.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/app/register_queries.hpp"
#include "routes.hpp"

#include <algorithm>

namespace muster::server {
namespace {

using Kind = Body::Kind;

Response legs(Exchange& exchange) {
    return reply(list_custody(exchange.caller(), flag_asked(exchange.request, "all")), exchange);
}

Response custody(Exchange& exchange) {
    return reply(show_custody(exchange.caller(), exchange.arguments[0]), exchange, true);
}

Response findings(Exchange& exchange) {
    return reply(list_findings(exchange.caller(), flag_asked(exchange.request, "all"), exchange.request.asked("as_of")),
                 exchange);
}

Response finding(Exchange& exchange) {
    return reply(show_finding(exchange.caller(), exchange.arguments[0]), exchange, true);
}

Response resolve(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, with_recorder({}));
    return body ? reply(resolve_finding(recorder_of(exchange, *body), exchange.arguments[0]), exchange)
                : problem(body.error(), exchange);
}

Response figures(Exchange& exchange) {
    AccountRequest request;
    request.caller = exchange.caller();
    request.as_of = exchange.request.asked("as_of");
    request.on = exchange.request.asked("on");
    request.topics = flag_asked(exchange.request, "topics");
    request.json_entries = flag_asked(exchange.request, "entries");
    const std::string by = exchange.request.asked("by");
    for (std::size_t at = 0; at < by.size();) {
        const std::size_t end = std::min(by.find(',', at), by.size());
        request.by.push_back(by.substr(at, end - at));
        at = end + 1;
    }
    return reply(account(request), exchange);
}

Response identification(Exchange& exchange) {
    return reply(identification_packet(exchange.caller(), exchange.arguments[0]), exchange, true);
}

Response head(Exchange& exchange) {
    return reply(ledger_head(exchange.caller(), {}), exchange);
}

Response log(Exchange& exchange) {
    const auto last = number_asked(exchange.request, "last", 20, 1, 500);
    return last ? reply(ledger_log(exchange.caller(), *last), exchange) : problem(last.error(), exchange);
}

Response entry(Exchange& exchange) {
    const auto seq = number_of(exchange.arguments[0]);
    return seq ? reply(show_entry(exchange.caller(), *seq), exchange, true) : problem(seq.error(), exchange);
}

/// The proof is a file of its own: what it says is JSON already.
Response proof(Exchange& exchange) {
    const auto seq = number_of(exchange.arguments[0]);
    auto answer = seq ? prove_entry(exchange.caller(), *seq, {}) : fail(seq.error());
    if (!answer) {
        return problem(answer.error(), exchange, true);
    }
    Response out = respond(200, "application/json", answer->json.empty() ? answer->text : answer->json);
    out.headers.emplace_back("Content-Disposition",
                             "attachment; filename=\"muster-entry-" + exchange.arguments[0] + ".json\"");
    return out;
}

Response public_figures(Exchange& exchange) {
    return reply(published_account(exchange.service.options().caller, exchange.request.asked("by")), exchange);
}

Response public_head(Exchange& exchange) {
    return reply(published_head(exchange.service.options().caller), exchange);
}

} // namespace

void add_register_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    all.insert(all.end(), {{"GET", "/api/custody", Needs::session, Takes::nothing, legs},
                           {"GET", "/api/custody/{item}", Needs::session, Takes::nothing, custody},
                           {"GET", "/api/findings", Needs::session, Takes::nothing, findings},
                           {"GET", "/api/findings/{id}", Needs::session, Takes::nothing, finding},
                           {"POST", "/api/findings/{id}/resolution", Needs::session, Takes::json, resolve},
                           {"GET", "/api/account", Needs::session, Takes::nothing, figures},
                           {"GET", "/api/identifications/{key}", Needs::session, Takes::nothing, identification},
                           {"GET", "/api/ledger/head", Needs::session, Takes::nothing, head},
                           {"GET", "/api/ledger/entries", Needs::session, Takes::nothing, log},
                           {"GET", "/api/ledger/entries/{seq}", Needs::session, Takes::nothing, entry},
                           {"GET", "/api/ledger/entries/{seq}/proof", Needs::session, Takes::nothing, proof},
                           {"GET", "/api/public/account", Needs::nothing, Takes::nothing, public_figures},
                           {"GET", "/api/public/ledger/head", Needs::nothing, Takes::nothing, public_head}});
}

} // namespace muster::server
