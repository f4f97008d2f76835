#include "muster/register/kinds.hpp"
#include "muster/register/new_entry.hpp"
#include "muster/register/values.hpp"
#include "rules.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muster {
namespace {

bool holds(const std::vector<std::string>& items, std::string_view item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

/// The confirmations of a leg that name an item.
std::vector<Thing*> receipts_of(Tables& tables, Thing& leg, std::string_view item) {
    std::vector<Thing*> found = sources(tables, leg, "confirmation", "transfer");
    std::erase_if(found, [&](const Thing* receipt) { return !holds(list_of(*receipt, "items"), item); });
    return found;
}

std::set<std::string> holders_of(Tables& tables, Thing& item);

/// Who may have had an item before its first leg; empty: not recorded. A sample was taken by somebody who had the
/// specimen, an extract made by somebody who had the sample.
std::set<std::string> first_holders(Tables& tables, Thing& item) {
    if (!item.counts()) {
        return {};
    }
    const auto said = [&](const char* kind, const char* field) {
        const Thing* origin = tables.target_of(item, kind);
        return origin == nullptr || !origin->counts() ? std::set<std::string>{}
                                                      : std::set<std::string>{text_of(*origin, field)};
    };
    const std::string_view kind = item.kind;
    if (kind == "case") {
        return said("turnover", "to");
    }
    if (kind == "sample" || kind == "extraction") {
        const char* from = kind == "sample" ? "specimen" : "sample";
        return holders_of(tables, tables.target_in(item, from));
    }
    return said("accession", "lab");
}

/// Everybody who had an item, at first or by a leg that was confirmed; empty: who had it first is not recorded.
std::set<std::string> holders_of(Tables& tables, Thing& item) {
    std::set<std::string> holders = first_holders(tables, item);
    if (holders.empty()) {
        return holders;
    }
    for (Thing* leg : legs_of(tables, item)) {
        if (!receipts_of(tables, *leg, item.ref).empty()) {
            holders.insert(text_of(*leg, "to"));
        }
    }
    return holders;
}

std::string joined(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : " or ") + name;
    }
    return text;
}

/// The first release of an item before `when`; null: none.
const Thing* released_before(Tables& tables, Thing& item, const Moment& when) {
    const auto releases = releases_of(tables, item);
    const auto at = std::find_if(releases.begin(), releases.end(),
                                 [&](const Thing* release) { return time_of(*release, "on").before(when); });
    return at == releases.end() ? nullptr : *at;
}

void judge_overdue(Tables& tables, Thing& leg, const std::vector<std::string>& sent, bool all_there,
                   Verdicts& verdicts) {
    give(verdicts, leg, "overdue confirmation", {});
    if (text_of(leg, "due").empty()) {
        return;
    }
    const Moment due = time_of(leg, "due");
    const auto overdue = [&](std::string detail) {
        verdicts.back().violation = Violation{std::move(detail), utc_text(due.latest() + 1)};
    };
    if (!all_there) {
        overdue("receipt to be confirmed by " + text_of(leg, "due"));
        return;
    }
    for (const std::string& item : sent) {
        for (const Thing* receipt : receipts_of(tables, leg, item)) {
            if (due.before(time_of(*receipt, "received"))) {
                overdue("received on " + text_of(*receipt, "received") + ", due by " + text_of(leg, "due"));
                return;
            }
        }
    }
}

void judge_counts(Tables& tables, Thing& leg, Verdicts& verdicts) {
    const std::vector<std::string> sent = list_of(leg, "items");
    const auto receipts = sources(tables, leg, "confirmation", "transfer");
    std::vector<std::string> missing;
    std::vector<std::string> extra;
    std::vector<std::string> twice;
    std::map<std::string, std::size_t> times;
    for (const Thing* receipt : receipts) {
        for (const std::string& item : list_of(*receipt, "items")) {
            ++times[item];
        }
    }
    for (const std::string& item : sent) {
        if (!times.contains(item)) {
            missing.push_back(item);
        }
    }
    for (const auto& [item, n] : times) {
        if (!holds(sent, item)) {
            extra.push_back(item);
        }
        if (n > 1) {
            twice.push_back(item);
        }
    }
    const bool differ = !receipts.empty() && (!missing.empty() || !extra.empty());
    give(verdicts, leg, "count mismatch",
         !differ ? ""
                 : std::to_string(sent.size()) + " sent, " + std::to_string(times.size()) + " received" +
                       (missing.empty() ? "" : "; missing: " + listed(missing)) +
                       (extra.empty() ? "" : "; not on the list: " + listed(extra)));
    give(verdicts, leg, "received twice", twice.empty() ? "" : listed(twice) + ": confirmed more than once");
    judge_overdue(tables, leg, sent, missing.empty(), verdicts);
}

