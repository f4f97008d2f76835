#include "decision_parts.hpp"
#include "muster/app/decisions.hpp"
#include "muster/print/document.hpp"
#include "register_records.hpp"
#include "views.hpp"
#include "wording.hpp"

#include <algorithm>

namespace muster {
namespace {

using Cells = std::vector<std::string>;

/// The parts of "sample | person | log10 LR | posterior", as an analysis records them.
Cells parts_of(const std::string& line) {
    Cells parts;
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find(" | ", at), line.size());
        parts.push_back(line.substr(at, end - at));
        at = end + 3;
    }
    return parts;
}

/// What else is told beside the decision.
struct Beside {
    std::vector<std::string> specimens{}; ///< of the individual
    std::string name{};                   ///< of the missing person, if the caller may read it
    std::vector<CurrentRecord> told{};    ///< notifications
    ledger::SignedHead head{};
};

Result<Beside> read_beside(ReadSession& session, const Decision& decision) {
    Beside out;
    const std::string individual = ref("individual", text_of(decision.record.body, "individual"));
    const std::string person = ref("person", text_of(decision.record.body, "person"));
    std::vector<std::string> notifications;
    auto read = session.reg.store().read([&](store::Reader& reader) -> Result<void> {
        out.specimens.clear();
        for (const std::string& key : keys_naming(reader, individual, "assignment", "individual")) {
            const auto row = reader.record("assignment", key);
            if (row && row->state == "current") {
                out.specimens.push_back(ledger::find_text(row->text, "specimen").value_or(""));
            }
        }
        const auto told = keys_naming(reader, decision.record.ref, "notification", "identification");
        notifications.assign(told.begin(), told.end());
        return {};
    });
    auto told = !read ? Result<std::vector<CurrentRecord>>(fail(read.error()))
                : session.access.may(Action::read_families)
                    ? current_records(session.reg, "notification", notifications)
                    : std::vector<CurrentRecord>();
    auto head = told ? session.reg.head() : fail(told.error());
    const auto record = head ? session.reg.find(person) : fail(head.error());
    if (!record) {
        return fail(record.error());
    }
    out.told = *std::move(told);
    out.head = *std::move(head);
    if (*record && (*record)->personal && may_read_personal(session.access, person)) {
        out.name = text_of(*(*record)->personal, "name");
        if (auto viewed = disclosed(session, {person}, "packet"); !viewed) {
            return fail(viewed.error());
        }
    }
    return out;
}

std::string listed(const std::vector<std::string>& items, const Wording& say) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : "; ") + item;
    }
    return text.empty() ? say("none") : text;
}

/// Columns whose headers are said in the document's language.
std::vector<print::Column> columns(const Wording& say, std::vector<print::Column> all) {
    for (print::Column& one : all) {
        one.header = say(one.header);
    }
    return all;
}

/// Facts whose names are.
void add_facts(print::Document& document, const Wording& say, std::vector<std::pair<std::string, std::string>> pairs) {
    for (auto& [name, said] : pairs) {
        name = say(name);
    }
    document.facts(std::move(pairs));
}

void add_claim(print::Document& document, const Wording& say, const Decision& decision, const Beside& beside) {
    const ledger::Body& body = decision.record.body;
    const std::string person = text_of(body, "person");
    add_facts(document, say,
              {{"Remains", text_of(body, "individual")},
               {"Specimens", listed(beside.specimens, say)},
               {"Held to be", beside.name.empty() ? person : beside.name + " (" + person + ")"},
               {"Case made by", text_of(body, "author") + ", " + text_of(body, "on")},
               {"Summary", text_of(body, "summary")}});
}

void add_evidence(print::Document& document, const Wording& say, const Decision& decision) {
    document.heading(2, say("Evidence for and against"));
    if (decision.evidence.empty()) {
        return document.paragraph(say("None is recorded."));
    }
    std::vector<Cells> rows;
    for (const FullRecord& part : decision.evidence) {
        rows.push_back({say(text_of(part.body, "direction")), say(text_of(part.body, "type")),
                        text_of(part.body, "log10_lr"), text_of(part.body, "text"),
                        listed(list_of(part.body, "rests_on"), say)});
    }
    document.table(
        columns(
            say,
            {{"Direction", 1.2}, {"Evidence", 1.4}, {"log10 LR", 1.1, true}, {"What it says", 3.0}, {"Rests on", 2.2}}),
        rows);
}

/// What the analyses on which the evidence rests found of this person, and of these remains.
void add_comparisons(print::Document& document, const Wording& say, const Decision& decision, const Beside& beside) {
    const std::string person = text_of(decision.record.body, "person");
    const auto is_of_remains = [&](const std::string& sample) {
        return std::any_of(beside.specimens.begin(), beside.specimens.end(),
                           [&](const std::string& one) { return sample.starts_with(one + ","); });
    };
    for (const FullRecord& part : decision.grounds) {
        if (kind_of(part.ref) != "analysis") {
            continue;
        }
        std::vector<Cells> rows;
        for (const std::string& line : list_of(part.body, "results")) {
            Cells cells = parts_of(line);
            if (cells.size() == 4 && (cells[1] == person || is_of_remains(cells[0]))) {
                rows.push_back(std::move(cells));
            }
        }
        document.heading(3, say("As recorded in " + part.ref));
        document.note(say(text_of(part.body, "method")) + ". " + text_of(part.body, "settings") + ". " +
                      text_of(part.body, "program") + "; " + text_of(part.body, "data"));
        if (rows.empty()) {
            document.paragraph(say("It names neither this person nor these remains among its strongest."));
        } else {
            document.table(
                columns(say, {{"Sample", 2.5}, {"Person", 2.0}, {"log10 LR", 1.0, true}, {"Posterior", 1.0, true}}),
                rows);
        }
    }
}

