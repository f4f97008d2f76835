#pragma once

#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/likelihood/observation.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

/// The yardstick: likelihoods by the plainest sums there are, written from the definitions and sharing nothing with
/// the engine. A person has an ordered pair of genes; every assignment of alleles to all genes of all members is
/// visited. Exponential in everything; for a handful of members and alleles.
namespace muster::brute {

/// What was seen of one member at one locus, as the test states it.
struct Seen {
    LocusStatus status = LocusStatus::not_tested;
    std::set<std::size_t> alleles; ///< distinct visible alleles
    TypingErrors errors{};
};

/// P(seen | the genes that are there), event by event: does a drop-in happen and which allele is it, which of the
/// copies survive, and is what is then visible what was seen?
inline double probability_of(const Seen& seen, const std::vector<std::size_t>& genes, const Locus& locus) {
    if (seen.status == LocusStatus::not_tested) {
        return 1.0;
    }
    const auto agrees = [&](std::set<std::size_t> visible) {
        if (locus.silent()) {
            visible.erase(*locus.silent());
        }
        return seen.status == LocusStatus::partial
                   ? std::includes(visible.begin(), visible.end(), seen.alleles.begin(), seen.alleles.end())
                   : visible == seen.alleles;
    };
    const auto with_extra = [&](const std::set<std::size_t>& extra) {
        const auto plus_extra = [&](std::set<std::size_t> visible) {
            visible.insert(extra.begin(), extra.end());
            return agrees(visible) ? 1.0 : 0.0;
        };
        const double h = seen.errors.het;
        if (genes.size() == 1) {
            return (1.0 - h) * plus_extra({genes[0]}) + h * plus_extra({});
        }
        if (genes[0] == genes[1]) {
            return (1.0 - seen.errors.hom) * plus_extra({genes[0]}) + seen.errors.hom * plus_extra({});
        }
        return (1.0 - h) * (1.0 - h) * plus_extra({genes[0], genes[1]}) + (1.0 - h) * h * plus_extra({genes[0]}) +
               h * (1.0 - h) * plus_extra({genes[1]}) + h * h * plus_extra({});
    };
    double total = (1.0 - seen.errors.dropin) * with_extra({});
    for (std::size_t a = 0; a < locus.allele_count(); ++a) {
        total += seen.errors.dropin * locus.freqs(0)[a] * with_extra({a});
    }
    return total;
}

/// At each meiosis, does the parent pass on the gene from his father (0) or his mother (1)? [child][0: paternal
/// meiosis, 1: maternal meiosis].
using Switches = std::vector<std::array<int, 2>>;

/// One locus. With `switches` the path of every gene is given; without, each of a parent's genes is passed on with
/// probability ½. A genotype that must be that of member `whose` (sorted) may be added to what was seen.
class OneLocus {
  public:
    OneLocus(const Pedigree& pedigree, const Locus& locus, const std::vector<Seen>& seen, double theta,
             const Switches* switches = nullptr)
        : pedigree_(pedigree), locus_(locus), seen_(seen), theta_(theta), switches_(switches), genes_(pedigree.size()),
          drawn_(locus.population_count(), std::vector<double>(locus.allele_count(), 0.0)) {}

    OneLocus& with_genotype(std::size_t whose, std::vector<std::size_t> genotype) {
        whose_ = whose;
        genotype_ = std::move(genotype);
        return *this;
    }

    double sum() { return over_members(0); }

  private:
    [[nodiscard]] bool one_gene(std::size_t m) const {
        return locus_.x_linked() && pedigree_.member(m).sex == Sex::male;
    }

    /// Sum over the genes of the members from `at` on, in the order parents before children.
    double over_members(std::size_t at) {
        if (at == pedigree_.size()) {
            return 1.0;
        }
        const std::size_t m = pedigree_.parents_first()[at];
        const auto go_on = [&] {
            if (m == whose_) {
                auto sorted = genes_[m];
                std::sort(sorted.begin(), sorted.end());
                if (sorted != genotype_) {
                    return 0.0;
                }
            }
            const double seen = probability_of(seen_[m], genes_[m], locus_);
            return seen > 0.0 ? seen * over_members(at + 1) : 0.0;
        };
        return pedigree_.member(m).is_founder() ? over_founder(m, go_on) : over_child(m, go_on);
    }

    /// Σ over the next founder gene of pool p: P(a | genes drawn before) = ((1−θ)p_a + n_a θ) / (1−θ + nθ)
    /// (Balding & Nichols 1994).
    template <class Rest> double over_draw(std::size_t pool, Rest rest) {
        double total = 0.0;
        double n = 0.0;
        for (double count : drawn_[pool]) {
            n += count;
        }
        for (std::size_t a = 0; a < locus_.allele_count(); ++a) {
            const double p = locus_.freqs(pool)[a];
            const double next = ((1.0 - theta_) * p + drawn_[pool][a] * theta_) / (1.0 - theta_ + n * theta_);
            if (next > 0.0) {
                drawn_[pool][a] += 1.0;
                total += next * rest(a);
                drawn_[pool][a] -= 1.0;
            }
        }
        return total;
    }

