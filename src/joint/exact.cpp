#include "exact.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// ln of a long double sum, whose exponent may be beyond a double's.
double log_of(long double x) {
    return static_cast<double>(std::log(x));
}

} // namespace

template <class Visit> void ExactComponent::transitions(std::size_t step, const Visit& visit) const {
    const Step& of = component_->steps[step];
    const Layer& layer = layers_[step];
    std::size_t n = 0;
    for (std::uint32_t state = 0; state < layer.taken.size(); ++state) {
        if (is_taken(of, layer.taken[state])) {
            visit(state, none_taken, next_[step][n++]);
            continue;
        }
        for (std::uint32_t term = 0; term < of.terms.size(); ++term) {
            if ((layer.taken[state] & of.terms[term].items) == 0) {
                visit(state, term, next_[step][n++]);
            }
        }
    }
}

long double ExactComponent::factor(std::size_t step, std::uint32_t term) const {
    return term == none_taken ? std::exp(-static_cast<long double>(scale_[step])) : factors_[step][term];
}

Result<ExactComponent> ExactComponent::make(const Component& component, double most_transitions) {
    ExactComponent out;
    out.component_ = &component;
    const std::size_t steps = component.steps.size();
    out.layers_.resize(steps + 1);
    out.layers_[0].taken = {0};
    double transitions = 0.0;
    for (std::size_t t = 0; t < steps; ++t) {
        const Step& step = component.steps[t];
        double largest = minus_infinity;
        for (const Term& term : step.terms) {
            largest = std::max(largest, term.weight);
        }
        out.scale_.push_back(std::isinf(largest) ? 0.0 : largest);
        out.factors_.emplace_back();
        for (const Term& term : step.terms) {
            out.factors_[t].push_back(std::exp(static_cast<long double>(term.weight) - out.scale_[t]));
        }
        auto& index = out.layers_[t + 1].index;
        std::vector<ItemSet>& reached = out.layers_[t + 1].taken;
        out.next_.emplace_back();
        const auto go = [&](ItemSet taken) {
            const auto [at, fresh] = index.emplace(taken & step.open, static_cast<std::uint32_t>(reached.size()));
            if (fresh) {
                reached.push_back(at->first);
            }
            out.next_[t].push_back(at->second);
        };
        for (ItemSet taken : out.layers_[t].taken) {
            if (is_taken(step, taken)) {
                go(taken);
                continue;
            }
            transitions += static_cast<double>(step.terms.size());
            if (transitions > most_transitions) {
                return fail(ErrorKind::unanswerable,
                            std::to_string(component.items.size()) +
                                " samples depend on each other in more ways than exact inference takes");
            }
            for (const Term& term : step.terms) {
                if ((taken & term.items) == 0) {
                    go(taken | term.items);
                }
            }
        }
    }
    for (Layer& layer : out.layers_) {
        layer.forward.assign(layer.taken.size(), 0.0L);
        layer.backward.assign(layer.taken.size(), 0.0L);
        layer.best.assign(layer.taken.size(), minus_infinity);
        layer.before.assign(layer.taken.size(), minus_infinity);
        layer.count.assign(layer.taken.size(), 0.0);
    }
    out.layers_.front().forward[0] = 1.0L;
    out.layers_.front().before[0] = 0.0;
    out.layers_.back().backward.assign(out.layers_.back().taken.size(), 1.0L);
    out.layers_.back().best.assign(out.layers_.back().taken.size(), 0.0);
    out.layers_.back().count.assign(out.layers_.back().taken.size(), 1.0);
    for (std::size_t t = 0; t < steps; ++t) {
        out.transitions(t, [&](std::uint32_t from, std::uint32_t term, std::uint32_t to) {
            Layer& after = out.layers_[t + 1];
            after.forward[to] += out.layers_[t].forward[from] * out.factor(t, term);
            const double weight = term == none_taken ? 0.0 : component.steps[t].terms[term].weight;
            after.before[to] = std::max(after.before[to], out.layers_[t].before[from] + weight);
        });
    }
    for (std::size_t t = steps; t-- > 0;) {
        Layer& here = out.layers_[t];
        const Layer& after = out.layers_[t + 1];
        out.transitions(t, [&](std::uint32_t from, std::uint32_t term, std::uint32_t to) {
            here.backward[from] += after.backward[to] * out.factor(t, term);
            here.count[from] += after.count[to];
            const double weight = term == none_taken ? 0.0 : component.steps[t].terms[term].weight;
            here.best[from] = std::max(here.best[from], weight + after.best[to]);
        });
    }
    if (!(out.layers_.front().backward[0] > 0.0L)) {
        return fail(ErrorKind::unanswerable, "the prior, the pairings and the evidence leave no assignment possible");
    }
    return out;
}

ComponentPosterior ExactComponent::posterior(std::size_t populations, bool individuals) const {
    ComponentPosterior out;
    const std::size_t count = component_->items.size();
    const long double all = layers_.front().backward[0];
    out.log_sum = log_of(all);
    for (double scale : scale_) {
        out.log_sum += scale;
    }
    out.possible = layers_.front().count[0];
    out.unknown.assign(count, std::vector<double>(populations, 0.0));
    for (std::size_t t = 0; t < component_->steps.size(); ++t) {
        const Step& step = component_->steps[t];
        std::vector<long double> mass(step.terms.size(), 0.0L);
        transitions(t, [&](std::uint32_t from, std::uint32_t term, std::uint32_t to) {
            if (term != none_taken) {
                mass[term] += layers_[t].forward[from] * factors_[t][term] * layers_[t + 1].backward[to];
            }
        });
        for (std::size_t n = 0; n < step.terms.size(); ++n) {
            const Term& term = step.terms[n];
            const auto p = static_cast<double>(mass[n] / all);
            if (!(p > 0.0)) {
                continue;
            }
            std::map<std::size_t, std::vector<std::size_t>> groups;
            for (const Term::Part& part : term.parts) {
                out.person[{part.item, part.person}] += p;
                groups[part.person].push_back(part.item);
            }
            for (const auto& [person, items] : groups) {
                out.sampled[person] += p;
            }
            if (step.closes) {
                groups[Assignment::nobody] = items_of(term.items);
                for (std::size_t item : groups[Assignment::nobody]) {
                    out.unknown[item][term.population] += p;
                }
            }
            for (const auto& [person, items] : groups) {
                for (std::size_t a = 0; a < items.size(); ++a) {
                    for (std::size_t b = a + 1; b < items.size(); ++b) {
                        out.together[{items[a], items[b]}] += p;
                    }
                }
            }
        }
    }
    if (individuals) {
        out.individuals = individual_counts();
    }
    fill_best(out);
    return out;
}

