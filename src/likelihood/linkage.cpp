#include "muster/likelihood/linkage.hpp"

#include "coancestry.hpp"
#include "flow_network.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// Inheritance vectors × co-ancestry terms of one locus: about a quarter of an hour.
constexpr double most_evaluations = 1.0e7;

/// P(observations at one locus | inheritance vector), `width` numbers (the root's states, or one) for each vector.
struct ByFlow {
    std::size_t width = 1;
    std::vector<double> values;
    double log_scale = 0.0;
    LocusProblem problem;
};

/// Bits that can matter at this locus: not those of a parent whose only genotype is homozygous.
std::uint64_t telling_bits(const LocusProblem& problem, const Meioses& meioses) {
    std::uint64_t bits = 0;
    const auto tells = [&](std::size_t parent) {
        const auto& genotypes = problem.persons[parent].genotypes;
        return genotypes.size() != 1 || genotypes.front().a != genotypes.front().b;
    };
    for (const auto& person : problem.persons) {
        if (person.is_founder()) {
            continue;
        }
        const int paternal = meioses.paternal(person.member);
        const int maternal = meioses.maternal(person.member);
        if (paternal != Meioses::fixed && tells(person.father)) {
            bits |= std::uint64_t{1} << paternal;
        }
        if (maternal != Meioses::fixed && tells(person.mother)) {
            bits |= std::uint64_t{1} << maternal;
        }
    }
    return bits;
}

/// Collects marginals with scales of their own under one common scale.
class ScaledSum {
  public:
    ScaledSum(std::vector<double>& values, double& log_scale) : values_(values), log_scale_(log_scale) {
        log_scale_ = minus_infinity;
    }

    void add(std::size_t at, const Marginal& part, double log_weight) {
        const double largest = *std::max_element(part.values.begin(), part.values.end());
        if (!(largest > 0.0)) {
            return;
        }
        const double scale = part.log_scale + log_weight;
        if (scale + std::log(largest) > log_scale_) {
            const double raised = scale + std::log(largest);
            const double shrink = std::exp(log_scale_ - raised);
            for (double& v : values_) {
                v *= shrink;
            }
            log_scale_ = raised;
        }
        const double factor = std::exp(scale - log_scale_);
        for (std::size_t i = 0; i < part.values.size(); ++i) {
            values_[at + i] += factor * part.values[i];
        }
    }

  private:
    std::vector<double>& values_;
    double& log_scale_;
};

Result<std::vector<WeightedModel>> founder_terms(const LocusProblem& problem, const LikelihoodOptions& options) {
    if (options.theta == 0.0) {
        return std::vector<WeightedModel>{{0.0, FounderModel::independent(problem)}};
    }
    return coancestry_terms(problem, options.theta, CoancestryMethod::cheapest, FounderSlots::distinct);
}

Result<ByFlow> by_flow(const Pedigree& pedigree, const Locus& locus, const std::vector<Observation>& observations,
                       const Meioses& meioses, std::optional<std::size_t> root, const LikelihoodOptions& options) {
    auto problem = make_problem(pedigree, locus, observations, root);
    if (!problem) {
        return fail(problem.error());
    }
    ByFlow out;
    out.width = problem->root ? problem->persons[*problem->root].genotypes.size() : 1;
    const std::uint64_t flows = std::uint64_t{1} << meioses.bits();
    if (static_cast<double>(out.width * flows) * sizeof(double) > options.limits.max_table_bytes) {
        return fail(ErrorKind::unanswerable,
                    "linked loci: " + std::to_string(meioses.bits()) + " meioses need a table of " +
                        std::to_string(static_cast<double>(out.width * flows) * sizeof(double) / 1073741824.0) +
                        " GiB; leave out distant relatives");
    }
    out.values.assign(out.width * flows, 0.0);
    if (!problem->impossible) {
        auto terms = founder_terms(*problem, options);
        if (!terms) {
            return fail(terms.error());
        }
        const std::uint64_t telling = telling_bits(*problem, meioses);
        const double evaluations = static_cast<double>(terms->size()) * std::ldexp(1.0, std::popcount(telling));
        if (evaluations > most_evaluations) {
            return fail(ErrorKind::unanswerable, "linked loci: " + std::to_string(std::popcount(telling)) +
                                                     " free meioses and " + std::to_string(terms->size()) +
                                                     " terms of the co-ancestry sum at locus " + locus.name() +
                                                     " need " + std::to_string(evaluations) + " evaluations, at most " +
                                                     std::to_string(most_evaluations) +
                                                     " are made; leave out distant relatives, or set theta to 0");
        }
        ScaledSum sum(out.values, out.log_scale);
        for (std::uint64_t flow = 0; flow < flows; ++flow) {
            if ((flow & ~telling) != 0) {
                continue; // copied below
            }
            for (const WeightedModel& term : *terms) {
                const GeneNetwork genes = make_flow_network(*problem, term.founders, meioses, flow);
                auto part = genes.root ? genes.network.eliminate_to(std::span(&*genes.root, 1), options.limits)
                                       : genes.network.eliminate(options.limits);
                if (!part) {
                    return fail(part.error());
                }
                sum.add(flow * out.width, *part, term.log_weight);
            }
        }
        for (std::uint64_t flow = 0; flow < flows; ++flow) {
            if ((flow & ~telling) != 0) {
                std::copy_n(&out.values[(flow & telling) * out.width], out.width, &out.values[flow * out.width]);
            }
        }
    }
    if (std::isinf(out.log_scale)) {
        out.log_scale = 0.0;
    }
    out.problem = std::move(*problem);
    return out;
}

