#include "rules.hpp"

#include "muster/register/kinds.hpp"
#include "muster/register/new_entry.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace muster {

std::vector<Thing*> sources(Tables& tables, Thing& target, std::string_view kind, std::string_view role) {
    std::vector<Thing*> found;
    for (const Mention& mention : tables.mentions_of(target)) {
        if (mention.role == role && mention.by->counts() && mention.by->kind == kind) {
            found.push_back(mention.by);
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Thing* a, const Thing* b) { return a->first_entry < b->first_entry; });
    return found;
}

std::string listed(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : ", ") + item;
    }
    return text;
}

std::string Complaints::text() const {
    std::string text;
    for (const auto& [what, about] : said_) {
        text += (text.empty() ? "" : "; ") + listed(about) + ": " + what;
    }
    return text;
}

Moment time_of(const Thing& thing, std::string_view field) {
    return moment(ledger::find_raw(thing.text, field)).value_or(Moment{});
}

namespace {

std::uint64_t number(const std::string& count) {
    std::uint64_t value = 0;
    std::from_chars(count.data(), count.data() + count.size(), value);
    return value;
}

} // namespace

void judge_turnover(Tables& tables, Thing& turnover, Verdicts& verdicts) {
    const auto receipts = sources(tables, turnover, "receipt", "turnover");
    std::string detail;
    if (turnover.counts() && !receipts.empty()) {
        std::uint64_t counted = 0;
        for (const Thing* receipt : receipts) {
            counted += number(text_of(*receipt, "received"));
        }
        const std::uint64_t claimed = number(text_of(turnover, "claimed"));
        if (counted != claimed) {
            detail = std::to_string(claimed) + " cases claimed, " + std::to_string(counted) + " counted";
        }
        if (sources(tables, turnover, "case", "turnover").size() != counted) {
            detail += (detail.empty() ? "" : "; ") + std::to_string(counted) +
                      " cases counted, another number recorded one by one";
        }
    }
    give(verdicts, turnover, "count mismatch", detail);
}

void judge_record(Tables& tables, Thing& thing, Verdicts& verdicts) {
    if (!thing.recorded) {
        return;
    }
    std::string again;
    std::string users;
    for (const Mention& mention : tables.sorted_mentions_of(thing)) {
        if (!mention.by->counts()) {
            continue;
        }
        const std::string_view kind = mention.by->kind;
        if (mention.role == same_key) {
            again += (again.empty() ? "" : ", ") + std::to_string(mention.by->first_entry);
        } else if (thing.withdrawn && kind != "alias" && kind != "finding") {
            users += (users.empty() ? "" : ", ") + std::string(mention.by->ref);
        }
    }
    give(verdicts, thing, "reused designator",
         again.empty() ? "" : "the name was used before; again by entry " + again);
    give(verdicts, thing, "withdrawn but in use", users.empty() ? "" : "was withdrawn, but is named by " + users);
    if (thing.kind == "finding") {
        give(verdicts, thing, "noted", thing.withdrawn ? "" : text_of(thing, "about") + ": " + text_of(thing, "text"));
    }
}

namespace {

/// Judges what is around a record, kind by kind.
class Around {
  public:
    Around(Tables& tables, Thing& thing, const Fields& fields, Verdicts& verdicts)
        : tables_(tables), thing_(thing), fields_(fields), verdicts_(verdicts) {}

    void judge() {
        const std::string_view kind = thing_.kind;
        if (kind == "turnover") {
            judge_turnover(tables_, thing_, verdicts_);
            for_all("case", "turnover", [&](Thing& one) { take(one); });
        } else if (kind == "accession") {
            accessions_.insert(&thing_);
            // A new one has no specimens yet; a corrected one may have named another laboratory.
            for_all("specimen", "accession", [&](Thing& one) { take(one); });
            for_all("individual", "accession", [&](Thing& one) { take(one); });
        } else if (kind == "case" || kind == "receipt") {
            judge_turnover(tables_, named("turnover"), verdicts_);
        } else if (kind == "transfer") {
            legs_.insert(&thing_);
            take_items(fields_.text);
            for_all("confirmation", "transfer", [&](Thing& one) { take_items(one.text); });
        } else if (kind == "confirmation") {
            legs_.insert(&named("transfer"));
            take_items(fields_.text);
        } else if (kind == "specimen") {
            masses({&thing_, cut_item()});
            judge_origin(tables_, thing_, verdicts_);
            for_all("assignment", "specimen",
                    [&](Thing& one) { individual(tables_.target_in(one, "individual"), fields_.text); });
        } else if (kind == "assignment") {
            assignment();
        } else if (kind == "cut" || kind == "mass") {
            judge_masses(tables_, named("of"), verdicts_);
            origins(thing_);
        } else if (kind == "sample") {
            masses({&thing_, &named("specimen"), cut_item()});
            judge_origin(tables_, thing_, verdicts_);
        } else if (kind == "extraction" || kind == "disposition") {
            judge_masses(tables_, named("sample"), verdicts_);
        } else if (kind == "release") {
            release();
        } else if (kind == "association") {
            judge_pair(tables_, named("specimen"), named("other"), verdicts_);
        } else {
            judge_people();
        }
        if (kind == "case" || kind == "specimen" || kind == "sample" || kind == "extraction" || kind == "individual") {
            take(thing_);
        }
        judge_custody();
        judge_releases();
        judge_dates(tables_, thing_, verdicts_);
    }

