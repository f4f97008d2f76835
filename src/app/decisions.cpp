#include "muster/app/decisions.hpp"

#include "decision_parts.hpp"
#include "json_text.hpp"
#include "muster/app/version.hpp"
#include "muster/register/values.hpp"
#include "record_view.hpp"
#include "register_session.hpp"

namespace muster {
namespace {

std::string usual_role(const std::string& kind) {
    return kind == "identification" ? "medical examiner" : kind == "examination" ? "analyst" : "historian";
}

std::string joined(const std::set<std::uint64_t>& entries) {
    std::string text;
    for (const std::uint64_t entry : entries) {
        text += (text.empty() ? "" : ";") + std::to_string(entry);
    }
    return text;
}

/// "  supports  nuclear DNA, log10 LR 8.21: …"
std::string evidence_line(const FullRecord& part) {
    const std::string weight = text_of(part.body, "log10_lr");
    const auto rests = list_of(part.body, "rests_on");
    std::string line = "  " + text_of(part.body, "direction") + ": " + text_of(part.body, "type") +
                       (weight.empty() ? "" : ", log10 LR " + weight) + ": " + text_of(part.body, "text");
    if (!rests.empty()) {
        line += " (" + shown(ledger::Value(rests), 5) + ")";
    }
    return line + "\n";
}

std::string section(const std::string& title, const std::string& lines) {
    return "\n" + title + "\n" + (lines.empty() ? "  none\n" : lines);
}

std::string parts_json(const std::vector<FullRecord>& parts) {
    std::vector<std::string> objects;
    for (const FullRecord& part : parts) {
        JsonObject json;
        json.text("ref", part.ref);
        json.raw("entry", std::to_string(part.entries.back()));
        json.raw("fields", ledger::encode(part.body));
        objects.push_back(json.done());
    }
    return json_array(objects);
}

/// Whether what was signed is there as it was signed.
Result<std::string> state_of_signature(Register& reg, const Decision& decision) {
    const FullRecord& signature = *decision.signature;
    const auto digest = digest_of(reg, signed_entries(signature));
    if (!digest) {
        return fail(digest.error());
    }
    const bool same = *digest == text_of(signature.body, "digest");
    return "  by " + text_of(signature.body, "by") + ", " + text_of(signature.body, "role") + ", on " +
           text_of(signature.body, "on") + " (" + signature.ref + ")\n  " + text_of(signature.body, "program") + "; " +
           text_of(signature.body, "policy") + "\n  covers " + counted(signed_entries(signature).size(), "entry") +
           ", digest " + text_of(signature.body, "digest") + "\n" +
           (same ? "  everything is as it was signed\n" : "  NOT AS IT WAS SIGNED: run muster ledger verify\n");
}

} // namespace

Result<Answer> sign_decision(const SignRequest& request) {
    auto session = open_for_writing(request.recorder, signing(request.kind));
    auto decision = session ? read_decision(*session, request.kind, request.key) : fail(session.error());
    if (!decision) {
        return fail(decision.error());
    }
    Answer wrong;
    for (std::string& what : missing_for_signature(*decision, request.recorder.who)) {
        wrong.problems.push_back({ErrorKind::refused, decision->record.ref + ": " + std::move(what)});
    }
    if (!wrong.problems.empty()) {
        return wrong;
    }
    const auto entries = decision->entries();
    const auto digest = digest_of(session->reg, entries);
    if (!digest) {
        return fail(digest.error());
    }
    session->author.simulated = session->author.simulated || decision->record.simulated;
    NewEntry entry;
    entry.kind = "signature";
    entry.reason = request.recorder.reason;
    entry.fields = {{"of", decision->record.ref},
                    {"by", request.recorder.who},
                    {"on", request.on.empty() ? utc_now().substr(0, 10) : request.on},
                    {"role", request.role.empty() ? usual_role(request.kind) : request.role},
                    {"entries", joined(entries)},
                    {"digest", *digest},
                    {"policy", request.kind == "identification" ? decision->policy.text() : std::string()},
                    {"program", std::string("muster ") + version()}};
    return record_all(*session, {entry}, "signature", {}, request.recorder.trial);
}

Result<Answer> identification_packet(const Caller& caller, const std::string& key) {
    auto session = open_for_reading(caller, Action::read_decisions);
    auto decision = session ? read_decision(*session, "identification", key) : fail(session.error());
    if (!decision) {
        return fail(decision.error());
    }
    const FullRecord& record = decision->record;
    Answer answer;
    std::string& text = answer.text;
    text = (record.simulated ? std::string(simulated_line) : std::string()) + record.ref + "\n" +
           body_lines(record.body, find_kind("identification"), "  ");
    std::string evidence;
    for (const FullRecord& part : decision->evidence) {
        evidence += evidence_line(part);
    }
    text += section("evidence", evidence);
    std::string hypotheses;
    for (const FullRecord& part : decision->hypotheses) {
        hypotheses += "  " + text_of(part.body, "text") + "\n    answer: " + text_of(part.body, "answer") + "\n";
    }
    text += section("competing hypotheses", hypotheses);
    std::string reviews;
    for (const FullRecord& part : decision->reviews) {
        reviews += "  " + text_of(part.body, "type") + ", " + text_of(part.body, "on") + ", " +
                   text_of(part.body, "by") + ": " + text_of(part.body, "outcome") +
                   (text_of(part.body, "text").empty() ? "" : ": ") + text_of(part.body, "text") + "\n";
    }
    text += section("reviews (" + decision->policy.text() + ")", reviews);
    std::vector<std::string> missing;
    if (decision->signature) {
        const auto state = state_of_signature(session->reg, *decision);
        if (!state) {
            return fail(state.error());
        }
        text += section("signed", *state);
    } else {
        missing = missing_for_signature(*decision, "");
        std::string lines;
        for (const std::string& what : missing) {
            lines += "  " + what + "\n";
        }
        text += section("not signed; still missing", lines);
    }
    JsonObject json;
    json.text("ref", record.ref);
    json.raw("simulated", json_bool(record.simulated));
    json.raw("fields", ledger::encode(record.body));
    json.raw("evidence", parts_json(decision->evidence));
    json.raw("hypotheses", parts_json(decision->hypotheses));
    json.raw("reviews", parts_json(decision->reviews));
    json.raw("signature", decision->signature ? parts_json({*decision->signature}) : "null");
    json.raw("missing", json_strings(missing));
    answer.json = json.done();
    return answer;
}

} // namespace muster
