#include "muster/app/account.hpp"
#include "muster/base/random.hpp"
#include "test_register.hpp"

#include <nlohmann/json.hpp>

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

/// A record as the test itself knows it.
struct Known {
    std::string kind;
    std::string key;
    std::map<std::string, std::string> fields{};
    bool withdrawn = false;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};
using World = std::vector<Known>;

/// Draws what may happen to persons, statuses, identifications and turnovers. Dates are plain days.
class People {
  public:
    explicit People(std::uint64_t seed) : random_(seed) {
        made("party", "LAB", {{"key", "LAB"}, {"name", "laboratory"}, {"type", "Laboratory"}});
        made("source", "LIST", {{"key", "LIST"}, {"title", "a list"}, {"type", "Report"}});
        topic();
    }

    [[nodiscard]] const World& world() const { return world_; }
    [[nodiscard]] const std::vector<NewEntry>& entries() const { return entries_; }

    /// Resolves a conflict of the register's answer.
    void resolve(const std::string& statement, const std::string& opened_by, const std::string& detail) {
        made("resolution", "",
             {{"subject", statement}, {"rule", "statements differ"}, {"opened_by", opened_by}, {"detail", detail}});
        entries_.back().reason = "the list erred";
    }

    void next() {
        static const std::vector<double> weights{4, 6, 3, 4, 1, 1, 2, 1, 7, 3, 2, 0.5, 0.5, 0.2, 3};
        switch (random_.pick(weights)) {
        case 0: return person();
        case 1: return status();
        case 2: return identification();
        case 3: return signature();
        case 4: return turnover();
        case 5: return accession();
        case 6: return individual();
        case 7: return receipt();
        case 8: return correction();
        case 9: return withdrawal();
        case 10: return statement();
        case 11: return figure();
        case 12: return explanation();
        case 13: return topic();
        default: return reinstatement();
        }
    }

  private:
    std::string day() {
        std::string text = "20" + std::to_string(10 + random_.below(10)) + "-0" + std::to_string(1 + random_.below(9));
        return text + "-1" + std::to_string(random_.below(9));
    }
    std::string one_of(const std::vector<std::string>& words) { return words[random_.below(words.size())]; }
    std::string role() { return random_.chance(0.9) ? "Missing" : "Relative"; }
    std::string nation() { return one_of({"", "Aland", "Borduria \"old\""}); }
    std::string status_word() { return one_of({"Unaccounted for", "Accounted for: remains identified"}); }

    std::vector<Known*> of(const std::string& kind, bool withdrawn = false) {
        std::vector<Known*> found;
        for (Known& one : world_) {
            if (one.kind == kind && one.withdrawn == withdrawn) {
                found.push_back(&one);
            }
        }
        return found;
    }
    /// The key of any record of a kind, withdrawn or not; empty: there is none.
    std::string any(const std::string& kind) {
        auto all = of(kind);
        const auto gone = of(kind, true);
        all.insert(all.end(), gone.begin(), gone.end());
        return all.empty() ? "" : all[random_.below(all.size())]->key;
    }

    void made(const std::string& kind, const std::string& key, std::map<std::string, std::string> fields) {
        const std::uint64_t entry = entries_.size() + 1; // entry 0 names the ledger
        std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
        entries_.push_back(entry_of(kind, {fields.begin(), fields.end()}));
        world_.push_back(
            {kind, key.empty() ? "#" + std::to_string(entry) : key, std::move(fields), false, entry, entry});
    }
    std::string number() { return std::to_string(entries_.size() + 1); }

