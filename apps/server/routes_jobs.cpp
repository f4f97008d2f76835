#include "muster/app/ledger_checks.hpp"
#include "muster/app/next.hpp"
#include "muster/app/register_identification.hpp"
#include "routes.hpp"

namespace muster::server {
namespace {

using Kind = Body::Kind;

/// How samples are to be compared, as `muster identify` takes it.
Result<IdentificationRequest> comparison_of(const Body& body) {
    IdentificationRequest out;
    out.dropout = body.text("dropout");
    out.joint.joint = body.text("joint");
    out.joint.unknown = body.text("unknown");
    out.joint.samples_each = body.text("samples_each");
    if (const std::string present = body.text("present"); !present.empty()) {
        char* end = nullptr;
        out.joint.present = std::strtod(present.c_str(), &end);
        if (*end != '\0') {
            return fail(ErrorKind::usage, "present: a probability is expected, found '" + present + "'");
        }
    }
    return out;
}

void tell_of(IdentificationRequest& request, const Jobs::Progress& progress) {
    request.progress = [&](std::size_t done, std::size_t all) { return progress(done, all, "families"); };
    request.joint.progress = [&](std::size_t done, std::size_t all) { return progress(done, all, "sweeps"); };
}

/// What a job does. Nothing: there is no job of this name.
Jobs::Work work_of(const std::string& job, const Recorder& recorder, const Body& body) {
    if (job == "verify") {
        return [recorder](const Jobs::Progress& progress) {
            return verify_ledger(recorder, {},
                                 [&](std::uint64_t done, std::uint64_t all) { return progress(done, all, "entries"); });
        };
    }
    if (job == "identify") {
        const auto request_of = comparison_of(body);
        return [recorder, request_of](const Jobs::Progress& progress) -> Result<Answer> {
            if (!request_of) {
                return fail(request_of.error());
            }
            IdentificationRequest request = *request_of;
            tell_of(request, progress);
            auto done = identify_register(recorder, request);
            if (!done) {
                return fail(done.error());
            }
            Answer out;
            out.json = "{\"analysis\":" + json_text(done->analysis) + "}";
            return out;
        };
    }
    if (job == "next") {
        const auto request_of = comparison_of(body);
        return [recorder, request_of](const Jobs::Progress& progress) -> Result<Answer> {
            if (!request_of) {
                return fail(request_of.error());
            }
            NextRequest request;
            request.identification = *request_of;
            tell_of(request.identification, progress);
            request.next.progress = [&](std::size_t done, std::size_t all) { return progress(done, all, "steps"); };
            return what_next_of_register(recorder, request);
        };
    }
    return {};
}

Response start(Exchange& exchange) {
    const auto body = Body::read(exchange.request.body, {{"job", Kind::text, true},
                                                         {"joint", Kind::text},
                                                         {"present", Kind::text},
                                                         {"unknown", Kind::text},
                                                         {"samples_each", Kind::text},
                                                         {"dropout", Kind::text}});
    if (!body) {
        return problem(body.error(), exchange);
    }
    auto work = work_of(body->text("job"), exchange.recorder(), *body);
    if (!work) {
        return problem(400, "wrong request", "job: verify, identify or next is expected");
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