  private:
    /// What the field of this name refers to.
    Thing& named(std::string_view field) { return tables_.target_in(fields_.references, field); }

    template <class Work> void for_all(std::string_view kind, std::string_view role, const Work& work) {
        for (Thing* one : sources(tables_, thing_, kind, role)) {
            work(*one);
        }
    }

    /// Everything that depends on who had an item when.
    void take(Thing& item) {
        for (Thing* leg : legs_of(tables_, item)) {
            legs_.insert(leg);
        }
        for (Thing* accession : sources(tables_, item, "accession", "cases")) {
            accessions_.insert(accession);
        }
        for (const auto& [kind, role] : {std::pair{"sample", "specimen"}, std::pair{"extraction", "sample"}}) {
            for (Thing* part : sources(tables_, item, kind, role)) {
                take(*part);
            }
        }
    }
    void take_items(std::string_view body) {
        for (const std::string& item : ledger::find_list(body, "items")) {
            take(tables_.thing(item));
        }
    }
    void judge_custody() {
        for (Thing* leg : legs_) {
            judge_leg(tables_, *leg, verdicts_);
        }
        for (Thing* accession : accessions_) {
            judge_accession(tables_, *accession, verdicts_);
        }
    }
    void release() {
        Thing& whose = named("individual");
        take(whose);
        for (Thing* one : sources(tables_, whose, "release", "individual")) {
            releases_.insert(one);
        }
        const auto take_specimen = [&](Thing& specimen) {
            take(specimen);
            add_releases_around(tables_, specimen, releases_);
        };
        for (const std::string& item : ledger::find_list(fields_.text, "items")) {
            take_specimen(tables_.thing(ref("specimen", item)));
        }
        for (Thing* one : sources(tables_, whose, "assignment", "individual")) {
            take_specimen(tables_.target_in(*one, "specimen"));
        }
    }
    void judge_releases() {
        for (Thing* one : releases_) {
            judge_release(tables_, *one, verdicts_);
        }
    }
    void judge_people() {
        const std::string_view kind = thing_.kind;
        if (kind == "topic" || kind == "statement") {
            judge_topic(tables_, kind == "topic" ? thing_ : named("topic"), verdicts_);
        } else if (kind == "publication" || kind == "notification") {
            judge_publications(tables_, named("missing"), verdicts_);
        } else if (kind == "identification") {
            judge_identifications(tables_, named("individual"), verdicts_);
        } else if (kind == "signature" && named("of").kind == "identification") {
            judge_identifications(tables_, tables_.target_in(named("of"), "individual"), verdicts_);
        }
    }
    /// What is said to be made by a cut.
    void origins(Thing& cut) {
        for (const char* kind : {"sample", "specimen"}) {
            for (Thing* part : sources(tables_, cut, kind, "cut")) {
                judge_origin(tables_, *part, verdicts_);
            }
        }
    }
    void masses(const std::set<Thing*>& items) {
        for (Thing* item : items) {
            if (item != nullptr) {
                judge_masses(tables_, *item, verdicts_);
            }
        }
    }
    /// What the cut was made of that made this record; null: none is named.
    Thing* cut_item() {
        Thing& cut = named("cut");
        return cut.counts() ? tables_.target_of(cut, "of") : nullptr;
    }
    void individual(Thing& whose, std::string_view specimen) { judge_individual(tables_, whose, specimen, verdicts_); }
    void assignment() {
        Thing& specimen = named("specimen");
        take(specimen); // it may have been released with the individual
        Thing& mine = named("individual");
        individual(mine, specimen.text);
        add_releases_around(tables_, specimen, releases_);
        for (Thing* one : sources(tables_, mine, "release", "individual")) {
            releases_.insert(one);
        }
        for (Thing* other : sources(tables_, specimen, "assignment", "specimen")) {
            if (Thing& before = tables_.target_in(*other, "individual"); &before != &mine) {
                individual(before, specimen.text);
            }
        }
    }

    Tables& tables_;
    Thing& thing_;
    const Fields& fields_;
    Verdicts& verdicts_;
    std::set<Thing*> legs_{};
    std::set<Thing*> accessions_{};
    std::set<Thing*> releases_{};
};

} // namespace

void judge_around(Tables& tables, Thing& thing, const Fields& fields, Verdicts& verdicts) {
    Around(tables, thing, fields, verdicts).judge();
}

} // namespace muster
