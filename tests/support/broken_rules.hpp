#pragma once

#include "register_history.hpp"

#include <cmath>

namespace muster::testing {

/// Which rules a history leaves broken: (subject, rule). Worked out from what the test recorded, from first principles
/// and all at once, without any of the register's code: dates as text, masses in floating point.
class BrokenRules {
  public:
    explicit BrokenRules(const std::vector<Known>& all) : all_(all) {
        for (const Known& one : all_) {
            by_name_[one.kind + ":" + one.key] = &one;
        }
        names();
        turnovers();
        for (const Known* leg : live("transfer")) {
            custody(*leg);
        }
        accessions();
        releases();
        origins();
        associations();
        dates();
        seals();
        for (const Known& one : all_) {
            if (one.kind == "specimen" || one.kind == "sample") {
                masses(one);
            }
        }
        individuals();
    }
    [[nodiscard]] const std::set<std::pair<std::string, std::string>>& found() const { return found_; }

  private:
    void broken(const Known& subject, const std::string& rule) {
        found_.insert({subject.kind + ":" + subject.key, rule});
    }
    static std::string get(const Known& one, const std::string& field) {
        const auto at = one.fields.find(field);
        return at == one.fields.end() ? "" : at->second;
    }
    static std::optional<double> mass(const Known& one, const std::string& field) {
        const std::string text = get(one, field);
        return text.empty() ? std::nullopt : std::optional(std::stod(text));
    }
    static std::set<std::string> split(const std::string& text) {
        std::set<std::string> items;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(';', at), text.size());
            items.insert(text.substr(at, end - at));
            at = end + 1;
        }
        return items;
    }
    std::vector<const Known*> live(const std::string& kind, const std::string& field = {},
                                   const std::string& value = {}) const {
        std::vector<const Known*> found;
        for (const Known& one : all_) {
            if (one.kind == kind && !one.withdrawn && (field.empty() || get(one, field) == value)) {
                found.push_back(&one);
            }
        }
        return found;
    }

    void names() {
        for (const Known& one : all_) {
            if (!one.used_before.empty() && !one.withdrawn) {
                found_.insert({one.kind + ":" + one.used_before, "reused designator"});
            }
            if (one.kind == "finding" && !one.withdrawn) {
                broken(one, "noted");
            }
            if (one.withdrawn || one.kind == "finding") {
                continue;
            }
            // Whatever a record that counts names must count too.
            static const std::map<std::string, std::string> single{{"turnover", "turnover"},
                                                                   {"transfer", "transfer"},
                                                                   {"specimen", "specimen"},
                                                                   {"sample", "sample"},
                                                                   {"cut", "cut"},
                                                                   {"individual", "individual"},
                                                                   {"accession", "accession"},
                                                                   {"extraction", "extraction"}};
            for (const auto& [field, text] : one.fields) {
                for (const std::string& item : split(text)) {
                    const auto kind = single.find(field);
                    const std::string name = kind != single.end()                    ? kind->second + ":" + item
                                             : one.kind == "release"                 ? "specimen:" + item
                                             : field == "cases"                      ? "case:" + item
                                             : field == "parent" || field == "other" ? "specimen:" + item
                                             : field == "items" || field == "of" || field == "broken" ? item
                                                                                                      : "";
                    if (const auto at = by_name_.find(name); at != by_name_.end() && at->second->withdrawn) {
                        broken(*at->second, "withdrawn but in use");
                    }
                }
            }
        }
    }

    void turnovers() {
        for (const Known* turnover : live("turnover")) {
            const auto receipts = live("receipt", "turnover", turnover->key);
            int counted = 0;
            for (const Known* receipt : receipts) {
                counted += std::stoi(get(*receipt, "received"));
            }
            const bool bad =
                !receipts.empty() && (std::to_string(counted) != get(*turnover, "claimed") ||
                                      static_cast<int>(live("case", "turnover", turnover->key).size()) != counted);
            if (bad) {
                broken(*turnover, "count mismatch");
            }
        }
    }

    /// The leg that an item went through last before this one.
    const Known* leg_before(const Known& leg, const std::string& item) const {
        const Known* best = nullptr;
        for (const Known* other : live("transfer")) {
            const auto order = [](const Known& k) { return std::pair(get(k, "departed"), k.entry); };
            const bool went = split(get(*other, "items")).contains(item) || !confirmations(*other, item).empty();
            if (went && order(*other) < order(leg) && (best == nullptr || order(*best) < order(*other))) {
                best = other;
            }
        }
        return best;
    }
    std::vector<const Known*> confirmations(const Known& leg, const std::string& item) const {
        auto found = live("confirmation", "transfer", leg.key);
        std::erase_if(found, [&](const Known* c) { return !split(get(*c, "items")).contains(item); });
        return found;
    }

    void custody(const Known& leg) {
        const auto sent = split(get(leg, "items"));
        const auto receipts = live("confirmation", "transfer", leg.key);
        std::map<std::string, int> times;
        bool late = false;
        for (const Known* receipt : receipts) {
            for (const std::string& item : split(get(*receipt, "items"))) {
                ++times[item];
                late = late || (sent.contains(item) && get(*receipt, "received") > get(leg, "due"));
            }
        }
        bool missing = false;
        bool extra = false;
        for (const std::string& item : sent) {
            missing = missing || !times.contains(item);
            const Known* before = leg_before(leg, item);
            if (was_released(*by_name_.at(item), get(leg, "departed"))) {
                broken(leg, "custody gap");
            }
            if (before == nullptr) {
                const auto holders = at_first(*by_name_.at(item));
                if (!holders.empty() && !holders.contains(get(leg, "from"))) {
                    broken(leg, "custody gap");
                }
                continue;
            }
            const auto confirmed = confirmations(*before, item);
            const bool same_hands = get(leg, "from") == get(*before, "to");
            if (confirmed.empty()) {
                broken(leg, same_hands ? "custody gap" : "double custody");
            } else if (get(leg, "departed") < get(*confirmed.front(), "received")) {
                broken(leg, "double custody");
            } else if (!same_hands) {
                broken(leg, "custody gap");
            }
        }
        for (const auto& [item, n] : times) {
            extra = extra || !sent.contains(item);
            if (n > 1) {
                broken(leg, "received twice");
            }
        }
        if (!receipts.empty() && (missing || extra)) {
            broken(leg, "count mismatch");
        }
        if (missing || late) {
            broken(leg, "overdue confirmation");
        }
    }

    std::set<std::string> at_first(const Known& what) const {
        if (what.withdrawn) {
            return {};
        }
        if (what.kind == "sample" || what.kind == "extraction") {
            const std::string parent = what.kind == "sample" ? "specimen" : "sample";
            const Known& from = *by_name_.at(parent + ":" + get(what, parent));
            std::set<std::string> holders = at_first(from);
            for (const Known* leg : holders.empty() ? std::vector<const Known*>{} : live("transfer")) {
                if (!confirmations(*leg, from.kind + ":" + from.key).empty()) {
                    holders.insert(get(*leg, "to"));
                }
            }
            return holders;
        }
        const std::string origin = what.kind == "case" ? "turnover" : "accession";
        const Known& first = *by_name_.at(origin + ":" + get(what, origin));
        return first.withdrawn ? std::set<std::string>{} : std::set{get(first, what.kind == "case" ? "to" : "lab")};
    }
    bool was_released(const Known& what, const std::string& before) const {
        const Known* home = what.kind == "individual" ? &what : nullptr;
        std::string since;
        for (const Known* one : live("assignment", "specimen", what.key)) {
            if (what.kind == "specimen") {
                home = by_name_.at("individual:" + get(*one, "individual"));
                since = get(*one, "on");
            }
        }
        for (const Known* release : live("release")) {
            const std::string on = get(*release, "on");
            const bool whole = get(*release, "items").empty() && home != nullptr &&
                               get(*release, "individual") == home->key && on >= since;
            const bool itself = what.kind == "specimen" && split(get(*release, "items")).contains(what.key);
            if ((whole || itself) && on < before) {
                return true;
            }
        }
        return false;
    }
    void accessions() {
        for (const Known* accession : live("accession")) {
            for (const std::string& item : split(get(*accession, "cases"))) {
                const Known& what = *by_name_.at("case:" + item);
                std::set<std::string> holders = at_first(what);
                const bool known = !holders.empty();
                for (const Known* leg : live("transfer")) {
                    if (!confirmations(*leg, "case:" + item).empty()) {
                        holders.insert(get(*leg, "to"));
                    }
                }
                if (known && !holders.contains(get(*accession, "lab"))) {
                    broken(*accession, "custody gap");
                }
            }
        }
    }
    const Known* assigned_by(const std::string& specimen) const {
        const auto all = live("assignment", "specimen", specimen);
        return all.empty() ? nullptr : all.back(); // in the order in which they were recorded
    }
    /// What a release hands over.
    std::set<std::string> handed_over(const Known& release) const {
        std::set<std::string> items;
        for (const std::string& item : split(get(release, "items"))) {
            items.insert("specimen:" + item);
        }
        if (!items.empty()) {
            return items;
        }
        for (const Known& specimen : all_) {
            const Known* by = specimen.kind == "specimen" ? assigned_by(specimen.key) : nullptr;
            if (by != nullptr && get(*by, "individual") == get(release, "individual") &&
                get(*by, "on") <= get(release, "on")) {
                items.insert("specimen:" + specimen.key);
            }
        }
        items.insert("individual:" + get(release, "individual"));
        return items;
    }
    void releases() {
        for (const Known* later : live("release")) {
            const auto b = handed_over(*later);
            for (const Known* earlier : live("release")) {
                const auto a = handed_over(*earlier);
                if (earlier->entry < later->entry &&
                    std::any_of(a.begin(), a.end(), [&](const auto& item) { return b.contains(item); })) {
                    broken(*later, "released twice");
                }
            }
            for (const std::string& item : split(get(*later, "items"))) {
                const Known* by = assigned_by(item);
                if (by == nullptr || get(*by, "individual") != get(*later, "individual")) {
                    broken(*later, "released as another");
                }
            }
        }
    }
    void origins() {
        for (const char* kind : {"sample", "specimen"}) {
            const std::string parent_field = std::string(kind) == "sample" ? "specimen" : "parent";
            for (const Known* part : live(kind)) {
                const auto cut = by_name_.find("cut:" + get(*part, "cut"));
                std::string parent = get(*part, parent_field);
                if (cut == by_name_.end() || cut->second->withdrawn || parent.empty()) {
                    continue;
                }
                const Known& of = *by_name_.at(get(*cut->second, "of"));
                if ((of.kind == "sample" ? get(of, "specimen") : of.key) != parent) {
                    broken(*part, "cut from another");
                }
            }
        }
    }
    void associations() {
        for (const Known* later : live("association", "level", "Final")) {
            for (const Known* earlier : live("association", "level", "Final")) {
                const auto pair = [](const Known& one) {
                    return std::set<std::string>{get(one, "specimen"), get(one, "other")};
                };
                if (earlier->entry < later->entry && pair(*earlier) == pair(*later) &&
                    get(*earlier, "direction") != get(*later, "direction")) {
                    broken(*later, "contradicting associations");
                }
            }
        }
    }
    /// Nothing happens before that of which it is a part.
    void dates() {
        const auto before = [&](const Known& one, const std::string& date, const std::string& parent,
                                const std::string& parent_date) {
            const auto at = by_name_.find(parent);
            if (at != by_name_.end() && !at->second->withdrawn && !get(*at->second, parent_date).empty() &&
                get(one, date) < get(*at->second, parent_date)) {
                broken(one, "dates out of order");
            }
        };
        for (const Known& one : all_) {
            if (one.withdrawn || get(one, "on").empty() == (one.kind != "transfer" && one.kind != "confirmation")) {
                continue;
            }
            const std::string of = get(one, "of");
            if (one.kind == "receipt" || one.kind == "accession") {
                before(one, "on", "turnover:" + get(one, "turnover"), "on");
            } else if (one.kind == "transfer" && get(one, "due") < get(one, "departed")) {
                broken(one, "dates out of order");
            } else if (one.kind == "confirmation") {
                before(one, "received", "transfer:" + get(one, "transfer"), "departed");
            } else if (one.kind == "specimen" || one.kind == "sample") {
                before(one, "on", "cut:" + get(one, "cut"), "on");
            } else if (one.kind == "mass" || one.kind == "cut") {
                before(one, "on", of, "on");
            } else if (one.kind == "disposition" || one.kind == "extraction" || one.kind == "result") {
                before(one, "on", "sample:" + get(one, "sample"), "on");
                before(one, "on", "extraction:" + get(one, "extraction"), "on");
            }
        }
    }

    void seals() {
        for (const Known* receipt : live("confirmation")) {
            const Known& leg = *by_name_.at("transfer:" + get(*receipt, "transfer"));
            const bool other_seal = !leg.withdrawn && !get(*receipt, "seal").empty() && !get(leg, "seal").empty() &&
                                    get(*receipt, "seal") != get(leg, "seal");
            if (get(*receipt, "seal_condition") == "Broken" || !get(*receipt, "broken").empty() || other_seal) {
                broken(*receipt, "broken seal");
            }
        }
    }

    void masses(const Known& item) {
        const std::string name = item.kind + ":" + item.key;
        std::vector<const Known*> events = live("cut", "of", name);
        for (const Known* one : live("mass", "of", name)) {
            events.push_back(one);
        }
        if (item.kind == "sample") {
            for (const char* kind : {"extraction", "disposition"}) {
                for (const Known* one : live(kind, "sample", item.key)) {
                    events.push_back(one);
                }
            }
        }
        std::sort(events.begin(), events.end(), [](const Known* a, const Known* b) {
            return std::pair(get(*a, "on"), a->entry) < std::pair(get(*b, "on"), b->entry);
        });
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const auto number = [](const std::optional<double>& m) {
            return m ? *m : std::numeric_limits<double>::quiet_NaN();
        };
        double there = item.withdrawn ? nan : number(mass(item, "mass_g")); // not known: comparisons with it are false
        std::string gone_on;
        for (const Known* event : events) {
            const double slack = mass(*event, "tolerance_g").value_or(0.1) + 1e-7;
            bool bad = false;
            bool gone = false;
            if (!gone_on.empty() && (event->kind == "cut" || event->kind == "extraction") &&
                get(*event, "on") > gone_on) {
                broken(*event, "sampled after consumption");
            }
            if (event->kind == "mass") {
                const double now = number(mass(*event, "mass_g"));
                bad = now > there + slack || (get(*event, "event") == "Reweighing" && now < there - slack);
                there = now;
            } else if (event->kind == "disposition") {
                gone = get(*event, "disposition") == "Consumed";
                const double left = number(mass(*event, "weight_left_g"));
                bad = gone ? left > slack : std::fabs(left - there) > slack;
                there = !std::isnan(left) ? left : gone ? 0.0 : there;
            } else {
                const bool is_cut = event->kind == "cut";
                const double taken = is_cut ? number(mass(*event, "removed_g")) + number(mass(*event, "kerf_g"))
                                            : number(mass(*event, "consumed_g"));
                const double left = number(mass(*event, "retained_g"));
                if (!std::isnan(taken) && !std::isnan(left)) {
                    bad = std::fabs(taken + left - there) > slack;
                } else {
                    bad = (std::isnan(taken) ? left : taken) > there + slack;
                }
                there = !std::isnan(left) ? left : std::max(there - taken, 0.0);
                there = std::isnan(left) && std::isnan(taken) ? nan : there;
                gone = left == 0.0;
                bad = bad || (is_cut && children_differ(*event, slack));
            }
            if (bad) {
                broken(*event, "mass balance");
            }
            if (gone && gone_on.empty()) {
                gone_on = get(*event, "on");
            }
        }
        for (const Known* sample : live("sample", "specimen", item.key)) {
            if (item.kind == "specimen" && get(*sample, "cut").empty() && !gone_on.empty() &&
                get(*sample, "on") > gone_on) {
                broken(*sample, "sampled after consumption");
            }
        }
    }
    bool children_differ(const Known& cut, double slack) const {
        double sum = 0.0;
        bool any = false;
        bool all_weighed = true;
        for (const char* kind : {"sample", "specimen"}) {
            for (const Known* child : live(kind, "cut", cut.key)) {
                any = true;
                all_weighed = all_weighed && mass(*child, "mass_g");
                sum += mass(*child, "mass_g").value_or(0.0);
            }
        }
        const double removed = *mass(cut, "removed_g");
        return any && (sum > removed + slack || (all_weighed && sum < removed - slack));
    }

    void individuals() {
        std::map<std::string, const Known*> newest; // of each specimen
        for (const Known* one : live("assignment")) {
            newest[get(*one, "specimen")] = one;
        }
        for (const Known* later : live("assignment")) {
            for (const Known* earlier : live("assignment", "individual", get(*later, "individual"))) {
                const Known& a = *by_name_.at("specimen:" + get(*earlier, "specimen"));
                const Known& b = *by_name_.at("specimen:" + get(*later, "specimen"));
                const bool in_force = newest[a.key] == earlier && newest[b.key] == later && !a.withdrawn &&
                                      !b.withdrawn &&
                                      !by_name_.at("individual:" + get(*later, "individual"))->kind.empty();
                if (earlier->entry >= later->entry || !in_force || get(a, "side") == "Unsided") {
                    continue;
                }
                bool same = true;
                for (const char* field : {"bone", "side", "position"}) {
                    same = same && get(a, field) == get(b, field);
                }
                if (!same) {
                    continue;
                }
                if (get(a, "completeness") == "Complete" && get(b, "completeness") == "Complete") {
                    broken(*later, "duplicate element");
                    continue;
                }
                for (const std::string& zone : split(get(a, "zones"))) {
                    if (split(get(b, "zones")).contains(zone)) {
                        broken(*later, "overlapping zones");
                    }
                }
            }
        }
    }

    const std::vector<Known>& all_;
    std::map<std::string, const Known*> by_name_{};
    std::set<std::pair<std::string, std::string>> found_{};
};

} // namespace muster::testing
