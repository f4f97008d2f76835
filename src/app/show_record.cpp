#include "finding_ids.hpp"
#include "json_text.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/register/values.hpp"
#include "record_names.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>

namespace muster {
namespace {

/// A record as the caller may see it.
struct Shown : FullRecord {
    bool withheld = false; ///< its personal data are not for the caller
};

const char* action_word(ledger::Action action) {
    switch (action) {
    case ledger::Action::record: return "recorded";
    case ledger::Action::correct: return "corrected";
    case ledger::Action::withdraw: return "withdrawn";
    }
    return "";
}

std::string findings_text(const FullRecord& record, const FindingIds& ids) {
    const auto about = [&](const store::FindingRow& row) { return row.subject == record.ref ? "" : row.subject; };
    TextTable table({"id", "state", "rule", "about", "since (UTC)", "what is wrong"});
    const std::string now = utc_now();
    for (const store::FindingRow& row : record.findings) {
        table.add({ids.of(row), state_at(row, now), row.rule, about(row), shown_time(row.since), row.detail});
    }
    return table.empty() ? "" : "\nFindings\n" + table.text("  ");
}

/// What is wrong with an individual is found about the assignments to it, and what a person noted of a record about the
/// note: these findings are the record's as well.
Result<void> add_findings_of_others(Register& reg, FullRecord& record) {
    return reg.store().read([&](store::Reader& reader) -> Result<void> {
        for (const Link& link : record.links) {
            const std::string_view kind = kind_of(link.source);
            if ((kind == "assignment" && link.role == "individual") || (kind == "finding" && link.role == "about")) {
                auto rows = reader.findings_of(link.source);
                std::move(rows.begin(), rows.end(), std::back_inserter(record.findings));
            }
        }
        return {};
    });
}

/// Who refers to the record; many of one kind on one line.
std::string links_text(const FullRecord& record) {
    constexpr std::size_t most = 3;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> groups;
    for (const Link& link : record.links) {
        groups[{link.role, std::string(kind_of(link.source))}].emplace_back(link.source);
    }
    std::string text;
    for (const auto& [about, sources] : groups) {
        const bool many = sources.size() > most;
        std::string names;
        for (std::size_t i = 0; i < std::min(sources.size(), most); ++i) {
            names += (i == 0 ? "" : ", ") + sources[i];
        }
        text += "  " + about.first + ": " + names +
                (many ? " and " + std::to_string(sources.size() - most) + " more" : "") + "\n";
    }
    return text.empty() ? "" : "\nReferred to by\n" + text;
}

/// Leaves of a record what the caller may see of it; that it was seen is recorded.
Result<void> leave_what_is_seen(ReadSession& session, Shown& record, std::vector<FullEntry>& entries) {
    if (session.access.open) {
        return {};
    }
    Sight sight(session);
    const std::string_view kind = kind_of(record.ref);
    auto findings = sight.seen(std::move(record.findings));
    auto personal = findings ? sight.is_personal(kind, record.body) : fail(findings.error());
    if (!personal) {
        return fail(personal.error());
    }
    record.findings = *std::move(findings);
    Result<void> failed;
    const auto hidden = [&](const auto& what) {
        const auto seen = sight.sees(what);
        failed = seen ? failed : fail(seen.error());
        return !seen || !*seen;
    };
    std::erase_if(record.links, [&](const Link& link) { return hidden(link.source); });
    std::erase_if(entries, [&](const FullEntry& full) { return hidden(full.entry); });
    if (!failed) {
        return failed;
    }
    if (record.personal && !may_read_personal(session.access, record.ref)) {
        record.personal.reset();
        record.withheld = true;
    }
    if (record.personal && kind == "reference") {
        if (auto willing = check_consent(session, record.ref, record.body); !willing) {
            return willing;
        }
    }
    return *personal || record.personal ? disclosed(session, {record.ref}, "show") : Result<void>();
}

Answer describe(const Shown& record, const std::vector<FullEntry>& entries, const FindingIds& ids) {
    const KindSpec* kind = find_kind(kind_of(record.ref));
    Answer answer;
    answer.text = record.simulated ? simulated_line : "";
    answer.text += record.ref + (record.withdrawn ? "  WITHDRAWN" : "") + "\n" + body_lines(record.body, kind, "  ");
    std::string subject; // the one that counts last
    for (const FullEntry& full : entries) {
        subject = full.entry.sealed ? full.entry.sealed->subject : subject;
    }
    if (record.personal) {
        answer.text += "\nPersonal data of " + subject + "\n" + body_lines(*record.personal, kind, "  ");
    } else if (record.erased) {
        answer.text += "\nPersonal data of " + subject + ": erased\n";
    } else if (record.withheld) {
        answer.text += "\nPersonal data of " + subject + ": not for your roles (muster user matrix)\n";
    }
    TextTable table({"entry", "when (UTC)", "who", "what", "authority", "source", "why"});
    std::vector<std::string> entry_objects;
    for (const FullEntry& full : entries) {
        const ledger::Entry& e = full.entry;
        table.add(
            {std::to_string(e.seq), shown_time(e.time), e.who, action_word(e.action), e.authority, e.source, e.reason});
        entry_objects.push_back(full.text);
    }
    answer.text += "\nEntries\n" + table.text("  ") + links_text(record) + findings_text(record, ids);

    std::vector<std::string> links;
    for (const Link& link : record.links) {
        JsonObject one;
        one.text("role", link.role);
        one.text("ref", link.source);
        links.push_back(one.done());
    }
    std::vector<std::string> findings;
    for (const store::FindingRow& row : record.findings) {
        findings.push_back(finding_json(row, ids.of(row), record.simulated));
    }
    JsonObject json;
    json.text("ref", record.ref);
    json.text("state", record.withdrawn ? "withdrawn" : "current");
    json.raw("simulated", json_bool(record.simulated));
    json.raw("fields", ledger::encode(record.body));
    if (record.personal) {
        json.raw("personal", ledger::encode(*record.personal));
    }
    if (!subject.empty()) {
        json.text("subject", subject);
    }
    json.raw("erased", json_bool(record.erased));
    json.raw("entries", json_array(entry_objects));
    json.raw("referred_to_by", json_array(links));
    json.raw("findings", json_array(findings));
    answer.json = json.done();
    return answer;
}

/// The number of an entry as somebody writes it, "#5" or "5".
std::optional<std::uint64_t> entry_number(std::string_view written) {
    const std::string_view digits = written.starts_with('#') ? written.substr(1) : written;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

/// The record that an entry made or changed; nothing: no such entry, or it is about a record of another kind.
Result<std::optional<std::string>> made_by(Register& reg, std::uint64_t seq, std::string_view kind) {
    return read_store<std::optional<std::string>>(
        reg, [&](store::Reader& reader, std::optional<std::string>& name) -> Result<void> {
            const auto row = reader.entry(seq);
            const auto entry = row ? ledger::decode(row->text) : fail(ErrorKind::bad_input, "there is none");
            if (!entry || (!kind.empty() && entry->kind != kind)) {
                return {};
            }
            // A key that was used again has the mark of its entry.
            const std::string marked = entry->key + " (entry " + std::to_string(seq) + ")";
            for (const std::string& key : {marked, entry->key}) {
                if (!name && reader.record(entry->kind, key)) {
                    name = ref(entry->kind, key);
                }
            }
            return {};
        });
}

/// The record that somebody means by a name, or by the number of an entry of it.
Result<std::string> record_meant(ReadSession& session, std::string_view kind, const std::string& written) {
    auto found = find_name(session, kind, written);
    const auto number = entry_number(trimmed(written));
    if (found || !number || found.error().kind != ErrorKind::bad_input) {
        return found;
    }
    auto made = made_by(session.reg, *number, kind);
    auto seen = !made ? fail(made.error()) : *made ? Sight(session).check(**made) : Result<void>();
    return !seen ? Result<std::string>(fail(seen.error())) : *made ? Result<std::string>(**made) : found;
}

} // namespace

Result<Answer> show_record(const Caller& caller, const std::string& kind, const std::string& name) {
    const KindSpec* spec = nullptr;
    if (!kind.empty()) {
        auto named = kind_named(kind);
        if (!named) {
            return fail(named.error());
        }
        spec = *named;
    }
    auto session = open_for_reading(caller, Action::look_up);
    auto found = session ? record_meant(*session, spec == nullptr ? std::string_view() : spec->name, name)
                         : fail(session.error());
    auto record = found ? session->reg.find(*found) : fail(found.error());
    if (!record) {
        return fail(record.error());
    }
    if (auto added = add_findings_of_others(session->reg, **record); !added) {
        return fail(added.error());
    }
    Shown shown{**std::move(record)};
    std::vector<FullEntry> entries;
    for (const std::uint64_t seq : shown.entries) {
        auto entry = session->reg.entry(seq);
        if (!entry) {
            return fail(entry.error());
        }
        entries.push_back(*std::move(entry));
    }
    if (auto left = leave_what_is_seen(*session, shown, entries); !left) {
        return fail(left.error());
    }
    return describe(shown, entries, finding_ids(session->reg, shown.findings));
}

} // namespace muster
