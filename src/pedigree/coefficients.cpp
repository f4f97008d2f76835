#include "muster/pedigree/coefficients.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace muster {

namespace {

/// A kinship matrix of this many members takes 32 MB, and the recursion goes a few levels deep a generation.
constexpr std::size_t most_members = 2000;

std::uint64_t key(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    return a << 48U | b << 32U | c << 16U | d;
}

/// Differences of sums of probabilities leave rounding where the coefficient is 0.
double without_rounding(double x) {
    return x < 1e-14 ? 0.0 : x;
}

} // namespace

Result<IbdCoefficients> IbdCoefficients::make(const Pedigree& pedigree, Inheritance inheritance) {
    const std::size_t n = pedigree.size();
    if (n > most_members) {
        return fail(ErrorKind::unanswerable, "the pedigree has " + std::to_string(n) +
                                                 " members; IBD coefficients are computed for up to " +
                                                 std::to_string(most_members) + "; take the relevant part of it");
    }
    const bool x_linked = inheritance == Inheritance::x_linked;
    for (const Member& m : pedigree.members()) {
        if (x_linked && m.sex == Sex::unknown) {
            return fail(ErrorKind::bad_input,
                        "X-linked coefficients need everybody's sex, but that of '" + m.id + "' is unknown; give it");
        }
    }
    IbdCoefficients result;
    std::vector<std::size_t> order = pedigree.parents_first();
    std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return pedigree.member(i).is_founder(); });
    result.rank_.resize(n);
    for (std::size_t r = 0; r < n; ++r) {
        const Member& m = pedigree.member(order[r]);
        result.rank_[order[r]] = static_cast<Rank>(r);
        Individual individual;
        individual.founder = m.is_founder();
        individual.one_gene = x_linked && m.sex == Sex::male;
        individual.founder_inbreeding = m.founder_inbreeding;
        if (!m.is_founder()) {
            individual.second = result.rank_[m.mother];
            individual.first = individual.one_gene ? individual.second : result.rank_[m.father];
        }
        result.individuals_.push_back(individual);
    }
    result.kinship_ = Matrix(n, n);
    Matrix& phi = result.kinship_;
    for (std::size_t r = 0; r < n; ++r) {
        const Individual& i = result.individuals_[r];
        for (std::size_t older = 0; older < r && !i.founder; ++older) {
            phi(r, older) = phi(older, r) = 0.5 * (phi(i.first, older) + phi(i.second, older));
        }
        phi(r, r) = i.one_gene ? 1.0 : 0.5 * (1.0 + result.parents_alike(static_cast<Rank>(r)));
    }
    return result;
}

double IbdCoefficients::parents_alike(Rank r) const {
    const Individual& i = individuals_[r];
    return i.founder ? i.founder_inbreeding : phi2(i.first, i.second);
}

Matrix IbdCoefficients::kinship() const {
    const std::size_t n = rank_.size();
    Matrix m(n, n);
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = 0; b < n; ++b) {
            m(a, b) = kinship(a, b);
        }
    }
    return m;
}

double IbdCoefficients::kinship(std::size_t a, std::size_t b) const {
    return kinship_(rank_[a], rank_[b]);
}

double IbdCoefficients::inbreeding(std::size_t a) const {
    return individuals_[rank_[a]].one_gene ? 1.0 : parents_alike(rank_[a]);
}

// In the recursions the youngest individual comes first. Genes drawn from somebody twice are either the same gene or
// the two genes of that individual, one from each parent; with one_gene they are always the same. Founders need no
// case of their own beyond parents_alike: together with anybody else of a lower rank, their kinship is 0.

double IbdCoefficients::phi3(Rank a, Rank b, Rank c) {
    std::array<Rank, 3> r{a, b, c};
    std::sort(r.begin(), r.end(), std::greater<>());
    if (phi2(r[0], r[1]) == 0.0 || phi2(r[0], r[2]) == 0.0 || phi2(r[1], r[2]) == 0.0) {
        return 0.0;
    }
    const Individual& young = individuals_[r[0]];
    if (r[0] == r[2]) {
        return young.one_gene ? 1.0 : 0.25 * (1.0 + 3.0 * parents_alike(r[0]));
    }
    if (r[0] == r[1] && young.one_gene) {
        return phi2(r[0], r[2]);
    }
    const auto [known, is_new] = phi3_.try_emplace(key(0, r[0], r[1], r[2]), 0.0);
    if (!is_new) {
        return known->second;
    }
    const double value = r[0] == r[1] ? 0.5 * (phi2(r[0], r[2]) + phi3(young.first, young.second, r[2]))
                                      : 0.5 * (phi3(young.first, r[1], r[2]) + phi3(young.second, r[1], r[2]));
    phi3_[key(0, r[0], r[1], r[2])] = value;
    return value;
}

double IbdCoefficients::phi4(Rank a, Rank b, Rank c, Rank d) {
    std::array<Rank, 4> r{a, b, c, d};
    std::sort(r.begin(), r.end(), std::greater<>());
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (phi2(r[i], r[j]) == 0.0) {
                return 0.0;
            }
        }
    }
    const auto [known, is_new] = phi4_.try_emplace(key(r[0], r[1], r[2], r[3]), 0.0);
    if (!is_new) {
        return known->second;
    }
    const double value = phi4_of_sorted(r);
    phi4_[key(r[0], r[1], r[2], r[3])] = value;
    return value;
}

