#pragma once

#include "muster/register/kinds.hpp"

#include <vector>

namespace muster {

// The table of kinds: each part stands in the file of its name, kinds_field.cpp and so on.
[[nodiscard]] std::vector<KindSpec> field_kinds();
[[nodiscard]] std::vector<KindSpec> laboratory_kinds();
[[nodiscard]] std::vector<KindSpec> outcome_kinds();
[[nodiscard]] std::vector<KindSpec> people_kinds();
[[nodiscard]] std::vector<KindSpec> source_kinds();
[[nodiscard]] std::vector<KindSpec> decision_kinds();

/// A field by its name, what it holds, and what is said of it; then what is special about it.
[[nodiscard]] constexpr FieldSpec field(std::string_view name, FieldType type, std::string_view help,
                                        std::string_view of = {}) {
    return {name, type, of, false, false, false, help};
}
[[nodiscard]] constexpr FieldSpec required(FieldSpec spec) {
    spec.required = true;
    return spec;
}
[[nodiscard]] constexpr FieldSpec list(FieldSpec spec) {
    spec.list = true;
    return spec;
}
[[nodiscard]] constexpr FieldSpec personal(FieldSpec spec) {
    spec.personal = true;
    return spec;
}

} // namespace muster
