#include "chain.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

/// Most proposals follow the posterior of the item alone, which is nearly right for many; some follow it flattened: a
/// chain that only went where the ties are strongest would never try what is jointly more probable than it looks
/// alone. The rest go anywhere with equal probability.
constexpr double flattening = 0.25;
constexpr double flattened = 0.3;
constexpr double anywhere = 0.05;

std::size_t position(const std::vector<std::size_t>& sorted, std::size_t value) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), value);
    return at != sorted.end() && *at == value ? static_cast<std::size_t>(at - sorted.begin()) : sorted.size();
}

/// From logarithms of weights to probabilities and their running sums.
void normalise(ProposalTable::Targets& targets) {
    const double largest = *std::max_element(targets.probability.begin(), targets.probability.end());
    double sum = 0.0;
    double flat_sum = 0.0;
    for (double p : targets.probability) {
        sum += std::exp(p - largest);
        flat_sum += std::exp(flattening * (p - largest));
    }
    double running = 0.0;
    for (double& p : targets.probability) {
        p = (1.0 - flattened - anywhere) * std::exp(p - largest) / sum +
            flattened * std::exp(flattening * (p - largest)) / flat_sum +
            anywhere / static_cast<double>(targets.probability.size());
        running += p;
        targets.cumulative.push_back(running);
    }
}

} // namespace

double ProposalTable::Targets::of_person(std::size_t person) const {
    const std::size_t at = position(persons, person);
    return at < persons.size() ? probability[at] : 0.0;
}

double ProposalTable::Targets::of_item(std::size_t item) const {
    const std::size_t at = position(items, item);
    return at < items.size() ? probability[persons.size() + at] : 0.0;
}

double ProposalTable::Targets::of_alone(std::size_t population) const {
    return probability[persons.size() + items.size() + population];
}

std::size_t ProposalTable::Targets::draw(Random& random) const {
    const auto at = std::upper_bound(cumulative.begin(), cumulative.end() - 1, random.uniform() * cumulative.back());
    return static_cast<std::size_t>(at - cumulative.begin());
}

Result<ProposalTable> make_proposals(const Component& component, Evidence& evidence, const Ties& ties,
                                     const PriorWeights& prior) {
    ProposalTable out;
    out.of.resize(component.items.size());
    for (std::size_t item = 0; item < component.items.size(); ++item) {
        const std::size_t global = component.items[item];
        ProposalTable::Targets& targets = out.of[item];
        targets.persons = ties.persons[global];
        for (std::size_t person : targets.persons) {
            const auto value = evidence.alone(global, person);
            if (!value) {
                return fail(value.error());
            }
            targets.probability.push_back(*value + prior.person(person, 1) - prior.person(person, 0));
        }
        for (std::size_t other = 0; !prior.flat() && other < component.items.size(); ++other) {
            if (other == item) {
                continue;
            }
            const auto value = evidence.unknown(
                {std::min(global, component.items[other]), std::max(global, component.items[other])}, 0);
            if (!value) {
                return fail(value.error());
            }
            if (std::isfinite(*value)) {
                targets.items.push_back(other);
                targets.probability.push_back(*value + prior.unknown(0, 2) - prior.unknown(0, 1));
            }
        }
        for (std::size_t population = 0; population < prior.populations(); ++population) {
            const auto value = evidence.unknown({global}, population);
            if (!value) {
                return fail(value.error());
            }
            targets.probability.push_back(*value + prior.unknown(population, 1));
        }
        normalise(targets);
    }
    return out;
}

} // namespace muster