void add_hypotheses(print::Document& document, const Wording& say, const Decision& decision) {
    document.heading(2, say("Competing hypotheses"));
    if (decision.hypotheses.empty()) {
        return document.paragraph(say("None is recorded."));
    }
    std::vector<Cells> rows;
    for (const FullRecord& part : decision.hypotheses) {
        rows.push_back({text_of(part.body, "text"), text_of(part.body, "person"), text_of(part.body, "log10_lr"),
                        text_of(part.body, "answer")});
    }
    document.table(columns(say, {{"Hypothesis", 2.5}, {"Other person", 1.5}, {"log10 LR", 1.0, true}, {"Answer", 3.0}}),
                   rows);
}

void add_reviews(print::Document& document, const Wording& say, const Decision& decision) {
    document.heading(2, say("Reviews"));
    document.note(say("Wanted: " + decision.policy.text()));
    if (decision.reviews.empty()) {
        return document.paragraph(say("None is recorded."));
    }
    std::vector<Cells> rows;
    for (const FullRecord& part : decision.reviews) {
        rows.push_back({say(text_of(part.body, "type")), text_of(part.body, "by"), text_of(part.body, "on"),
                        say(text_of(part.body, "outcome")), text_of(part.body, "text")});
    }
    document.table(columns(say, {{"Review", 1.5}, {"By", 1.8}, {"On", 1.3}, {"Outcome", 1.2}, {"Remarks", 2.5}}), rows);
}

Result<void> add_signature(print::Document& document, const Wording& say, ReadSession& session,
                           const Decision& decision) {
    document.heading(2, say("Signature"));
    if (!decision.signature) {
        std::vector<std::string> missing = missing_for_signature(decision, "");
        for (std::string& one : missing) {
            one = say(one);
        }
        document.notice(say("NOT SIGNED. Still missing:") + " " + listed(missing, say));
        return {};
    }
    const FullRecord& signature = *decision.signature;
    const auto entries = signed_entries(signature);
    const auto digest = digest_of(session.reg, entries);
    if (!digest) {
        return fail(digest.error());
    }
    add_facts(document, say,
              {{"Signed by", text_of(signature.body, "by") + ", " + text_of(signature.body, "role")},
               {"On", text_of(signature.body, "on") + " (" + signature.ref + ")"},
               {"Policy met", say(text_of(signature.body, "policy"))},
               {"Covers", std::to_string(entries.size()) + " " + say(entries.size() == 1 ? "entry" : "entries") + ": " +
                              listed(list_of(signature.body, "entries"), say)},
               {"Their digest", text_of(signature.body, "digest")},
               {"Program", text_of(signature.body, "program")}});
    if (*digest != text_of(signature.body, "digest")) {
        document.notice(
            say("NOT AS IT WAS SIGNED: what the register holds has another digest; run muster ledger verify."));
    }
    return {};
}

void add_notifications(print::Document& document, const Wording& say, const Beside& beside) {
    document.heading(2, say("Next of kin told"));
    if (beside.told.empty()) {
        return document.paragraph(say("No notification is recorded with this identification."));
    }
    std::vector<Cells> rows;
    for (const CurrentRecord& one : beside.told) {
        rows.push_back(
            {text_of(one.body, "on"), text_of(one.body, "person"), text_of(one.body, "by"), text_of(one.body, "how")});
    }
    document.table(columns(say, {{"On", 1.0}, {"Who was told", 2.0}, {"By", 1.5}, {"How", 1.0}}), rows);
}

void add_head(print::Document& document, const Wording& say, const Beside& beside) {
    const ledger::SignedHead& head = beside.head;
    document.heading(2, say("How to check this"));
    document.code(
        ledger::encode(head), say("QR code of the signed tree head of the ledger"),
        say("The register is a ledger: an entry that was recorded cannot be changed without another tree head. This "
            "packet was printed at the head of " +
            head_line(head) + ", signed " + head.head.time +
            ". The code holds that head with its signature; scanned into a file it is checked with: muster "
            "ledger check FILE --key KEY, where KEY is the public key of the ledger as its office gives it."));
    add_facts(document, say,
              {{"Entries", std::to_string(head.head.size)},
               {"Root", ledger::hex(head.head.root)},
               {"Public key", ledger::hex(head.key)}});
}

} // namespace

Result<Printed> print_packet(const Caller& caller, const std::string& key, const std::string& language) {
    const auto say = Wording::in(language);
    auto session = say ? open_for_reading(caller, Action::read_decisions) : fail(say.error());
    const auto decision = session ? read_decision(*session, "identification", key) : fail(session.error());
    const auto beside = decision ? read_beside(*session, *decision) : fail(decision.error());
    if (!beside) {
        return fail(beside.error());
    }
    const std::string title = (*say)("Identification " + std::string(key_of(decision->record.ref)));
    print::Document document(
        {title, language,
         title + " · " + (*say)("ledger of " + head_line(beside->head)) + " · " + beside->head.head.time,
         beside->head.head.time, decision->record.simulated, (*say)(print::simulated_words)});
    document.heading(1, title);
    add_claim(document, *say, *decision, *beside);
    add_evidence(document, *say, *decision);
    add_comparisons(document, *say, *decision, *beside);
    add_hypotheses(document, *say, *decision);
    add_reviews(document, *say, *decision);
    if (auto added = add_signature(document, *say, *session, *decision); !added) {
        return fail(added.error());
    }
    add_notifications(document, *say, *beside);
    add_head(document, *say, *beside);
    auto pdf = document.pdf();
    if (!pdf) {
        return fail(pdf.error());
    }
    return Printed{*std::move(pdf),
                   (decision->record.simulated ? "SIMULATED: packet of " : "packet of ") + decision->record.ref};
}

} // namespace muster
