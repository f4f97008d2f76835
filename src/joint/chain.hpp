#pragma once

#include "component.hpp"
#include "muster/base/random.hpp"

#include <array>

namespace muster {

/// Where an individual's items are put: a person, or an unknown individual of a population.
struct Place {
    std::size_t person = Assignment::nobody;
    std::size_t population = 0;

    friend bool operator==(const Place&, const Place&) = default;
};

/// The items of one individual; `items` ascending, by their place in the component.
struct Individual {
    std::vector<std::size_t> items;
    Place place;
};

/// Where an item may be proposed to go: fixed before the chain starts, so that a proposal's probability is a look-up.
/// Every possible tie has a probability above 0.
struct ProposalTable {
    struct Targets {
        std::vector<std::size_t> persons;
        std::vector<std::size_t> items;
        std::vector<double> probability; ///< persons, then items ("join his individual"), then populations ("alone")
        std::vector<double> cumulative;

        [[nodiscard]] double of_person(std::size_t person) const;
        [[nodiscard]] double of_item(std::size_t item) const;
        [[nodiscard]] double of_alone(std::size_t population) const;
        /// An index of `probability`.
        [[nodiscard]] std::size_t draw(Random& random) const;
    };
    std::vector<Targets> of; ///< by item
};
[[nodiscard]] Result<ProposalTable> make_proposals(const Component& component, Evidence& evidence, const Ties& ties,
                                                   const PriorWeights& prior);

enum class Move { relocate, exchange, split, merge };
constexpr std::size_t move_count = 4;

/// A Metropolis–Hastings chain (Hastings 1970) over the assignments of one component. Moves: one item goes elsewhere;
/// an individual as a whole becomes another person, or changes places with the one who is there; an individual is
/// split; an unknown one is merged into another (in the manner of Jain & Neal 2004).
class Chain {
  public:
    Chain(const Component& component, Evidence& evidence, const PriorWeights& prior, const ProposalTable& proposals,
          std::uint64_t seed);

    /// Starts: every item alone and unknown, then items moved at random along the proposals where `scattered`.
    [[nodiscard]] Result<void> start(bool scattered);
    /// As many proposals as there are items.
    [[nodiscard]] Result<void> sweep();

    [[nodiscard]] double weight() const { return weight_; } ///< ln of prior weight times likelihood
    [[nodiscard]] const std::vector<Individual>& individuals() const { return individuals_; }
    [[nodiscard]] const std::array<std::size_t, move_count>& proposed() const { return proposed_; }
    [[nodiscard]] const std::array<std::size_t, move_count>& accepted() const { return accepted_; }

  private:
    /// A state that is proposed: individuals taken away, and put in their place.
    struct Proposal {
        Move move;
        std::vector<std::size_t> away; ///< indices of individuals
        std::vector<Individual> put;   ///< those without items are left out
        double log_ratio = 0.0;        ///< ln of (probability to come back / to go there)
    };
    [[nodiscard]] std::optional<Proposal> propose_relocation();
    [[nodiscard]] std::optional<Proposal> propose_exchange();
    [[nodiscard]] std::optional<Proposal> propose_split();
    [[nodiscard]] std::optional<Proposal> propose_merge();
    [[nodiscard]] Result<void> decide(const Proposal& proposal);

    [[nodiscard]] double to_individual(std::size_t item, const Individual& of) const;
    [[nodiscard]] double log_split(const Individual& kept, const Individual& apart) const;
    [[nodiscard]] double log_merge(const Individual& into, const Individual& from) const;
    [[nodiscard]] Result<double> weight_of(const Individual& unknown);
    [[nodiscard]] Result<double> weight_of_family(std::size_t f);
    [[nodiscard]] std::size_t sample_count(const std::vector<std::size_t>& items) const;
    void take_away(std::vector<std::size_t> indices);
    void put(Individual individual);

    const Component& component_;
    Evidence& evidence_;
    const PriorWeights& prior_;
    const ProposalTable& proposals_;
    Random random_;
    std::vector<Individual> individuals_;
    std::vector<std::size_t> at_;                  ///< item → its individual
    std::map<std::size_t, std::size_t> found_;     ///< person → his individual
    std::map<std::size_t, std::size_t> family_of_; ///< person → family
    std::map<std::size_t, double> family_weights_;
    double weight_ = 0.0;
    std::array<std::size_t, move_count> proposed_{};
    std::array<std::size_t, move_count> accepted_{};
};

} // namespace muster