    void person() {
        const std::string key = "P" + number();
        made("person", key,
             {{"key", key},
              {"role", role()},
              {"sex", "Male"},
              {"nation", nation()},
              {"lost_on", random_.chance(0.8) ? day() : ""}});
    }
    void status() {
        const std::string person = any("person");
        return person.empty() ? this->person()
                              : made("status", "", {{"person", person}, {"on", day()}, {"status", status_word()}});
    }
    void turnover() {
        const std::string key = "T" + number();
        made("turnover", key,
             {{"key", key}, {"on", day()}, {"place", "x"}, {"from", "LAB"}, {"to", "LAB"}, {"claimed", "3"}});
    }
    void accession() {
        const std::string key = "A" + number();
        made("accession", key,
             {{"key", key}, {"on", day()}, {"lab", "LAB"}, {"turnover", random_.chance(0.7) ? any("turnover") : ""}});
    }
    void individual() {
        const std::string accession = any("accession");
        return accession.empty()
                   ? this->accession()
                   : made("individual", accession + "-I-" + number(), {{"accession", accession}, {"number", number()}});
    }
    void receipt() {
        const std::string turnover = any("turnover");
        return turnover.empty()
                   ? this->turnover()
                   : made("receipt", "", {{"turnover", turnover}, {"on", day()}, {"by", "x"}, {"received", "3"}});
    }
    void identification() {
        const std::string person = any("person");
        const std::string individual = any("individual");
        const std::string key = "ID" + number();
        return person.empty() || individual.empty() ? this->individual()
                                                    : made("identification", key,
                                                           {{"key", key},
                                                            {"individual", individual},
                                                            {"person", person},
                                                            {"on", day()},
                                                            {"author", "x"}});
    }
    bool is_signed(const Known& one) {
        const auto signatures = of("signature");
        return std::any_of(signatures.begin(), signatures.end(), [&](const Known* signature) {
            return signature->fields.at("of") == "identification:" + one.key;
        });
    }
    void signature() {
        const std::string key = any("identification");
        return key.empty()
                   ? identification()
                   : made(
                         "signature", "",
                         {{"of", "identification:" + key}, {"by", "x"}, {"on", day()}, {"role", "x"}, {"digest", "0"}});
    }

    std::string value() { return std::to_string(1 + random_.below(3)); }
    void topic() {
        const std::string key = "X" + number();
        made("topic", key,
             {{"key", key}, {"unit", "persons"}, {"measure", "persons on the roster"}, {"where", "nation=Aland"}});
    }
    void statement() {
        made("statement", "",
             {{"source", "LIST"},
              {"topic", any("topic")},
              {"value", value()},
              {"as_of", random_.chance(0.2) ? day() : ""},
              {"quote", "x"}});
    }
    void figure() { made("figure", "", {{"topic", any("topic")}, {"value", value()}, {"basis", "x"}}); }
    void explanation() {
        made("explanation", "", {{"topic", any("topic")}, {"statements", any("statement")}, {"text", "x"}});
    }

    /// One that may be changed: what is signed is frozen.
    Known* changeable(bool withdrawn, bool corrected) {
        static const std::vector<std::string> kinds{"person",    "status",    "identification", "signature",
                                                    "turnover",  "accession", "individual",     "statement",
                                                    "statement", "resolution"};
        const auto all = of(kinds[random_.below(kinds.size())], withdrawn);
        Known* one = all.empty() ? nullptr : all[random_.below(all.size())];
        const bool frozen = one != nullptr && one->kind == "identification" && is_signed(*one);
        const bool fixed = one != nullptr && corrected &&
                           (one->kind == "signature" || one->kind == "individual" || one->kind == "resolution");
        return frozen || fixed ? nullptr : one;
    }
    void change(Known& one, NewEntry entry) {
        entry.kind = one.kind;
        entry.key = one.key;
        entry.reason = "a slip of the pen";
        entries_.push_back(std::move(entry));
        one.last = entries_.size();
    }
    void correction() {
        Known* one = changeable(false, true);
        if (one == nullptr) {
            return status();
        }
        const std::map<std::string, std::vector<std::pair<std::string, std::string>>> choices{
            {"person", {{"role", role()}, {"nation", nation()}, {"lost_on", day()}}},
            {"status", {{"on", day()}, {"status", status_word()}, {"person", any("person")}}},
            {"identification", {{"on", day()}, {"person", any("person")}, {"individual", any("individual")}}},
            {"turnover", {{"claimed", "4"}}},
            {"accession", {{"turnover", any("turnover")}}},
            {"statement", {{"value", value()}, {"topic", any("topic")}}}};
        const auto& fields = choices.at(one->kind);
        const auto& [field, text] = fields[random_.below(fields.size())];
        if (text.empty()) {
            one->fields.erase(field);
        } else {
            one->fields[field] = text;
        }
        NewEntry entry;
        entry.action = ledger::Action::correct;
        entry.fields = {{field, text}};
        change(*one, std::move(entry));
    }
    void withdrawal() {
        Known* one = changeable(false, false);
        if (one == nullptr) {
            return person();
        }
        one->withdrawn = true;
        NewEntry entry;
        entry.action = ledger::Action::withdraw;
        change(*one, std::move(entry));
    }
    void reinstatement() {
        Known* one = changeable(true, false);
        if (one == nullptr) {
            return status();
        }
        one->withdrawn = false;
        NewEntry entry;
        entry.action = ledger::Action::correct;
        entry.reinstate = true;
        change(*one, std::move(entry));
    }

