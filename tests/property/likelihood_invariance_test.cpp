// What may not change a likelihood, and what probabilities must add up to.

#include "muster/likelihood/locus_likelihood.hpp"
#include "muster/likelihood/lumping.hpp"
#include "random_family.hpp"

#include <gtest/gtest.h>
#include <numeric>
#include <rapidcheck/gtest.h>

namespace muster {
namespace {

using random_family::below;
using random_family::one_in;
using random_family::one_of;
using random_family::Question;
using random_family::Wish;

/// Larger than what brute force can visit.
Wish larger() {
    Wish wish;
    wish.most_members = 10;
    wish.most_alleles = 6;
    wish.most_work = 1e300;
    return wish;
}

LikelihoodOptions drawn_theta() {
    LikelihoodOptions options;
    options.theta = one_of<double>({0.0, 0.0, 0.0, 0.03});
    return options;
}

void check_same(double a, double b, double tolerance = 1e-10) {
    RC_LOG() << "exp(" << a << ") and exp(" << b << ")\n";
    RC_ASSERT(!std::isnan(a));
    RC_ASSERT(a == b || std::abs(a - b) <= tolerance);
}

/// The likelihood; a case that θ makes too large is not counted.
double log_likelihood_of(const Pedigree& pedigree, const Locus& locus, const std::vector<brute::Seen>& seen,
                         const LikelihoodOptions& options) {
    const auto value = log_likelihood(pedigree, locus, brute::observations_of(locus, seen), options);
    if (!value) {
        RC_ASSERT(options.theta > 0.0);
        RC_ASSERT(value.error().kind == ErrorKind::unanswerable);
        RC_DISCARD("too many founder genes");
    }
    return *value;
}

std::vector<std::size_t> permutation(std::size_t n) {
    std::vector<std::size_t> out(n);
    std::iota(out.begin(), out.end(), std::size_t{0});
    for (std::size_t i = n; i > 1; --i) {
        std::swap(out[i - 1], out[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }
    return out;
}

RC_GTEST_PROP(LikelihoodInvariance, TheOrderAndTheNamesOfMembersDoNotMatter, ()) {
    const Question q = random_family::question(larger());
    const LikelihoodOptions options = drawn_theta();
    const std::vector<std::size_t> order = permutation(q.seen.size());
    std::vector<PersonRecord> persons;
    std::vector<brute::Seen> seen;
    for (std::size_t m : order) {
        PersonRecord p = q.family.persons[m];
        for (std::string* name : {&p.id, &p.father, &p.mother}) {
            if (!name->empty()) { // P3 → Q3: as members are told apart by names only, any other names do
                (*name)[0] = 'Q';
            }
        }
        persons.push_back(std::move(p));
        seen.push_back(q.seen[m]);
    }
    check_same(log_likelihood_of(q.family.pedigree, q.locus, q.seen, options),
               log_likelihood_of(Pedigree::make(persons).value(), q.locus, seen, options));
}

RC_GTEST_PROP(LikelihoodInvariance, TheOrderOfAllelesDoesNotMatter, ()) {
    const Question q = random_family::question(larger());
    const LikelihoodOptions options = drawn_theta();
    const std::size_t k = q.locus.allele_count();
    const std::vector<std::size_t> to = permutation(k); // allele a becomes to[a]
    LocusSpec spec = q.locus.spec();
    for (MutationSpec* side : {&spec.male, &spec.female}) {
        const Matrix& from = side == &spec.male ? q.locus.male() : q.locus.female();
        *side = {};
        side->model = MutationModel::custom;
        side->matrix = Matrix(k, k);
        for (std::size_t a = 0; a < k; ++a) {
            for (std::size_t b = 0; b < k; ++b) {
                side->matrix(to[a], to[b]) = from(a, b);
            }
        }
    }
    for (std::size_t a = 0; a < k; ++a) {
        spec.alleles[to[a]] = q.locus.alleles()[a];
        for (std::size_t p = 0; p < 2; ++p) {
            spec.freqs[p][to[a]] = q.locus.freqs(p)[a];
        }
    }
    const Locus relabelled = Locus::make(spec).value();
    std::vector<brute::Seen> seen = q.seen;
    for (brute::Seen& s : seen) {
        std::set<std::size_t> alleles;
        for (std::size_t a : s.alleles) {
            alleles.insert(to[a]);
        }
        s.alleles = alleles;
    }
    check_same(log_likelihood_of(q.family.pedigree, q.locus, q.seen, options),
               log_likelihood_of(q.family.pedigree, relabelled, seen, options));
}

RC_GTEST_PROP(LikelihoodInvariance, TwoFoundersMayChangePlacesWithAllThatIsKnownOfThem, ()) {
    const Question q = random_family::question(larger());
    const LikelihoodOptions options = drawn_theta();
    std::vector<std::size_t> founders;
    for (std::size_t m = 0; m < q.seen.size(); ++m) {
        if (q.family.pedigree.member(m).is_founder()) {
            founders.push_back(m);
        }
    }
    const std::size_t a = one_of(founders);
    const std::size_t b = one_of(founders);
    RC_PRE(q.family.persons[a].sex == q.family.persons[b].sex);
    std::vector<PersonRecord> persons = q.family.persons;
    std::vector<brute::Seen> seen = q.seen;
    std::swap(seen[a], seen[b]);
    std::swap(persons[a].founder_inbreeding, persons[b].founder_inbreeding);
    std::swap(persons[a].population, persons[b].population);
    for (PersonRecord& p : persons) { // and their children with them
        for (std::string* parent : {&p.father, &p.mother}) {
            if (*parent == persons[a].id) {
                *parent = persons[b].id;
            } else if (*parent == persons[b].id) {
                *parent = persons[a].id;
            }
        }
    }
    check_same(log_likelihood_of(q.family.pedigree, q.locus, q.seen, options),
               log_likelihood_of(Pedigree::make(persons).value(), q.locus, seen, options));
}

RC_GTEST_PROP(LikelihoodInvariance, MenAndWomenMayChangePlacesWithTheirMutationRates, ()) {
    Wish wish = larger();
    wish.x_linked = false;
    const Question q = random_family::question(wish);
    const LikelihoodOptions options = drawn_theta();
    LocusSpec spec = q.locus.spec();
    std::swap(spec.male, spec.female);
    std::vector<PersonRecord> persons = q.family.persons;
    for (PersonRecord& p : persons) {
        std::swap(p.father, p.mother);
        p.sex = p.sex == Sex::male ? Sex::female : Sex::male;
    }
    check_same(log_likelihood_of(q.family.pedigree, q.locus, q.seen, options),
               log_likelihood_of(Pedigree::make(persons).value(), Locus::make(spec).value(), q.seen, options));
}

RC_GTEST_PROP(LikelihoodInvariance, RelativesWithoutDataWhoLinkNobodyDoNotMatter, ()) {
    const Question q = random_family::question(larger());
    LikelihoodOptions options = drawn_theta();
    std::vector<PersonRecord> persons = q.family.persons;
    std::vector<brute::Seen> seen = q.seen;
    const int more = 1 + below(4);
    for (int i = 0; i < more; ++i) {
        // Children of the family, and parents-in-law and strangers: nobody becomes a founder's parent.
        PersonRecord child{random_family::numbered('X', static_cast<std::size_t>(i)), "P0", "P1",
                           one_in(2) ? Sex::male : Sex::female};
        if (one_in(2)) {
            child.father.clear();
            child.mother.clear();
        }
        persons.push_back(std::move(child));
        seen.emplace_back();
    }
    check_same(log_likelihood_of(q.family.pedigree, q.locus, q.seen, options),
               log_likelihood_of(Pedigree::make(persons).value(), q.locus, seen, options));
}

/// Everything that could be seen of one person with these typing errors: not a probability more or less than 1.
std::vector<brute::Seen> everything_seen(const Locus& locus, bool one_gene, const TypingErrors& errors) {
    std::vector<brute::Seen> out;
    const std::size_t k = locus.allele_count();
    const std::size_t most = (one_gene ? 1U : 2U) + (errors.dropin > 0.0 ? 1U : 0U);
    for (std::size_t set = 0; set < (std::size_t{1} << k); ++set) {
        brute::Seen seen{LocusStatus::typed, {}, errors};
        for (std::size_t a = 0; a < k; ++a) {
            if ((set >> a & 1U) != 0) {
                seen.alleles.insert(a);
            }
        }
        if (seen.alleles.size() > most || (locus.silent() && seen.alleles.contains(*locus.silent()))) {
            continue;
        }
        seen.status = seen.alleles.empty() ? LocusStatus::tested_and_empty : LocusStatus::typed;
        out.push_back(std::move(seen));
    }
    return out;
}

RC_GTEST_PROP(LikelihoodSums, OverAllThatOnePersonMayShowIsTheLikelihoodOfTheOthers, ()) {
    const Question q = random_family::question(larger());
    const LikelihoodOptions options = drawn_theta();
    const auto person = static_cast<std::size_t>(below(static_cast<int>(q.seen.size())));
    const TypingErrors errors = one_in(2) ? TypingErrors{} : random_family::typing_errors();
    const bool one_gene = q.locus.x_linked() && q.family.persons[person].sex == Sex::male;
    std::vector<brute::Seen> seen = q.seen;
    seen[person] = {};
    const double others = log_likelihood_of(q.family.pedigree, q.locus, seen, options);
    double sum = 0.0;
    for (const brute::Seen& shown : everything_seen(q.locus, one_gene, errors)) {
        seen[person] = shown;
        const double value = log_likelihood_of(q.family.pedigree, q.locus, seen, options);
        sum += std::isinf(others) ? std::exp(value) : std::exp(value - others);
    }
    RC_ASSERT((std::isinf(others) ? sum == 0.0 : std::abs(sum - 1.0) < 1e-10));
}

RC_GTEST_PROP(LikelihoodLumping, GivesWhatTheTableThatIsNeverLumpedAddsUpTo, ()) {
    Wish wish = larger();
    wish.most_members = 7;
    const Question q = random_family::question(wish);
    const LikelihoodOptions options = drawn_theta();
    const auto root = static_cast<std::size_t>(below(static_cast<int>(q.seen.size())));
    const auto observations = brute::observations_of(q.locus, q.seen);
    const auto lumped = log_likelihood(q.family.pedigree, q.locus, observations, options);
    const auto table = genotype_table(q.family.pedigree, q.locus, observations, root, options);
    RC_PRE(lumped.has_value());
    RC_PRE(table.has_value());
    RC_CLASSIFY(coarsest_partition(q.locus, observations).block_count() < q.locus.allele_count(), "lumped");
    check_same(*lumped, table->log_sum());
}

} // namespace
} // namespace muster
