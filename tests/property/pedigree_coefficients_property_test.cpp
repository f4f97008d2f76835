#include "muster/pedigree/coefficients.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace muster;

/// Founders (some inbred), then children of random couples among those before them: loops and incest included.
Pedigree some_pedigree(int most_founders, int most_children) {
    std::vector<PersonRecord> persons{{"first", "", "", Sex::male}, {"second", "", "", Sex::female}};
    const int founders = *rc::gen::inRange(2, most_founders + 1);
    const int all = founders + *rc::gen::inRange(1, most_children + 1);
    for (int i = 2; i < all; ++i) {
        PersonRecord person{std::to_string(i), "", "", *rc::gen::element(Sex::male, Sex::female)};
        if (i >= founders) {
            std::array<std::vector<std::string>, 2> candidates;
            for (const auto& earlier : persons) {
                candidates[earlier.sex == Sex::female ? 1 : 0].push_back(earlier.id);
            }
            person.father = *rc::gen::elementOf(candidates[0]);
            person.mother = *rc::gen::elementOf(candidates[1]);
        }
        persons.push_back(person);
    }
    for (int i = 0; i < founders; ++i) {
        persons[static_cast<std::size_t>(i)].founder_inbreeding = *rc::gen::element(0.0, 0.0, 0.25, 1.0);
    }
    return Pedigree::make(persons).value();
}

using Genes = std::array<int, 2>; // the founder genes that somebody carries

/// The identity state (0 … 8) of two pairs of genes.
std::size_t state_of(const Genes& a, const Genes& b) {
    const bool aa = a[0] == a[1];
    const bool bb = b[0] == b[1];
    if (aa && bb) {
        return a[0] == b[0] ? 0 : 1;
    }
    if (aa || bb) {
        const int twice = aa ? a[0] : b[0];
        const Genes& other = aa ? b : a;
        const bool shared = other[0] == twice || other[1] == twice;
        return aa ? (shared ? 2 : 3) : (shared ? 4 : 5);
    }
    const int shared = (a[0] == b[0] || a[0] == b[1]) + (a[1] == b[0] || a[1] == b[1]);
    return shared == 2 ? 6 : shared == 1 ? 7 : 8;
}

/// Every way in which founders are autozygous and genes are passed on, with its probability; `visit` gets everybody's
/// genes. Independent of the recursions under test.
template <class Visit>
void each_descent(const Pedigree& p, bool x_linked, std::size_t next, std::vector<Genes>& genes, double probability,
                  const Visit& visit) {
    if (next == p.size()) {
        visit(genes, probability);
        return;
    }
    const std::size_t i = p.parents_first()[next];
    const Member& m = p.member(i);
    const bool one_gene = x_linked && m.sex == Sex::male;
    const auto follow = [&](const Genes& own, double chance) {
        if (chance > 0.0) {
            genes[i] = own;
            each_descent(p, x_linked, next + 1, genes, probability * chance, visit);
        }
    };
    const int first = 2 * static_cast<int>(i);
    if (m.is_founder()) {
        const double alike = one_gene ? 1.0 : m.founder_inbreeding;
        follow({first, first}, alike);
        follow({first, first + 1}, 1.0 - alike);
        return;
    }
    const Genes father = genes[m.father];
    const Genes mother = genes[m.mother];
    for (const int from_mother : {mother[0], mother[1]}) {
        if (one_gene) {
            follow({from_mother, from_mother}, 0.5);
            continue;
        }
        for (const int from_father : {father[0], father[1]}) {
            follow({from_father, from_mother}, 0.25);
        }
    }
}

RC_GTEST_PROP(IbdCoefficientsProperty, EqualTheCountOfAllDescents, ()) {
    const Pedigree p = some_pedigree(4, 5);
    const bool x_linked = *rc::gen::arbitrary<bool>();
    const std::size_t a = *rc::gen::inRange<std::size_t>(0, p.size());
    const std::size_t b = *rc::gen::inRange<std::size_t>(0, p.size());
    std::array<double, 9> expected{};
    double kinship = 0.0;
    std::vector<Genes> genes(p.size());
    each_descent(p, x_linked, 0, genes, 1.0, [&](const std::vector<Genes>& g, double probability) {
        expected[state_of(g[a], g[b])] += probability;
        for (const int x : g[a]) {
            for (const int y : g[b]) {
                kinship += x == y ? 0.25 * probability : 0.0;
            }
        }
    });
    auto ibd = IbdCoefficients::make(p, x_linked ? Inheritance::x_linked : Inheritance::autosomal).value();
    const auto found = ibd.jacquard(a, b);
    for (std::size_t s = 0; s < 9; ++s) {
        RC_ASSERT(std::abs(found[s] - expected[s]) < 1e-12);
    }
    RC_ASSERT(std::abs(ibd.kinship(a, b) - kinship) < 1e-12);
}

RC_GTEST_PROP(IbdCoefficientsProperty, AreConsistentWithOneAnother, ()) {
    const Pedigree p = some_pedigree(6, 14);
    auto ibd = IbdCoefficients::make(p).value();
    const std::size_t a = *rc::gen::inRange<std::size_t>(0, p.size());
    const std::size_t b = *rc::gen::inRange<std::size_t>(0, p.size());
    const auto d = ibd.jacquard(a, b);
    const auto mirrored = ibd.jacquard(b, a);
    const double sum = std::accumulate(d.begin(), d.end(), 0.0);
    RC_ASSERT(std::abs(sum - 1.0) < 1e-12);
    RC_ASSERT(*std::min_element(d.begin(), d.end()) >= 0.0);
    const double kinship = d[0] + 0.5 * (d[2] + d[4] + d[6]) + 0.25 * d[7];
    RC_ASSERT(std::abs(kinship - ibd.kinship(a, b)) < 1e-12);
    RC_ASSERT(std::abs(d[0] + d[1] + d[2] + d[3] - ibd.inbreeding(a)) < 1e-12);
    RC_ASSERT(std::abs(d[2] - mirrored[4]) + std::abs(d[3] - mirrored[5]) + std::abs(d[6] - mirrored[6]) < 1e-12);
    if (const auto kappa = ibd.kappa(a, b)) {
        RC_ASSERT(std::abs((*kappa)[0] + (*kappa)[1] + (*kappa)[2] - 1.0) < 1e-12);
        RC_ASSERT(std::abs((*kappa)[1] / 4 + (*kappa)[2] / 2 - ibd.kinship(a, b)) < 1e-12);
    } else {
        RC_ASSERT(ibd.inbreeding(a) + ibd.inbreeding(b) > 0.0);
    }
}

} // namespace
