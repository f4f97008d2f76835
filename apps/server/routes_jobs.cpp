#include "muster/app/ledger_checks.hpp"
#include "muster/app/register_identification.hpp"
#include "routes.hpp"

namespace muster::server {
namespace {

using Kind = Body::Kind;

/// What a job does. Nothing: there is no job of this name.
Jobs::Work work_of(const std::string& job, const Recorder& recorder) {
    if (job == "verify") {
        return [recorder](const Jobs::Progress& progress) { return verify_ledger(recorder, {}, progress); };
    }
    if (job == "identify") {
        return [recorder](const Jobs::Progress& progress) -> Result<Answer> {
            IdentificationRequest request;
            request.progress = [&](std::size_t done, std::size_t all) { return progress(done, all); };
            auto done = identify_register(recorder, request);
            if (!done) {
                return fail(done.error());
            }
            Answer out;
            out.json = "{\"analysis\":" + json_text(done->analysis) + "}";
            return out;
        };
    }
    return {};
}

Response start(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, {{"job", Kind::text, true}});
    if (!body) {
        return problem(body.error(), exchange);
    }
    auto work = work_of(body->text("job"), exchange.recorder());
    if (!work) {
        return problem(400, "wrong request", "job: verify or identify is expected");
    }
    Jobs& jobs = exchange.service.jobs();
    const auto id = jobs.start(exchange.session->who, body->text("job"), std::move(work));
    if (!id) {
        return problem(429, "too many jobs", "two long jobs run already; wait for one of them");
    }
    Response out = respond(202, "application/json", jobs.describe(exchange.session->who, *id, true).value_or("{}"));
    out.headers.emplace_back("Location", "/api/jobs/" + *id);
    return out;
}

Response list(Exchange& exchange) {
    std::string json = "[";
    for (const std::string& one : exchange.service.jobs().list(exchange.session->who)) {
        json += (json.size() > 1 ? "," : "") + one;
    }
    return respond(200, "application/json", json + "]");
}

Response no_such_job() {
    return problem(404, "not found", "there is no such job of yours");
}

Response show(Exchange& exchange) {
    auto json = exchange.service.jobs().describe(exchange.session->who, exchange.arguments[0], true);
    return json ? respond(200, "application/json", *std::move(json)) : no_such_job();
}

Response cancel(Exchange& exchange) {
    return exchange.service.jobs().cancel(exchange.session->who, exchange.arguments[0])
               ? respond(204, "application/json", "")
               : no_such_job();
}

Response events(Exchange& exchange) {
    if (!exchange.service.jobs().describe(exchange.session->who, exchange.arguments[0], false)) {
        return no_such_job();
    }
    Response out = respond(200, "text/event-stream", "");
    out.events = exchange.service.jobs().events(exchange.session->who, exchange.arguments[0]);
    return out;
}

} // namespace

void add_job_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    all.insert(all.end(), {{"GET", "/api/jobs", Needs::session, Takes::nothing, list},
                           {"POST", "/api/jobs", Needs::session, Takes::json, start},
                           {"GET", "/api/jobs/{id}", Needs::session, Takes::nothing, show},
                           {"DELETE", "/api/jobs/{id}", Needs::session, Takes::nothing, cancel},
                           {"GET", "/api/jobs/{id}/events", Needs::session, Takes::nothing, events}});
}

} // namespace muster::server
