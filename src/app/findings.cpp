#include "finding_ids.hpp"
#include "json_text.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/base/csv_text.hpp"
#include "muster/register/values.hpp"
#include "record_names.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "text_table.hpp"

#include <algorithm>
#include <map>

namespace muster {
namespace {

using Rows = std::vector<store::FindingRow>;

Result<Rows> all_findings(Register& reg) {
    return read_store<Rows>(reg, [](store::Reader& reader, Rows& rows) -> Result<void> {
        reader.each_finding([&](store::FindingRow& row) { rows.push_back(std::move(row)); });
        return {};
    });
}

/// When entries were made, and whether they are of the real world.
class Entries {
  public:
    explicit Entries(Register& reg) : reg_(reg) {}
    Result<ledger::Entry> get(std::uint64_t seq) {
        auto at = read_.find(seq);
        if (at == read_.end()) {
            auto full = reg_.entry(seq);
            if (!full) {
                return fail(full.error());
            }
            at = read_.emplace(seq, std::move(full->entry)).first;
        }
        return at->second;
    }

  private:
    Register& reg_;
    std::map<std::uint64_t, ledger::Entry> read_{};
};

/// Was the finding open at this time, as the register knew then (or, for a time to come, as it knows now)?
Result<bool> open_at(const store::FindingRow& row, const std::string& time, Entries& entries) {
    constexpr std::size_t seconds = 19;
    if (!has_begun(row, time)) {
        return false;
    }
    const auto opened = entries.get(row.opened_by);
    if (!opened) {
        return fail(opened.error());
    }
    if (opened->time.substr(0, seconds) > time.substr(0, seconds)) {
        return false;
    }
    if (row.state == "open") {
        return true;
    }
    const auto closed = entries.get(row.closed_by);
    if (!closed) {
        return fail(closed.error());
    }
    return closed->time.substr(0, seconds) > time.substr(0, seconds);
}

struct Found {
    store::FindingRow row;
    std::string id;
};

Result<Found> find_finding(ReadSession& session, const std::string& written) {
    auto rows = all_findings(session.reg);
    if (!rows) {
        return fail(rows.error());
    }
    const FindingIds ids(*rows);
    const std::string id = trimmed(written);
    std::string several;
    for (const store::FindingRow& row : *rows) {
        const std::string own = ids.of(row);
        if (own == id) {
            const auto seen = Sight(session).sees(row);
            if (!seen) {
                return fail(seen.error());
            }
            return *seen ? Result<Found>(Found{row, own})
                         : fail(ErrorKind::forbidden,
                                "the finding " + own + " is about what " + session.access.who + " may not see");
        }
        if (own.starts_with(id + ".")) {
            several += (several.empty() ? "" : ", ") + own;
        }
    }
    return fail(ErrorKind::bad_input, "there is no finding '" + id +
                                          (several.empty() ? "'; muster finding list --all shows all"
                                                           : "'; entry " + id.substr(1) + " opened " + several));
}

} // namespace

Result<Answer> list_findings(const Caller& caller, bool all, const std::string& as_of) {
    std::string time = utc_now();
    if (!as_of.empty()) {
        const auto when = moment(as_of);
        if (!when) {
            return fail(ErrorKind::usage,
                        "--as-of: '" + as_of + "' is no date; expected 2018-07-27, or " + "2018-07-27T14:30+09:00");
        }
        time = utc_text(when->last);
    }
    auto session = open_for_reading(caller, Action::look_up);
    auto every = session ? all_findings(session->reg) : fail(session.error());
    auto rows = every ? Sight(*session).seen(*every) : fail(every.error());
    if (!rows) {
        return fail(rows.error());
    }
    std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) {
        return std::tie(a.opened_by, a.subject, a.rule) < std::tie(b.opened_by, b.subject, b.rule);
    });
    const FindingIds ids(*every); // an id does not tell what else was found
    Entries entries(session->reg);
    TextTable table({"id", "state", "rule", "about", "since (UTC)", "what is wrong"});
    std::vector<std::string> objects;
    Answer answer;
    answer.csv = csv_line({"id", "state", "rule", "subject", "since", "detail", "opened_by", "closed_by", "simulated"});
    for (const store::FindingRow& row : *rows) {
        const auto is_open = open_at(row, time, entries);
        const auto opened = is_open ? entries.get(row.opened_by) : fail(is_open.error());
        if (!opened) {
            return fail(opened.error());
        }
        if (!all && !*is_open) {
            continue;
        }
        const std::string id = ids.of(row);
        const std::string state = *is_open ? "open" : row.state == "open" ? "to come" : row.state;
        table.add({id, state, row.rule, row.subject, shown_time(row.since),
                   (opened->simulated ? "SIMULATED: " : "") + row.detail});
        answer.csv +=
            csv_line({id, state, row.rule, row.subject, row.since, row.detail, std::to_string(row.opened_by),
                      row.closed_by == 0 ? "" : std::to_string(row.closed_by), opened->simulated ? "yes" : "no"});
        objects.push_back(finding_json(row, id, opened->simulated));
    }
    answer.json = json_array(objects);
    answer.text =
        table.empty() ? mark(session->reg) + (all ? "there is no finding\n" : "no finding is open\n") : table.text();
    return answer;
}

