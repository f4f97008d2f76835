#pragma once

#include "chain_run.hpp"

#include <limits>

namespace muster {

/// A state as it was at the end of a sweep.
struct Record {
    double weight;
    double individuals;
    double found;
    std::vector<std::uint32_t> owner;      ///< by item: the person, or after all persons the population
    std::vector<std::uint32_t> individual; ///< by item: the first item of its individual
};

/// A chain and what it went through.
struct Run {
    std::unique_ptr<Evidence> evidence;
    std::unique_ptr<Chain> chain;
    std::size_t sweeps = 0;
    std::size_t every = 1; ///< sweeps between records
    std::vector<Record> records;
    std::map<std::vector<std::vector<std::size_t>>, std::pair<double, std::vector<Individual>>> best;
    double worst_kept = -std::numeric_limits<double>::infinity();

    /// Where the second half begins: the first is not counted.
    [[nodiscard]] std::size_t half() const { return records.size() / 2; }
};

/// Counts over the second halves of all chains.
class Summary {
  public:
    Summary(const std::vector<Run>& runs, const Component& component, std::size_t persons, std::size_t populations)
        : runs_(runs), component_(component), items_(component.items.size()), persons_(persons),
          populations_(populations) {}

    /// Those that are counted.
    [[nodiscard]] std::vector<std::vector<Individual>> states() const;
    [[nodiscard]] Result<ComponentPosterior> posterior(const PriorWeights& prior, const ProposalTable& proposals) const;
    /// A state, each as likely as the others.
    [[nodiscard]] Choice draw(Random& random) const;
    /// The share of states that are among these; half a visit if none was ever recorded.
    [[nodiscard]] double share_of(const std::vector<Choice>& choices) const;
    /// Whether the chains agree is for the caller to say.
    [[nodiscard]] Convergence convergence() const;

  private:
    template <class Visit> void each(const Visit& visit) const;
    [[nodiscard]] std::vector<Individual> individuals_of(const Record& record) const;
    [[nodiscard]] std::optional<std::uint32_t> telling_owner(std::size_t item) const;
    using Owners = std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>>; ///< as in a Record
    [[nodiscard]] Owners owners_of(const Choice& choice) const;

    const std::vector<Run>& runs_;
    const Component& component_;
    std::size_t items_;
    std::size_t persons_;
    std::size_t populations_;
};

} // namespace muster
