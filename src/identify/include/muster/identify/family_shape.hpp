#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Which relatives of a missing person gave a reference.
enum class FamilyShape {
    parents,      ///< father and mother
    one_parent,   ///< mother
    siblings,     ///< a brother and a sister
    child,        ///< a daughter and her mother, the spouse (a son's father, if the missing person is a woman)
    half_sibling, ///< a half-brother by the mother
    grandparents, ///< the mother, and the parents of the father
    uncle,        ///< a brother of the father, and a sister of the mother
    cousins,      ///< two children of a brother of the father
    two_brothers, ///< two brothers are missing; their mother and sister gave references
    niece,        ///< a daughter of a brother
};

/// What a member of a family is to the search.
enum class Standing { missing, reference, not_typed };

/// A member of a family of some shape; `father` and `mother` are roles, empty for founders.
struct ShapeMember {
    std::string role; ///< "mother", "brother-1"; the missing: "missing", or "missing-1", "missing-2"
    std::string father;
    std::string mother;
    Sex sex = Sex::unknown;
    Standing standing = Standing::not_typed;
};

/// The members of a family, parents before children. `missing`: the sex of the missing person
/// (two brothers are men whatever it says).
[[nodiscard]] std::vector<ShapeMember> members_of(FamilyShape shape, Sex missing);

/// The shapes that a simulation without a choice goes through, in this order: all but the niece, who came later and
/// would change every simulated case.
[[nodiscard]] const std::vector<FamilyShape>& all_family_shapes();

/// "parents", "one-parent", "siblings", "child", "half-sibling", "grandparents", "uncle", "cousins",
/// "two-brothers", "niece", and back. Error (usage): another name; the message lists these.
[[nodiscard]] std::string to_string(FamilyShape shape);
[[nodiscard]] Result<FamilyShape> parse_family_shape(std::string_view name);

} // namespace muster
