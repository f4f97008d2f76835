#include "whereabouts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

/// Of an individual's posterior, as far as the least telling of his items tells it: places of less are not weighed but
/// counted.
constexpr float least_share = 1e-5F;
/// Of the states: individuals who are seen more rarely are counted, wherever they are, so that few have to be weighed
/// at thousands of places. How often items are together says nothing of where they are.
constexpr double least_seen = 0.005;

} // namespace

Whereabouts::Whereabouts(const Component& component, Evidence& evidence, const PriorWeights& prior,
                         const ProposalTable& proposals)
    : component_(component), evidence_(evidence), prior_(prior), proposals_(proposals),
      family_(proposals.places.size(), evidence.families().size()) {
    for (std::size_t f : component.families) {
        for (std::size_t person : evidence.families()[f]) {
            family_[proposals.place_of_person[person]] = f;
        }
    }
}

/// ln; what is the same at all places is left out (the number of samples counts alike at each).
Result<double> Whereabouts::log_weight(const std::vector<std::size_t>& items, const Place& place) {
    std::vector<std::size_t> global;
    for (std::size_t item : items) {
        global.push_back(component_.items[item]);
    }
    if (place.person == Assignment::nobody) {
        const auto value = evidence_.unknown(global, place.population);
        return value ? Result<double>(*value + prior_.unknown_place(place.population)) : value;
    }
    const std::size_t f = family_[proposals_.index(place)];
    std::vector<std::vector<std::size_t>> who;
    for (std::size_t person : evidence_.families()[f]) {
        who.push_back(person == place.person ? global : std::vector<std::size_t>());
    }
    const auto value = evidence_.family(f, who);
    return value ? Result<double>(*value + prior_.place(place.person)) : value;
}

Result<Whereabouts::Of> Whereabouts::weigh(const std::vector<std::size_t>& items) {
    std::vector<float> share = proposals_.prior;
    float sum = 0.0F;
    for (std::size_t x = 0; x < share.size(); ++x) {
        float least = 1.0F; // of items typed at the same loci a product would count the same evidence again
        for (std::size_t item : items) {
            least = std::min(least, proposals_.of[item].likelihood[x]);
        }
        share[x] *= least;
        sum += share[x];
    }
    Of out;
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t x = 0; x < share.size(); ++x) {
        if (share[x] <= least_share * sum) {
            continue;
        }
        const auto weight = log_weight(items, proposals_.places[x]);
        if (!weight) {
            return fail(weight.error());
        }
        if (std::isfinite(*weight)) {
            out.open.push_back(x);
            out.weight.push_back(*weight);
            largest = std::max(largest, *weight);
        }
    }
    for (double& weight : out.weight) {
        weight = std::exp(weight - largest);
    }
    out.sum.resize(out.open.size());
    return out;
}

/// `found`: how many of each family.
void Whereabouts::add_one(Of& of, std::size_t place, const std::vector<std::size_t>& found) {
    const std::size_t own = family_[place];
    const auto is_open = [&](std::size_t x) {
        const std::size_t f = family_[x];
        return f == found.size() || found[f] == (f == own ? 1U : 0U);
    };
    const auto at = std::lower_bound(of.open.begin(), of.open.end(), place);
    const bool weighed =
        at != of.open.end() && *at == place && of.weight[static_cast<std::size_t>(at - of.open.begin())] > 0.0;
    if (!weighed || !is_open(place)) {
        ++of.counted[place];
        return;
    }
    double sum = 0.0;
    for (std::size_t n = 0; n < of.open.size(); ++n) {
        sum += is_open(of.open[n]) ? of.weight[n] : 0.0;
    }
    for (std::size_t n = 0; n < of.open.size(); ++n) {
        of.sum[n] += is_open(of.open[n]) ? of.weight[n] / sum : 0.0;
    }
}

void Whereabouts::see(const std::vector<Individual>& state) {
    for (const Individual& one : state) {
        ++seen_[one.items];
    }
    ++states_;
}

Result<void> Whereabouts::add(const std::vector<Individual>& state) {
    std::vector<std::size_t> found(evidence_.families().size());
    for (const Individual& one : state) {
        if (!is_unknown(one)) {
            ++found[family_[proposals_.index(one.place)]];
        }
    }
    for (const Individual& one : state) {
        auto at = of_.find(one.items);
        if (at == of_.end()) {
            auto weighed = seen_.at(one.items) < least_seen * states_ ? Result<Of>(Of{}) : weigh(one.items);
            if (!weighed) {
                return fail(weighed.error());
            }
            at = of_.emplace(one.items, *std::move(weighed)).first;
        }
        add_one(at->second, proposals_.index(one.place), found);
    }
    return {};
}

void Whereabouts::fill(ComponentPosterior& out) const {
    const auto add = [&](const std::vector<std::size_t>& items, std::size_t x, double states) {
        if (states <= 0.0) {
            return;
        }
        const Place& place = proposals_.places[x];
        for (std::size_t item : items) {
            (place.person == Assignment::nobody ? out.unknown[item][place.population]
                                                : out.person[{item, place.person}]) += states;
        }
    };
    for (const auto& [items, of] : of_) {
        for (std::size_t n = 0; n < of.open.size(); ++n) {
            add(items, of.open[n], of.sum[n]);
        }
        for (const auto& [x, states] : of.counted) {
            add(items, x, states);
        }
    }
    for (auto& [key, states] : out.person) {
        states /= states_;
    }
    for (auto& by_population : out.unknown) {
        for (double& states : by_population) {
            states /= states_;
        }
    }
}

} // namespace muster
