#include "muster/app/inventory.hpp"

#include "json_text.hpp"
#include "record_names.hpp"
#include "register_records.hpp"
#include "sight.hpp"
#include "skeleton_count.hpp"
#include "text_table.hpp"

#include <algorithm>
#include <set>

namespace muster {
namespace {

using Keys = std::set<std::string>;

/// The individual that a specimen was assigned to last; empty: none.
std::string individual_of(store::Reader& reader, const std::string& specimen) {
    std::optional<store::RecordRow> newest;
    for (const std::string& key : keys_naming(reader, ref("specimen", specimen), "assignment", "specimen")) {
        auto row = reader.record("assignment", key);
        if (row && row->state == "current" && (!newest || row->first_entry > newest->first_entry)) {
            newest = std::move(row);
        }
    }
    return newest ? ledger::find_text(newest->text, "individual").value_or("") : std::string();
}

Keys specimens_of(store::Reader& reader, const std::string& whole) {
    const std::string_view kind = kind_of(whole);
    if (kind == "accession" || kind == "case") {
        return keys_naming(reader, whole, "specimen", kind);
    }
    Keys all;
    if (kind == "individual") {
        for (const std::string& key : keys_naming(reader, whole, "assignment", "individual")) {
            const auto row = reader.record("assignment", key);
            const std::string specimen = row ? ledger::find_text(row->text, "specimen").value_or("") : "";
            if (individual_of(reader, specimen) == key_of(whole)) {
                all.insert(specimen);
            }
        }
        return all;
    }
    for (const char* part : {"case", "accession"}) { // of a turnover
        for (const std::string& key : keys_naming(reader, whole, part, "turnover")) {
            all.merge(specimens_of(reader, ref(part, key)));
        }
    }
    return all;
}

struct Inventory {
    std::vector<CurrentRecord> specimens{};
    std::vector<std::string> individuals{}; ///< of each specimen
    std::vector<CurrentRecord> states{};    ///< oldest first
};

Result<Inventory> read_inventory(ReadSession& session, const std::string& whole) {
    Keys specimens;
    Keys states;
    auto read = session.reg.store().read([&](store::Reader& reader) -> Result<void> {
        specimens = specimens_of(reader, whole);
        states = keys_naming(reader, whole, "inventory", "of");
        return {};
    });
    auto of_specimens = read ? current_records(session.reg, "specimen", {specimens.begin(), specimens.end()})
                             : Result<std::vector<CurrentRecord>>(fail(read.error()));
    auto of_states = of_specimens ? current_records(session.reg, "inventory", {states.begin(), states.end()})
                                  : fail(of_specimens.error());
    if (!of_states) {
        return fail(of_states.error());
    }
    Inventory out;
    Sight sight(session);
    for (CurrentRecord& one : *of_specimens) {
        const auto seen = sight.sees("specimen", ref("specimen", one.key), one.body);
        if (!seen) {
            return fail(seen.error());
        }
        if (*seen) {
            out.specimens.push_back(std::move(one));
        }
    }
    out.states = *std::move(of_states);
    const auto earlier = [](const CurrentRecord& a, const CurrentRecord& b) { return a.first_entry < b.first_entry; };
    std::sort(out.specimens.begin(), out.specimens.end(), earlier);
    std::sort(out.states.begin(), out.states.end(), earlier);
    read = session.reg.store().read([&](store::Reader& reader) -> Result<void> {
        out.individuals.clear();
        for (const CurrentRecord& one : out.specimens) {
            out.individuals.push_back(individual_of(reader, one.key));
        }
        return {};
    });
    return read ? Result<Inventory>(std::move(out)) : fail(read.error());
}

std::vector<std::size_t> zones_of(const ledger::Body& body) {
    std::vector<std::size_t> zones;
    const auto at = body.find("zones");
    if (at != body.end()) {
        for (const std::string& zone : std::get<std::vector<std::string>>(at->second)) {
            zones.push_back(std::strtoull(zone.c_str(), nullptr, 10));
        }
    }
    return zones;
}

SkeletonCount count_of(const Inventory& inventory, const Vocabulary& vocabulary) {
    std::vector<BonePart> parts;
    std::set<std::string> individuals;
    for (std::size_t i = 0; i < inventory.specimens.size(); ++i) {
        const ledger::Body& body = inventory.specimens[i].body;
        if (text_of(body, "human") != "Human") {
            continue;
        }
        parts.push_back({text_of(body, "bone"), text_of(body, "side"), text_of(body, "position"),
                         text_of(body, "completeness") == "Complete", zones_of(body)});
        if (!inventory.individuals[i].empty()) {
            individuals.insert(inventory.individuals[i]);
        }
    }
    SkeletonCount count = count_skeletons(parts, vocabulary);
    if (individuals.size() > count.individuals) {
        count.individuals = individuals.size();
        count.shown_by = {"individuals that were told apart"};
    }
    return count;
}

/// A review counts if somebody else completed the inventory, and nothing was recorded since.
std::string state_of(const Inventory& inventory) {
    std::string state = "open";
    std::string by;
    std::uint64_t at = 0;
    for (const CurrentRecord& one : inventory.states) {
        const std::string who = text_of(one.body, "by");
        if (text_of(one.body, "state") == "Complete") {
            state = "complete";
            by = who;
            at = one.first_entry;
        } else if (state == "complete" && who != by) {
            state = "reviewed";
        }
    }
    const bool changed =
        std::any_of(inventory.specimens.begin(), inventory.specimens.end(),
                    [&](const CurrentRecord& one) { return one.first_entry > at || one.last_entry > at; });
    return state != "open" && changed ? "changed" : state;
}

std::string specimen_json(const CurrentRecord& one, const std::string& individual) {
    JsonObject json;
    json.text("key", one.key);
    for (const char* field : {"bone", "side", "position", "completeness", "mass_g", "human", "case", "accession"}) {
        json.text(field, text_of(one.body, field));
    }
    std::vector<std::string> zones;
    for (const std::size_t zone : zones_of(one.body)) {
        zones.push_back(std::to_string(zone));
    }
    json.raw("zones", json_array(zones));
    json.text("individual", individual);
    json.raw("simulated", json_bool(one.simulated));
    return json.done();
}

std::string element_json(const ElementCount& one) {
    JsonObject json;
    json.text("bone", one.bone);
    json.text("side", one.side);
    json.text("position", one.position);
    json.raw("specimens", std::to_string(one.specimens));
    json.raw("at_least", std::to_string(one.at_least));
    return json.done();
}

std::string inventory_json(const std::string& whole, const Inventory& inventory, const SkeletonCount& count) {
    JsonObject json;
    json.text("of", whole);
    json.raw("simulated", json_bool(std::any_of(inventory.specimens.begin(), inventory.specimens.end(),
                                                [](const CurrentRecord& one) { return one.simulated; })));
    std::vector<std::string> specimens;
    for (std::size_t i = 0; i < inventory.specimens.size(); ++i) {
        specimens.push_back(specimen_json(inventory.specimens[i], inventory.individuals[i]));
    }
    json.raw("specimens", json_array(specimens));
    std::vector<std::string> elements;
    for (const ElementCount& one : count.elements) {
        elements.push_back(element_json(one));
    }
    json.raw("elements", json_array(elements));
    JsonObject least;
    least.raw("number", std::to_string(count.individuals));
    least.raw("by", json_strings(count.shown_by));
    json.raw("individuals_at_least", least.done());
    json.text("state", state_of(inventory));
    std::vector<std::string> states;
    for (const CurrentRecord& one : inventory.states) {
        JsonObject state;
        for (const char* field : {"state", "on", "by"}) {
            state.text(field, text_of(one.body, field));
        }
        state.raw("entry", std::to_string(one.first_entry));
        states.push_back(state.done());
    }
    json.raw("states", json_array(states));
    return json.done();
}

std::string inventory_text(const std::string& whole, const Inventory& inventory, const SkeletonCount& count) {
    std::string text = "Inventory of " + whole + ": " + counted(inventory.specimens.size(), "specimen") + ", " +
                       state_of(inventory) + "\nAt least " + counted(count.individuals, "individual");
    for (std::size_t i = 0; i < count.shown_by.size(); ++i) {
        text += (i == 0 ? ": " : "; ") + count.shown_by[i];
    }
    text += "\n";
    TextTable table({"bone", "side", "position", "specimens", "individuals at least"}, 40);
    for (const ElementCount& one : count.elements) {
        table.add({one.bone, one.side, one.position, std::to_string(one.specimens), std::to_string(one.at_least)});
    }
    return text + "\n" + table.text();
}

} // namespace

Result<Answer> list_bones() {
    const auto vocabulary = shipped_vocabulary();
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    std::vector<std::string> bones;
    for (const std::string& name : vocabulary->bone_names()) {
        const Bone& bone = *vocabulary->bone(name);
        JsonObject json;
        json.text("bone", bone.name);
        json.text("group", bone.group);
        json.raw("sides", json_strings(bone.sides));
        json.raw("positions", json_strings(bone.positions));
        json.raw("zones", std::to_string(bone.zones.value_or(0)));
        json.raw("adult", json_bool(bone.adult));
        json.text("part_of", bone.part_of);
        json.text("meaning", bone.meaning);
        bones.push_back(json.done());
    }
    Answer answer;
    answer.json = json_array(bones);
    return answer;
}

Result<Answer> show_inventory(const Caller& caller, const std::string& of) {
    auto session = open_for_reading(caller, Action::read_physical);
    const auto whole = session ? find_name(*session, {}, of) : fail(session.error());
    if (!whole) {
        return fail(whole.error());
    }
    const FieldSpec* possible = find_kind("inventory")->field("of");
    const auto kinds = kinds_of(*possible);
    if (std::find(kinds.begin(), kinds.end(), kind_of(*whole)) == kinds.end()) {
        return fail(ErrorKind::bad_input,
                    *whole + " has no inventory: an individual, case, accession or turnover is expected");
    }
    const auto inventory = read_inventory(*session, *whole);
    const auto vocabulary = inventory ? shipped_vocabulary() : fail(inventory.error());
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    const SkeletonCount count = count_of(*inventory, *vocabulary);
    Answer answer;
    answer.json = inventory_json(*whole, *inventory, count);
    answer.text = mark(session->reg) + inventory_text(*whole, *inventory, count);
    return answer;
}

} // namespace muster
