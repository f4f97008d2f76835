#pragma once

#include "chain.hpp"
#include "exact.hpp"

namespace muster {

/// Where the items of a chain's states are. A state tells more than who is where in it: with all else as it is, an
/// individual could be at any place at which nobody else of the family is found, with probabilities that are known
/// exactly. Their mean over the states has the same expectation as the share of the states in which he is there, and
/// varies far less (Rao-Blackwellisation: Gelfand & Smith 1990; Casella & Robert 1996). Every state is to be seen, then
/// added.
class Whereabouts {
  public:
    Whereabouts(const Component& component, Evidence& evidence, const PriorWeights& prior,
                const ProposalTable& proposals);

    void see(const std::vector<Individual>& state);
    [[nodiscard]] Result<void> add(const std::vector<Individual>& state);
    /// Fills `person` and `unknown` of the posterior: the means over all states.
    void fill(ComponentPosterior& out) const;

  private:
    /// Of all individuals of these items, by place of the proposal table.
    struct Of {
        std::vector<std::size_t> open;         ///< places that are weighed
        std::vector<double> weight;            ///< prior times likelihood there, over the largest
        std::vector<double> sum;               ///< of the probabilities, over the states
        std::map<std::size_t, double> counted; ///< states in which he is at a place that is not weighed
    };
    [[nodiscard]] Result<Of> weigh(const std::vector<std::size_t>& items);
    [[nodiscard]] Result<double> log_weight(const std::vector<std::size_t>& items, const Place& place);
    void add_one(Of& of, std::size_t place, const std::vector<std::size_t>& found);

    const Component& component_;
    Evidence& evidence_;
    const PriorWeights& prior_;
    const ProposalTable& proposals_;
    std::vector<std::size_t> family_; ///< by place; of unknown individuals: the number of families
    std::map<std::vector<std::size_t>, Of> of_;
    std::map<std::vector<std::size_t>, double> seen_; ///< states in which these items are an individual
    double states_ = 0.0;
};

} // namespace muster
