#include "muster/identify/reach.hpp"

#include "muster/base/random.hpp"

#include <cmath>
#include <map>

namespace muster {
namespace {

using Weights = std::vector<double>;

/// P(member = g | observations) over the genotypes of a locus; empty if the observations are impossible.
Result<Weights> distribution(const Pedigree& family, const Locus& locus, const std::vector<Observation>& seen,
                             std::size_t member) {
    auto table = genotype_table(family, locus, seen, member);
    if (!table) {
        return fail(table.error());
    }
    double sum = 0.0;
    for (const double value : table->values) {
        sum += value;
    }
    if (!(sum > 0.0)) {
        return Weights{};
    }
    for (double& value : table->values) {
        value /= sum;
    }
    return std::move(table->values);
}

/// Each genotype's alleles, in the order of `GenotypeTable`.
std::vector<std::pair<std::size_t, std::size_t>> genotypes_of(std::size_t alleles) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t a = 0; a < alleles; ++a) {
        for (std::size_t b = a; b < alleles; ++b) {
            out.emplace_back(a, b);
        }
    }
    return out;
}

Result<Observation> typed(const Locus& locus, std::pair<std::size_t, std::size_t> genotype) {
    LocusResult result;
    result.status = LocusStatus::typed;
    result.alleles = {locus.alleles()[genotype.first], locus.alleles()[genotype.second]};
    return Observation::make(locus, result);
}

/// One locus: draws, and what they are worth.
class Draws {
  public:
    Draws(const Sought& person, const Locus& locus, std::size_t at, std::optional<std::size_t> also)
        : person_(person), locus_(locus), seen_(person.seen[at]), also_(also),
          genotypes_(genotypes_of(locus.alleles().size())) {
        seen_[person.missing] = Observation();
        if (also) {
            seen_[*also] = Observation();
        }
    }

    /// False: the references are impossible here.
    Result<bool> prepare() {
        auto missing = distribution(person_.family, locus_, seen_, person_.missing);
        auto relative =
            missing && also_ ? distribution(person_.family, locus_, seen_, *also_) : Result<Weights>(Weights{});
        if (!missing || !relative) {
            return fail(missing ? relative.error() : missing.error());
        }
        missing_ = *std::move(missing);
        relative_ = *std::move(relative);
        return !missing_.empty();
    }

    /// log10 LR of a draw.
    Result<double> draw(Random& random) {
        const std::size_t m = random.pick(missing_);
        const auto [a, b] = genotypes_[m];
        const auto frequency = locus_.freqs(person_.population);
        const double unrelated = frequency[a] * frequency[b] * (a == b ? 1.0 : 2.0);
        double lr = missing_[m] / unrelated;
        if (also_) {
            const auto given = given_missing(m);
            if (!given) {
                return fail(given.error());
            }
            const std::size_t r = random.pick(**given);
            lr *= (**given)[r] / relative_[r];
        }
        return std::log10(lr);
    }

  private:
    /// P(r | R, m = g), made once for each genotype that is drawn.
    Result<const Weights*> given_missing(std::size_t genotype) {
        if (const auto at = given_.find(genotype); at != given_.end()) {
            return &at->second;
        }
        auto observation = typed(locus_, genotypes_[genotype]);
        if (!observation) {
            return fail(observation.error());
        }
        auto seen = seen_;
        seen[person_.missing] = *std::move(observation);
        auto made = distribution(person_.family, locus_, seen, *also_);
        if (!made) {
            return fail(made.error());
        }
        return &given_.emplace(genotype, *std::move(made)).first->second;
    }

    const Sought& person_;
    const Locus& locus_;
    std::vector<Observation> seen_;
    std::optional<std::size_t> also_;
    std::vector<std::pair<std::size_t, std::size_t>> genotypes_;
    Weights missing_{};
    Weights relative_{};
    std::map<std::size_t, Weights> given_{};
};

} // namespace

Result<double> reach(const Sought& person, const std::vector<Locus>& loci, std::optional<std::size_t> also,
                     const ReachPlan& plan) {
    std::vector<double> sums(plan.simulations, 0.0);
    for (std::size_t l = 0; l < loci.size(); ++l) {
        if (loci[l].x_linked() || loci[l].silent()) {
            continue;
        }
        Draws draws(person, loci[l], l, also);
        const auto possible = draws.prepare();
        if (!possible) {
            return fail(possible.error());
        }
        const std::array<std::string_view, 2> name{person.name, loci[l].name()};
        Random random(stream_seed(plan.seed, name));
        for (double& sum : sums) {
            const auto drawn = *possible ? draws.draw(random) : Result<double>(0.0);
            if (!drawn) {
                return fail(drawn.error());
            }
            sum += *drawn;
        }
    }
    std::size_t reached = 0;
    for (const double sum : sums) {
        reached += sum >= plan.log10_threshold ? 1 : 0;
    }
    return static_cast<double>(reached) / static_cast<double>(std::max<std::size_t>(plan.simulations, 1));
}

} // namespace muster
