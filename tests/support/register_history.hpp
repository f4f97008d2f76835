#pragma once

#include "muster/base/random.hpp"
#include "muster/register/new_entry.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::testing {

/// What a test recorded, as it knows it itself: plain fields, nothing of the register's own tables.
struct Known {
    std::string kind;
    std::string key; ///< as the register names it
    std::map<std::string, std::string> fields;
    std::uint64_t entry = 0;
    bool withdrawn = false;
    std::string used_before{}; ///< the key that was taken already
};

/// Draws operations on a register at random, all of which can be recorded, however wrong they are.
class History {
  public:
    explicit History(std::uint64_t seed) : random_(seed) {}

    /// The next operation, given the number that its entry will have.
    NewEntry next(std::uint64_t entry) {
        entry_ = entry;
        if (of("party").size() < 4) {
            return make("party",
                        {{"key", "P" + std::to_string(of("party").size())}, {"name", "party"}, {"type", "Military"}});
        }
        if (of("accession").empty()) {
            return make("accession", {{"key", "ACC"}, {"on", "2019-01-01"}, {"lab", "P3"}});
        }
        if (of("turnover").empty() || of("specimen").empty() || of("individual").empty()) {
            return of("turnover").empty() ? turnover() : of("specimen").empty() ? specimen() : individual();
        }
        switch (random_.below(29)) {
        case 0: return random_.chance(0.3) ? turnover() : receipt();
        case 1:
        case 2: return a_case();
        case 3:
        case 4: return transfer();
        case 5:
        case 6:
        case 7: return confirmation();
        case 8:
        case 9: return specimen();
        case 10: return random_.chance(0.4) ? individual() : assignment();
        case 11:
        case 12: return assignment();
        case 13:
        case 14: return cut();
        case 15:
        case 16: return sample();
        case 17: return mass();
        case 18: return extraction();
        case 19: return disposition();
        case 20:
        case 21: return correction();
        case 22: return withdrawal();
        case 23: return reinstatement();
        case 24: return release();
        case 25: return result();
        case 26: return random_.chance(0.2) ? accession() : transfer();
        case 27: return association();
        default:
            return make("finding", {{"about", name_of(any("specimen"))}, {"text", "noted " + std::to_string(entry)}});
        }
    }

    [[nodiscard]] const std::vector<Known>& known() const { return known_; }

