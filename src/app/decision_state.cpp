#include "decision_state.hpp"

#include "json_text.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace muster {

bool is_signed_kind(std::string_view kind) {
    return signing(kind) != Action::nobody;
}

std::string decision_state_json(store::Reader& reader, const std::string& name) {
    std::string by;
    std::string on;
    std::uint64_t last_change = 0;
    std::vector<std::pair<std::uint64_t, bool>> reviews; // entry, accepted
    if (const auto decision = reader.record(std::string(kind_of(name)), std::string(key_of(name)))) {
        last_change = decision->last_entry;
    }
    for (const store::LinkRow& link : reader.links_to(name)) {
        const std::string_view kind = kind_of(link.source);
        const bool part = link.role == "identification" && (kind == "evidence" || kind == "hypothesis");
        const bool counts =
            part || (kind == "signature" && link.role == "of") || (kind == "review" && link.role == "identification");
        const auto row = counts ? reader.record(std::string(kind), std::string(key_of(link.source))) : std::nullopt;
        if (!row || row->state != "current") {
            continue;
        }
        const auto said = [&](const char* field) { return ledger::find_text(row->text, field).value_or(""); };
        if (part) {
            last_change = std::max(last_change, row->last_entry);
        } else if (kind == "signature") {
            by = said("by");
            on = said("on");
        } else {
            reviews.emplace_back(row->last_entry, said("outcome") == "Accepted");
        }
    }
    const auto since_then = [&](bool accepted) {
        return std::to_string(std::count_if(reviews.begin(), reviews.end(), [&](const auto& review) {
            return review.first > last_change && review.second == accepted;
        }));
    };
    JsonObject json;
    if (!by.empty()) {
        json.text("signed_by", by);
        json.text("signed_on", on);
    }
    json.raw("accepted", since_then(true));
    json.raw("returned", since_then(false));
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