Result<Meioses> check_group(const Pedigree& pedigree, const LinkedLoci& group,
                            std::span<const std::vector<Observation>> observations, std::optional<std::size_t> root,
                            double theta) {
    if (!is_theta(theta)) {
        return fail(ErrorKind::bad_input, "theta must be 0, or from 1e-12 up to 1, found " + std::to_string(theta));
    }
    if (group.loci.size() < 2 || group.rho.size() + 1 != group.loci.size() ||
        observations.size() != group.loci.size()) {
        return fail(ErrorKind::bad_input, "a linked group needs at least two loci and a recombination fraction between "
                                          "each two neighbours");
    }
    const bool x_linked = group.loci.front()->x_linked();
    for (const Locus* locus : group.loci) {
        if (locus->x_linked() != x_linked) {
            return fail(ErrorKind::bad_input, "locus " + locus->name() + " is not on the chromosome of locus " +
                                                  group.loci.front()->name() + "; they cannot be linked");
        }
    }
    for (double rho : group.rho) {
        if (!(rho >= 0.0 && rho <= 0.5)) {
            return fail(ErrorKind::bad_input,
                        "a recombination fraction lies between 0 and 0.5, found " + std::to_string(rho));
        }
    }
    std::vector<char> relevant(pedigree.size(), 0);
    const auto& order = pedigree.parents_first();
    for (std::size_t i = order.size(); i-- > 0;) {
        const std::size_t m = order[i];
        const bool seen =
            std::any_of(observations.begin(), observations.end(), [&](const auto& at) { return at[m].informative(); });
        relevant[m] = relevant[m] != 0 || seen || root == m ? 1 : 0;
        const Member& member = pedigree.member(m);
        if (relevant[m] != 0 && !member.is_founder()) {
            relevant[member.father] = 1;
            relevant[member.mother] = 1;
        }
        if (relevant[m] != 0 && member.founder_inbreeding > 0.0) {
            return fail(ErrorKind::unanswerable, "founder '" + member.id +
                                                     "' is inbred: how far his linked loci are "
                                                     "autozygous together is not known; give his pedigree instead");
        }
    }
    Meioses meioses(pedigree, relevant, x_linked);
    constexpr int most = 22;
    if (meioses.bits() > most) {
        return fail(ErrorKind::unanswerable, "linked loci: " + std::to_string(meioses.bits()) +
                                                 " free meioses, at most " + std::to_string(most) +
                                                 " can be summed exactly; leave out distant relatives");
    }
    return meioses;
}

/// rows(v) · columns(v) summed over v.
void accumulate(const ByFlow& a, const ByFlow& b, std::uint64_t flows, std::vector<double>& out) {
    out.assign(a.width * b.width, 0.0);
    for (std::uint64_t v = 0; v < flows; ++v) {
        for (std::size_t i = 0; i < a.width; ++i) {
            const double x = a.values[v * a.width + i];
            for (std::size_t j = 0; x > 0.0 && j < b.width; ++j) {
                out[i * b.width + j] += x * b.values[v * b.width + j];
            }
        }
    }
}

