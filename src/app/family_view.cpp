#include "muster/app/family_view.hpp"

#include "json_text.hpp"
#include "record_rows.hpp"
#include "sight.hpp"

#include <array>
#include <set>

namespace muster {
namespace {

constexpr std::size_t most_persons = 500; ///< of a pedigree: further ones are on no page

/// What a family has to do with.
struct Belongings {
    std::set<std::string> persons{}; ///< keys
    /// Keys of what names the family or one of its persons, by kind.
    std::map<std::string, std::set<std::string>, std::less<>> records{};
};

/// From the missing on, to parents and children, as far as they lead; and what names them.
void follow(store::Reader& reader, std::vector<std::string> persons, Belongings& found) {
    constexpr std::array<std::string_view, 4> kinds{"reference", "consent", "contact", "notification"};
    while (!persons.empty() && found.persons.size() < most_persons) {
        const std::string key = std::move(persons.back());
        persons.pop_back();
        const auto row = key.empty() ? std::nullopt : reader.record("person", key);
        if (!row || !found.persons.insert(key).second) {
            continue;
        }
        for (const char* parent : {"father", "mother"}) {
            persons.push_back(ledger::find_text(row->text, parent).value_or(""));
        }
        for (const store::LinkRow& link : reader.links_to(ref("person", key))) {
            const auto kind = kind_of(link.source);
            if (kind == "person" && (link.role == "father" || link.role == "mother")) {
                persons.emplace_back(key_of(link.source));
            } else if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
                found.records[std::string(kind)].emplace(key_of(link.source));
            }
        }
    }
}

Result<Belongings> belongings(Register& reg, const std::string& family) {
    return read_store<Belongings>(reg, [&](store::Reader& reader, Belongings& found) -> Result<void> {
        const auto row = reader.record("family", family);
        if (!row) {
            return fail(ErrorKind::bad_input, "there is no family '" + family + "'; muster list family shows all");
        }
        std::vector<std::string> persons = ledger::find_list(row->text, "missing");
        persons.push_back(ledger::find_text(row->text, "next_of_kin").value_or(""));
        follow(reader, std::move(persons), found);
        for (const store::LinkRow& link : reader.links_to(ref("family", family))) {
            found.records[std::string(kind_of(link.source))].emplace(key_of(link.source));
        }
        return {};
    });
}

} // namespace

Result<Answer> show_family(const Caller& caller, const std::string& key) {
    auto session = open_for_reading(caller, Action::read_families);
    auto found = session ? belongings(session->reg, key) : fail(session.error());
    auto seen = found ? Sight(*session).check(ref("family", key)) : fail(found.error());
    if (!seen) {
        return fail(seen.error());
    }
    JsonObject json;
    const auto add = [&](const char* name, const std::string& kind, const std::set<std::string>& keys) -> Result<void> {
        auto rows = record_rows(*session, kind, {keys.begin(), keys.end()});
        if (!rows) {
            return fail(rows.error());
        }
        json.raw(name, kind == "family" && !rows->empty() ? rows->front() : json_array(*rows));
        return {};
    };
    auto added = add("family", "family", {key});
    added = added ? add("persons", "person", found->persons) : added;
    for (const auto& [name, kind] : {std::pair("references", "reference"),
                                     {"consents", "consent"},
                                     {"contacts", "contact"},
                                     {"notifications", "notification"}}) {
        added = added ? add(name, kind, found->records[kind]) : added;
    }
    if (!added) {
        return fail(added.error());
    }
    Answer answer;
    answer.json = json.done();
    return answer;
}

} // namespace muster