Result<Answer> show_finding(const Caller& caller, const std::string& id) {
    auto session = open_for_reading(caller, Action::look_up);
    auto found = session ? find_finding(*session, id) : fail(session.error());
    auto opened = found ? session->reg.entry(found->row.opened_by) : fail(found.error());
    if (!opened) {
        return fail(opened.error());
    }
    const store::FindingRow& row = found->row;
    Answer answer;
    answer.json = finding_json(row, found->id, opened->entry.simulated);
    answer.text = (opened->entry.simulated ? simulated_line : "") + found->id + "  " + row.rule + "  " +
                  state_at(row, utc_now()) + "\n" + "  about     " + row.subject + "\n  what      " + row.detail +
                  "\n  since     " + shown_time(row.since) + " UTC\n  opened by entry " +
                  std::to_string(row.opened_by) + ": " + opened->entry.kind + " " + opened->entry.key + ", " +
                  shown_time(opened->entry.time) + " UTC, by " + opened->entry.who + "\n";
    if (row.state != "open") {
        auto closed = session->reg.entry(row.closed_by);
        if (!closed) {
            return fail(closed.error());
        }
        const bool gone = row.state == "resolved and gone";
        answer.text += "  " + (gone ? "resolved" : row.state) + " by entry " + std::to_string(row.closed_by) + ": " +
                       closed->entry.kind + " " + closed->entry.key + ", " + shown_time(closed->entry.time) +
                       " UTC, by " + closed->entry.who + "\n" +
                       (closed->entry.reason.empty() ? "" : "  why       " + closed->entry.reason + "\n") +
                       (gone ? "  gone      what was wrong is so no longer\n" : "");
    }
    return answer;
}

Result<Answer> resolve_finding(const Recorder& recorder, const std::string& id) {
    auto session = open_for_writing(recorder, Action::resolve_findings);
    auto found = session ? find_finding(*session, id) : fail(session.error());
    if (!found) {
        return fail(found.error());
    }
    const store::FindingRow& row = found->row;
    if (row.state != "open") {
        return fail(ErrorKind::refused,
                    found->id + " is closed already: " + row.state + " by entry " + std::to_string(row.closed_by));
    }
    if (!has_begun(row, utc_now())) {
        return fail(ErrorKind::refused, found->id + " is still to come: it counts from " + shown_time(row.since) +
                                            " UTC on, if nothing clears it before; resolve it then");
    }
    NewEntry entry;
    entry.kind = "resolution";
    entry.fields = {{"subject", row.subject},
                    {"rule", row.rule},
                    {"opened_by", std::to_string(row.opened_by)},
                    {"detail", row.detail}};
    entry.reason = recorder.reason;
    return record_all(*session, {entry}, "resolution", {}, recorder.trial);
}

} // namespace muster
