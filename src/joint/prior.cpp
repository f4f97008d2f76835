#include "prior.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>

namespace muster {
namespace {

bool is_probability(double x) {
    return x >= 0.0 && x <= 1.0;
}

std::string number(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", x);
    return text;
}

std::string individuals(double x) {
    return number(x) + (x == 1.0 ? " individual" : " individuals");
}

Result<void> check_yield(const Yield& yield) {
    if (yield.probability.empty()) {
        return yield.poisson_mean > 0.0 && std::isfinite(yield.poisson_mean)
                   ? Result<void>()
                   : fail(ErrorKind::bad_input, "the mean number of samples of an individual must be above 0");
    }
    const double sum = std::accumulate(yield.probability.begin(), yield.probability.end(), 0.0);
    if (!std::all_of(yield.probability.begin(), yield.probability.end(), is_probability) ||
        std::abs(sum - 1.0) > 1e-9) {
        return fail(
            ErrorKind::bad_input,
            "the probabilities of 0, 1, 2, … samples of an individual must lie between 0 and 1 and add up to 1, "
            "found " +
                number(sum));
    }
    return {};
}

} // namespace

/// Each person at most one sample. What is stated is multiplied over the samples: for one sample, the prior of the
/// pair.
Result<PriorWeights> PriorWeights::injective(const Case& subject, const Prior& stated) {
    PriorWeights out;
    std::vector<StatedPrior> persons;
    for (const MissingPerson& person : subject.input().missing) {
        persons.push_back({person.person, person.prior});
    }
    auto priors = person_priors(persons, stated);
    if (!priors) {
        return fail(priors.error());
    }
    if (priors->flat) {
        out.words_ = "flat: every assignment in which each person is at most one of the samples is equally probable";
        return out;
    }
    out.words_ = priors->words + "; each person is at most one of the samples";
    out.present_ = std::move(priors->weight);
    out.unknown_ = {priors->none};
    return out;
}

Result<PriorWeights> PriorWeights::make(const Case& subject, const Prior& stated, const JointOptions& joint) {
    if (!joint.partition) {
        return injective(subject, stated);
    }
    PriorWeights out;
    const PartitionPrior& prior = *joint.partition;
    out.flat_ = false;
    PriorTable left = prior.persons;
    for (const MissingPerson& person : subject.input().missing) {
        const auto at = left.find(person.person);
        const double present = at != left.end() ? at->second : person.prior.value_or(prior.present);
        if (!is_probability(present)) {
            return fail(ErrorKind::bad_input, "the prior of '" + person.person + "' must lie between 0 and 1");
        }
        out.present_.push_back(present);
        if (at != left.end()) {
            left.erase(at);
        }
    }
    if (!left.empty()) {
        return fail(ErrorKind::bad_input,
                    "the prior names '" + left.begin()->first + "', who is not missing in this case");
    }
    if (prior.unknown.empty() || prior.unknown.size() > std::max<std::size_t>(subject.input().populations.size(), 1) ||
        !std::all_of(prior.unknown.begin(), prior.unknown.end(), [](double v) { return v >= 0.0 && v < 1e12; })) {
        return fail(ErrorKind::bad_input, "the expected number of individuals not on the roster must be 0 or more, for "
                                          "each population of the case at most one number");
    }
    if (auto checked = check_yield(prior.yield); !checked) {
        return fail(checked.error());
    }
    out.unknown_ = prior.unknown;
    out.yield_ = prior.yield;
    out.words_ = "partition: each person present with a probability of " + number(prior.present) +
                 " unless stated otherwise; " +
                 individuals(std::accumulate(prior.unknown.begin(), prior.unknown.end(), 0.0)) +
                 " expected who are not on the roster; samples of a present individual " +
                 (prior.yield.probability.empty() ? "Poisson with mean " + number(prior.yield.poisson_mean)
                                                  : std::string("by the given probabilities"));
    return out;
}

double PriorWeights::log_yield(std::size_t n) const {
    if (yield_.probability.empty()) { // f(n) n! = e^(−λ) λ^n
        return static_cast<double>(n) * std::log(yield_.poisson_mean) - yield_.poisson_mean;
    }
    return n < yield_.probability.size() ? std::log(yield_.probability[n]) + std::lgamma(static_cast<double>(n) + 1.0)
                                         : -std::numeric_limits<double>::infinity();
}

double PriorWeights::person(std::size_t person, std::size_t n) const {
    if (flat_) {
        return n > 1 ? -std::numeric_limits<double>::infinity() : n == 0 ? 0.0 : place(person);
    }
    const double present = present_[person];
    return n > 0 ? std::log(present) + log_yield(n) : std::log1p(present * std::expm1(log_yield(0)));
}

double PriorWeights::unknown(std::size_t population, std::size_t n) const {
    if (flat_) {
        return n == 1 && population == 0 ? unknown_place(0) : -std::numeric_limits<double>::infinity();
    }
    return std::log(unknown_[population]) + log_yield(n);
}

double PriorWeights::place(std::size_t person) const {
    if (flat_) {
        return present_.empty() ? 0.0 : std::log(present_[person]);
    }
    return std::log(present_[person]) - this->person(person, 0);
}

double PriorWeights::unknown_place(std::size_t population) const {
    return unknown_.empty() ? 0.0 : std::log(unknown_[population]);
}

std::size_t PriorWeights::first_population() const {
    const auto at = std::find_if(unknown_.begin(), unknown_.end(), [](double expected) { return expected > 0.0; });
    return at == unknown_.end() ? 0 : static_cast<std::size_t>(at - unknown_.begin());
}

std::size_t PriorWeights::most_samples() const {
    if (flat_) {
        return 1;
    }
    if (yield_.probability.empty()) {
        return std::numeric_limits<std::size_t>::max();
    }
    std::size_t most = 0;
    for (std::size_t n = 1; n < yield_.probability.size(); ++n) {
        most = yield_.probability[n] > 0.0 ? n : most;
    }
    return most;
}

bool PriorWeights::has_gap() const {
    const auto& f = yield_.probability;
    return !f.empty() && std::any_of(f.begin() + 1, f.begin() + static_cast<std::ptrdiff_t>(most_samples()) + 1,
                                     [](double p) { return p <= 0.0; });
}

double PriorWeights::same_individual() const {
    const double ratio = flat_ ? 0.0 : log_yield(2) - 2.0 * log_yield(1);
    return std::isfinite(ratio) ? ratio : 0.0;
}

double PriorWeights::present_unsampled(std::size_t person) const {
    if (flat_) {
        return 0.0;
    }
    const double both = present_[person] * std::exp(log_yield(0));
    const double absent = 1.0 - present_[person];
    return both + absent > 0.0 ? both / (both + absent) : 0.0;
}

} // namespace muster
