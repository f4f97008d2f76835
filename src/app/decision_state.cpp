#include "decision_state.hpp"

#include "json_text.hpp"

#include <set>

namespace muster {

bool is_signed_kind(std::string_view kind) {
    return signing(kind) != Action::nobody;
}

std::string decision_state_json(store::Reader& reader, const std::string& name) {
    std::string by;
    std::string on;
    std::size_t accepted = 0;
    std::size_t returned = 0;
    for (const store::LinkRow& link : reader.links_to(name)) {
        const std::string_view kind = kind_of(link.source);
        const bool counts =
            (kind == "signature" && link.role == "of") || (kind == "review" && link.role == "identification");
        const auto row = counts ? reader.record(std::string(kind), std::string(key_of(link.source))) : std::nullopt;
        if (!row || row->state != "current") {
            continue;
        }
        const auto said = [&](const char* field) { return ledger::find_text(row->text, field).value_or(""); };
        if (kind == "signature") {
            by = said("by");
            on = said("on");
        } else {
            ++(said("outcome") == "Accepted" ? accepted : returned);
        }
    }
    JsonObject json;
    if (!by.empty()) {
        json.text("signed_by", by);
        json.text("signed_on", on);
    }
    json.raw("accepted", std::to_string(accepted));
    json.raw("returned", std::to_string(returned));
    return json.done();
}

Result<std::function<bool(const store::RecordRow&)>>
waiting_decisions(store::Reader& reader, const Access& access, const std::string& kind, const std::string& waits) {
    const bool family = waits == "family" && kind == "identification";
    if (!is_signed_kind(kind) || (!family && waits != "signature")) {
        return fail(ErrorKind::usage, "waits: '" + waits + "' is not what a record of the kind " + kind +
                                          " waits for; expected 'signature' (identification, examination, figure) or "
                                          "'family' (identification)");
    }
    if (auto allowed = family ? access.check(Action::read_families) : Result<void>(); !allowed) {
        return fail(allowed.error());
    }
    const auto named = [&](const char* by, const char* field, const auto& counts) {
        std::set<std::string> names;
        reader.each_record(by, [&](const store::RecordRow& row) {
            if (row.state == "current" && counts(row)) {
                names.insert(ledger::find_text(row.text, field).value_or(""));
            }
        });
        return names;
    };
    auto done = named("signature", "of", [](const store::RecordRow&) { return true; });
    if (family) {
        auto told = named("notification", "identification", [](const store::RecordRow& row) {
            return ledger::find_text(row.text, "how") != "tried in vain";
        });
        return [done = std::move(done), told = std::move(told)](const store::RecordRow& row) {
            return done.contains(ref(row.kind, row.key)) && !told.contains(row.key);
        };
    }
    const std::string analyst = kind == "examination" && !access.open ? access.who : std::string();
    return [done = std::move(done), analyst](const store::RecordRow& row) {
        return !done.contains(ref(row.kind, row.key)) &&
               (analyst.empty() || ledger::find_text(row.text, "analyst") == analyst);
    };
}

} // namespace muster
