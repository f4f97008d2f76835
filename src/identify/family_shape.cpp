#include "muster/identify/family_shape.hpp"

namespace muster {
namespace {

constexpr Sex man = Sex::male;
constexpr Sex woman = Sex::female;
constexpr Standing reference = Standing::reference;
constexpr Standing not_typed = Standing::not_typed;

ShapeMember founder(std::string role, Sex sex, Standing standing) {
    return {std::move(role), "", "", sex, standing};
}

ShapeMember missing_child(Sex sex) {
    return {"missing", "father", "mother", sex, Standing::missing};
}

std::vector<ShapeMember> child_family(Sex missing) {
    if (missing == woman) {
        return {founder("missing", woman, Standing::missing),
                founder("spouse", man, reference),
                {"son", "spouse", "missing", man, reference}};
    }
    return {founder("missing", man, Standing::missing),
            founder("spouse", woman, reference),
            {"daughter", "missing", "spouse", woman, reference}};
}

std::vector<ShapeMember> grandparents_family(Sex missing) {
    return {founder("grandfather", man, reference),
            founder("grandmother", woman, reference),
            {"father", "grandfather", "grandmother", man, not_typed},
            founder("mother", woman, reference),
            missing_child(missing)};
}

std::vector<ShapeMember> uncle_family(Sex missing) {
    return {founder("grandfather-1", man, not_typed),
            founder("grandmother-1", woman, not_typed),
            founder("grandfather-2", man, not_typed),
            founder("grandmother-2", woman, not_typed),
            {"father", "grandfather-1", "grandmother-1", man, not_typed},
            {"uncle", "grandfather-1", "grandmother-1", man, reference},
            {"mother", "grandfather-2", "grandmother-2", woman, not_typed},
            {"aunt", "grandfather-2", "grandmother-2", woman, reference},
            missing_child(missing)};
}

std::vector<ShapeMember> cousins_family(Sex missing) {
    return {founder("grandfather", man, not_typed),
            founder("grandmother", woman, not_typed),
            {"father", "grandfather", "grandmother", man, not_typed},
            founder("mother", woman, not_typed),
            {"uncle", "grandfather", "grandmother", man, not_typed},
            founder("uncle-spouse", woman, not_typed),
            {"cousin-1", "uncle", "uncle-spouse", man, reference},
            {"cousin-2", "uncle", "uncle-spouse", woman, reference},
            missing_child(missing)};
}

std::vector<ShapeMember> niece_family(Sex missing) {
    return {founder("father", man, not_typed),
            founder("mother", woman, not_typed),
            {"brother", "father", "mother", man, not_typed},
            founder("brother-spouse", woman, not_typed),
            {"niece", "brother", "brother-spouse", woman, reference},
            missing_child(missing)};
}

struct Named {
    FamilyShape shape;
    const char* name;
};
constexpr Named names[] = {{FamilyShape::parents, "parents"},
                           {FamilyShape::one_parent, "one-parent"},
                           {FamilyShape::siblings, "siblings"},
                           {FamilyShape::child, "child"},
                           {FamilyShape::half_sibling, "half-sibling"},
                           {FamilyShape::grandparents, "grandparents"},
                           {FamilyShape::uncle, "uncle"},
                           {FamilyShape::cousins, "cousins"},
                           {FamilyShape::two_brothers, "two-brothers"},
                           {FamilyShape::niece, "niece"}};

} // namespace

std::vector<ShapeMember> members_of(FamilyShape shape, Sex missing) {
    switch (shape) {
    case FamilyShape::parents:
        return {founder("father", man, reference), founder("mother", woman, reference), missing_child(missing)};
    case FamilyShape::one_parent:
        return {founder("father", man, not_typed), founder("mother", woman, reference), missing_child(missing)};
    case FamilyShape::siblings:
        return {founder("father", man, not_typed),
                founder("mother", woman, not_typed),
                {"brother", "father", "mother", man, reference},
                {"sister", "father", "mother", woman, reference},
                missing_child(missing)};
    case FamilyShape::child: return child_family(missing);
    case FamilyShape::half_sibling:
        return {founder("father", man, not_typed),
                founder("mother", woman, not_typed),
                founder("stepfather", man, not_typed),
                {"half-brother", "stepfather", "mother", man, reference},
                missing_child(missing)};
    case FamilyShape::grandparents: return grandparents_family(missing);
    case FamilyShape::uncle: return uncle_family(missing);
    case FamilyShape::cousins: return cousins_family(missing);
    case FamilyShape::niece: return niece_family(missing);
    case FamilyShape::two_brothers:
        return {founder("father", man, not_typed),
                founder("mother", woman, reference),
                {"sister", "father", "mother", woman, reference},
                {"missing-1", "father", "mother", man, Standing::missing},
                {"missing-2", "father", "mother", man, Standing::missing}};
    }
    return {};
}

const std::vector<FamilyShape>& all_family_shapes() {
    static const std::vector<FamilyShape> shapes = [] {
        std::vector<FamilyShape> all;
        for (const Named& named : names) {
            if (named.shape != FamilyShape::niece) {
                all.push_back(named.shape);
            }
        }
        return all;
    }();
    return shapes;
}

std::string to_string(FamilyShape shape) {
    for (const Named& named : names) {
        if (named.shape == shape) {
            return named.name;
        }
    }
    return "unknown";
}

Result<FamilyShape> parse_family_shape(std::string_view name) {
    std::string known;
    for (const Named& named : names) {
        if (name == named.name) {
            return named.shape;
        }
        known += (known.empty() ? "" : ", ") + std::string(named.name);
    }
    return fail(ErrorKind::usage, "there is no family shape '" + std::string(name) + "'; choose among: " + known);
}

} // namespace muster
