#pragma once

#include "evidence.hpp"
#include "prior.hpp"

#include <cstdint>

namespace muster {

/// ln: likelihoods and weights that differ by less are equal, but for rounding.
constexpr double alike = 1e-9;

/// A set of a component's items, one bit each.
using ItemSet = std::uint64_t;
constexpr std::size_t most_items = 64;

/// One way to account for some items: as persons of a family, or as one unknown individual.
struct Term {
    struct Part {
        std::size_t item; ///< in the component
        std::size_t person;
    };
    ItemSet items = 0;
    double weight = 0.0;        ///< ln of prior weight times likelihood
    double evidence = 0.0;      ///< ln of the likelihood alone
    std::vector<Part> parts{};  ///< who is who; empty for an unknown individual
    std::size_t population = 0; ///< of an unknown individual
};

/// A choice among terms. A family: all ways to find its members, "none" included. An item's closing: if no family
/// before took it, it is of an unknown individual, alone or with items that are closed later.
struct Step {
    std::vector<Term> terms;
    std::optional<std::size_t> closes{}; ///< the item, if it is a closing
    ItemSet open = 0;                    ///< items of which later steps still have to know whether they are taken
};

/// Whether a step has nothing left to decide: the item that it closes is among those taken.
[[nodiscard]] inline bool is_taken(const Step& step, ItemSet taken) {
    return step.closes && (taken >> *step.closes & 1U) != 0;
}

[[nodiscard]] std::vector<std::size_t> items_of(ItemSet set);

/// Items that no possible tie joins to any others, and the families that they may belong to.
struct Component {
    std::vector<std::size_t> items;
    std::vector<std::size_t> families; ///< indices into Evidence::families()
    std::vector<Step> steps{};         ///< filled by `fill_steps`
};

/// Which items and persons may be together at all: [item] → persons, ascending.
struct Ties {
    std::vector<std::vector<std::size_t>> persons;
    std::vector<std::vector<std::size_t>> items; ///< later items that may be the same unknown individual
};
[[nodiscard]] Result<Ties> ties_of(Evidence& evidence, const PriorWeights& prior);

/// A tie is cut only where its likelihood or its prior is zero: components are independent exactly. Largest first.
[[nodiscard]] std::vector<Component> components_of(const Evidence& evidence, const Ties& ties);

/// Error (unanswerable): more than 64 items, or more terms than `joint` allows in a family.
[[nodiscard]] Result<void> fill_steps(Component& component, Evidence& evidence, const Ties& ties,
                                      const PriorWeights& prior, const JointOptions& joint);

} // namespace muster