    template <class Rest> double over_founder(std::size_t m, Rest rest) {
        const std::size_t pool = pedigree_.member(m).population;
        if (one_gene(m)) {
            return over_draw(pool, [&](std::size_t a) {
                genes_[m] = {a};
                return rest();
            });
        }
        // Inbred with probability f: one draw stands for both genes.
        const double f = pedigree_.member(m).founder_inbreeding;
        double total = 0.0;
        if (f > 0.0) {
            total += f * over_draw(pool, [&](std::size_t a) {
                         genes_[m] = {a, a};
                         return rest();
                     });
        }
        if (f < 1.0) {
            total += (1.0 - f) * over_draw(pool, [&](std::size_t a) {
                         return over_draw(pool, [&](std::size_t b) {
                             genes_[m] = {a, b};
                             return rest();
                         });
                     });
        }
        return total;
    }

    /// T(a | parent): the gene passed on, then mutation.
    [[nodiscard]] double transmitted(std::size_t parent, std::size_t a, const Matrix& mutation, int which) const {
        const auto& from = genes_[parent];
        if (from.size() == 1) {
            return mutation(from[0], a);
        }
        if (which >= 0) {
            return mutation(from[static_cast<std::size_t>(which)], a);
        }
        return 0.5 * mutation(from[0], a) + 0.5 * mutation(from[1], a);
    }

    template <class Rest> double over_child(std::size_t m, Rest rest) {
        const Member& child = pedigree_.member(m);
        const int paternal = switches_ != nullptr ? (*switches_)[m][0] : -1;
        const int maternal = switches_ != nullptr ? (*switches_)[m][1] : -1;
        double total = 0.0;
        for (std::size_t b = 0; b < locus_.allele_count(); ++b) {
            const double from_mother = transmitted(child.mother, b, locus_.female(), maternal);
            if (from_mother == 0.0) {
                continue;
            }
            if (one_gene(m)) { // a son has no X of his father's
                genes_[m] = {b};
                total += from_mother * rest();
                continue;
            }
            for (std::size_t a = 0; a < locus_.allele_count(); ++a) {
                const double from_father = transmitted(child.father, a, locus_.male(), paternal);
                if (from_father > 0.0) {
                    genes_[m] = {a, b};
                    total += from_father * from_mother * rest();
                }
            }
        }
        return total;
    }

    const Pedigree& pedigree_;
    const Locus& locus_;
    const std::vector<Seen>& seen_;
    double theta_;
    const Switches* switches_;
    std::size_t whose_ = Member::no_parent;
    std::vector<std::size_t> genotype_;
    std::vector<std::vector<std::size_t>> genes_; ///< of each member: {paternal, maternal}, or the one X of a male
    std::vector<std::vector<double>> drawn_;      ///< [population][allele]: founder genes so far
};

/// P(seen | pedigree) at one locus.
inline double likelihood(const Pedigree& pedigree, const Locus& locus, const std::vector<Seen>& seen,
                         double theta = 0.0) {
    return OneLocus(pedigree, locus, seen, theta).sum();
}

/// P(seen | pedigree) at linked loci: the sum over the switches of every meiosis at every locus; a switch is 0 or 1
/// with probability ½ at the first locus, and changes between neighbouring loci with probability rho. `seen[l]` by
/// locus.
inline double likelihood(const Pedigree& pedigree, const std::vector<const Locus*>& loci,
                         const std::vector<double>& rho, const std::vector<std::vector<Seen>>& seen,
                         double theta = 0.0) {
    struct Meiosis {
        std::size_t child;
        std::size_t side;
    };
    std::vector<Meiosis> meioses;
    for (std::size_t m = 0; m < pedigree.size(); ++m) {
        if (!pedigree.member(m).is_founder()) {
            if (!loci[0]->x_linked()) {
                meioses.push_back({m, 0});
            }
            meioses.push_back({m, 1});
        }
    }
    const std::size_t vectors = std::size_t{1} << meioses.size();
    std::vector<std::vector<double>> at_locus; // P(seen at l | vector)
    for (std::size_t l = 0; l < loci.size(); ++l) {
        at_locus.emplace_back();
        for (std::size_t v = 0; v < vectors; ++v) {
            Switches switches(pedigree.size(), {0, 0});
            for (std::size_t i = 0; i < meioses.size(); ++i) {
                switches[meioses[i].child][meioses[i].side] = static_cast<int>(v >> i & 1U);
            }
            at_locus.back().push_back(OneLocus(pedigree, *loci[l], seen[l], theta, &switches).sum());
        }
    }
    // All sequences of vectors, locus after locus.
    const auto on = [&](const auto& self, std::size_t l, std::size_t from) -> double {
        if (l == loci.size()) {
            return 1.0;
        }
        double total = 0.0;
        for (std::size_t v = 0; v < vectors; ++v) {
            double step = at_locus[l][v];
            for (std::size_t i = 0; i < meioses.size(); ++i) {
                step *= l == 0 ? 0.5 : ((v ^ from) >> i & 1U) != 0 ? rho[l - 1] : 1.0 - rho[l - 1];
            }
            total += step > 0.0 ? step * self(self, l + 1, v) : 0.0;
        }
        return total;
    };
    return on(on, 0, 0);
}

/// The same observation for the engine.
inline Observation observation_of(const Locus& locus, const Seen& seen) {
    LocusResult result;
    result.status = seen.status;
    for (std::size_t a : seen.alleles) {
        result.alleles.push_back(locus.alleles()[a]);
    }
    return Observation::make(locus, result, seen.errors).value();
}

inline std::vector<Observation> observations_of(const Locus& locus, const std::vector<Seen>& seen) {
    std::vector<Observation> out;
    for (const Seen& s : seen) {
        out.push_back(observation_of(locus, s));
    }
    return out;
}

} // namespace muster::brute
