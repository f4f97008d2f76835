#include "chain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster {
namespace {

/// Most proposals follow the posterior of the item alone, which is nearly right for many; some follow it flattened: a
/// chain that only went where the ties are strongest would never try what is jointly more probable than it looks
/// alone. Some take all that is likelier than not as equal: a sample that surely belongs with another would otherwise
/// hardly ever be tried with a third, to whom both may belong. The rest go anywhere with equal probability.
constexpr double as_it_is = 0.4;
constexpr double flattened = 0.25;
constexpr double flattening = 0.25;
constexpr double levelled = 0.3;
constexpr double anywhere = 0.05;
constexpr double learned = 0.5;         ///< of all of these, once states were seen
constexpr double least_of_either = 0.2; ///< of proposals to join another item, and of those to go to a place

/// From logarithms of weights to probabilities and their running sums; gives ln of the sum of the weights. `level`: ln
/// of the weight from which on all are equal to the levelled.
double normalise(Weighted& of, double level) {
    if (of.probability.empty()) {
        return -std::numeric_limits<double>::infinity();
    }
    const double largest = *std::max_element(of.probability.begin(), of.probability.end());
    const double top = std::min(largest, level);
    double sum = 0.0;
    double flat_sum = 0.0;
    double level_sum = 0.0;
    for (double p : of.probability) {
        sum += std::exp(p - largest);
        flat_sum += std::exp(flattening * (p - largest));
        level_sum += std::exp(std::min(p, top) - top);
    }
    double running = 0.0;
    for (double& p : of.probability) {
        p = as_it_is * std::exp(p - largest) / sum + flattened * std::exp(flattening * (p - largest)) / flat_sum +
            levelled * std::exp(std::min(p, top) - top) / level_sum +
            anywhere / static_cast<double>(of.probability.size());
        running += p;
        of.cumulative.push_back(running);
    }
    return largest + std::log(sum);
}

/// What the item alone says of every place, against an unknown individual of the first population.
Result<std::vector<double>> log_likelihoods(std::size_t item, const ProposalTable& table, const Ties& ties,
                                            Evidence& evidence) {
    std::vector<double> out(table.places.size(), -std::numeric_limits<double>::infinity());
    for (std::size_t person : ties.persons[item]) {
        const auto value = evidence.alone(item, person);
        if (!value) {
            return fail(value.error());
        }
        out[table.place_of_person[person]] = *value;
    }
    for (std::size_t at = table.first_population; at < out.size(); ++at) {
        const auto value = evidence.unknown({item}, table.places[at].population);
        if (!value) {
            return fail(value.error());
        }
        out[at] = *value;
    }
    return out;
}

/// Over the largest, as small numbers that a pass over all places is quick with. What is below the least factor becomes
/// 0: products of such factors never come near the denormal numbers, with which some processors are a hundred times as
/// slow. Every place can still be proposed by the table of an item.
std::vector<float> over_the_largest(const std::vector<double>& logarithms) {
    const double largest = *std::max_element(logarithms.begin(), logarithms.end());
    std::vector<float> out;
    for (double value : logarithms) {
        const auto ratio = static_cast<float>(std::exp(value - largest));
        out.push_back(ratio < least_factor ? 0.0F : ratio);
    }
    return out;
}

/// Which other items may be the same individual: by their own likelihood ratio, times what being one and the same
/// person at any place adds, Σ_x π(x) L_a(x) L_b(x) / (Σ π L_a · Σ π L_b).
/// `separate`: ln of the weight of each item by itself; `together`: ln of the prior of two samples of one individual
/// against each of another.
Result<void> add_items(ProposalTable& table, std::size_t item, const Component& component, Evidence& evidence,
                       const std::vector<double>& separate, double together) {
    ProposalTable::Targets& targets = table.of[item];
    for (std::size_t other = 0; other < component.items.size(); ++other) {
        if (other == item) {
            continue;
        }
        const std::size_t a = component.items[item];
        const std::size_t b = component.items[other];
        const auto value = evidence.unknown({std::min(a, b), std::max(a, b)}, 0);
        if (!value) {
            return fail(value.error());
        }
        if (std::isinf(*value)) {
            continue;
        }
        const std::vector<float>& other_likelihood = table.of[other].likelihood;
        float sum = 0.0F;
        for (std::size_t x = 0; x < table.places.size(); ++x) {
            sum += table.prior[x] * targets.likelihood[x] * other_likelihood[x];
        }
        targets.items.push_back(other);
        targets.join.probability.push_back(*value + together + std::log(std::max(static_cast<double>(sum), 1e-30)) -
                                           separate[item] - separate[other]);
    }
    return {};
}

/// The places of a component, and their prior.
void add_places(ProposalTable& table, const Component& component, const Evidence& evidence, const PriorWeights& prior,
                std::vector<double>& log_prior) {
    for (std::size_t f : component.families) {
        for (std::size_t person : evidence.families()[f]) {
            table.place_of_person.resize(std::max(table.place_of_person.size(), person + 1));
            table.place_of_person[person] = table.places.size();
            table.places.push_back({person, 0});
            log_prior.push_back(prior.place(person));
        }
    }
    table.first_population = table.places.size();
    for (std::size_t population = 0; population < prior.populations(); ++population) {
        table.places.push_back({Assignment::nobody, population});
        log_prior.push_back(prior.unknown_place(population));
    }
    table.prior = over_the_largest(log_prior);
}

/// Mixes in how often each was seen. Nothing, if nothing was.
void mix_in(Weighted& of, const std::vector<double>& seen) {
    const double sum = std::accumulate(seen.begin(), seen.end(), 0.0);
    if (sum <= 0.0) {
        return;
    }
    double running = 0.0;
    for (std::size_t n = 0; n < seen.size(); ++n) {
        of.probability[n] = (1.0 - learned) * of.probability[n] + learned * seen[n] / sum;
        running += of.probability[n];
        of.cumulative[n] = running;
    }
}

} // namespace