    Random random_;
    World world_{};
    std::vector<NewEntry> entries_{};
};

std::string text(const Known& one, const std::string& field) {
    const auto at = one.fields.find(field);
    return at == one.fields.end() ? "" : at->second;
}

/// Counts from first principles; `on`: a day, or empty.
class BruteForce {
  public:
    BruteForce(const World& world, std::string on) : world_(world), on_(std::move(on)) {}

    /// What the answer's "groups" must be for --by nation --by turnover: (nation, turnover) → column → entries.
    std::map<std::pair<std::string, std::string>, std::map<std::string, std::set<std::uint64_t>>> groups() {
        for (const Known& person : world_) {
            if (counts(person, "person", "lost_on") && text(person, "role") == "Missing") {
                add(person);
            }
        }
        return groups_;
    }
    std::map<std::string, std::size_t> persons; ///< by column

  private:
    [[nodiscard]] bool counts(const Known& one, const std::string& kind, const std::string& date) const {
        return one.kind == kind && !one.withdrawn && (on_.empty() || text(one, date).empty() || text(one, date) <= on_);
    }
    const Known* current(const std::string& kind, const std::string& key) const {
        for (const Known& one : world_) {
            if (one.kind == kind && one.key == key && !one.withdrawn) {
                return &one;
            }
        }
        return nullptr;
    }
    void add(const Known& person) {
        std::string day;
        std::string status = "Unaccounted for";
        std::set<std::uint64_t> entries;
        std::string first_day = "9999";
        std::string individual;
        for (const Known& one : world_) { // in the order of their entries
            const Known* of = &one;
            if (counts(one, "signature", "on")) {
                of = current("identification", text(one, "of").substr(std::string("identification:").size()));
                if (of == nullptr || !counts(*of, "identification", "on")) {
                    continue;
                }
            } else if (!counts(one, "status", "on")) {
                continue;
            }
            if (text(*of, "person") != person.key) {
                continue;
            }
            if (text(one, "on") >= day) {
                day = text(one, "on");
                status = of == &one ? text(one, "status") : "Accounted for: remains identified";
                entries = {one.last, of->last};
            }
            if (of != &one && text(one, "on") < first_day) {
                first_day = text(one, "on");
                individual = text(*of, "individual");
            }
        }
        const bool identified = status == "Accounted for: remains identified";
        std::string turnover;
        if (const Known* remains = identified ? current("individual", individual) : nullptr) {
            const Known* accession = current("accession", text(*remains, "accession"));
            turnover = accession == nullptr ? "" : text(*accession, "turnover");
        }
        auto& group = groups_[{text(person, "nation"), turnover}];
        group["on the roster"].insert(person.last);
        ++persons["on the roster"];
        entries.insert(person.last);
        for (const char* column :
             identified ? std::vector{"accounted for", "remains identified"} : std::vector{"unaccounted for"}) {
            group[column].insert(entries.begin(), entries.end());
            ++persons[column];
        }
    }

    const World& world_;
    std::string on_;
    std::map<std::pair<std::string, std::string>, std::map<std::string, std::set<std::uint64_t>>> groups_{};
};

json answer_of(const AccountRequest& request) {
    const auto answer = account(request);
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
    json parsed = answer ? json::parse(answer->json) : json();
    parsed.erase("as_of");
    return parsed;
}

