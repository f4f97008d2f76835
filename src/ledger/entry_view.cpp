#include "canonical.hpp"
#include "muster/ledger/entry.hpp"

// Reading canonical text in place. In it a quotation mark within a text is always escaped, so that `"name":` can only
// be a member's name, and a text ends at the first quotation mark without an escape before it.
namespace muster::ledger {
namespace {

/// Behind the text that begins at `at` with its quotation mark; npos: it never ends.
std::size_t behind_text(std::string_view text, std::size_t at) {
    std::size_t end = text.find('"', at + 1);
    while (end != std::string_view::npos && text[end - 1] == '\\') {
        const std::size_t last = text.substr(0, end).find_last_not_of('\\');
        if ((end - last) % 2 == 1) { // an even number of backslashes: the last of them is escaped itself
            break;
        }
        end = text.find('"', end + 1);
    }
    return end == std::string_view::npos ? end : end + 1;
}

/// Behind the value that begins at `at`: a text, or an object or array of texts.
std::size_t behind_value(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] == '"') {
        return at < text.size() ? behind_text(text, at) : std::string_view::npos;
    }
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = behind_text(text, at);
            continue;
        }
        ++at;
        depth += c == '{' || c == '[' ? 1U : 0U;
        if ((c == '}' || c == ']') && --depth == 0) {
            return at;
        }
    }
    return std::string_view::npos;
}

/// Where the value of a body's member begins; npos: there is no such member.
std::size_t value_of(std::string_view body, std::string_view field) {
    for (std::size_t at = body.find(field); at != std::string_view::npos; at = body.find(field, at + 1)) {
        const std::size_t end = at + field.size();
        if (at >= 2 && body[at - 1] == '"' && body.substr(end, 2) == "\":") {
            return end + 2;
        }
    }
    return std::string_view::npos;
}

bool put(EntryView& entry, std::string_view name, std::string_view value) {
    if (name == "body") {
        entry.body = value;
        return true;
    }
    if (name == "sealed") {
        const auto hash = hash_from_hex(find_text(value, "commitment").value_or(""));
        auto subject = find_text(value, "subject");
        if (!hash || !subject) {
            return false;
        }
        entry.sealed = Commitment{*std::move(subject), *hash};
        return true;
    }
    if (value.size() < 2 || value.front() != '"') {
        return false;
    }
    const std::string_view text = value.substr(1, value.size() - 2);
    if (name == "seq") {
        const auto seq = canonical::number(text);
        entry.seq = seq.value_or(0);
        return seq.has_value();
    }
    if (name == "corrects") {
        entry.corrects = canonical::number(text);
        return entry.corrects.has_value();
    }
    if (name == "action") {
        entry.action = text == "correct" ? Action::correct : text == "withdraw" ? Action::withdraw : Action::record;
    } else if (name == "simulated") {
        entry.simulated = text == "yes";
    } else if (name == "time") {
        entry.time = text;
    } else if (name == "kind") {
        entry.kind = text;
    } else if (name == "key") {
        entry.key = text;
    }
    return true;
}

} // namespace

std::optional<EntryView> view(std::string_view text) {
    EntryView entry;
    std::size_t at = 1; // behind "{"
    while (at < text.size() && text[at] == '"') {
        const std::size_t name_end = behind_text(text, at);
        const std::size_t end = name_end == std::string_view::npos ? name_end : behind_value(text, name_end + 1);
        if (end == std::string_view::npos || text[name_end] != ':' ||
            !put(entry, text.substr(at + 1, name_end - at - 2), text.substr(name_end + 1, end - name_end - 1))) {
            return std::nullopt;
        }
        at = end + 1; // behind ","
    }
    if (at != text.size() || entry.body.size() < 2 || entry.body.front() != '{') {
        return std::nullopt;
    }
    const auto has_escapes = [](std::string_view part) { return part.find('\\') != std::string_view::npos; };
    if (has_escapes(entry.key) || has_escapes(entry.kind) || has_escapes(entry.time)) { // rare
        auto decoded = decode(text);
        if (!decoded) {
            return std::nullopt;
        }
        entry.decoded = std::make_shared<const Entry>(*std::move(decoded));
        entry.key = entry.decoded->key;
        entry.kind = entry.decoded->kind;
        entry.time = entry.decoded->time;
    }
    return entry;
}

std::string_view find_raw(std::string_view body, std::string_view field) {
    const std::size_t at = value_of(body, field);
    if (at == std::string_view::npos || at >= body.size() || body[at] != '"') {
        return {};
    }
    const std::size_t end = behind_text(body, at);
    return end == std::string_view::npos ? std::string_view{} : body.substr(at + 1, end - at - 2);
}

std::optional<std::string> find_text(std::string_view body, std::string_view field) {
    const std::size_t at = value_of(body, field);
    if (at == std::string_view::npos || at >= body.size() || body[at] != '"') {
        return std::nullopt;
    }
    const std::size_t end = body.find('"', at + 1);
    const std::string_view plain = body.substr(at + 1, end == std::string_view::npos ? 0 : end - at - 1);
    if (end != std::string_view::npos && plain.find('\\') == std::string_view::npos) {
        return std::string(plain);
    }
    const auto decoded = decode_body(body);
    const std::string* text = decoded ? canonical::text_of(*decoded, field) : nullptr;
    return text == nullptr ? std::nullopt : std::optional(*text);
}

std::vector<std::string> find_list(std::string_view body, std::string_view field) {
    std::size_t at = value_of(body, field);
    std::vector<std::string> items;
    if (at == std::string_view::npos || at >= body.size() || body[at] != '[') {
        return items;
    }
    while (at + 1 < body.size() && body[at + 1] == '"') { // behind "[" or ","
        const std::size_t end = behind_text(body, at + 1);
        if (end == std::string_view::npos) {
            return {};
        }
        const std::string_view item = body.substr(at + 2, end - at - 3);
        if (item.find('\\') != std::string_view::npos) {
            const auto decoded = decode_body(body);
            const auto member = decoded ? decoded->find(field) : Body::const_iterator{};
            const auto* all =
                decoded && member != decoded->end() ? std::get_if<std::vector<std::string>>(&member->second) : nullptr;
            return all == nullptr ? std::vector<std::string>{} : *all;
        }
        items.emplace_back(item);
        at = end;
    }
    return items;
}

} // namespace muster::ledger