void ProposalTable::learn(const std::vector<std::vector<Individual>>& states) {
    std::vector<std::vector<double>> at_place(of.size(), std::vector<double>(places.size()));
    std::vector<std::vector<double>> with_item;
    std::vector<std::map<std::vector<std::size_t>, double>> companions(of.size());
    for (const Targets& targets : of) {
        with_item.emplace_back(targets.items.size());
    }
    for (const std::vector<Individual>& state : states) {
        for (const Individual& one : state) {
            for (std::size_t item : one.items) {
                ++at_place[item][index(one.place)];
                ++companions[item][one.items];
                for (std::size_t other : one.items) {
                    if (const auto at = of[item].find(other)) {
                        ++with_item[item][*at];
                    }
                }
            }
        }
    }
    std::vector<double> unsure;
    for (std::size_t item = 0; item < of.size(); ++item) {
        mix_in(of[item].places, at_place[item]);
        mix_in(of[item].join, with_item[item]);
        const auto most = std::max_element(companions[item].begin(), companions[item].end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        unsure.push_back(static_cast<double>(states.size()) - most->second);
    }
    mix_in(pick, unsure);
}

std::size_t Weighted::draw(Random& random) const {
    const auto at = std::upper_bound(cumulative.begin(), cumulative.end() - 1, random.uniform() * cumulative.back());
    return static_cast<std::size_t>(at - cumulative.begin());
}

std::optional<std::size_t> ProposalTable::Targets::find(std::size_t item) const {
    const auto at = std::lower_bound(items.begin(), items.end(), item);
    return at != items.end() && *at == item ? std::optional(static_cast<std::size_t>(at - items.begin()))
                                            : std::nullopt;
}

double ProposalTable::Targets::of_item(std::size_t item) const {
    const auto at = find(item);
    return at ? join.probability[*at] : 0.0;
}

Result<ProposalTable> make_proposals(const Component& component, Evidence& evidence, const Ties& ties,
                                     const PriorWeights& prior) {
    ProposalTable out;
    std::vector<double> log_prior;
    add_places(out, component, evidence, prior, log_prior);
    out.of.resize(component.items.size());
    out.pick.probability.assign(out.of.size(), 1.0 / static_cast<double>(out.of.size()));
    out.pick.cumulative.resize(out.of.size());
    std::partial_sum(out.pick.probability.begin(), out.pick.probability.end(), out.pick.cumulative.begin());
    std::vector<double> separate;
    for (std::size_t item = 0; item < component.items.size(); ++item) {
        auto likelihood = log_likelihoods(component.items[item], out, ties, evidence);
        if (!likelihood) {
            return fail(likelihood.error());
        }
        ProposalTable::Targets& targets = out.of[item];
        targets.likelihood = over_the_largest(*likelihood);
        float sum = 0.0F;
        for (std::size_t x = 0; x < out.places.size(); ++x) {
            targets.places.probability.push_back((*likelihood)[x] + log_prior[x]);
            sum += out.prior[x] * targets.likelihood[x];
        }
        separate.push_back(std::log(std::max(static_cast<double>(sum), 1e-30)));
        normalise(targets.places, std::numeric_limits<double>::infinity());
    }
    const double together = prior.same_individual() - *std::max_element(log_prior.begin(), log_prior.end());
    for (std::size_t item = 0; !prior.flat() && item < component.items.size(); ++item) {
        if (auto added = add_items(out, item, component, evidence, separate, together); !added) {
            return fail(added.error());
        }
        ProposalTable::Targets& targets = out.of[item];
        if (!targets.items.empty()) {
            const double odds = normalise(targets.join, 0.0);
            targets.joins = std::clamp(1.0 / (1.0 + std::exp(-odds)), least_of_either, 1.0 - least_of_either);
        }
    }
    return out;
}

} // namespace muster
