#include "muster/ledger/entry.hpp"

#include "canonical.hpp"

#include <array>

namespace muster::ledger {
namespace {

constexpr std::string_view an_entry = "an entry";
constexpr std::array<std::pair<Action, std::string_view>, 3> action_names{
    {{Action::record, "record"}, {Action::correct, "correct"}, {Action::withdraw, "withdraw"}}};
constexpr std::array<std::pair<std::string_view, std::string Entry::*>, 7> plain_members{
    {{"authority", &Entry::authority},
     {"key", &Entry::key},
     {"kind", &Entry::kind},
     {"reason", &Entry::reason},
     {"source", &Entry::source},
     {"time", &Entry::time},
     {"who", &Entry::who}}};

std::string_view name_of(Action action) {
    for (const auto& [known, name] : action_names) {
        if (known == action) {
            return name;
        }
    }
    return {};
}

std::optional<Action> action_of(std::string_view text) {
    for (const auto& [action, name] : action_names) {
        if (name == text) {
            return action;
        }
    }
    return std::nullopt;
}

/// False: no such member, or not such a value.
bool put_text(Entry& entry, std::string_view name, std::string& text) {
    for (const auto& [known, member] : plain_members) {
        if (known == name) {
            entry.*member = std::move(text);
            return true;
        }
    }
    if (name == "action") {
        const auto action = action_of(text);
        entry.action = action.value_or(Action::record);
        return action.has_value();
    }
    if (name == "seq") {
        const auto seq = canonical::number(text);
        entry.seq = seq.value_or(0);
        return seq.has_value();
    }
    if (name == "corrects") {
        entry.corrects = canonical::number(text);
        return entry.corrects.has_value();
    }
    entry.simulated = name == "simulated" && text == "yes";
    return entry.simulated;
}

bool put_object(Entry& entry, std::string_view name, Body& object) {
    if (name == "body") {
        entry.body = std::move(object);
        return true;
    }
    const std::string* subject = canonical::text_of(object, "subject");
    const std::string* commitment = canonical::text_of(object, "commitment");
    if (name != "sealed" || subject == nullptr || commitment == nullptr) {
        return false;
    }
    const auto hash = hash_from_hex(*commitment);
    entry.sealed = Commitment{*subject, hash.value_or(Hash{})};
    return hash.has_value();
}

bool put(Entry& entry, canonical::Member& member) {
    if (auto* text = std::get_if<std::string>(&member.value)) {
        return put_text(entry, member.name, *text);
    }
    auto* object = std::get_if<Body>(&member.value);
    return object != nullptr && put_object(entry, member.name, *object);
}

} // namespace

std::string encode(const Entry& entry) {
    canonical::Writer writer(512);
    const auto unless_empty = [&](std::string_view name, const std::string& text) {
        if (!text.empty()) {
            writer.text(name, text);
        }
    };
    writer.text("action", name_of(entry.action));
    unless_empty("authority", entry.authority);
    writer.body("body", entry.body);
    if (entry.corrects) {
        writer.text("corrects", std::to_string(*entry.corrects));
    }
    unless_empty("key", entry.key);
    unless_empty("kind", entry.kind);
    unless_empty("reason", entry.reason);
    if (entry.sealed) {
        writer.body("sealed", {{"commitment", hex(entry.sealed->hash)}, {"subject", entry.sealed->subject}});
    }
    writer.text("seq", std::to_string(entry.seq));
    if (entry.simulated) {
        writer.text("simulated", "yes");
    }
    unless_empty("source", entry.source);
    unless_empty("time", entry.time);
    unless_empty("who", entry.who);
    return writer.finish();
}

Result<Entry> decode(std::string_view text) {
    auto members = canonical::read(text, an_entry);
    if (!members) {
        return fail(std::move(members.error()));
    }
    Entry entry;
    for (canonical::Member& member : *members) {
        if (!put(entry, member)) {
            return fail(ErrorKind::verification,
                        "is not an entry: its member " + json_string(member.name) +
                            " is not one that entries have, or has a value that it cannot have; see "
                            "docs/ledger-format.md");
        }
    }
    // Duplicates, white space, other escapes, another order, empty members, leading zeros: all of them end here.
    if (auto checked = canonical::same(text, encode(entry), an_entry); !checked) {
        return fail(std::move(checked.error()));
    }
    return entry;
}

Result<Body> decode_body(std::string_view text) {
    constexpr std::string_view a_body = "an object of texts and lists of texts";
    auto members = canonical::read(text, a_body);
    if (!members) {
        return fail(std::move(members.error()));
    }
    Body body;
    for (auto& [name, value] : *members) {
        if (auto* string = std::get_if<std::string>(&value)) {
            body.insert_or_assign(std::move(name), std::move(*string));
        } else if (auto* strings = std::get_if<std::vector<std::string>>(&value)) {
            body.insert_or_assign(std::move(name), std::move(*strings));
        } else {
            return fail(ErrorKind::verification,
                        "is not " + std::string(a_body) + ": member " + json_string(name) + " is an object");
        }
    }
    if (auto checked = canonical::same(text, encode(body), a_body); !checked) {
        return fail(std::move(checked.error()));
    }
    return body;
}

} // namespace muster::ledger
