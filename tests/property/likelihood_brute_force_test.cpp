// The engine against sums over everything (support/brute_force.hpp), on random families.

#include "muster/likelihood/linkage.hpp"
#include "muster/likelihood/locus_likelihood.hpp"
#include "random_family.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster {
namespace {

using random_family::below;
using random_family::LinkedQuestion;
using random_family::one_of;
using random_family::Question;
using random_family::Wish;

/// Equal within 1e-10 of the value, or both impossible.
void check_same(double log_found, double expected) {
    if (expected == 0.0) {
        RC_ASSERT(std::isinf(log_found));
        RC_ASSERT(log_found < 0.0);
        return;
    }
    RC_LOG() << "found exp(" << log_found << "), expected exp(" << std::log(expected) << ")\n";
    RC_ASSERT(std::abs(log_found - std::log(expected)) <= 1e-10);
}

void check_question(const Question& q, double theta) {
    LikelihoodOptions options;
    options.theta = theta;
    const auto observations = brute::observations_of(q.locus, q.seen);
    const auto found = log_likelihood(q.family.pedigree, q.locus, observations, options);
    RC_ASSERT(found.has_value());
    const double expected = brute::likelihood(q.family.pedigree, q.locus, q.seen, theta);
    RC_CLASSIFY(expected == 0.0, "impossible");
    check_same(*found, expected);
}

RC_GTEST_PROP(LikelihoodEngine, AgreesWithTheSumOverAllGenotypes, ()) {
    check_question(random_family::question(Wish{}), 0.0);
}

RC_GTEST_PROP(LikelihoodEngine, AgreesWithTheSumOverAllGenotypesInLargerFamiliesOfTwoAlleles, ()) {
    Wish wish;
    wish.most_members = 8;
    wish.most_alleles = 2;
    wish.typing_errors = false;
    check_question(random_family::question(wish), 0.0);
}

RC_GTEST_PROP(LikelihoodEngine, AgreesWithTheSumOverAllGenotypesUnderCoancestry, ()) {
    check_question(random_family::question(Wish{}), one_of<double>({1e-4, 0.01, 0.2, 0.8}));
}

RC_GTEST_PROP(LikelihoodEngine, TableAgreesWithEachGenotypePutIn, ()) {
    Wish wish;
    wish.most_members = 4;
    wish.most_alleles = 3;
    const Question q = random_family::question(wish);
    const double theta = one_of<double>({0.0, 0.0, 0.05});
    const auto root = static_cast<std::size_t>(below(static_cast<int>(q.seen.size())));
    LikelihoodOptions options;
    options.theta = theta;
    const auto table =
        genotype_table(q.family.pedigree, q.locus, brute::observations_of(q.locus, q.seen), root, options);
    RC_ASSERT(table.has_value());
    RC_ASSERT(table->hemizygous == (q.locus.x_linked() && q.family.pedigree.member(root).sex == Sex::male));
    for (std::size_t a = 0; a < q.locus.allele_count(); ++a) {
        for (std::size_t b = a; b < (table->hemizygous ? a + 1 : q.locus.allele_count()); ++b) {
            const std::vector<std::size_t> genes =
                table->hemizygous ? std::vector<std::size_t>{a} : std::vector<std::size_t>{a, b};
            const double expected =
                brute::OneLocus(q.family.pedigree, q.locus, q.seen, theta).with_genotype(root, genes).sum();
            const double value = table->values[table->index(a, b)];
            check_same(value > 0.0 ? std::log(value) + table->log_scale : -INFINITY, expected);
        }
    }
}

LinkedQuestion linked_question(std::size_t loci) {
    Wish wish;
    wish.most_alleles = 3;
    return random_family::linked_question(wish, loci);
}

void check_linked(const LinkedQuestion& q, double theta) {
    LikelihoodOptions options;
    options.theta = theta;
    const auto found = log_likelihood(q.family.pedigree, q.group(), q.observations(), options);
    RC_ASSERT(found.has_value());
    const double expected = brute::likelihood(q.family.pedigree, q.group().loci, q.rho, q.seen, theta);
    RC_CLASSIFY(expected == 0.0, "impossible");
    check_same(*found, expected);
}

RC_GTEST_PROP(LinkedLikelihood, OfTwoLociAgreesWithTheSumOverAllSwitches, ()) {
    check_linked(linked_question(2), 0.0);
}

RC_GTEST_PROP(LinkedLikelihood, OfThreeLociAgreesWithTheSumOverAllSwitches, ()) {
    check_linked(linked_question(3), 0.0);
}

RC_GTEST_PROP(LinkedLikelihood, UnderCoancestryAgreesWithTheSumOverAllSwitches, ()) {
    check_linked(linked_question(2), one_of<double>({0.01, 0.3}));
}

RC_GTEST_PROP(LinkedLikelihood, PairTableAgreesWithBothGenotypesPutIn, ()) {
    Wish wish;
    wish.most_alleles = 3;
    wish.silent = false; // a genotype is put in as an observation
    const LinkedQuestion q = random_family::linked_question(wish, 2);
    const auto root = static_cast<std::size_t>(below(static_cast<int>(q.family.pedigree.size())));
    LikelihoodOptions options;
    options.theta = one_of<double>({0.0, 0.0, 0.1});
    const auto table = pair_table(q.family.pedigree, q.group(), q.observations(), root, options);
    RC_ASSERT(table.has_value());
    double sum = 0.0;
    for (double v : table->values) {
        sum += v;
    }
    check_same(sum > 0.0 ? std::log(sum) + table->log_scale : -INFINITY,
               brute::likelihood(q.family.pedigree, q.group().loci, q.rho, q.seen, options.theta));
    // One cell, drawn at random, with the genotypes put in as clean observations.
    auto seen = q.seen;
    std::array<std::size_t, 2> at{};
    double own = 1.0;
    for (std::size_t l = 0; l < 2; ++l) {
        const Locus& locus = q.loci[l];
        const bool one = locus.x_linked() && q.family.pedigree.member(root).sex == Sex::male;
        auto a = static_cast<std::size_t>(below(static_cast<int>(locus.allele_count())));
        auto b = one ? a : static_cast<std::size_t>(below(static_cast<int>(locus.allele_count())));
        own *= brute::probability_of(seen[l][root], one ? std::vector{a} : std::vector{a, b}, locus);
        seen[l][root] = {LocusStatus::typed, {a, b}, {}};
        at[l] = (l == 0 ? table->first : table->second).index(std::min(a, b), std::max(a, b));
    }
    const double value = table->values[at[0] * table->size2 + at[1]];
    check_same(value > 0.0 ? std::log(value) + table->log_scale : -INFINITY,
               own * brute::likelihood(q.family.pedigree, q.group().loci, q.rho, seen, options.theta));
}

} // namespace
} // namespace muster
