#pragma once

#include "component.hpp"
#include "muster/base/random.hpp"

#include <functional>
#include <unordered_map>

namespace muster {

/// What a component's assignments add up to. Items by their place in the component.
struct ComponentPosterior {
    double log_sum = 0.0;                                           ///< ln Σ weight over all assignments
    double possible = 0.0;                                          ///< how many have a weight above 0
    std::map<std::pair<std::size_t, std::size_t>, double> person;   ///< (item, person) → P; those above 0
    std::vector<std::vector<double>> unknown;                       ///< [item][population]
    std::map<std::size_t, double> sampled;                          ///< person → P(some item is he)
    std::map<std::pair<std::size_t, std::size_t>, double> together; ///< (item, later item) → P(one individual)
    std::vector<double> individuals;                                ///< P(n individuals)
    /// ln of the weight of the best assignment in which the item is the person, or an unknown individual.
    std::map<std::pair<std::size_t, std::size_t>, double> best_as_person;
    std::vector<double> best_as_unknown;
};

/// One assignment of a component; items by their place in it.
struct Choice {
    struct Unknown {
        std::vector<std::size_t> items;
        std::size_t population;
    };
    double weight = 0.0;
    double evidence = 0.0;
    std::vector<Term::Part> parts;
    std::vector<Unknown> unknown;
};

/// Exact inference over one component by dynamic programming: step by step, the state being the set of open items that
/// are taken. Sums, marginals and the best assignments need no list of all assignments: a forward and a
/// backward pass (Rabiner 1989), and the best paths by recursive enumeration (Jiménez and Marzal 1999).
class ExactComponent {
  public:
    /// Errors: unanswerable (more than `most_transitions`; no assignment is possible).
    [[nodiscard]] static Result<ExactComponent> make(const Component& component, double most_transitions);

    /// `individuals`: count them too.
    [[nodiscard]] ComponentPosterior posterior(std::size_t populations, bool individuals) const;

    /// The `count` assignments of largest weight, best first; fewer if there are not so many. `allowed`: those that use
    /// no other terms.
    [[nodiscard]] std::vector<Choice> best(std::size_t count,
                                           const std::function<bool(const Term&)>& allowed = {}) const;

    /// An assignment, drawn with its posterior probability.
    [[nodiscard]] Choice draw(Random& random) const;

  private:
    class Ranking;
    /// The reachable sets before a step.
    struct Layer {
        std::vector<ItemSet> taken;
        std::unordered_map<ItemSet, std::uint32_t> index;
        std::vector<long double> forward;
        std::vector<long double> backward;
        std::vector<double> best;   ///< ln of the largest weight of what may follow
        std::vector<double> before; ///< ln of the largest weight of what leads here
        std::vector<double> count;
    };
    static constexpr std::uint32_t none_taken = static_cast<std::uint32_t>(-1);
    /// Visits (state, term, next state) of a step; term `none_taken` where the step has nothing to decide.
    template <class Visit> void transitions(std::size_t step, const Visit& visit) const;
    [[nodiscard]] long double factor(std::size_t step, std::uint32_t term) const;
    [[nodiscard]] std::vector<double> individual_counts() const;
    void fill_best(ComponentPosterior& out) const;
    /// ln of the largest weight of what may follow, by layer and state, if only these terms are used.
    [[nodiscard]] std::vector<std::vector<double>> best_of(const std::function<bool(const Term&)>& allowed) const;

    const Component* component_ = nullptr;
    std::vector<Layer> layers_;
    std::vector<std::vector<std::uint32_t>> next_;  ///< [step]: next state by transition, in the order of `transitions`
    std::vector<std::vector<long double>> factors_; ///< [step][term]: weight over the step's largest
    std::vector<double> scale_;                     ///< ln of the step's largest weight
};

} // namespace muster
