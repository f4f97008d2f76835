#include "muster/app/import_records.hpp"
#include "muster/app/labels.hpp"
#include "muster/app/record_entry.hpp"
#include "routes.hpp"

namespace muster::server {
namespace {

/// The upload must be what the sender meant to send, where they say it (RFC 9530).
std::optional<Response> differs(const Exchange& exchange) {
    const std::string said = exchange.request.header("x-content-sha256");
    if (said.empty() || said == exchange.request.sha256) {
        return std::nullopt;
    }
    return problem(422, "bad input",
                   "what arrived has the SHA-256 " + exchange.request.sha256 +
                       ", not the one that was announced; send it again");
}

Response add_photograph(Exchange& exchange) {
    const Request& request = exchange.request;
    if (auto wrong = differs(exchange)) {
        return *wrong;
    }
    RecordRequest record;
    record.recorder = exchange.recorder();
    record.recorder.simulated = flag_asked(request, "simulated");
    record.kind = "photograph";
    record.file = request.file->path();
    record.file_name = request.asked("name");
    for (const char* field : {"of", "taken", "by", "caption"}) {
        if (!request.asked(field).empty()) {
            record.fields.emplace_back(field, request.asked(field));
        }
    }
    return reply(record_one(record), exchange);
}

Response photograph(Exchange& exchange) {
    auto file = read_photograph(exchange.caller(), exchange.arguments[0]);
    if (!file) {
        return problem(file.error(), exchange, true);
    }
    Response out = respond(200, file->media_type, std::move(file->bytes));
    // What is shown under its own name must not run as a page of this server.
    out.headers.emplace_back("Content-Disposition", out.type.starts_with("image/") ? "inline" : "attachment");
    out.headers.emplace_back("Cache-Control", "private, max-age=3600, immutable");
    return out;
}

Response labels(Exchange& exchange) {
    const Request& request = exchange.request;
    const auto used = number_asked(request, "used", 0, 0, 13);
    if (!used) {
        return problem(used.error(), exchange);
    }
    auto printed = print_labels({exchange.caller(), exchange.arguments[0], *used});
    if (!printed) {
        return problem(printed.error(), exchange, true);
    }
    return document(std::move(*printed), "labels of " + exchange.arguments[0]);
}

Response import_table(Exchange& exchange) {
    const Request& request = exchange.request;
    if (exchange.arguments[0].find("photograph") != std::string::npos) {
        return problem(400, "wrong request",
                       "photographs are sent one by one (POST /api/photographs): a table would "
                       "name files of the server");
    }
    if (auto wrong = differs(exchange)) {
        return *wrong;
    }
    if (exchange.arguments[0] == "profiles") {
        ProfileImport import;
        import.recorder = exchange.recorder();
        import.recorder.simulated = flag_asked(request, "simulated");
        import.recorder.trial = flag_asked(request, "trial");
        import.file = request.file->path();
        import.test = request.asked("test");
        import.on = request.asked("on");
        import.outcome = request.asked("outcome");
        import.references = flag_asked(request, "references");
        return reply(import_profiles(import), exchange);
    }
    ImportRequest import;
    import.recorder = exchange.recorder();
    import.recorder.simulated = flag_asked(request, "simulated");
    import.recorder.trial = flag_asked(request, "trial");
    import.kind = exchange.arguments[0];
    import.file = request.file->path();
    import.again = flag_asked(request, "again");
    return reply(import_records(import), exchange);
}

Response table_template(Exchange& exchange) {
    auto answer = write_template(exchange.arguments[0], {});
    if (!answer) {
        return problem(answer.error(), exchange, true);
    }
    Response out = respond(200, "text/csv; charset=utf-8", std::move(answer->text));
    out.headers.emplace_back("Content-Disposition", "attachment; filename=\"template.csv\"");
    return out;
}

} // namespace

void add_file_routes(std::vector<Route>& all) {
    using Needs = Route::Needs;
    using Takes = Route::Takes;
    all.insert(all.end(), {{"POST", "/api/photographs", Needs::session, Takes::file, add_photograph},
                           {"GET", "/api/photographs/{sha256}", Needs::session, Takes::nothing, photograph},
                           {"GET", "/api/labels/{of}", Needs::session, Takes::nothing, labels},
                           {"POST", "/api/imports/{kind}", Needs::session, Takes::file, import_table},
                           {"GET", "/api/templates/{kind}", Needs::session, Takes::nothing, table_template}});
}

} // namespace muster::server
