#include "http.hpp"

#include <algorithm>

namespace muster::server {
namespace {

int digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// Nothing: a bad escape, or a control character.
std::optional<std::string> decoded(std::string_view text, bool plus_is_blank) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            return std::nullopt;
        }
        out += c;
    }
    return out;
}

bool read_query(std::string_view query, Request& request) {
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals), true);
        const auto value = decoded(pair.substr(std::min(pair.size(), equals + 1)), true);
        if (!name || !value || !request.query.emplace(*name, *value).second) {
            return false;
        }
    }
    return true;
}

} // namespace

bool read_target(std::string_view target, Request& request) {
    constexpr std::size_t most = 8000;
    if (!target.starts_with('/') || target.size() > most) {
        return false;
    }
    const std::size_t question = std::min(target.find('?'), target.size());
    std::string_view path = target.substr(1, question - 1);
    while (!path.empty()) {
        const std::string_view raw = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), raw.size() + 1));
        auto segment = decoded(raw, false);
        if (!segment || segment->empty() || *segment == "." || *segment == "..") {
            return false;
        }
        request.path.push_back(*std::move(segment));
    }
    return read_query(target.substr(std::min(target.size(), question + 1)), request);
}

} // namespace muster::server
