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

/// The roster as it is searched.
struct People {
    std::vector<CurrentRecord> persons;
    std::vector<NamedPerson> names{};
    std::unique_ptr<NameVariants> variants{}; ///< stays where it is: the index refers to it
    std::unique_ptr<NameIndex> index{};
};

Result<People> read_people(Register& reg) {
    auto variants = NameVariants::load();
    auto persons = variants ? current_records(reg, "person", true) : fail(variants.error());
    if (!persons) {
        return fail(persons.error());
    }
    People people{*std::move(persons)};
    for (const CurrentRecord& person : people.persons) {
        people.names.push_back(named(person));
    }
    people.variants = std::make_unique<NameVariants>(*std::move(variants));
    people.index = std::make_unique<NameIndex>(people.names, *people.variants);
    return people;
}

/// Kept while the program runs: an erasure, too, has it read again.
Result<std::shared_ptr<const People>> people_of(Register& reg) {
    static Remembered<People> remembered([](std::string_view kind) { return kind == "person" || kind == "erasure"; });
    return remembered.get(reg, "people", [&] { return read_people(reg); });
}

Answer answer_of(const std::vector<CurrentRecord>& persons, const std::vector<NamedPerson>& names,
                 const std::vector<NameMatch>& matches, const std::string& query, const std::string& mark) {
    Answer answer;
    TextTable table({"person", "", "fits", "name or number", "role", "service", "lost"}, 44);
    std::vector<std::string> objects;
    answer.csv = csv_line({"person", "simulated", "score", "matched", "role", "service", "lost"});
    for (const NameMatch& match : matches) {
        const CurrentRecord& person = persons[match.person];
        const std::vector<std::string> cells{
            person.key,       person.simulated ? "SIMULATED" : "", two_digits(match.score),
            match.matched,    text_of(person.body, "role"),        service_of(person.body),
            lost(person.body)};
        table.add(cells);
        answer.csv += csv_line(cells);
        JsonObject json;
        json.text("person", person.key);
        json.raw("simulated", json_bool(person.simulated));
        json.raw("score", two_digits(match.score));
        json.text("matched", match.matched);
        json.raw("names", json_strings(names[match.person].names));
        json.raw("fields", ledger::encode(person.body));
        objects.push_back(json.done());
    }
    answer.json = json_array(objects);
    answer.text = matches.empty() ? mark + "nobody on the roster is called like '" + query + "', among " +
                                        counted(persons.size(), "person") + "\n"
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
    const People& all = **people;
    const auto matches = all.index->find(text, query.most);
    std::vector<std::string> of;
    for (const NameMatch& match : matches) {
        of.push_back(ref("person", all.persons[match.person].key));
    }
    if (auto viewed = disclosed(*session, of, "roster find"); !viewed) {
        return fail(viewed.error());
    }
    return answer_of(all.persons, all.names, matches, text, mark(session->reg));
}

} // namespace muster
