#include "custody_legs.hpp"
#include "finding_ids.hpp"
#include "json_text.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/register/values.hpp"
#include "record_names.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "text_table.hpp"

#include <algorithm>

namespace muster {
namespace {

std::string with(const std::string& before, const std::string& text, const std::string& after = {}) {
    return text.empty() ? "" : before + text + after;
}

/// Where an item is, or was before its first leg: in a sentence, and in fields for who says it in other words.
struct Where {
    std::string text{}; ///< empty: not recorded
    std::string state = "not recorded";
    std::vector<std::pair<std::string_view, std::string>> facts{};

    [[nodiscard]] std::string json() const {
        JsonObject object;
        object.text("state", state);
        for (const auto& [name, fact] : facts) {
            if (!fact.empty()) {
                object.text(name, fact);
            }
        }
        return object.done();
    }
};

/// One record's part in the story of an item.
struct Story {
    const FullRecord* item;
    std::vector<Leg> legs{};
    std::vector<const FullRecord*> photographs{};
    std::vector<const FullRecord*> notes{}; ///< findings that a person noted of it
    std::vector<const FullRecord*> shown{}; ///< the item, notes, legs and their confirmations: whose findings count
    std::vector<store::FindingRow> findings{};
    Where start{}; ///< who had it first
    Where end{};   ///< released

