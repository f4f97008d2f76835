#include "record_view.hpp"

#include "text_table.hpp"

namespace muster {

std::string shown(const ledger::Value& value, std::size_t most) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    const auto& items = std::get<std::vector<std::string>>(value);
    const bool cut = most > 0 && items.size() > most;
    std::string line = cut ? std::to_string(items.size()) + ": " : "";
    for (std::size_t i = 0; i < items.size() && (!cut || i < most); ++i) {
        line += (i == 0 ? "" : "; ") + items[i];
    }
    return cut ? line + "; …" : line;
}

std::string body_lines(const ledger::Body& body, const KindSpec* kind, const std::string& indent) {
    std::size_t width = 0;
    for (const auto& [name, value] : body) {
        width = std::max(width, length(name));
    }
    std::string text;
    const auto line = [&](const std::string& name, const ledger::Value& value) {
        text += indent + name + std::string(width - length(name) + 2, ' ') + shown(value, 0) + "\n";
    };
    for (const FieldSpec& field : kind == nullptr ? std::vector<FieldSpec>{} : kind->fields) {
        if (const auto at = body.find(field.name); at != body.end()) {
            line(at->first, at->second);
        }
    }
    for (const auto& [name, value] : body) {
        if (kind == nullptr || kind->field(name) == nullptr) {
            line(name, value);
        }
    }
    return text;
}

std::string shown_time(const std::string& time) {
    std::string text = time.substr(0, 19);
    if (const std::size_t t = text.find('T'); t != std::string::npos) {
        text[t] = ' ';
    }
    return text;
}

} // namespace muster
