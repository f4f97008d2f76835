#pragma once

#include "muster/screening/index.hpp"

namespace muster {

/// How somebody typed may be related to the one who is compared with him.
enum class Relation { same, parent_child, siblings, half_siblings, avuncular, grandparent, cousins };

/// "same", "parent-child", "siblings", "half-siblings", "avuncular", "grandparent", "cousins", and back. Error (usage):
/// another name; the message lists these.
[[nodiscard]] std::string to_string(Relation relation);
[[nodiscard]] Result<Relation> parse_relation(std::string_view name);

/// Somebody typed, whom others are compared with.
struct TypedPerson {
    SampleProfile profile;
    std::string family{};
    std::size_t population = 0;
};

/// The source of an index in which each typed person stands for one who is related to him: with `same`, himself. So
/// remains can be compared with remains, with direct references, and references with one another. Loci, θ and mutation
/// are those of `like`. `errors`: of the typing of these persons. Errors (bad_input): those of `sample_rows`.
[[nodiscard]] Result<IndexSource> typed_persons(const IndexSource& like, std::vector<TypedPerson> persons,
                                                Relation relation, const TypingErrors& errors);

} // namespace muster
