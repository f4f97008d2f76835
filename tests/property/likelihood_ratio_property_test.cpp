// The missing person's tables: what a likelihood ratio must be and what it must average to.

#include "../../src/likelihood/coancestry.hpp"
#include "../../src/likelihood/gene_network.hpp"
#include "muster/likelihood/likelihood_ratio.hpp"
#include "random_family.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster {
namespace {

using random_family::below;
using random_family::LinkedQuestion;
using random_family::one_in;
using random_family::one_of;
using random_family::Question;
using random_family::Wish;

Wish one_pool() {
    Wish wish;
    wish.most_members = 7;
    wish.most_work = 1e300;
    return wish;
}

std::size_t anyone(const Pedigree& pedigree) {
    return static_cast<std::size_t>(below(static_cast<int>(pedigree.size())));
}

double log10_lr(const UnitTable& table, const Locus& locus, const brute::Seen& sample, bool one_gene) {
    const ObservationRow row = observation_row(locus, brute::observation_of(locus, sample), one_gene);
    const ObservationRow* rows[] = {&row};
    return table.log10_lr(rows);
}

void check_ratio(double log10_found, double log_h1, double log_h2) {
    RC_PRE(!std::isinf(log_h2)); // what nobody unrelated could show has no LR
    const double expected = (log_h1 - log_h2) / std::log(10.0);
    RC_LOG() << "found 10^" << log10_found << ", expected 10^" << expected << '\n';
    RC_ASSERT(log10_found == expected || std::abs(log10_found - expected) <= 1e-10);
}

RC_GTEST_PROP(UnitTable, GivesTheRatioOfTheTwoHypothesesLikelihoods, ()) {
    Wish wish = one_pool();
    wish.two_populations = false;
    const Question q = random_family::question(wish);
    const Pedigree& family = q.family.pedigree;
    const std::size_t missing = anyone(family);
    LikelihoodOptions options;
    options.theta = one_of<double>({0.0, 0.0, 0.03});
    std::vector<brute::Seen> seen = q.seen;
    const brute::Seen sample = seen[missing];
    seen[missing] = {};
    const auto references = brute::observations_of(q.locus, seen);
    const auto table = UnitTable::make(family, {{&q.locus}, {}}, std::span(&references, 1), missing, 0, options);
    RC_PRE(table.has_value());
    // H1: the sample is the missing person's. H2: it is that of one more founder of the pool.
    const double log_r = log_likelihood(family, q.locus, references, options).value();
    RC_ASSERT(table->contradictory() == std::isinf(log_r));
    RC_PRE(!table->contradictory());
    seen[missing] = sample;
    const double h1 = log_likelihood(family, q.locus, brute::observations_of(q.locus, seen), options).value();
    seen[missing] = {};
    seen.push_back(sample);
    std::vector<PersonRecord> persons = q.family.persons;
    persons.push_back({"U", "", "", q.family.persons[missing].sex});
    const auto h2 =
        log_likelihood(Pedigree::make(persons).value(), q.locus, brute::observations_of(q.locus, seen), options);
    RC_PRE(h2.has_value());
    const bool one_gene = q.locus.x_linked() && family.member(missing).sex == Sex::male;
    if (sample.status != LocusStatus::not_tested) {
        check_ratio(log10_lr(*table, q.locus, sample, one_gene), h1, *h2);
    }
}

RC_GTEST_PROP(UnitTable, AveragesToOneOverTheUnrelated, ()) {
    Wish wish = one_pool();
    wish.most_alleles = 3;
    const Question q = random_family::question(wish);
    const Pedigree& family = q.family.pedigree;
    const std::size_t missing = anyone(family);
    LikelihoodOptions options;
    options.theta = one_of<double>({0.0, 0.0, 0.03});
    const auto references = brute::observations_of(q.locus, q.seen);
    const auto table = UnitTable::make(family, {{&q.locus}, {}}, std::span(&references, 1), missing,
                                       static_cast<std::size_t>(below(2)), options);
    RC_PRE(table.has_value());
    RC_PRE(!table->contradictory());
    const TypingErrors errors = one_in(2) ? TypingErrors{} : random_family::typing_errors();
    const std::size_t k = q.locus.allele_count();
    const bool one_gene = q.locus.x_linked() && family.member(missing).sex == Sex::male;
    double average = 0.0;     // Σ_o P(o | u) LR(o)
    double unreachable = 0.0; // P(o | m) of what no unrelated person shows
    for (std::size_t set = 0; set < (std::size_t{1} << k); ++set) {
        brute::Seen sample{LocusStatus::typed, {}, errors};
        for (std::size_t a = 0; a < k; ++a) {
            if ((set >> a & 1U) != 0) {
                sample.alleles.insert(a);
            }
        }
        if (sample.alleles.empty()) {
            sample.status = LocusStatus::tested_and_empty;
        }
        if ((q.locus.silent() && sample.alleles.contains(*q.locus.silent())) ||
            sample.alleles.size() > (errors.dropin > 0.0 ? 3U : 2U)) {
            continue;
        }
        const ObservationRow row = observation_row(q.locus, brute::observation_of(q.locus, sample), one_gene);
        double by_unrelated = 0.0;
        double by_missing = 0.0;
        for (const auto& [g, weight] : row.entries) {
            by_unrelated += weight * table->unrelated()[g];
            by_missing += weight * table->related()[g];
        }
        const ObservationRow* rows[] = {&row};
        if (by_unrelated > 0.0) {
            average += by_unrelated * std::pow(10.0, table->log10_lr(rows));
        } else {
            unreachable += by_missing;
        }
    }
    RC_LOG() << average << " + " << unreachable << '\n';
    RC_ASSERT(std::abs(average + unreachable - 1.0) < 1e-9);
}

RC_GTEST_PROP(UnitTable, OfALinkedPairGivesTheRatioOfTheTwoHypothesesLikelihoods, ()) {
    Wish wish;
    wish.two_populations = false;
    const LinkedQuestion q = random_family::linked_question(wish, 2);
    const Pedigree& family = q.family.pedigree;
    const std::size_t missing = anyone(family);
    auto seen = q.seen;
    const bool one_gene = q.loci[0].x_linked() && family.member(missing).sex == Sex::male;
    std::vector<brute::Seen> sample;
    std::vector<ObservationRow> rows;
    double log_unrelated = 0.0;
    const Pedigree stranger = Pedigree::make({{"U", "", "", family.member(missing).sex}}).value();
    for (std::size_t l = 0; l < 2; ++l) {
        sample.push_back(seen[l][missing]);
        seen[l][missing] = {};
        const Observation shown = brute::observation_of(q.loci[l], sample[l]);
        rows.push_back(observation_row(q.loci[l], shown, one_gene));
        log_unrelated += log_likelihood(stranger, q.loci[l], {shown}).value();
    }
    const auto all = [&](const auto& of) {
        return std::vector{brute::observations_of(q.loci[0], of[0]), brute::observations_of(q.loci[1], of[1])};
    };
    const auto references = all(seen);
    const auto table = UnitTable::make(family, q.group(), references, missing, 0);
    RC_ASSERT(table.has_value());
    const double log_r = log_likelihood(family, q.group(), references).value();
    RC_ASSERT(table->contradictory() == std::isinf(log_r));
    RC_PRE(!table->contradictory());
    const double h1 = log_likelihood(family, q.group(), all(q.seen)).value();
    const ObservationRow* both[] = {&rows[0], &rows[1]};
    check_ratio(table->log10_lr(both), h1, log_r + log_unrelated);
}

RC_GTEST_PROP(LinkedLikelihood, AtOneHalfIsTheProductOfSingleLoci, ()) {
    LinkedQuestion q = random_family::linked_question(Wish{}, 3);
    std::fill(q.rho.begin(), q.rho.end(), 0.5);
    const auto observations = q.observations();
    const double together = log_likelihood(q.family.pedigree, q.group(), observations).value();
    double apart = 0.0;
    for (std::size_t l = 0; l < q.loci.size(); ++l) {
        apart += log_likelihood(q.family.pedigree, q.loci[l], observations[l]).value();
    }
    RC_LOG() << together << ", " << apart << '\n';
    RC_ASSERT(together == apart || std::abs(together - apart) < 1e-10);
}

RC_GTEST_PROP(LinkedLikelihood, PairTableAddsUpToTheSingleLocusTables, ()) {
    // The other locus says nothing: summing it out of the table must leave the table of the first.
    LinkedQuestion q = random_family::linked_question(Wish{}, 2);
    const std::size_t member = anyone(q.family.pedigree);
    for (brute::Seen& s : q.seen[1]) {
        s = {};
    }
    const auto observations = q.observations();
    const auto pair = pair_table(q.family.pedigree, q.group(), observations, member).value();
    const auto single = genotype_table(q.family.pedigree, q.loci[0], observations[0], member).value();
    for (std::size_t i = 0; i < single.values.size(); ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < pair.size2; ++j) {
            sum += pair.values[i * pair.size2 + j];
        }
        const double expected = single.values[i] * std::exp(single.log_scale - pair.log_scale);
        RC_ASSERT(std::abs(sum - expected) <= 1e-10 * expected);
    }
}