    [[nodiscard]] bool is_about_item(const std::string& subject) const {
        return subject == item->ref ||
               std::any_of(notes.begin(), notes.end(), [&](const FullRecord* note) { return note->ref == subject; });
    }
};

/// Who had the item before its first leg.
Result<Where> start_of(Records& records, const FullRecord& item) {
    const std::string_view kind = kind_of(item.ref);
    const char* field = kind == "case"                               ? "turnover"
                        : kind == "specimen" || kind == "individual" ? "accession"
                        : kind == "sample"                           ? "specimen"
                                                                     : "sample";
    auto named = records.get(ref(field, text_of(item.body, field)));
    if (!named) {
        return fail(named.error());
    }
    if (*named == nullptr) {
        return Where{};
    }
    const FullRecord& origin = **named;
    const auto said = [&](const char* name) { return text_of(origin.body, name); };
    if (kind == "case") {
        return Where{"with " + said("to") + " since the turnover on " + said("on"),
                     "turned over",
                     {{"who", said("to")}, {"on", said("on")}, {"ref", origin.ref}}};
    }
    if (kind == "specimen" || kind == "individual") {
        return Where{"with " + said("lab") + ", accession " + std::string(key_of(origin.ref)),
                     "accessioned",
                     {{"who", said("lab")}, {"on", said("on")}, {"ref", origin.ref}}};
    }
    return Where{"with " + origin.ref + ", from which it was taken", "taken from", {{"ref", origin.ref}}};
}

/// What the release of an item, or of the individual that it belongs to, says.
Result<Where> release_of(Records& records, const FullRecord& item) {
    std::vector<const FullRecord*> releases;
    const auto take = [&](const FullRecord& of, const char* role) -> Result<void> {
        auto found = records.sources(of, "release", role);
        if (!found) {
            return fail(found.error());
        }
        for (const FullRecord* release : *found) {
            // A release of some items says nothing of the individual's others.
            const auto items = list_of(release->body, "items");
            if (role == std::string("items") || items.empty() || of.ref == item.ref) {
                releases.push_back(release);
            }
        }
        return {};
    };
    if (auto taken = take(item, kind_of(item.ref) == "individual" ? "individual" : "items"); !taken) {
        return fail(taken.error());
    }
    if (kind_of(item.ref) == "specimen") {
        auto assignments = records.sources(item, "assignment", "specimen");
        auto individual = !assignments ? fail(assignments.error())
                          : assignments->empty()
                              ? Result<const FullRecord*>(nullptr)
                              : records.get(ref("individual", text_of(assignments->back()->body, "individual")));
        if (!individual) {
            return fail(individual.error());
        }
        if (*individual != nullptr) {
            if (auto taken = take(**individual, "individual"); !taken) {
                return fail(taken.error());
            }
        }
    }
    if (releases.empty()) {
        return Where{};
    }
    const FullRecord& last = *releases.back();
    const std::string on = text_of(last.body, "on");
    return Where{"released on " + on + " (" + last.ref + ")", "released", {{"on", on}, {"ref", last.ref}}};
}

Result<Story> story_of(Records& records, const FullRecord& item) {
    Story story{&item};
    auto start = start_of(records, item);
    auto end = start ? release_of(records, item) : start;
    auto notes = end ? records.sources(item, "finding", "about") : fail(end.error());
    auto legs = notes ? legs_of(records, item) : fail(notes.error());
    if (!legs) {
        return fail(legs.error());
    }
    story.start = *std::move(start);
    story.end = *std::move(end);
    story.notes = *std::move(notes);
    story.shown = story.notes;
    story.shown.push_back(&item);
    for (Leg& leg : *legs) {
        story.shown.push_back(leg.transfer);
        story.shown.insert(story.shown.end(), leg.confirmations.begin(), leg.confirmations.end());
        story.legs.push_back(std::move(leg));
    }
    for (const FullRecord* one : story.shown) {
        auto photographs = records.sources(*one, "photograph", "of");
        if (!photographs) {
            return fail(photographs.error());
        }
        story.photographs.insert(story.photographs.end(), photographs->begin(), photographs->end());
    }
    return story;
}

Where where_now(const Story& story, const Moment& now) {
    if (!story.end.text.empty() || story.legs.empty()) {
        return story.end.text.empty() ? story.start : story.end;
    }
    const Leg& last = story.legs.back();
    const std::string place = last.text("to_place");
    if (const FullRecord* receipt = last.receipt_of(story.item->ref)) {
        const std::string on = text_of(receipt->body, "received");
        return {"with " + last.text("to") + with(", ", place) + ", received " + on,
                "received",
                {{"who", last.text("to")}, {"place", place}, {"on", on}, {"ref", receipt->ref}}};
    }
    const bool partly = !last.confirmations.empty();
    const std::string text = std::string(partly ? "MISSING: not among what was received of " : "under way: ") +
                             std::string(key_of(last.transfer->ref)) + ", from " + last.text("from") + " to " +
                             last.text("to") + ", left " + last.text("departed") +
                             with(", to be confirmed by ", last.text("due")) + (last.overdue(now) ? "  OVERDUE" : "");
    return {text,
            partly ? "missing" : "under way",
            {{"from", last.text("from")},
             {"who", last.text("to")},
             {"place", place},
             {"on", last.text("departed")},
             {"due", last.text("due")},
             {"ref", last.transfer->ref}}};
}

std::string leg_text(const Leg& leg, const std::string& item, const Moment& now) {
    const bool listed = std::find(leg.sent.begin(), leg.sent.end(), item) != leg.sent.end();
    const FullRecord* receipt = leg.receipt_of(item);
    const FullRecord* broken = leg.broken_seal_of(item);
    std::string text = "  " + std::string(key_of(leg.transfer->ref)) +
                       (listed               ? ""
                        : receipt == nullptr ? "  (its seal was seen there, but it is on NO LIST of this leg)"
                                             : "  (arrived with it, but is NOT ON ITS LIST)") +
                       "\n    from      " + leg.text("from") + with(", ", leg.text("from_place")) + ", " +
                       leg.text("departed") + "\n    to        " + leg.text("to") + with(", ", leg.text("to_place")) +
                       with(", due ", leg.text("due")) + "\n" + with("    carrier   ", leg.text("carrier"), "\n") +
                       with("    purpose   ", leg.text("purpose"), "\n") +
                       with("    seal      ", leg.text("seal"), "\n");
    if (receipt == nullptr) {
        text += std::string("    received  NOT CONFIRMED") + (leg.overdue(now) ? ", OVERDUE" : "") + "\n";
    } else {
        const auto said = [&](const char* field) { return text_of(receipt->body, field); };
        text += "    received  " + said("received") + ", by " + said("by") + ", seals " + said("seal_condition") +
                with(", number read ", said("seal")) + with("; ", said("condition")) + with("; ", said("remarks")) +
                "\n";
    }
    return broken == nullptr ? text
                             : text + "    its seal  BROKEN OR MISSING, as " + broken->ref + " of " +
                                   text_of(broken->body, "received") + " says\n";
}

/// Findings in a table, under a heading.
std::string findings_text(const std::vector<store::FindingRow>& findings, const FindingIds& ids,
                          const std::string& heading) {
    TextTable table({"id", "rule", "about", "what is wrong"});
    for (const store::FindingRow& row : findings) {
        table.add({ids.of(row), row.rule, row.subject, row.detail});
    }
    return table.empty() ? "" : "\n" + heading + "\n" + table.text("  ");
}

Answer describe(const Story& story, Register& reg) {
    const Moment now = now_moment();
    bool simulated = false;
    for (const FullRecord* one : story.shown) {
        simulated = simulated || one->simulated;
    }
    std::vector<store::FindingRow> findings;
    std::copy_if(story.findings.begin(), story.findings.end(), std::back_inserter(findings),
                 [](const auto& row) { return row.state == "open" && has_begun(row, utc_now()); });
    const FindingIds ids = finding_ids(reg, findings);
    const Where where = where_now(story, now);
    Answer answer;
    answer.text = (simulated ? simulated_line : "") + story.item->ref + "\n  " +
                  (where.text.empty() ? "not recorded" : where.text) + "\n";
    answer.text += "\nCustody\n" + (story.start.text.empty() ? "" : "  " + story.start.text + "\n");
    std::vector<std::string> legs;
    for (const Leg& leg : story.legs) {
        answer.text += leg_text(leg, story.item->ref, now);
        legs.push_back(leg_json(leg, now));
    }
    answer.text += story.legs.empty() ? "  no custody leg is recorded\n" : "";
    std::vector<std::string> photographs;
    for (const FullRecord* one : story.photographs) {
        const auto said = [&](const char* field) { return text_of(one->body, field); };
        answer.text += (photographs.empty() ? "\nPhotographs\n  " : "  ") + std::string(key_of(one->ref)) + "  " +
                       said("file") + with(", ", said("caption")) + with(", taken ", said("taken")) + ", of " +
                       said("of") + "\n";
        photographs.push_back(ledger::encode(one->body));
    }
    std::vector<std::string> objects;
    for (const store::FindingRow& row : findings) {
        objects.push_back(finding_json(row, ids.of(row), simulated));
    }
    const auto of_legs = std::stable_partition(findings.begin(), findings.end(), [&](const store::FindingRow& row) {
        return story.is_about_item(row.subject);
    });
    answer.text += findings_text({findings.begin(), of_legs}, ids, "Open findings about it");
    answer.text += findings_text({of_legs, findings.end()}, ids,
                                 "Open findings about its legs as a whole; they may concern other items");
    answer.text += findings.empty() ? "\nno finding is open\n" : "";
    JsonObject json;
    json.text("ref", story.item->ref);
    json.raw("simulated", json_bool(simulated));
    json.text("where", where.text.empty() ? "not recorded" : where.text);
    json.raw("now", where.json());
    json.raw("legs", json_array(legs));
    json.raw("photographs", json_array(photographs));
    json.raw("findings", json_array(objects));
    answer.json = json.done();
    return answer;
}

} // namespace

Result<Answer> show_custody(const Caller& caller, const std::string& written) {
    auto session = open_for_reading(caller, Action::read_physical);
    auto name = session ? find_name(*session, {}, written) : fail(session.error());
    if (!name) {
        return fail(name.error());
    }
    const FieldSpec* items = find_kind("transfer")->field("items");
    const auto possible = kinds_of(*items);
    if (std::find(possible.begin(), possible.end(), kind_of(*name)) == possible.end()) {
        return fail(ErrorKind::bad_input, *name + " is nothing that is handed over; see it with muster show");
    }
    Records records(session->reg);
    auto item = records.get(*name);
    if (item && *item == nullptr) {
        return fail(ErrorKind::bad_input, *name + " was withdrawn; muster show says why");
    }
    auto story = item ? story_of(records, **item) : fail(item.error());
    if (!story) {
        return fail(story.error());
    }
    for (const FullRecord* one : story->shown) {
        std::copy(one->findings.begin(), one->findings.end(), std::back_inserter(story->findings));
    }
    auto seen = Sight(*session).seen(std::move(story->findings));
    if (!seen) {
        return fail(seen.error());
    }
    story->findings = *std::move(seen);
    return describe(*story, session->reg);
}

} // namespace muster
