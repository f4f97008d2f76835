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

[[nodiscard]] inline bool is_unknown(const Individual& individual) {
    return individual.place.person == Assignment::nobody;
}

/// The smallest factor beside 0 in products of likelihoods.
constexpr float least_factor = 1e-12F;

/// Probabilities to choose by.
struct Weighted {
    std::vector<double> probability;
    std::vector<double> cumulative;

    /// An index of `probability`.
    [[nodiscard]] std::size_t draw(Random& random) const;
};

/// Where an item may be proposed to go: fixed but for `learn`, so that a proposal's probability is a look-up.
/// Every possible tie has a probability above 0. Places: the component's persons, then the populations of unknown
/// individuals.
struct ProposalTable {
    struct Targets {
        Weighted places;
        std::vector<float> likelihood;  ///< by place, over the largest
        std::vector<std::size_t> items; ///< that may be of the same individual, ascending
        Weighted join;                  ///< by `items`
        double joins = 0.0;             ///< probability that the item goes to another's individual, not to a place

        [[nodiscard]] std::optional<std::size_t> find(std::size_t item) const; ///< where it is among `items`
        [[nodiscard]] double of_item(std::size_t item) const;                  ///< probability to be drawn by it
    };
    std::vector<Targets> of; ///< by item
    Weighted pick;           ///< which item a move begins with that changes companions
    std::vector<Place> places;
    std::vector<std::size_t> place_of_person; ///< by person of the case
    std::size_t first_population = 0;         ///< its place
    std::vector<float> prior;                 ///< by place, over the largest

    /// From now on half of the draws of a single item's place or companion go where it was in these states, and half of
    /// the moves that change companions begin with items whose companions changed: what an item belongs to may show
    /// only with all others in their places.
    void learn(const std::vector<std::vector<Individual>>& states);

    [[nodiscard]] std::size_t index(const Place& place) const {
        return place.person == Assignment::nobody ? first_population + place.population : place_of_person[place.person];
    }
};
[[nodiscard]] Result<ProposalTable> make_proposals(const Component& component, Evidence& evidence, const Ties& ties,
                                                   const PriorWeights& prior);

enum class Move { relocate, exchange, split, merge, transfer, displace };
constexpr std::size_t move_count = std::tuple_size_v<decltype(Convergence::proposed)>;

/// A Metropolis–Hastings chain (Hastings 1970) over the assignments of one component. Moves: one item goes elsewhere;
/// an individual as a whole becomes another person, displacing the one who is there; an individual is split
/// in two, or two are merged, and go to places of their own (in the manner of Jain & Neal 2004); some items of one go
/// over to another; one item takes the place of another.
class Chain {
  public:
    Chain(const Component& component, Evidence& evidence, const PriorWeights& prior, const ProposalTable& proposals,
          std::uint64_t seed);

    /// Starts: every item alone and unknown, then items moved at random along the proposals where `scattered`.
    [[nodiscard]] Result<void> start(bool scattered);
    /// As many proposals as there are items.
    [[nodiscard]] Result<void> sweep();
    /// From now on weights are taken to this power, of which 1 is the posterior (Kirkpatrick et al. 1983); +∞: only
    /// what is better is taken, so that the chain ends where no move betters it.
    void cool(double power) { power_ = power; }

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
    /// Where an item is proposed to go.
    struct Goal {
        std::size_t at;                      ///< index of the individual; their number if it is a new one
        Place place;                         ///< of a new one
        std::optional<std::size_t> joined{}; ///< the item that it was drawn by
    };
    [[nodiscard]] Individual individual_at(const Goal& goal) const;
    [[nodiscard]] Goal draw_goal(std::size_t item);
    [[nodiscard]] std::optional<Proposal> propose_relocation();
    [[nodiscard]] std::optional<Proposal> propose_displacement();
    [[nodiscard]] std::optional<Proposal> propose_exchange();
    [[nodiscard]] std::optional<Proposal> propose_split();
    [[nodiscard]] std::optional<Proposal> propose_merge();
    [[nodiscard]] std::optional<Proposal> propose_transfer();
    [[nodiscard]] Result<void> decide(const Proposal& proposal);

    [[nodiscard]] double to_place(const std::vector<std::size_t>& items, const Place& to);
    [[nodiscard]] double to_alone(std::size_t item, const Place& place) const;
    [[nodiscard]] double to_individual(std::size_t item, const Individual& of) const;
    [[nodiscard]] double to_goal(std::size_t item, const Individual& of) const;
    [[nodiscard]] double log_split(const Individual& one, const Individual& other);
    [[nodiscard]] double log_merge(const Individual& one, const Individual& other, const Individual& whole);
    /// In reverse: the same with the individuals that come of it and those that they come from.
    [[nodiscard]] double log_transfer(const std::vector<std::size_t>& moved, const Individual& giver,
                                      const Individual& taker, const Individual& left, const Individual& grown);
    [[nodiscard]] bool is_free(const Place& place, std::initializer_list<std::size_t> gone) const;
    [[nodiscard]] Place draw_place(const std::vector<std::size_t>& items);
    /// Prior times the items' likelihoods, each by itself, at every place.
    struct Product {
        std::vector<float> value;
        std::vector<double> blocks; ///< sums of so many values each
        double sum = 0.0;
    };
    [[nodiscard]] const Product& product_of(const std::vector<std::size_t>& items);
    [[nodiscard]] std::size_t draw_by(const Product& product);
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
    double power_ = 1.0;
    std::unordered_map<Item, Product, KeyHash> products_;
    std::array<std::size_t, move_count> proposed_{};
    std::array<std::size_t, move_count> accepted_{};
};

} // namespace muster