  private:
    std::vector<std::size_t> of(const std::string& kind) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            if (known_[i].kind == kind) {
                found.push_back(i);
            }
        }
        return found;
    }
    std::size_t any(const std::string& kind) {
        const auto all = of(kind);
        return all[random_.below(all.size())];
    }
    [[nodiscard]] std::string name_of(std::size_t i) const { return known_[i].kind + ":" + known_[i].key; }
    std::string key(const std::string& kind) { return known_[any(kind)].key; }
    std::string party() { return std::string("P").append(std::to_string(random_.below(4))); }
    std::string day() {
        std::array<char, 16> text{};
        std::snprintf(text.data(), text.size(), "2019-%02d-%02d", static_cast<int>(1 + random_.below(12)),
                      static_cast<int>(1 + random_.below(28)));
        return text.data();
    }
    std::string grams(std::size_t most_tenths) {
        const std::size_t tenths = random_.below(most_tenths + 1);
        return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    }

    NewEntry make(const std::string& kind, const WrittenFields& fields, std::string composed = {}) {
        Known made{kind, {}, {}, entry_, false, {}};
        for (const auto& [name, text] : fields) {
            if (!text.empty()) {
                made.fields[name] = text;
            }
        }
        made.key = !composed.empty()             ? composed
                   : made.fields.contains("key") ? made.fields["key"]
                                                 : "#" + std::to_string(entry_);
        for (const Known& other : known_) {
            if (other.kind == kind && other.key == made.key) {
                made.used_before = made.key;
                made.key += " (entry " + std::to_string(entry_) + ")";
                break;
            }
        }
        known_.push_back(made);
        NewEntry entry;
        entry.kind = kind;
        entry.fields = fields;
        return entry;
    }

    NewEntry turnover() {
        return make("turnover", {{"key", "T" + std::to_string(of("turnover").size())},
                                 {"on", "2018-12-01"},
                                 {"place", "harbour"},
                                 {"from", "P0"},
                                 {"to", party()},
                                 {"claimed", std::to_string(random_.below(4))}});
    }
    NewEntry receipt() {
        return make("receipt", {{"turnover", key("turnover")},
                                {"on", "2018-12-02"},
                                {"by", "somebody"},
                                {"received", std::to_string(random_.below(4))}});
    }
    NewEntry a_case() {
        const std::string turnover = key("turnover");
        const std::string number = std::to_string(random_.below(40));
        return make("case", {{"turnover", turnover}, {"number", number}}, turnover + "/" + number);
    }
    std::string items(std::size_t most) {
        std::set<std::string> chosen;
        for (std::size_t i = 0; i < 1 + random_.below(most); ++i) {
            const auto cases = of("case");
            const std::string kind = random_.chance(0.5)                                ? "specimen"
                                     : !of("sample").empty() && random_.chance(0.6)     ? "sample"
                                     : !of("extraction").empty() && random_.chance(0.6) ? "extraction"
                                                                                        : "individual";
            chosen.insert(!cases.empty() && random_.chance(0.5) ? name_of(cases[random_.below(cases.size())])
                                                                : name_of(any(kind)));
        }
        std::string text;
        for (const std::string& item : chosen) {
            text += (text.empty() ? "" : ";") + item;
        }
        return text;
    }
    NewEntry transfer() {
        return make("transfer", {{"key", "L" + std::to_string(entry_)},
                                 {"items", items(3)},
                                 {"from", party()},
                                 {"to", party()},
                                 {"departed", day()},
                                 {"due", day()},
                                 {"seal", random_.chance(0.5) ? "S1" : ""}});
    }
    NewEntry confirmation() {
        if (of("transfer").empty()) {
            return transfer();
        }
        const Known leg = known_[any("transfer")];
        const std::string received = random_.chance(0.75) ? leg.fields.at("items") : items(2);
        return make("confirmation", {{"transfer", leg.key},
                                     {"received", day()},
                                     {"by", "somebody"},
                                     {"items", received},
                                     {"seal_condition", random_.chance(0.8) ? "Intact" : "Broken"},
                                     {"broken", random_.chance(0.1) ? received : ""},
                                     {"seal", random_.chance(0.3)   ? "S1"
                                              : random_.chance(0.2) ? "S2"
                                                                    : ""}});
    }
    NewEntry specimen() {
        const std::string number = std::to_string(random_.chance(0.1) ? random_.below(100) : 100 + entry_);
        const bool rib = random_.chance(0.3);
        return make("specimen",
                    {{"accession", "ACC"},
                     {"designator", number},
                     {"human", "Human"},
                     {"bone", rib ? "Rib" : "Femur"},
                     {"side", random_.chance(0.1)   ? "Unsided"
                              : random_.chance(0.5) ? "Left"
                                                    : "Right"},
                     {"position", rib && random_.chance(0.7) ? std::to_string(1 + random_.below(2)) : ""},
                     {"completeness", random_.chance(0.6) ? "Complete" : "Incomplete"},
                     {"zones", random_.chance(0.5) ? std::to_string(1 + random_.below(3)) : ""},
                     {"mass_g", random_.chance(0.8) ? grams(400) : ""},
                     {"on", "2019-01-02"},
                     {"cut", !of("cut").empty() && random_.chance(0.2) ? key("cut") : ""},
                     {"parent", !of("specimen").empty() && random_.chance(0.2) ? key("specimen") : ""}},
                    "ACC, " + number);
    }
    NewEntry individual() {
        const std::string number = std::to_string(of("individual").size());
        return make("individual", {{"accession", "ACC"}, {"number", number}}, "ACC-I-" + number);
    }
    NewEntry assignment() {
        return make("assignment", {{"specimen", key("specimen")}, {"individual", key("individual")}, {"on", day()}});
    }
    std::string an_item() {
        return name_of(!of("sample").empty() && random_.chance(0.4) ? any("sample") : any("specimen"));
    }
    /// The mass that an item may well have: half of the balances come out right.
    NewEntry cut() {
        const std::string item = an_item();
        return make("cut", {{"key", "C" + std::to_string(entry_)},
                            {"of", item},
                            {"on", day()},
                            {"removed_g", grams(20)},
                            {"kerf_g", grams(2)},
                            {"retained_g", random_.chance(0.2) ? "0" : grams(400)},
                            {"tolerance_g", random_.chance(0.5) ? "20" : ""}});
    }
    NewEntry sample() {
        const std::string specimen = key("specimen");
        const std::string label = std::to_string(random_.below(30)) + "A";
        return make("sample",
                    {{"specimen", specimen},
                     {"label", label},
                     {"cut", !of("cut").empty() && random_.chance(0.7) ? key("cut") : ""},
                     {"material", "bone"},
                     {"mass_g", random_.chance(0.8) ? grams(20) : ""},
                     {"on", day()}},
                    specimen + ", " + label);
    }
    NewEntry mass() {
        static const std::vector<std::string> events{"Reweighing", "Drying", "Cleaning", "Loss"};
        return make("mass", {{"of", an_item()},
                             {"on", day()},
                             {"event", events[random_.below(4)]},
                             {"mass_g", grams(400)},
                             {"tolerance_g", random_.chance(0.3) ? "15" : ""}});
    }
    NewEntry extraction() {
        if (of("sample").empty()) {
            return sample();
        }
        const std::string sample = key("sample");
        const std::string label = "E" + std::to_string(random_.below(30));
        return make("extraction",
                    {{"sample", sample},
                     {"label", label},
                     {"on", day()},
                     {"consumed_g", random_.chance(0.7) ? grams(10) : ""},
                     {"retained_g", random_.chance(0.3)   ? "0"
                                    : random_.chance(0.7) ? grams(20)
                                                          : ""},
                     {"tolerance_g", random_.chance(0.5) ? "10" : ""}},
                    sample + ", " + label);
    }
    NewEntry disposition() {
        if (of("sample").empty()) {
            return sample();
        }
        return make("disposition", {{"sample", key("sample")},
                                    {"on", day()},
                                    {"disposition", random_.chance(0.5) ? "Consumed" : "Stored"},
                                    {"weight_left_g", random_.chance(0.5) ? grams(5) : ""}});
    }
    NewEntry release() {
        std::string items;
        if (random_.chance(0.5)) {
            items = key("specimen");
            const std::string another = key("specimen");
            items += another == items ? "" : ";" + another;
        }
        return make("release", {{"individual", key("individual")}, {"items", items}, {"on", day()}});
    }
    /// Of few specimens, so that pairs come again.
    NewEntry association() {
        const auto all = of("specimen");
        const std::size_t few = std::min<std::size_t>(all.size(), 4);
        const std::string one = known_[all[random_.below(few)]].key;
        return make("association", {{"specimen", one},
                                    {"other", known_[all[random_.below(few)]].key},
                                    {"type", "Refit"},
                                    {"level", random_.chance(0.7) ? "Final" : "Possible"},
                                    {"direction", random_.chance(0.5) ? "Inclusion" : "Exclusion"},
                                    {"on", day()}});
    }
    NewEntry result() {
        if (of("extraction").empty()) {
            return extraction();
        }
        return make("result", {{"sample", key("sample")},
                               {"extraction", random_.chance(0.5) ? key("extraction") : ""},
                               {"test", "mtDNA"},
                               {"on", day()},
                               {"outcome", "Reportable"}});
    }
    NewEntry accession() {
        const auto cases = of("case");
        return make("accession", {{"key", "ACC" + std::to_string(entry_)},
                                  {"on", day()},
                                  {"lab", party()},
                                  {"turnover", random_.chance(0.5) ? key("turnover") : ""},
                                  {"cases", cases.empty() ? "" : known_[cases[random_.below(cases.size())]].key}});
    }
    NewEntry reinstatement() {
        std::vector<std::size_t> gone;
        for (std::size_t i = 0; i < known_.size(); ++i) {
            if (known_[i].withdrawn) {
                gone.push_back(i);
            }
        }
        if (gone.empty()) {
            return transfer();
        }
        Known& record = known_[gone[random_.below(gone.size())]];
        record.withdrawn = false;
        NewEntry entry = change(ledger::Action::correct, record, {});
        entry.reinstate = true;
        return entry;
    }
    NewEntry correction() {
        static const std::vector<std::pair<std::string, std::string>> fields{{"turnover", "claimed"},
                                                                             {"turnover", "to"},
                                                                             {"receipt", "received"},
                                                                             {"transfer", "from"},
                                                                             {"transfer", "departed"},
                                                                             {"transfer", "due"},
                                                                             {"transfer", "items"},
                                                                             {"confirmation", "received"},
                                                                             {"confirmation", "items"},
                                                                             {"confirmation", "broken"},
                                                                             {"specimen", "side"},
                                                                             {"specimen", "mass_g"},
                                                                             {"specimen", "cut"},
                                                                             {"specimen", "zones"},
                                                                             {"cut", "retained_g"},
                                                                             {"cut", "of"},
                                                                             {"cut", "on"},
                                                                             {"sample", "mass_g"},
                                                                             {"sample", "cut"},
                                                                             {"mass", "mass_g"},
                                                                             {"mass", "of"},
                                                                             {"extraction", "on"},
                                                                             {"disposition", "sample"},
                                                                             {"assignment", "individual"},
                                                                             {"assignment", "specimen"},
                                                                             {"accession", "lab"},
                                                                             {"accession", "on"},
                                                                             {"turnover", "on"},
                                                                             {"specimen", "on"},
                                                                             {"sample", "on"},
                                                                             {"release", "on"},
                                                                             {"release", "individual"},
                                                                             {"release", "items"},
                                                                             {"specimen", "parent"},
                                                                             {"association", "level"},
                                                                             {"association", "other"},
                                                                             {"assignment", "on"},
                                                                             {"result", "on"},
                                                                             {"confirmation", "transfer"}};
        for (int attempt = 0; attempt < 20; ++attempt) {
            const auto& [kind, field] = fields[random_.below(fields.size())];
            std::vector<std::size_t> live = of(kind);
            std::erase_if(live, [&](std::size_t i) { return known_[i].withdrawn; });
            if (live.empty() || ((field == "cut" || field == "of") && of("cut").empty())) {
                continue;
            }
            Known& record = known_[live[random_.below(live.size())]];
            const std::string value = new_value(kind, field);
            if (value.empty()) {
                record.fields.erase(field);
            } else {
                record.fields[field] = value;
            }
            return change(ledger::Action::correct, record, {{field, value}});
        }
        return a_case();
    }
    std::string new_value(const std::string& kind, const std::string& field) {
        if (field == "claimed" || (kind == "receipt" && field == "received")) {
            return std::to_string(random_.below(4));
        }
        if (field == "to" || field == "from" || field == "lab") {
            return party();
        }
        if (field == "items") {
            return kind != "release" ? items(3) : random_.chance(0.7) ? key("specimen") : "";
        }
        if (field == "level") {
            return random_.chance(0.7) ? "Final" : "Possible";
        }
        if (field == "parent" || field == "other") {
            return key("specimen");
        }
        if (field == "broken" || field == "zones") {
            return field == "zones" && random_.chance(0.5) ? "1;2" : "";
        }
        if (field == "side") {
            return random_.chance(0.5) ? "Left" : "Right";
        }
        if (field == "of") {
            return an_item();
        }
        if (field == "cut" || field == "individual" || field == "specimen" || field == "sample" ||
            field == "transfer") {
            return key(field);
        }
        return field.ends_with("_g") ? grams(400) : day();
    }
    NewEntry withdrawal() {
        for (int attempt = 0; attempt < 20; ++attempt) {
            static const std::vector<std::string> kinds{
                "case",    "transfer", "confirmation", "specimen",    "cut",        "sample",
                "mass",    "receipt",  "extraction",   "disposition", "assignment", "individual",
                "finding", "turnover", "release",      "result",      "accession",  "association"};
            std::vector<std::size_t> live = of(kinds[random_.below(kinds.size())]);
            std::erase_if(live, [&](std::size_t i) { return known_[i].withdrawn; });
            if (live.size() > 1) {
                Known& record = known_[live[random_.below(live.size())]];
                record.withdrawn = true;
                return change(ledger::Action::withdraw, record, {});
            }
        }
        return a_case();
    }
    static NewEntry change(ledger::Action action, const Known& record, WrittenFields fields) {
        NewEntry entry;
        entry.action = action;
        entry.kind = record.kind;
        entry.key = record.key;
        entry.fields = std::move(fields);
        entry.reason = "a slip of the pen";
        return entry;
    }

    Random random_;
    std::uint64_t entry_ = 0;
    std::vector<Known> known_{};
};

} // namespace muster::testing
