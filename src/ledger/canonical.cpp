#include "canonical.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <simdjson.h>

namespace muster::ledger {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t most_shown = 40;

/// Bytes that RFC 8785 (3.2.2.2) does not write as they are.
constexpr std::array<bool, 256> escaped_bytes = [] {
    std::array<bool, 256> table{};
    std::fill_n(table.begin(), 0x20, true);
    table['"'] = true;
    table['\\'] = true;
    return table;
}();

void append_escape(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
    case '\b': out += "\\b"; return;
    case '\t': out += "\\t"; return;
    case '\n': out += "\\n"; return;
    case '\f': out += "\\f"; return;
    case '\r': out += "\\r"; return;
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    default:
        out += "\\u00";
        out += digits[static_cast<unsigned char>(c) >> 4U];
        out += digits[static_cast<unsigned char>(c) & 15U];
    }
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (escaped_bytes[static_cast<unsigned char>(text[i])]) {
            out += text.substr(written, i - written);
            append_escape(out, text[i]);
            written = i + 1;
        }
    }
    out += text.substr(written);
    out += '"';
}

void append_strings(std::string& out, const std::vector<std::string>& texts) {
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        out += i == 0 ? "" : ",";
        append_string(out, texts[i]);
    }
    out += ']';
}

/// RFC 8785 (3.2.3) sorts names by their UTF-16 code units. That is the order of their UTF-8 bytes, except that the
/// characters beyond U+FFFF (first byte F0 and up) come before U+E000 … U+FFFF (first byte EE or EF).
bool before_in_utf16(std::string_view a, std::string_view b) {
    const auto rank = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0xEE || byte == 0xEF ? byte + 0x10 : +byte;
    };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](char x, char y) { return rank(x) < rank(y); });
}

void append_body(std::string& out, const Body& body) {
    std::vector<const Body::value_type*> members;
    members.reserve(body.size());
    for (const auto& member : body) {
        members.push_back(&member);
    }
    const auto before = [](const auto* a, const auto* b) { return before_in_utf16(a->first, b->first); };
    if (!std::is_sorted(members.begin(), members.end(), before)) {
        std::sort(members.begin(), members.end(), before);
    }
    out += '{';
    for (const auto* member : members) {
        out += out.back() == '{' ? "" : ",";
        append_string(out, member->first);
        out += ':';
        if (const auto* text = std::get_if<std::string>(&member->second)) {
            append_string(out, *text);
        } else {
            append_strings(out, std::get<std::vector<std::string>>(member->second));
        }
    }
    out += '}';
}

tl::unexpected<Error> no_member(std::string_view what, std::string_view name) {
    return fail(ErrorKind::verification, "is not " + std::string(what) + ": its member " +
                                             json_string(name.substr(0, most_shown)) + " is of a wrong type");
}

std::optional<std::vector<std::string>> texts_of(const dom::array& array) {
    std::vector<std::string> texts;
    for (const dom::element element : array) {
        std::string_view text;
        if (element.get(text) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        texts.emplace_back(text);
    }
    return texts;
}

std::optional<Body> body_in(const dom::object& object) {
    Body body;
    for (const dom::key_value_pair member : object) {
        std::string_view text;
        dom::array array;
        if (member.value.get(text) == simdjson::SUCCESS) {
            body.emplace_hint(body.end(), member.key, std::string(text));
        } else if (member.value.get(array) == simdjson::SUCCESS) {
            auto texts = texts_of(array);
            if (!texts) {
                return std::nullopt;
            }
            body.emplace_hint(body.end(), member.key, std::move(*texts));
        } else {
            return std::nullopt;
        }
    }
    return body;
}

} // namespace

std::string json_string(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_string(out, text);
    return out;
}

std::string encode(const Body& body) {
    std::string out;
    append_body(out, body);
    return out;
}

bool is_utf8(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

namespace canonical {

void Writer::name(std::string_view name) {
    text_ += text_.size() == 1 ? "\"" : ",\"";
    text_ += name;
    text_ += "\":";
}

void Writer::text(std::string_view name, std::string_view value) {
    this->name(name);
    append_string(text_, value);
}

void Writer::texts(std::string_view name, const std::vector<std::string>& values) {
    this->name(name);
    append_strings(text_, values);
}

void Writer::body(std::string_view name, const Body& value) {
    this->name(name);
    append_body(text_, value);
}

Result<std::vector<Member>> read(std::string_view text, std::string_view what) {
    if (text.empty()) {
        return fail(ErrorKind::verification, "is not " + std::string(what) + ": it is empty");
    }
    // The parser keeps its buffers: an entry costs no allocation of its own.
    thread_local dom::parser parser;
    dom::object object;
    if (const auto error = parser.parse(text.data(), text.size()).get(object); error != simdjson::SUCCESS) {
        return fail(ErrorKind::verification,
                    "is not " + std::string(what) + ", a JSON object: " + simdjson::error_message(error));
    }
    std::vector<Member> members;
    members.reserve(object.size());
    for (const dom::key_value_pair member : object) {
        std::string_view string;
        dom::array array;
        dom::object inner;
        auto& made = members.emplace_back(Member{std::string(member.key), {}}).value;
        if (member.value.get(string) == simdjson::SUCCESS) {
            made = std::string(string);
        } else if (member.value.get(array) == simdjson::SUCCESS) {
            auto texts = texts_of(array);
            if (!texts) {
                return no_member(what, member.key);
            }
            made = std::move(*texts);
        } else if (member.value.get(inner) == simdjson::SUCCESS) {
            auto body = body_in(inner);
            if (!body) {
                return no_member(what, member.key);
            }
            made = std::move(*body);
        } else {
            return no_member(what, member.key);
        }
    }
    return members;
}

Result<void> same(std::string_view text, std::string_view wanted, std::string_view what) {
    if (text == wanted) {
        return {};
    }
    const auto at = static_cast<std::size_t>(
        std::mismatch(text.begin(), text.end(), wanted.begin(), wanted.end()).first - text.begin());
    const auto shown = [&](std::string_view of) {
        return at < of.size() ? json_string(of.substr(at, most_shown)) : std::string("its end");
    };
    return fail(ErrorKind::verification, "is not " + std::string(what) + " in its canonical form: at byte " +
                                             std::to_string(at) + " stands " + shown(text) + ", expected " +
                                             shown(wanted));
}

const std::string* text_of(const Body& body, std::string_view name) {
    const auto found = body.find(name);
    return found == body.end() ? nullptr : std::get_if<std::string>(&found->second);
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

} // namespace canonical
} // namespace muster::ledger