/// The likelihood with the co-ancestry sum written one way.
double log_by(CoancestryMethod method, const LocusProblem& problem, double theta, FounderSlots slots) {
    const auto terms = coancestry_terms(problem, theta, method, slots, 3e4);
    if (!terms) {
        RC_DISCARD("too many terms");
    }
    std::vector<double> logs;
    double largest = -INFINITY;
    for (const WeightedModel& term : *terms) {
        logs.push_back(term.log_weight + make_network(problem, term.founders).network.eliminate().value().log_sum());
        largest = std::max(largest, logs.back());
    }
    double sum = 0.0;
    for (double x : logs) {
        sum += std::isinf(x) ? 0.0 : std::exp(x - largest);
    }
    return sum > 0.0 ? largest + std::log(sum) : -INFINITY;
}

RC_GTEST_PROP(Coancestry, PartitionsAndCubatureAgree, ()) {
    Wish wish;
    wish.most_members = 6;
    wish.most_work = 1e300;
    const Question q = random_family::question(wish);
    const double theta = one_of<double>({1e-6, 0.01, 0.1, 0.9});
    const auto problem =
        make_problem(q.family.pedigree, q.locus, brute::observations_of(q.locus, q.seen), std::nullopt).value();
    RC_PRE(!problem.impossible);
    const auto slots = one_in(2) ? FounderSlots::interchangeable : FounderSlots::distinct;
    const double partitions = log_by(CoancestryMethod::partitions, problem, theta, slots);
    const double cubature = log_by(CoancestryMethod::cubature, problem, theta, slots);
    RC_LOG() << partitions << ", " << cubature << '\n';
    RC_ASSERT(partitions == cubature || std::abs(partitions - cubature) < 1e-10);
}

} // namespace
} // namespace muster
