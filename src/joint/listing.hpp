#pragma once

#include "exact.hpp"

namespace muster {

/// Assignments of the whole case from those of its components, which are independent.
struct SolvedComponent {
    Component component;
    double log_sum;           ///< ln Σ weight
    std::vector<Choice> best; ///< best first; all of them, or as many as may be asked for
    std::vector<Choice> draws{};
};

/// The `count` most probable assignments of all items, best first. `log_none`: ln P(all profiles | nobody identified).
[[nodiscard]] std::vector<Assignment> best_assignments(const std::vector<SolvedComponent>& solved,
                                                       const Evidence& evidence, double log_none, std::size_t samples,
                                                       std::size_t count);

/// The n-th draw of every component, together.
[[nodiscard]] Assignment drawn_assignment(const std::vector<SolvedComponent>& solved, const Evidence& evidence,
                                          std::size_t samples, std::size_t n);

/// Adds the assignments of possible pairs that are impossible together, with a likelihood of 0; flat prior only.
/// Error (unanswerable): more than `most` in all; nothing is added then.
[[nodiscard]] Result<void> add_impossible(std::vector<Assignment>& list, const Ties& ties, Evidence& evidence,
                                          std::size_t most);

} // namespace muster