GenotypeTable layout_of(const Locus& locus, const LocusProblem& problem) {
    GenotypeTable layout;
    layout.allele_count = locus.allele_count();
    layout.hemizygous = problem.persons[*problem.root].hemizygous;
    return layout;
}

std::size_t table_size(const GenotypeTable& layout) {
    return layout.hemizygous ? layout.allele_count : layout.allele_count * (layout.allele_count + 1) / 2;
}

} // namespace

double haldane(double centimorgan) {
    return 0.5 * -std::expm1(-2.0 * centimorgan / 100.0);
}

double kosambi(double centimorgan) {
    return 0.5 * std::tanh(2.0 * centimorgan / 100.0);
}

Result<double> log_likelihood(const Pedigree& pedigree, const LinkedLoci& group,
                              std::span<const std::vector<Observation>> observations,
                              const LikelihoodOptions& options) {
    auto meioses = check_group(pedigree, group, observations, std::nullopt, options.theta);
    if (!meioses) {
        return fail(meioses.error());
    }
    const double flows = std::ldexp(1.0, meioses->bits());
    std::vector<double> state(std::size_t{1} << meioses->bits(), 1.0);
    double log_scale = -std::log(flows);
    for (std::size_t l = 0; l < group.loci.size(); ++l) {
        if (l > 0) {
            meioses->recombine(state, 1, group.rho[l - 1]);
        }
        auto here = by_flow(pedigree, *group.loci[l], observations[l], *meioses, std::nullopt, options);
        if (!here) {
            return fail(here.error());
        }
        for (std::size_t v = 0; v < state.size(); ++v) {
            state[v] *= here->values[v];
        }
        const double largest = *std::max_element(state.begin(), state.end());
        if (!(largest > 0.0)) {
            return minus_infinity;
        }
        for (double& x : state) {
            x /= largest;
        }
        log_scale += here->log_scale + std::log(largest);
    }
    double sum = 0.0;
    for (double x : state) {
        sum += x;
    }
    return std::log(sum) + log_scale;
}

Result<PairTable> pair_table(const Pedigree& pedigree, const LinkedLoci& pair,
                             std::span<const std::vector<Observation>> observations, std::size_t member,
                             const LikelihoodOptions& options) {
    auto meioses = check_group(pedigree, pair, observations, member, options.theta);
    if (!meioses) {
        return fail(meioses.error());
    }
    if (pair.loci.size() != 2) {
        return fail(ErrorKind::unanswerable, "a missing person's table can hold two linked loci, found " +
                                                 std::to_string(pair.loci.size()) + "; split the group");
    }
    auto first = by_flow(pedigree, *pair.loci[0], observations[0], *meioses, member, options);
    if (!first) {
        return fail(first.error());
    }
    auto second = by_flow(pedigree, *pair.loci[1], observations[1], *meioses, member, options);
    if (!second) {
        return fail(second.error());
    }
    PairTable table{layout_of(*pair.loci[0], first->problem), layout_of(*pair.loci[1], second->problem), 0, {}, 0.0};
    table.size2 = table_size(table.second);
    table.values.assign(table_size(table.first) * table.size2, 0.0);
    table.log_scale = first->log_scale + second->log_scale - meioses->bits() * std::log(2.0);
    if (first->problem.impossible || second->problem.impossible) {
        return table;
    }
    // The cheaper side is moved along the chromosome.
    ByFlow& moved = first->width < second->width ? *first : *second;
    meioses->recombine(moved.values, moved.width, pair.rho[0]);
    std::vector<double> joint;
    accumulate(*first, *second, std::uint64_t{1} << meioses->bits(), joint);
    const auto& rows = first->problem.persons[*first->problem.root].genotypes;
    const auto& cols = second->problem.persons[*second->problem.root].genotypes;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < cols.size(); ++j) {
            table.values[table.first.index(rows[i].a, rows[i].b) * table.size2 +
                         table.second.index(cols[j].a, cols[j].b)] = joint[i * cols.size() + j];
        }
    }
    return table;
}

} // namespace muster
