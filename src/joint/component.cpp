#include "component.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace muster {
namespace {

constexpr ItemSet bit(std::size_t item) {
    return ItemSet{1} << item;
}

/// Lists the terms of one component.
class Terms {
  public:
    Terms(const Component& component, Evidence& evidence, const Ties& ties, const PriorWeights& prior,
          std::size_t most_terms)
        : component_(component), evidence_(evidence), ties_(ties), prior_(prior), most_terms_(most_terms) {}

    /// All ways to find members of a family among the items, by adding items one by one: what is impossible stays
    /// impossible with more of them, and is not followed.
    Result<std::vector<Term>> of_family(std::size_t f) {
        out_ = {};
        persons_ = evidence_.families()[f];
        family_ = f;
        who_.assign(persons_.size(), {});
        if (auto done = extend(0, Term{}); !done) {
            return fail(done.error());
        }
        return std::move(out_);
    }

    /// All unknown individuals that the item is of, with items from `later`.
    Result<std::vector<Term>> of_unknown(std::size_t item, ItemSet later) {
        out_ = {};
        later_ = later;
        block_ = {item};
        if (auto done = extend_block(); !done) {
            return fail(done.error());
        }
        return std::move(out_);
    }

  private:
    [[nodiscard]] std::size_t sample_count(const std::vector<std::size_t>& items) const {
        return prior_.flat() ? items.size() : evidence_.count(global(items));
    }

    [[nodiscard]] std::vector<std::size_t> global(const std::vector<std::size_t>& items) const {
        std::vector<std::size_t> out;
        for (std::size_t item : items) {
            out.push_back(component_.items[item]);
        }
        return out;
    }

    Result<void> add(Term term) {
        if (out_.size() >= most_terms_) {
            return fail(ErrorKind::unanswerable,
                        "one family or unknown individual alone can be assigned in more than " +
                            std::to_string(most_terms_) + " ways, too many for exact inference");
        }
        out_.push_back(std::move(term));
        return {};
    }

    Result<void> extend(std::size_t from, const Term& term) {
        Term here = term;
        std::vector<std::vector<std::size_t>> who;
        double prior = 0.0;
        for (std::size_t k = 0; k < persons_.size(); ++k) {
            who.push_back(global(who_[k]));
            const std::size_t n = sample_count(who_[k]);
            prior += prior_.person(persons_[k], n);
        }
        auto value = evidence_.family(family_, who);
        if (!value) {
            return fail(value.error());
        }
        if (std::isinf(*value)) {
            return {};
        }
        here.evidence = *value;
        here.weight = *value + prior;
        if (!std::isinf(prior)) {
            if (auto added = add(here); !added) {
                return added;
            }
        }
        for (std::size_t item = from; item < component_.items.size(); ++item) {
            const auto& persons = ties_.persons[component_.items[item]];
            for (std::size_t k = 0; k < persons_.size(); ++k) {
                if (!std::binary_search(persons.begin(), persons.end(), persons_[k])) {
                    continue;
                }
                who_[k].push_back(item);
                if (sample_count(who_[k]) > prior_.most_samples()) {
                    who_[k].pop_back();
                    continue;
                }
                Term larger = here;
                larger.items |= bit(item);
                larger.parts.push_back({item, persons_[k]});
                auto done = extend(item + 1, larger);
                who_[k].pop_back();
                if (!done) {
                    return done;
                }
            }
        }
        return {};
    }

    Result<void> extend_block() {
        bool possible = false;
        for (std::size_t population = 0; population < prior_.populations(); ++population) {
            const auto value = evidence_.unknown(global(block_), population);
            if (!value) {
                return fail(value.error());
            }
            const std::size_t n = sample_count(block_);
            const double prior = prior_.unknown(population, n);
            possible = possible || std::isfinite(*value);
            if (std::isfinite(*value + prior)) {
                Term term{0, *value + prior, *value, {}, population};
                for (std::size_t item : block_) {
                    term.items |= bit(item);
                }
                if (auto added = add(std::move(term)); !added) {
                    return added;
                }
            }
        }
        if (!possible || prior_.flat()) {
            return {};
        }
        const std::size_t from = block_.size() == 1 ? 0 : block_.back() + 1;
        for (std::size_t item = from; item < component_.items.size(); ++item) {
            if ((later_ & bit(item)) != 0 && item != block_.front()) {
                block_.push_back(item);
                auto done = sample_count(block_) > prior_.most_samples() ? Result<void>() : extend_block();
                block_.pop_back();
                if (!done) {
                    return done;
                }
            }
        }
        return {};
    }

    const Component& component_;
    Evidence& evidence_;
    const Ties& ties_;
    const PriorWeights& prior_;
    std::size_t most_terms_;
    std::vector<Term> out_;
    std::size_t family_ = 0;
    std::vector<std::size_t> persons_;
    std::vector<std::vector<std::size_t>> who_;
    ItemSet later_ = 0;
    std::vector<std::size_t> block_;
};

/// Families in an order that keeps few items between those decided and those to come: always the one that adds fewest.
std::vector<std::size_t> narrow_order(const std::vector<ItemSet>& touched) {
    std::vector<std::size_t> order;
    std::vector<char> done(touched.size(), 0);
    std::vector<std::size_t> left(most_items, 0); // families to come that touch the item
    for (ItemSet set : touched) {
        for (std::size_t item = 0; item < most_items; ++item) {
            left[item] += set >> item & 1U;
        }
    }
    ItemSet seen = 0;
    while (order.size() < touched.size()) {
        std::size_t best = touched.size();
        std::pair<int, int> best_cost{};
        ItemSet once = 0;
        ItemSet more = 0;
        for (std::size_t item = 0; item < most_items; ++item) {
            once |= left[item] == 1 ? bit(item) : 0;
            more |= left[item] > 1 ? bit(item) : 0;
        }
        for (std::size_t f = 0; f < touched.size(); ++f) {
            if (done[f] != 0) {
                continue;
            }
            const ItemSet later = more | (once & ~touched[f]);
            const std::pair cost(std::popcount((seen | touched[f]) & later), std::popcount(touched[f] & ~seen));
            if (best == touched.size() || cost < best_cost) {
                best = f;
                best_cost = cost;
            }
        }
        done[best] = 1;
        seen |= touched[best];
        for (std::size_t item = 0; item < most_items; ++item) {
            left[item] -= touched[best] >> item & 1U;
        }
        order.push_back(best);
    }
    return order;
}

} // namespace

