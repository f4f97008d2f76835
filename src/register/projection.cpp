#include "muster/register/projection.hpp"

#include "muster/register/kinds.hpp"
#include "muster/register/new_entry.hpp"
#include "rules.hpp"

#include <algorithm>

namespace muster {
namespace {

using ledger::Action;
using ledger::EntryView;

void close(Tables& tables, Thing& about, store::FindingRow row, const char* state, std::uint64_t by) {
    row.state = state;
    row.closed_by = by;
    tables.put_finding(about, row);
}

/// What a finding was about is no longer so. It stays among the findings; should it be so again, that is another one.
void let_go(Tables& tables, Thing& about, const store::FindingRow& row, std::uint64_t by) {
    if (row.state == "open") {
        close(tables, about, row, "cleared", by);
    } else if (row.state == "resolved") {
        close(tables, about, row, "resolved and gone", row.closed_by);
    }
}

/// Brings the newest finding of a rule to what was judged. One that no longer holds is cleared by this entry; one that
/// says something else now is cleared, and opened anew, even if somebody resolved what it said before.
void settle(Tables& tables, const Verdict& verdict, const EntryView& entry) {
    Thing& about = *verdict.about;
    const auto& rows = tables.findings_of(about);
    const auto at = std::find_if(rows.rbegin(), rows.rend(), [&](const auto& row) { return row.rule == verdict.rule; });
    const auto last = at == rows.rend() ? std::nullopt : std::optional(*at);
    const bool holds = last && (last->state == "open" || last->state == "resolved");
    if (holds && verdict.violation && last->detail == verdict.violation->detail) {
        return;
    }
    if (holds) {
        let_go(tables, about, *last, entry.seq);
    }
    if (verdict.violation) {
        const std::string& since = verdict.violation->since;
        tables.put_finding(about,
                           {std::string(about.ref), std::string(verdict.rule), entry.seq,
                            since.empty() ? std::string(entry.time) : since, "open", 0, verdict.violation->detail});
    }
}

/// Brings the findings to what was judged, one rule of one thing after the other.
void settle(Tables& tables, Verdicts& verdicts, const EntryView& entry) {
    // Of most nothing was ever found.
    std::erase_if(verdicts,
                  [&](const Verdict& one) { return !one.violation && tables.findings_of(*one.about).empty(); });
    const auto name = [](const Verdict& one) { return std::pair(one.about->ref, one.rule); };
    std::stable_sort(verdicts.begin(), verdicts.end(),
                     [&](const Verdict& a, const Verdict& b) { return name(a) < name(b); });
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        if (i + 1 == verdicts.size() || name(verdicts[i]) != name(verdicts[i + 1])) {
            settle(tables, verdicts[i], entry);
        }
    }
}

/// A withdrawn record breaks no rule any more, but for those about its name.
void clear_of_withdrawn(Tables& tables, Thing& thing, const EntryView& entry) {
    const auto rows = tables.findings_of(thing);
    for (const store::FindingRow& row : rows) {
        if (row.rule != "reused designator" && row.rule != "withdrawn but in use") {
            let_go(tables, thing, row, entry.seq);
        }
    }
}

/// A resolution closes its finding; a resolution that is withdrawn opens it again.
void resolve(Tables& tables, Thing& about, const EntryView& entry, const Thing& resolution) {
    const auto rows = tables.findings_of(about);
    for (const store::FindingRow& row : rows) {
        if (row.rule != text_of(resolution, "rule") ||
            std::to_string(row.opened_by) != text_of(resolution, "opened_by")) {
            continue;
        }
        const bool by_this = row.closed_by == resolution.first_entry;
        if (entry.action == Action::record && row.state == "open") {
            close(tables, about, row, "resolved", entry.seq);
        } else if (entry.action == Action::withdraw && row.state == "resolved" && by_this) {
            close(tables, about, row, "open", 0);
        } else if (entry.action == Action::withdraw && row.state == "resolved and gone" && by_this) {
            close(tables, about, row, "cleared", entry.seq);
        }
    }
}

std::string mark_of_reuse(std::uint64_t entry) {
    return " (entry " + std::to_string(entry) + ")";
}

/// The name that a record's key had before the mark of reuse was put behind it.
std::string_view first_of_name(std::string_view name, std::uint64_t first_entry) {
    const std::string mark = name.ends_with(')') ? mark_of_reuse(first_entry) : std::string{};
    return name.ends_with(mark) ? name.substr(0, name.size() - mark.size()) : name;
}

/// Brings the mentions to what the record refers to now.
void relink(Tables& tables, Thing& thing, References before, References now) {
    for (const Reference& old : before) {
        if (!std::binary_search(now.begin(), now.end(), old)) {
            tables.remove_mention(*old.target, old.role, thing);
        }
    }
    for (const Reference& added : now) {
        if (!std::binary_search(before.begin(), before.end(), added)) {
            tables.add_mention(*added.target, added.role, thing);
        }
    }
}

/// Judges the names that the record has and had, and those withdrawn ones that it names or named.
void judge_names(Tables& tables, const EntryView& entry, Thing& thing, Thing& original, References before,
                 References now, Verdicts& verdicts) {
    if (entry.action != Action::record || entry.kind == "finding") {
        judge_record(tables, thing, verdicts); // a new record's name: nobody can have used it yet
    }
    if (&thing != &original) {
        judge_record(tables, original, verdicts);
    }
    for (const References references : {before, now}) {
        for (const Reference& other : references) {
            if (other.target->withdrawn) {
                judge_record(tables, *other.target, verdicts);
            }
        }
    }
}

/// A resolution, or its withdrawal: then what it resolved is judged again.
void take_resolution(Tables& tables, const EntryView& entry, const Thing& resolution) {
    Thing& about = tables.thing(text_of(resolution, "subject"));
    resolve(tables, about, entry, resolution);
    if (entry.action != Action::record && about.recorded) {
        Verdicts verdicts;
        judge_around(tables, about, fields_of(tables, about), verdicts);
        judge_record(tables, about, verdicts);
        settle(tables, verdicts, entry);
    }
}

/// What `put` changed, for the rules.
struct Change {
    Thing* thing = nullptr;
    Thing* original = nullptr; ///< that had the name first; mostly the same
    Fields before{};           ///< its fields so far
};

/// The thing that the entry is about. A new record whose key was used before gets its entry's number behind it.
void name(const EntryView& entry, Tables& tables, Change& change) {
    Thing& thing = tables.thing(ref(entry.kind, entry.key));
    if (entry.action == Action::record) {
        change.original = &thing;
        change.thing = thing.recorded ? &tables.thing(std::string(thing.ref) + mark_of_reuse(entry.seq)) : &thing;
    } else {
        const std::string_view first = first_of_name(thing.ref, thing.first_entry);
        change.original = first == thing.ref ? &thing : &tables.thing(first);
        change.thing = &thing;
    }
}

/// Brings the record and the mentions to what the entry says. Nothing: it changes what was never recorded.
std::optional<Change> put(const EntryView& entry, Tables& tables) {
    const bool is_new = entry.action == Action::record;
    Change change;
    name(entry, tables, change);
    Thing& thing = *change.thing;
    if (!is_new && !thing.recorded) {
        return std::nullopt;
    }
    change.before = fields_of(tables, thing);
    const bool withdrawn = entry.action == Action::withdraw;
    tables.put_record(thing, is_new ? entry.seq : thing.first_entry, entry.seq, withdrawn,
                      withdrawn ? thing.text : entry.body);
    relink(tables, thing, change.before.references, tables.references_of(thing));
    if (is_new && change.original != &thing) {
        tables.add_mention(*change.original, same_key, thing);
    }
    return change;
}

} // namespace

std::string apply(const EntryView& entry, Tables& tables) {
    if (find_kind(entry.kind) == nullptr) {
        return {}; // of a newer muster: nothing that this one projects
    }
    const auto change = put(entry, tables);
    if (!change) {
        return ref(entry.kind, entry.key);
    }
    Thing& thing = *change->thing;
    Verdicts verdicts;
    verdicts.reserve(16);
    if (entry.action != Action::record) {
        judge_around(tables, thing, change->before, verdicts);
    }
    if (entry.action == Action::withdraw) {
        clear_of_withdrawn(tables, thing, entry);
    } else {
        judge_around(tables, thing, fields_of(tables, thing), verdicts);
    }
    judge_names(tables, entry, thing, *change->original, change->before.references, tables.references_of(thing),
                verdicts);
    settle(tables, verdicts, entry);
    if (entry.kind == "resolution") {
        take_resolution(tables, entry, thing);
    }
    return std::string(thing.ref);
}

} // namespace muster