void ExactComponent::fill_best(ComponentPosterior& out) const {
    out.best_as_unknown.assign(component_->items.size(), minus_infinity);
    const auto raise = [](double& best, double weight) { best = std::max(best, weight); };
    for (std::size_t t = 0; t < component_->steps.size(); ++t) {
        const Step& step = component_->steps[t];
        std::vector<double> best(step.terms.size(), minus_infinity);
        transitions(t, [&](std::uint32_t from, std::uint32_t term, std::uint32_t to) {
            if (term != none_taken) {
                raise(best[term], layers_[t].before[from] + step.terms[term].weight + layers_[t + 1].best[to]);
            }
        });
        for (std::size_t n = 0; n < step.terms.size(); ++n) {
            for (const Term::Part& part : step.terms[n].parts) {
                raise(out.best_as_person.try_emplace({part.item, part.person}, minus_infinity).first->second, best[n]);
            }
            for (std::size_t item : step.closes ? items_of(step.terms[n].items) : std::vector<std::size_t>()) {
                raise(out.best_as_unknown[item], best[n]);
            }
        }
    }
}

Choice ExactComponent::draw(Random& random) const {
    Choice out;
    std::uint32_t state = 0;
    for (std::size_t t = 0; t < component_->steps.size(); ++t) {
        const Step& step = component_->steps[t];
        const ItemSet taken = layers_[t].taken[state];
        const Layer& after = layers_[t + 1];
        if (is_taken(step, taken)) {
            state = after.index.at(taken & step.open);
            continue;
        }
        std::vector<double> weights;
        for (std::uint32_t n = 0; n < step.terms.size(); ++n) {
            const bool fits = (taken & step.terms[n].items) == 0;
            const std::uint32_t to = fits ? after.index.at((taken | step.terms[n].items) & step.open) : 0;
            const long double share = fits ? factors_[t][n] * after.backward[to] / layers_[t].backward[state] : 0.0L;
            weights.push_back(static_cast<double>(share));
        }
        const Term& term = step.terms[random.pick(weights)];
        out.parts.insert(out.parts.end(), term.parts.begin(), term.parts.end());
        if (step.closes) {
            out.unknown.push_back({items_of(term.items), term.population});
        }
        state = after.index.at((taken | term.items) & step.open);
    }
    return out;
}

std::vector<double> ExactComponent::individual_counts() const {
    using Row = std::vector<long double>;
    const std::size_t most = component_->items.size() + 1;
    std::vector<Row> here{Row(most, 0.0L)};
    here[0][0] = 1.0L;
    for (std::size_t t = 0; t < component_->steps.size(); ++t) {
        const Step& step = component_->steps[t];
        std::vector<std::size_t> more(step.terms.size(), step.closes ? 1 : 0);
        for (std::size_t n = 0; n < step.terms.size() && !step.closes; ++n) {
            std::vector<std::size_t> persons;
            for (const Term::Part& part : step.terms[n].parts) {
                persons.push_back(part.person);
            }
            std::sort(persons.begin(), persons.end());
            more[n] = static_cast<std::size_t>(std::unique(persons.begin(), persons.end()) - persons.begin());
        }
        std::vector<Row> after(layers_[t + 1].taken.size(), Row(most, 0.0L));
        transitions(t, [&](std::uint32_t from, std::uint32_t term, std::uint32_t to) {
            const std::size_t add = term == none_taken ? 0 : more[term];
            for (std::size_t n = 0; n + add < most; ++n) {
                after[to][n + add] += here[from][n] * factor(t, term);
            }
        });
        here = std::move(after);
    }
    std::vector<double> out(most, 0.0);
    for (const Row& row : here) {
        for (std::size_t n = 0; n < most; ++n) {
            out[n] += static_cast<double>(row[n] / layers_.front().backward[0]);
        }
    }
    return out;
}

std::vector<std::vector<double>> ExactComponent::best_of(const std::function<bool(const Term&)>& allowed) const {
    std::vector<std::vector<double>> out(layers_.size());
    for (std::size_t t = 0; t < layers_.size(); ++t) {
        out[t] = allowed ? std::vector<double>(layers_[t].taken.size(), minus_infinity) : layers_[t].best;
    }
    if (!allowed) {
        return out;
    }
    out.back().assign(out.back().size(), 0.0);
    for (std::size_t t = component_->steps.size(); t-- > 0;) {
        const std::vector<Term>& terms = component_->steps[t].terms;
        transitions(t, [&](std::uint32_t from, std::uint32_t term, std::uint32_t to) {
            if (term == none_taken || allowed(terms[term])) {
                const double weight = term == none_taken ? 0.0 : terms[term].weight;
                out[t][from] = std::max(out[t][from], weight + out[t + 1][to]);
            }
        });
    }
    return out;
}

} // namespace muster
