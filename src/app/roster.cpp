#include "muster/app/roster.hpp"

#include "json_text.hpp"
#include "muster/base/csv_text.hpp"
#include "muster/names/name_index.hpp"
#include "record_names.hpp"
#include "register_records.hpp"
#include "register_session.hpp"
#include "remembered.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <cstdio>

namespace muster {
namespace {

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        if (std::string part = trimmed(text.substr(at, end - at)); !part.empty()) {
            parts.push_back(std::move(part));
        }
        at = end + 1;
    }
    return parts;
}

/// A person as the index finds one.
NamedPerson named(const CurrentRecord& person) {
    NamedPerson named{person.key};
    named.numbers.push_back(person.key);
    if (person.personal) {
        named.names = split(text_of(*person.personal, "names"));
        if (const std::string name = text_of(*person.personal, "name"); !name.empty()) {
            named.names.insert(named.names.begin(), name);
        }
        if (const std::string number = text_of(*person.personal, "service_number"); !number.empty()) {
            named.numbers.push_back(number);
        }
    }
    return named;
}

std::string two_digits(double score) {
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", score);
    return text;
}

/// "2nd Battalion, Private, United States Army": where somebody served.
std::string service_of(const ledger::Body& body) {
    std::string text;
    for (const char* field : {"rank", "unit", "service"}) {
        if (const std::string part = text_of(body, field); !part.empty()) {
            text += (text.empty() ? "" : ", ") + part;
        }
    }
    return text;
}

std::string lost(const ledger::Body& body) {
    std::string text = text_of(body, "lost_on");
    for (const char* field : {"lost_at", "lost_in"}) {
        if (const std::string part = text_of(body, field); !part.empty()) {
            text += (text.empty() ? "" : ", ") + part;
        }
    }
    return text;
}

/// The roster as it is searched: names and numbers alone stay in memory.
struct People {
    std::unique_ptr<NameVariants> variants{}; ///< stays where it is: the index refers to it
    std::unique_ptr<NameIndex> index{};
};

Result<People> read_people(Register& reg) {
    auto variants = NameVariants::load();
    const auto persons = variants ? current_records(reg, "person", true) : fail(variants.error());
    if (!persons) {
        return fail(persons.error());
    }
    std::vector<NamedPerson> names;
    for (const CurrentRecord& person : *persons) {
        names.push_back(named(person));
    }
    People people;
    people.variants = std::make_unique<NameVariants>(*std::move(variants));
    people.index = std::make_unique<NameIndex>(std::move(names), *people.variants);
    return people;
}

/// Kept while the program runs: an erasure, too, has it read again.
Result<std::shared_ptr<const People>> people_of(Register& reg) {
    static Remembered<People> remembered;
    const auto matters = [](std::string_view kind) { return kind == "person" || kind == "erasure"; };
    return remembered.get(reg, "people", matters, [&] { return read_people(reg); });
}

/// A person who was found, and the record as it is now.
struct Found {
    const NameMatch& match;
    const NamedPerson& named;
    const CurrentRecord& record;
};

Answer answer_of(const std::vector<Found>& found, std::size_t of, const std::string& query, const std::string& mark) {
    Answer answer;
    TextTable table({"person", "", "fits", "name or number", "role", "service", "lost"}, 44);
    std::vector<std::string> objects;
    answer.csv = csv_line({"person", "simulated", "score", "matched", "role", "service", "lost"});
    for (const Found& one : found) {
        const CurrentRecord& person = one.record;
        const std::vector<std::string> cells{
            person.key,        person.simulated ? "SIMULATED" : "", two_digits(one.match.score),
            one.match.matched, text_of(person.body, "role"),        service_of(person.body),
            lost(person.body)};
        table.add(cells);
        answer.csv += csv_line(cells);
        JsonObject json;
        json.text("person", person.key);
        json.raw("simulated", json_bool(person.simulated));
        json.raw("score", two_digits(one.match.score));
        json.text("matched", one.match.matched);
        json.raw("names", json_strings(one.named.names));
        json.raw("fields", ledger::encode(person.body));
        objects.push_back(json.done());
    }
    answer.json = json_array(objects);
    answer.text = found.empty() ? mark + "nobody on the roster is called like '" + query + "', among " +
                                      counted(of, "person") + "\n"
                                : table.text();
    return answer;
}

} // namespace

Result<Answer> find_persons(const PersonQuery& query) {
    const std::string text = trimmed(query.text);
    if (text.empty()) {
        return fail(ErrorKind::usage, "whom are you looking for? give a name, or four or more signs of a number");
    }
    auto session = open_for_reading(query.caller, Action::read_ante_mortem);
    const auto people = session ? people_of(session->reg) : fail(session.error());
    if (!people) {
        return fail(people.error());
    }
    const NameIndex& index = *(*people)->index;
    const auto matches = index.find(text, query.most);
    std::vector<std::string> keys;
    std::vector<std::string> of;
    for (const NameMatch& match : matches) {
        keys.push_back(index.persons()[match.person].id);
        of.push_back(ref("person", keys.back()));
    }
    if (auto viewed = disclosed(*session, of, "roster find"); !viewed) {
        return fail(viewed.error());
    }
    const auto records = current_records(session->reg, "person", keys);
    if (!records) {
        return fail(records.error());
    }
    std::vector<Found> found;
    for (std::size_t i = 0, r = 0; i < matches.size() && r < records->size(); ++i) {
        if ((*records)[r].key == keys[i]) { // who was withdrawn just now is left out
            found.push_back({matches[i], index.persons()[matches[i].person], (*records)[r++]});
        }
    }
    return answer_of(found, index.persons().size(), text, mark(session->reg));
}

} // namespace muster