double IbdCoefficients::phi4_of_sorted(const std::array<Rank, 4>& r) {
    const Individual& young = individuals_[r[0]];
    if (r[0] == r[3]) {
        return young.one_gene ? 1.0 : 0.125 * (1.0 + 7.0 * parents_alike(r[0]));
    }
    if (r[0] == r[2]) {
        return young.one_gene ? phi2(r[0], r[3])
                              : 0.25 * (phi2(r[0], r[3]) + 3.0 * phi3(young.first, young.second, r[3]));
    }
    if (r[0] == r[1]) {
        return young.one_gene ? phi3(r[0], r[2], r[3])
                              : 0.5 * (phi3(r[0], r[2], r[3]) + phi4(young.first, young.second, r[2], r[3]));
    }
    return 0.5 * (phi4(young.first, r[1], r[2], r[3]) + phi4(young.second, r[1], r[2], r[3]));
}

double IbdCoefficients::phi22(Rank a, Rank b, Rank c, Rank d) {
    if (phi2(a, b) == 0.0 || phi2(c, d) == 0.0) {
        return 0.0;
    }
    std::pair<Rank, Rank> one = std::minmax(a, b, std::greater<>());
    std::pair<Rank, Rank> two = std::minmax(c, d, std::greater<>());
    if (one < two) {
        std::swap(one, two);
    }
    const std::uint64_t k = key(one.first, one.second, two.first, two.second);
    const auto [known, is_new] = phi22_.try_emplace(k, 0.0);
    if (!is_new) {
        return known->second;
    }
    const double value = phi22_of_sorted(one.first, one.second, two.first, two.second);
    phi22_[k] = value;
    return value;
}

double IbdCoefficients::phi22_of_sorted(Rank a, Rank b, Rank c, Rank d) {
    const Individual& young = individuals_[a];
    const Rank f = young.first;
    const Rank m = young.second;
    if (a == b && a == d) {
        return young.one_gene ? 1.0 : 0.25 * (1.0 + 3.0 * parents_alike(a));
    }
    if (a == b && a == c) {
        return young.one_gene ? phi2(a, d) : 0.5 * (phi2(a, d) + phi3(f, m, d));
    }
    if (a == b) {
        if (young.one_gene || young.founder) {
            return phi2(a, a) * phi2(c, d);
        }
        return 0.5 * (phi2(c, d) + phi22(f, m, c, d));
    }
    if (a == c) {
        return young.one_gene ? phi3(a, b, d) : 0.25 * (2.0 * phi3(a, b, d) + phi22(f, b, m, d) + phi22(m, b, f, d));
    }
    return 0.5 * (phi22(f, b, c, d) + phi22(m, b, c, d));
}

// The probabilities below are linear in Δ1..Δ9: given an identity state, drawing from a's and b's two genes hits
// identical ones with simple fractions (Karigl 1981, table of the nine equations). Solved by hand for Δ:
// aabb, aab and abb are all-identical draws, abab pairs each of a's draws with one of b's.
std::array<double, 9> IbdCoefficients::jacquard(std::size_t first, std::size_t second) {
    const Rank a = rank_[first];
    const Rank b = rank_[second];
    const double ab = phi2(a, b);
    const double aab = phi3(a, a, b);
    const double abb = phi3(a, b, b);
    const double aabb = phi4(a, a, b, b);
    const double abab = phi22(a, b, a, b);
    const double fa = inbreeding(first);
    const double fb = inbreeding(second);
    const double both_inbred = 4.0 * phi22(a, a, b, b) - 1.0 - fa - fb;

    std::array<double, 9> delta{};
    delta[6] = 8.0 * (abab - aabb);
    delta[7] = 16.0 * (ab - aab - abb + aabb) - 2.0 * delta[6];
    delta[2] = 4.0 * (2.0 * aab + abb - ab - 2.0 * aabb);
    delta[4] = 4.0 * (2.0 * abb + aab - ab - 2.0 * aabb);
    delta[0] = aabb - 0.25 * (delta[2] + delta[4]) - 0.125 * delta[6] - 0.0625 * delta[7];
    delta[1] = both_inbred - delta[0];
    delta[3] = fa - both_inbred - delta[2];
    delta[5] = fb - both_inbred - delta[4];
    delta[8] = 1.0;
    for (std::size_t i = 0; i < 8; ++i) {
        delta[i] = without_rounding(delta[i]);
        delta[8] -= delta[i];
    }
    delta[8] = without_rounding(delta[8]);
    return delta;
}

std::optional<std::array<double, 3>> IbdCoefficients::kappa(std::size_t a, std::size_t b) {
    if (without_rounding(inbreeding(a)) > 0.0 || without_rounding(inbreeding(b)) > 0.0) {
        return std::nullopt;
    }
    const auto delta = jacquard(a, b);
    return std::array{delta[8], delta[7], delta[6]};
}

} // namespace muster
