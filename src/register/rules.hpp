#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/register/tables.hpp"
#include "muster/register/values.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The rules of the register. Each judges one thing by what is recorded now and says, for every subject in its care,
// whether it is broken. docs/findings.md lists them.
namespace muster {

/// A field of a canonical body, or of a record; empty if it is not there.
[[nodiscard]] inline std::string text_in(std::string_view body, std::string_view field) {
    return ledger::find_text(body, field).value_or(std::string{});
}
[[nodiscard]] inline std::string text_of(const Thing& thing, std::string_view field) {
    return text_in(thing.text, field);
}
[[nodiscard]] inline std::vector<std::string> list_of(const Thing& thing, std::string_view field) {
    return ledger::find_list(thing.text, field);
}

/// What a record says: now, or as it was before a correction. Valid as long as the tables.
struct Fields {
    std::string_view text; ///< canonical
    References references;
};
[[nodiscard]] inline Fields fields_of(Tables& tables, Thing& thing) {
    return {thing.text, tables.references_of(thing)};
}

/// The records of one kind that count and name `target` in their field `role`, in the order of their entries.
[[nodiscard]] std::vector<Thing*> sources(Tables& tables, Thing& target, std::string_view kind, std::string_view role);

struct Violation {
    std::string detail;
    std::string since{}; ///< empty: from the entry on
};

/// That a rule (a literal) is broken by a thing, or is not. Of several about the same the last holds.
struct Verdict {
    Thing* about;
    std::string_view rule;
    std::optional<Violation> violation;
};
using Verdicts = std::vector<Verdict>;

/// Adds a verdict; without a detail: the rule is not broken.
inline void give(Verdicts& verdicts, Thing& about, std::string_view rule, std::string detail) {
    verdicts.push_back({&about, rule, detail.empty() ? std::nullopt : std::optional(Violation{std::move(detail), {}})});
}

/// Collects things under the same complaint. Nothing is cut short: a finding that says something else is another one.
class Complaints {
  public:
    void add(const std::string& what, std::string_view about) { said_[what].emplace_back(about); }
    /// "case:W/17, case:W/18: what; …"
    [[nodiscard]] std::string text() const;

  private:
    std::map<std::string, std::vector<std::string>> said_{};
};
/// "case:W/17, case:W/18"
[[nodiscard]] std::string listed(const std::vector<std::string>& items);

/// When something happened, by a field of its record; anything is possible if it is not there.
[[nodiscard]] Moment time_of(const Thing& thing, std::string_view field);

/// The dates of a record, and of those that name it. Rule: dates out of order.
void judge_dates(Tables& tables, Thing& thing, Verdicts& verdicts);
/// A turnover's counts: claimed, received, recorded. Rule: count mismatch.
void judge_turnover(Tables& tables, Thing& turnover, Verdicts& verdicts);
/// A custody leg and its confirmations. Rules: count mismatch, received twice, overdue confirmation, custody gap,
/// double custody, broken seal.
void judge_leg(Tables& tables, Thing& transfer, Verdicts& verdicts);
/// Puts records into the order of a date of theirs, as far as it is certain (`order_by_moment`).
void order_by(std::vector<Thing*>& records, std::string_view date);

/// Does the laboratory have the cases that it takes in? Rule: custody gap.
void judge_accession(Tables& tables, Thing& accession, Verdicts& verdicts);
/// The releases by which a specimen, or an individual as a whole, was handed over: those that name it, and those of all
/// that was assigned to its individual by then.
[[nodiscard]] std::vector<Thing*> releases_of(Tables& tables, Thing& item);
/// Rules: released twice, released as another.
void judge_release(Tables& tables, Thing& release, Verdicts& verdicts);
/// Adds the releases that have to be judged again when one of a specimen's assignments or releases changes.
void add_releases_around(Tables& tables, Thing& specimen, std::set<Thing*>& releases);
/// The legs that an item went through, in order: those that list it, and those that it arrived with.
std::vector<Thing*> legs_of(Tables& tables, Thing& item);
/// Everything that was cut from, weighed of or extracted from an item. Rules: mass balance, sampled after consumption.
void judge_masses(Tables& tables, Thing& item, Verdicts& verdicts);
/// What a cut made, or is said to. Rule: cut from another.
void judge_origin(Tables& tables, Thing& part, Verdicts& verdicts);
/// Two specimens that were associated. Rule: contradicting associations.
void judge_pair(Tables& tables, Thing& one, Thing& other, Verdicts& verdicts);
/// All that is stated of a topic, and a figure of record beside it. Rule: statements differ.
void judge_topic(Tables& tables, Thing& topic, Verdicts& verdicts);
/// Was the family told before it was made public? Rule: published before notification.
void judge_publications(Tables& tables, Thing& missing, Verdicts& verdicts);
/// Signed identifications of one individual. Rule: identified as two persons.
void judge_identifications(Tables& tables, Thing& individual, Verdicts& verdicts);
/// What is assigned to an individual and is of the same element as a specimen with these fields (canonical). Rules:
/// duplicate element, overlapping zones.
void judge_individual(Tables& tables, Thing& individual, std::string_view specimen, Verdicts& verdicts);
/// What holds for every record. Rules: reused designator, withdrawn but in use, noted.
void judge_record(Tables& tables, Thing& thing, Verdicts& verdicts);

/// Everything that has to be judged again when this thing's record, with these fields, appears, changes or goes.
void judge_around(Tables& tables, Thing& thing, const Fields& fields, Verdicts& verdicts);

/// The role under which a record whose key was in use already is linked to the one that had it first.
inline constexpr std::string_view same_key = "same key as";

} // namespace muster
