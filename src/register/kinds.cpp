#include "muster/register/kinds.hpp"

#include "kind_table.hpp"

#include <algorithm>
#include <map>

namespace muster {

const FieldSpec* KindSpec::field(std::string_view field_name) const {
    const auto at =
        std::find_if(fields.begin(), fields.end(), [&](const FieldSpec& f) { return f.name == field_name; });
    return at == fields.end() ? nullptr : &*at;
}

bool KindSpec::has_personal() const {
    return std::any_of(fields.begin(), fields.end(), [](const FieldSpec& f) { return f.personal; });
}

std::span<const KindSpec> kinds() {
    static const std::vector<KindSpec> all = [] {
        std::vector<KindSpec> table = field_kinds();
        for (auto part : {laboratory_kinds(), people_kinds(), source_kinds(), decision_kinds(), outcome_kinds()}) {
            std::move(part.begin(), part.end(), std::back_inserter(table));
        }
        return table;
    }();
    return all;
}

const KindSpec* find_kind(std::string_view name) {
    static const auto by_name = [] {
        std::map<std::string_view, const KindSpec*> index;
        for (const KindSpec& kind : kinds()) {
            index.emplace(kind.name, &kind);
        }
        return index;
    }();
    const auto at = by_name.find(name);
    return at == by_name.end() ? nullptr : at->second;
}

std::vector<std::string_view> kinds_of(const FieldSpec& field) {
    std::vector<std::string_view> names;
    for (std::size_t at = 0; at < field.of.size();) {
        const std::size_t end = std::min(field.of.find(' ', at), field.of.size());
        names.push_back(field.of.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

std::string ref(std::string_view kind, std::string_view key) {
    std::string text(kind);
    text += ':';
    text += key;
    return text;
}

std::string_view kind_of(std::string_view ref) {
    return ref.substr(0, ref.find(':'));
}

std::string_view key_of(std::string_view ref) {
    const std::size_t colon = ref.find(':');
    return colon == std::string_view::npos ? std::string_view{} : ref.substr(colon + 1);
}

std::string ref_of(const FieldSpec& field, std::string_view value) {
    return field.of.find(' ') == std::string_view::npos ? ref(field.of, value) : std::string(value);
}

} // namespace muster