/// A seal that was seen broken stays so, even if the leg was recorded by mistake.
void judge_seals(Tables& tables, Thing& leg, Verdicts& verdicts) {
    const std::string sealed = leg.counts() ? text_of(leg, "seal") : std::string{};
    for (Thing* receipt : sources(tables, leg, "confirmation", "transfer")) {
        std::string detail;
        const auto add = [&](const std::string& more) { detail += (detail.empty() ? "" : "; ") + more; };
        const std::string condition = text_of(*receipt, "seal_condition");
        if (condition == "Broken" || condition == "Missing") {
            add("seal " + condition);
        }
        if (const auto broken = list_of(*receipt, "broken"); !broken.empty()) {
            add("seal broken or missing: " + listed(broken));
        }
        if (const std::string read = text_of(*receipt, "seal"); !read.empty() && !sealed.empty() && read != sealed) {
            add("sealed with " + sealed + ", received with " + read);
        }
        give(verdicts, *receipt, "broken seal", detail.empty() ? "" : std::string(leg.ref) + ": " + detail);
    }
}

/// Is each item handed over by the one who has it?
void judge_chain(Tables& tables, Thing& leg, Verdicts& verdicts) {
    Complaints gaps;
    Complaints doubles;
    const std::string from = text_of(leg, "from");
    for (const std::string& name : list_of(leg, "items")) {
        Thing& item = tables.thing(name);
        if (const Thing* release = released_before(tables, item, time_of(leg, "departed"))) {
            gaps.add("left after it was released on " + text_of(*release, "on") + " (" + std::string(release->ref) +
                         ")",
                     name);
        }
        const auto legs = legs_of(tables, item);
        const auto here = std::find(legs.begin(), legs.end(), &leg);
        if (here == legs.begin()) {
            if (const auto holders = first_holders(tables, item); !holders.empty() && !holders.contains(from)) {
                gaps.add("handed over by " + from + ", last held by " + joined(holders), name);
            }
            continue;
        }
        Thing& before = **(here - 1);
        const std::string which = " (" + std::string(before.ref) + ")";
        const std::string to = text_of(before, "to");
        const auto receipts = receipts_of(tables, before, name);
        if (receipts.empty() && from == to) {
            gaps.add("handed over by " + from + ", who never confirmed to have received it" + which, name);
        } else if (receipts.empty()) {
            doubles.add("handed over by " + from + " while under way from " + text_of(before, "from") + " to " + to +
                            which,
                        name);
        } else if (time_of(leg, "departed").before(time_of(*receipts.front(), "received"))) {
            doubles.add("left before it had arrived" + which, name);
        } else if (from != to) {
            gaps.add("handed over by " + from + ", last held by " + to, name);
        }
    }
    give(verdicts, leg, "custody gap", gaps.text());
    give(verdicts, leg, "double custody", doubles.text());
}

} // namespace

std::vector<Thing*> legs_of(Tables& tables, Thing& item) {
    std::vector<Thing*> legs = sources(tables, item, "transfer", "items");
    for (Thing* receipt : sources(tables, item, "confirmation", "items")) {
        Thing* leg = tables.target_of(*receipt, "transfer");
        if (leg != nullptr && leg->counts() && std::find(legs.begin(), legs.end(), leg) == legs.end()) {
            legs.push_back(leg); // it arrived with a leg that does not list it
        }
    }
    std::sort(legs.begin(), legs.end(), [](const Thing* a, const Thing* b) { return a->first_entry < b->first_entry; });
    order_by(legs, "departed");
    return legs;
}

void order_by(std::vector<Thing*>& records, std::string_view date) {
    order_by_moment(records, [&](const Thing* one) { return time_of(*one, date); });
}

void judge_leg(Tables& tables, Thing& transfer, Verdicts& verdicts) {
    judge_seals(tables, transfer, verdicts);
    if (transfer.counts()) {
        judge_counts(tables, transfer, verdicts);
        judge_chain(tables, transfer, verdicts);
    }
}

void judge_accession(Tables& tables, Thing& accession, Verdicts& verdicts) {
    if (!accession.counts()) {
        return;
    }
    Complaints gaps;
    const std::string lab = text_of(accession, "lab");
    for (const std::string& name : list_of(accession, "cases")) {
        Thing& item = tables.thing(ref("case", name));
        if (const auto holders = holders_of(tables, item); !holders.empty() && !holders.contains(lab)) {
            gaps.add("taken in by " + lab + ", which has not received it", item.ref);
        }
    }
    give(verdicts, accession, "custody gap", gaps.text());
}

} // namespace muster