void expect_brute_force(const json& answer, const World& world, const std::string& on, const std::string& where) {
    BruteForce force(world, on);
    const auto groups = force.groups();
    std::size_t found = 0;
    for (const json& group : answer["groups"]) {
        const auto name = [&](const char* by) {
            return group["group"][by].is_null() ? "" : group["group"][by].get<std::string>();
        };
        const auto at = groups.find({name("nation"), name("turnover")});
        ASSERT_NE(at, groups.end()) << where << group;
        for (const auto& [column, figure] : group["figures"].items()) {
            const auto entries = at->second.find(column);
            const auto expected = entries == at->second.end() ? std::set<std::uint64_t>{} : entries->second;
            EXPECT_EQ(figure["entries"].get<std::vector<std::uint64_t>>(),
                      std::vector<std::uint64_t>(expected.begin(), expected.end()))
                << where << column << group["group"];
        }
        ++found;
    }
    EXPECT_EQ(found, groups.size()) << where;
    std::set<std::uint64_t> of_aland;
    for (const auto& [name, figures] : groups) {
        if (name.first == "Aland") {
            const auto& entries = figures.at("on the roster");
            of_aland.insert(entries.begin(), entries.end());
        }
    }
    for (const json& topic : answer["topics"]) {
        EXPECT_EQ(topic["register"]["entries"].get<std::set<std::uint64_t>>(), of_aland) << where;
    }
    for (const auto& [column, figure] : answer["total"].items()) {
        EXPECT_EQ(figure["count"].get<std::size_t>(), force.persons[column]) << where << column;
    }
}

/// A day an entry, from 2100 on: after the entry that names the ledger.
std::string day_of(std::uint64_t entry) {
    return utc_text(4'102'444'800 + static_cast<std::int64_t>(entry) * 86'400).substr(0, 10);
}

/// Resolves the first conflict that is open, if there is one.
void resolve_one(People& people, const json& topics) {
    for (const json& topic : topics) {
        for (const json& conflict : topic["conflicts"]) {
            if (conflict["state"] == "open") {
                return people.resolve(conflict["statement"], std::to_string(conflict["opened_by"].get<std::uint64_t>()),
                                      conflict["detail"]);
            }
        }
    }
}

class Accounts : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Databases, Accounts, ::testing::ValuesIn(backends()), database_name);

TEST_P(Accounts, OfThePastAreThoseOfARegisterThatStoppedThenAndAreCountedRightOverRandomHistories) {
    std::size_t identified = 0;
    std::map<std::string, std::size_t> conflicts; // by state
    for (std::uint64_t seed = 1; seed <= (GetParam() == "sqlite" ? 5U : 2U); ++seed) {
        TestRegister place(GetParam());
        Register reg = place.open();
        std::uint64_t entry = 0;
        reg.set_clock([&] { return day_of(entry) + "T12:00:00.000Z"; });
        People people(seed);
        Random cuts(seed + 1000);
        const std::string on = "2015-05-15";
        std::map<std::uint64_t, std::pair<json, json>> stopped; // what was answered when so many entries were there
        const AccountRequest plain{{place.place.url()}, "", "", {"nation", "turnover"}};
        AccountRequest dated = plain;
        dated.on = on;
        for (std::size_t i = 0; i < 160; ++i) {
            people.next();
            if (cuts.chance(0.05)) {
                resolve_one(people, answer_of(plain)["topics"]);
            }
            entry = people.entries().size();
            for (std::size_t done = reg.head()->head.size - 1; done < people.entries().size(); ++done) {
                place.record(reg, {people.entries()[done]});
            }
            if (cuts.chance(0.1) || i == 159) {
                const std::string where = "seed " + std::to_string(seed) + ", operation " + std::to_string(i) + ": ";
                const json now = answer_of(plain);
                for (const json& topic : now["topics"]) {
                    for (const json& conflict : topic["conflicts"]) {
                        conflicts[conflict["state"]] += 1;
                    }
                }
                expect_brute_force(now, people.world(), "", where);
                const json then = answer_of(dated);
                expect_brute_force(then, people.world(), on, where + "on " + on + ": ");
                identified += now["total"]["remains identified"]["count"].get<std::size_t>();
                stopped[entry] = {now, then};
            }
        }
        for (const auto& [cut, answers] : stopped) {
            AccountRequest past = plain;
            past.as_of = day_of(cut);
            EXPECT_EQ(answer_of(past), answers.first) << "seed " << seed << ", entry " << cut;
            past.on = on;
            EXPECT_EQ(answer_of(past), answers.second) << "seed " << seed << ", entry " << cut;
        }
    }
    EXPECT_GT(identified, 10U); // the histories do identify
    EXPECT_GT(conflicts["open"], 10U);
    EXPECT_GT(conflicts["resolved"], 0U);
}

} // namespace
