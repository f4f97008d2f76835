#include "body.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace muster::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 8;

tl::unexpected<Error> wrong(const std::string& what) {
    return fail(ErrorKind::usage, "the body of the request: " + what);
}

bool is_of(const Json& value, Body::Kind kind) {
    const auto all_texts = [](const Json& list) {
        return std::all_of(list.begin(), list.end(), [](const Json& one) { return one.is_string(); });
    };
    switch (kind) {
    case Body::Kind::text: return value.is_string();
    case Body::Kind::flag: return value.is_boolean();
    case Body::Kind::texts: return value.is_array() && all_texts(value);
    case Body::Kind::map: return value.is_object() && all_texts(value);
    }
    return false;
}

const char* words_of(Body::Kind kind) {
    switch (kind) {
    case Body::Kind::text: return "a text";
    case Body::Kind::flag: return "true or false";
    case Body::Kind::texts: return "a list of texts";
    case Body::Kind::map: return "an object of texts";
    }
    return "";
}

/// Too deep a nesting would be too much for the reader's stack.
bool is_flat(const std::string& json) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (quoted) {
            i += json[i] == '\\' ? 1 : 0;
            quoted = i < json.size() && json[i] != '"';
        } else if (json[i] == '"') {
            quoted = true;
        } else if (json[i] == '{' || json[i] == '[') {
            if (++depth > deepest) {
                return false;
            }
        } else if (json[i] == '}' || json[i] == ']') {
            --depth;
        }
    }
    return true;
}

} // namespace

Result<Body> Body::read(const std::string& json, const std::vector<Member>& members) {
    const Json value = is_flat(json) ? Json::parse(json, nullptr, false) : Json(Json::value_t::discarded);
    if (!value.is_object()) {
        return wrong("expected a JSON object");
    }
    Body out;
    for (const auto& [name, member] : value.items()) {
        const auto at =
            std::find_if(members.begin(), members.end(), [&, n = name](const Member& one) { return one.name == n; });
        if (at == members.end()) {
            return wrong("'" + name + "' is not expected there");
        }
        if (!is_of(member, at->kind)) {
            return wrong("'" + name + "' should be " + words_of(at->kind));
        }
        out.there_.insert(name);
        if (at->kind == Kind::text) {
            out.texts_[name] = member.get<std::string>();
        } else if (at->kind == Kind::flag) {
            out.flags_[name] = member.get<bool>();
        } else {
            auto& map = out.maps_[name];
            for (const auto& [key, text] : member.items()) {
                map.emplace_back(key, text.get<std::string>());
            }
        }
    }
    for (const Member& member : members) {
        if (member.required && !out.has(member.name)) {
            return wrong("'" + member.name + "' is missing");
        }
    }
    return out;
}

std::string Body::text(const std::string& name) const {
    const auto at = texts_.find(name);
    return at == texts_.end() ? std::string() : at->second;
}

bool Body::flag(const std::string& name) const {
    const auto at = flags_.find(name);
    return at != flags_.end() && at->second;
}

const std::vector<std::pair<std::string, std::string>>& Body::map(const std::string& name) const {
    static const std::vector<std::pair<std::string, std::string>> none;
    const auto at = maps_.find(name);
    return at == maps_.end() ? none : at->second;
}

std::string Body::list(const std::string& name) const {
    std::string out;
    for (const auto& [index, text] : map(name)) {
        out += (out.empty() ? "" : ";") + text;
    }
    return out;
}

std::string json_text(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace muster::server
