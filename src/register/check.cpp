#include "check_people.hpp"
#include "field_check.hpp"
#include "muster/base/nfc.hpp"
#include "muster/register/new_entry.hpp"
#include "muster/register/values.hpp"

#include <algorithm>

namespace muster {
namespace {

using checks::joined;
using checks::quoted;
using checks::trim;

void check_required(const KindSpec& kind, const ledger::Body& body, const ledger::Body& personal,
                    std::vector<std::string>& problems) {
    for (const FieldSpec& field : kind.fields) {
        const ledger::Body& where = field.personal ? personal : body;
        const auto at = where.find(field.name);
        const bool given =
            at != where.end() && (!field.list || !std::get<std::vector<std::string>>(at->second).empty());
        const std::string named = std::string(field.name) + ": ";
        const bool told = std::any_of(problems.begin(), problems.end(),
                                      [&](const std::string& problem) { return problem.starts_with(named); });
        if (field.required && !given && !told) {
            problems.push_back(std::string(field.name) + ": is missing (" + std::string(field.help) + ")");
        }
    }
}

/// A place on the earth has both of its coordinates.
void check_place(const ledger::Body& body, std::vector<std::string>& problems) {
    for (const auto& [one, other] : {std::pair{"latitude", "longitude"}, std::pair{"longitude", "latitude"}}) {
        if (body.contains(one) && !body.contains(other)) {
            problems.push_back(std::string(other) + ": is missing, though the " + one + " is given");
        }
    }
}

/// What the vocabulary says of a bone holds for the specimen.
void check_specimen(const ledger::Body& body, const Vocabulary& vocabulary, std::vector<std::string>& problems) {
    if (body.contains("provenance2") && !body.contains("provenance1")) {
        problems.push_back("provenance2: stands without provenance1");
    }
    const Bone* bone = vocabulary.bone(text_of(body, "bone"));
    if (bone == nullptr) {
        return;
    }
    const auto one_of = [](const std::vector<std::string>& words, const std::string& word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const std::string side = text_of(body, "side");
    if (!side.empty() && !one_of(bone->sides, side)) {
        problems.push_back("side: a " + bone->name + " cannot be " + quoted(side) + "; expected " +
                           joined(bone->sides));
    }
    const std::string position = text_of(body, "position");
    if (!position.empty() && !one_of(bone->positions, position)) {
        problems.push_back("position: " + quoted(position) + " is no position of a " + bone->name +
                           (bone->positions.empty() ? "; it has none" : "; expected " + joined(bone->positions)));
    }
    for (const std::string& zone : list_of(body, "zones")) {
        if (zone == "0" || (bone->zones && std::stoull(zone) > *bone->zones)) {
            problems.push_back("zones: a " + bone->name + " has no zone " + zone +
                               (bone->zones ? "; expected 1 to " + std::to_string(*bone->zones) : ""));
        }
    }
}

/// What is wrong with a part of a key, in a few words; empty: nothing. Other records' keys, which are parts too, were
/// checked when they were made.
std::string wrong_with_part(const KindSpec& kind, const std::string& part) {
    if (kind.key_fields.size() > 1 && part.find(kind.key_joint) != std::string::npos) {
        return "must not hold " + quoted(kind.key_joint) + ", which joins the parts of a key";
    }
    if (part.find_first_of(";\n\t") != std::string::npos) {
        return "must not hold ';', tabs or line ends: it could not be named in a list";
    }
    if (part.ends_with(')') && part.find(" (entry ") != std::string::npos) {
        return "looks like the mark of a name that was used twice; choose another";
    }
    return part.front() == '#' ? "must not begin with '#', the sign of entry numbers" : "";
}

/// The key that the key fields make, or nothing for a kind that is numbered.
std::string key_of_body(const KindSpec& kind, const ledger::Body& body, std::vector<std::string>& problems) {
    std::string key;
    for (const std::string_view name : kind.key_fields) {
        const std::string part = text_of(body, name);
        if (part.empty() && kind.field(name)->required) {
            return {}; // told already
        }
        if (part.empty()) {
            continue;
        }
        const std::string wrong =
            kind.field(name)->type == FieldType::record ? std::string{} : wrong_with_part(kind, part);
        if (!wrong.empty()) {
            problems.push_back(std::string(name) + ": " + quoted(part) + " " + wrong);
        }
        key += (key.empty() ? "" : std::string(kind.key_joint)) + part;
    }
    return key;
}

} // namespace

std::string text_of(const ledger::Body& body, std::string_view field) {
    const auto at = body.find(field);
    const auto* text = at == body.end() ? nullptr : std::get_if<std::string>(&at->second);
    return text == nullptr ? std::string{} : *text;
}

std::vector<std::string> list_of(const ledger::Body& body, std::string_view field) {
    const auto at = body.find(field);
    const auto* items = at == body.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second);
    return items == nullptr ? std::vector<std::string>{} : *items;
}

CheckedEntry check(const NewEntry& entry, const Vocabulary& vocabulary, Tables& tables,
                   std::vector<std::string>& problems) {
    CheckedEntry checked;
    const KindSpec* kind = find_kind(entry.kind);
    if (kind == nullptr) {
        problems.push_back("there is no kind of record " + quoted(entry.kind));
        return checked;
    }
    const bool changes = entry.action != ledger::Action::record;
    const bool needs_reason = changes || entry.kind == "resolution" || entry.kind == "erasure";
    if (needs_reason && trim(entry.reason).empty()) {
        problems.push_back("the reason is missing; say why");
    }
    ledger::Body before;
    if (changes) {
        checked.ref = ref(entry.kind, entry.key);
        const Thing* state = tables.record(checked.ref);
        if (state == nullptr || state->withdrawn != entry.reinstate) {
            problems.push_back(quoted(entry.key) + (state == nullptr ? ": there is no " + entry.kind + " of this name"
                                                    : entry.reinstate
                                                        ? ": was not withdrawn"
                                                        : ": there is no " + entry.kind +
                                                              " of this name any more; it was withdrawn (muster "
                                                              "reinstate takes that back)"));
            return checked;
        }
        // Of what is not written by hand only the roles of a user change; the rest is withdrawn, at most.
        if (kind->command.empty() ||
            (!kind->by_hand && entry.kind != "user" && entry.action == ledger::Action::correct && !entry.reinstate)) {
            problems.push_back("a " + entry.kind + " entry cannot be changed");
            return checked;
        }
        checked.corrects = state->last_entry;
        auto body = ledger::decode_body(state->text);
        if (!body || !tables.follows_from_ledger(*state)) {
            problems.push_back(quoted(entry.key) + ": the tables do not say of it what the ledger says (entry " +
                               std::to_string(state->last_entry) + "); run muster ledger verify");
            return checked;
        }
        before = *std::move(body);
    }
    if (entry.action == ledger::Action::withdraw) {
        check_frozen(entry, before, checked.ref, tables, problems);
        if (!entry.fields.empty()) {
            problems.push_back("a withdrawal has no fields");
        }
        return checked;
    }
    checked.body = before;
    checks::FieldChecker checker(*kind, vocabulary, tables, problems);
    for (const auto& [name, written] : entry.fields) {
        const FieldSpec* field = kind->field(name);
        if (field == nullptr) {
            std::vector<std::string> names;
            for (const FieldSpec& known : kind->fields) {
                names.emplace_back(known.name);
            }
            const std::string near = nearest(names, name);
            problems.push_back("a " + entry.kind + " has no field " + quoted(name) +
                               (near.empty() ? "" : "; did you mean " + near + "?"));
            continue;
        }
        if (changes &&
            std::find(kind->key_fields.begin(), kind->key_fields.end(), field->name) != kind->key_fields.end()) {
            problems.push_back(name +
                               ": is part of the key and cannot be corrected; withdraw the record and record it anew");
            continue;
        }
        const std::string_view text = trim(written);
        ledger::Body& body = field->personal ? checked.personal : checked.body;
        if (text.empty() && changes && field->personal) {
            problems.push_back(name +
                               ": personal data are not taken away by a correction; erase them (muster ledger erase)");
        } else if (text.empty()) {
            body.erase(name);
        } else {
            checker.put(*field, text, body);
        }
    }
    if (changes && entry.fields.empty() && !entry.reinstate) {
        problems.push_back("nothing is corrected; say which fields");
    }
    check_required(*kind, checked.body, checked.personal, problems);
    check_place(checked.body, problems);
    if (entry.kind == "specimen") {
        check_specimen(checked.body, vocabulary, problems);
    }
    check_frozen(entry, checked.body, checked.ref, tables, problems);
    if (!changes) {
        const std::string key = key_of_body(*kind, checked.body, problems);
        checked.ref = key.empty() ? std::string{} : ref(entry.kind, key);
    }
    if (entry.kind == "person") {
        check_person(checked.body, checked.ref, tables, problems);
    } else if (entry.kind == "statement") {
        check_statement(checked.body, problems);
    } else if (entry.kind == "topic") {
        check_topic(checked.body, vocabulary, tables, problems);
    }
    if (kind->subject_field == "key" && !trim(entry.subject).empty()) {
        problems.emplace_back("the personal data of a " + entry.kind + " are its own; leave out whose they are");
    }
    if (!checked.personal.empty()) {
        const FieldSpec* whose = kind->field(kind->subject_field);
        checked.subject = !trim(entry.subject).empty()   ? nfc(trim(entry.subject))
                          : kind->subject_field == "key" ? checked.ref
                          : whose != nullptr             ? ref_of(*whose, text_of(checked.body, whose->name))
                                                         : std::string{};
    }
    return checked;
}

} // namespace muster
