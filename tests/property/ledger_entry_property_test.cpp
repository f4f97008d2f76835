#include "ledger_fixture.hpp"
#include "muster/ledger/entry.hpp"
#include "muster/ledger/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace muster::ledger {
namespace {

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6U));
        put(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12U));
        put(0x80 | ((c >> 6U) & 0x3FU));
        put(0x80 | (c & 0x3FU));
    } else {
        put(0xF0 | (c >> 18U));
        put(0x80 | ((c >> 12U) & 0x3FU));
        put(0x80 | ((c >> 6U) & 0x3FU));
        put(0x80 | (c & 0x3FU));
    }
}

/// Any characters, those that need an escape or sort unusually more often.
std::string any_text() {
    const auto character = rc::gen::oneOf(
        rc::gen::inRange<char32_t>(0, 0x20), rc::gen::inRange<char32_t>(0x20, 0x80),
        rc::gen::element<char32_t>(U'"', U'\\', U'/', 0x7F, 0x2028, 0xFEFF), rc::gen::inRange<char32_t>(0x80, 0xD800),
        rc::gen::inRange<char32_t>(0xE000, 0x10000), rc::gen::inRange<char32_t>(0x10000, 0x110000));
    std::string text;
    for (const char32_t c : *rc::gen::container<std::vector<char32_t>>(character)) {
        append_utf8(text, c);
    }
    return text;
}

Body any_body() {
    Body body;
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
        if (*rc::gen::arbitrary<bool>()) {
            body[any_text()] = any_text();
        } else {
            std::vector<std::string> texts;
            for (int j = *rc::gen::inRange(0, 4); j > 0; --j) {
                texts.push_back(any_text());
            }
            body[any_text()] = texts;
        }
    }
    return body;
}

Entry any_entry() {
    Entry entry;
    entry.seq = *rc::gen::arbitrary<std::uint64_t>();
    entry.time = any_text();
    entry.who = any_text();
    entry.authority = any_text();
    entry.action = *rc::gen::element(Action::record, Action::correct, Action::withdraw);
    entry.kind = any_text();
    entry.key = any_text();
    entry.body = any_body();
    entry.reason = any_text();
    entry.source = any_text();
    entry.simulated = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) {
        entry.corrects = *rc::gen::arbitrary<std::uint64_t>();
    }
    if (*rc::gen::arbitrary<bool>()) {
        entry.sealed = Commitment{any_text(), sha256(any_text())};
    }
    return entry;
}

RC_GTEST_PROP(EntryProperty, AnyEntryComesBackFromItsText, ()) {
    const Entry entry = any_entry();
    const std::string text = encode(entry);
    const auto read = decode(text);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == entry);
    RC_ASSERT(is_utf8(text));
}

RC_GTEST_PROP(EntryProperty, AnyBodyComesBackFromItsText, ()) {
    const Body body = any_body();
    RC_ASSERT((decode_body(encode(body)) == body));
}

/// Another library's reading of the same text.
RC_GTEST_PROP(EntryProperty, TheTextIsJsonWithTheSameValues, ()) {
    const Body body = any_body();
    const auto json = nlohmann::json::parse(encode(body));
    RC_ASSERT(json.size() == body.size());
    for (const auto& [name, value] : body) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            RC_ASSERT(json.at(name) == *text);
        } else {
            RC_ASSERT(json.at(name) == std::get<std::vector<std::string>>(value));
        }
    }
}

RC_GTEST_PROP(EntryProperty, EveryChangedBitMakesAnotherLeaf, ()) {
    const std::string text = encode(any_entry());
    const Hash leaf = leaf_hash(text);
    for (std::size_t bit = 0; bit < 8 * text.size(); bit += *rc::gen::inRange<std::size_t>(1, 16)) {
        const std::string changed = flipped(text, bit);
        RC_ASSERT(leaf_hash(changed) != leaf);
        if (const auto read = decode(changed)) {
            RC_ASSERT(encode(*read) == changed);
        } else {
            RC_ASSERT(read.error().kind == ErrorKind::verification);
        }
    }
}

/// Texts near to canonical ones: pieces of one are repeated, left out or exchanged for something that means the same.
RC_GTEST_PROP(EntryProperty, OnlyWhatIsCanonicalIsAccepted, ()) {
    std::string text = encode(any_entry());
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
        const auto n = *rc::gen::inRange<std::size_t>(0, 12);
        const std::string piece = text.substr(at, n);
        switch (*rc::gen::inRange(0, 3)) {
        case 0: text.insert(at, piece); break;
        case 1: text.erase(at, n); break;
        default: text.insert(at, *rc::gen::element<std::string>(" ", "\n", ",", "0", "\"a\":\"b\",", "\\", "\\u0041"));
        }
    }
    if (const auto read = decode(text)) {
        RC_ASSERT(encode(*read) == text);
    } else {
        RC_ASSERT(read.error().kind == ErrorKind::verification);
        RC_ASSERT(!read.error().message.empty());
    }
}

RC_GTEST_PROP(ReadingInPlace, SaysWhatDecodingSays, ()) {
    const std::vector<std::string> names{"a", "ab", "bone", "key", "seq", "body"};
    Entry entry = any_entry();
    entry.body.clear();
    for (const std::string& name : names) {
        const std::string text =
            *rc::gen::element(0, 1) == 0 ? any_text() : any_text() + "\"bone\":\"Femur\",\"key\":[\"" + any_text();
        switch (*rc::gen::inRange(0, 3)) {
        case 0: entry.body[name] = text; break;
        case 1: entry.body[name] = std::vector<std::string>{text, "bone", any_text()}; break;
        default: break;
        }
    }
    const std::string text = encode(entry);
    const auto seen = view(text);
    RC_ASSERT(seen.has_value());
    RC_ASSERT(seen->seq == entry.seq);
    RC_ASSERT(seen->action == entry.action);
    RC_ASSERT(seen->time == entry.time);
    RC_ASSERT(seen->kind == entry.kind);
    RC_ASSERT(seen->key == entry.key);
    RC_ASSERT(seen->sealed == entry.sealed);
    RC_ASSERT(seen->corrects == entry.corrects);
    RC_ASSERT(std::string(seen->body) == encode(entry.body));
    for (const std::string& name : names) {
        const auto at = entry.body.find(name);
        const auto* one = at == entry.body.end() ? nullptr : std::get_if<std::string>(&at->second);
        const auto* list = at == entry.body.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second);
        RC_ASSERT(find_text(seen->body, name) == (one == nullptr ? std::nullopt : std::optional(*one)));
        const std::string raw = one == nullptr ? "\"\"" : json_string(*one);
        RC_ASSERT(find_raw(seen->body, name) == raw.substr(1, raw.size() - 2));
        RC_ASSERT(find_list(seen->body, name) == (list == nullptr ? std::vector<std::string>{} : *list));
    }
}

RC_GTEST_PROP(ReadingInPlace, NeverGoesAstrayInTextThatWasChanged, ()) {
    std::string text = encode(any_entry());
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        text[*rc::gen::inRange<std::size_t>(0, text.size())] =
            *rc::gen::element('"', '\\', '{', '}', '[', ']', ':', ',', 'x');
    }
    text.resize(*rc::gen::inRange<std::size_t>(0, text.size() + 1));
    (void)view(text); // the sanitizers watch
    (void)find_text(text, "kind");
    (void)find_list(text, "kind");
}

} // namespace
} // namespace muster::ledger