std::vector<std::size_t> items_of(ItemSet set) {
    std::vector<std::size_t> out;
    for (std::size_t item = 0; item < most_items; ++item) {
        if ((set >> item & 1U) != 0) {
            out.push_back(item);
        }
    }
    return out;
}

Result<Ties> ties_of(Evidence& evidence, const PriorWeights& prior) {
    Ties out;
    const std::size_t count = evidence.items().size();
    out.persons.resize(count);
    out.items.resize(count);
    for (std::size_t item = 0; item < count; ++item) {
        for (const auto& family : evidence.families()) {
            for (std::size_t person : family) {
                const auto fits = evidence.tie(item, person);
                if (!fits) {
                    return fail(fits.error());
                }
                if (*fits && prior.place(person) > -std::numeric_limits<double>::infinity()) {
                    out.persons[item].push_back(person);
                }
            }
        }
        std::sort(out.persons[item].begin(), out.persons[item].end());
        for (std::size_t other = item + 1; !prior.flat() && other < count; ++other) {
            for (std::size_t population = 0; population < prior.populations(); ++population) {
                const auto value = evidence.unknown({item, other}, population);
                if (!value) {
                    return fail(value.error());
                }
                if (std::isfinite(*value)) {
                    out.items[item].push_back(other);
                    break;
                }
            }
        }
    }
    return out;
}

std::vector<Component> components_of(const Evidence& evidence, const Ties& ties) {
    const std::size_t count = evidence.items().size();
    std::map<std::size_t, std::size_t> family_of;
    for (std::size_t f = 0; f < evidence.families().size(); ++f) {
        for (std::size_t person : evidence.families()[f]) {
            family_of[person] = f;
        }
    }
    std::vector<std::size_t> root(count + evidence.families().size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t x) {
        while (root[x] != x) {
            x = root[x] = root[root[x]];
        }
        return x;
    };
    std::set<std::size_t> families;
    for (std::size_t item = 0; item < count; ++item) {
        for (std::size_t person : ties.persons[item]) {
            const std::size_t f = family_of.at(person);
            families.insert(f);
            root[find(count + f)] = find(item);
        }
        for (std::size_t other : ties.items[item]) {
            root[find(other)] = find(item);
        }
    }
    std::map<std::size_t, Component> by_root;
    for (std::size_t item = 0; item < count; ++item) {
        by_root[find(item)].items.push_back(item);
    }
    for (std::size_t f : families) {
        by_root[find(count + f)].families.push_back(f);
    }
    std::vector<Component> out;
    for (auto& [at, component] : by_root) {
        out.push_back(std::move(component));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Component& a, const Component& b) { return a.items.size() > b.items.size(); });
    return out;
}

Result<void> fill_steps(Component& component, Evidence& evidence, const Ties& ties, const PriorWeights& prior,
                        const JointOptions& joint) {
    if (component.items.size() > most_items) {
        return fail(ErrorKind::unanswerable, std::to_string(component.items.size()) +
                                                 " samples depend on each other, exact inference takes at most " +
                                                 std::to_string(most_items));
    }
    Terms terms(component, evidence, ties, prior, joint.most_family_terms);
    std::vector<std::vector<Term>> families;
    std::vector<ItemSet> touched;
    for (std::size_t f : component.families) {
        auto of = terms.of_family(f);
        if (!of) {
            return fail(of.error());
        }
        ItemSet all = 0;
        for (const Term& term : *of) {
            all |= term.items;
        }
        touched.push_back(all);
        families.push_back(*std::move(of));
    }
    const std::size_t count = component.items.size();
    const std::vector<std::size_t> order = narrow_order(touched);
    ItemSet unclosed = count == most_items ? ~ItemSet{0} : bit(count) - 1;
    const auto close = [&](ItemSet wanted) -> Result<void> {
        for (std::size_t item = 0; item < count; ++item) {
            if ((wanted & unclosed & bit(item)) != 0) {
                auto of = terms.of_unknown(item, unclosed);
                if (!of) {
                    return fail(of.error());
                }
                unclosed &= ~bit(item);
                component.steps.push_back({*std::move(of), item, unclosed});
            }
        }
        return {};
    };
    std::vector<ItemSet> later(order.size() + 1, 0);
    for (std::size_t at = order.size(); at-- > 0;) {
        later[at] = later[at + 1] | touched[order[at]];
    }
    for (std::size_t at = 0; at < order.size(); ++at) {
        component.steps.push_back({std::move(families[order[at]]), std::nullopt, unclosed});
        if (auto done = close(~later[at + 1]); !done) {
            return done;
        }
    }
    return close(~ItemSet{0});
}

} // namespace muster
