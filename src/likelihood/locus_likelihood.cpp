#include "muster/likelihood/locus_likelihood.hpp"

#include "coancestry.hpp"
#include "gene_network.hpp"
#include "order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// The root's states (or one number) summed over all terms of the founder model.
Result<Marginal> evaluate(const LocusProblem& problem, const LikelihoodOptions& options) {
    const auto one = [&](const FounderModel& founders) {
        const GeneNetwork genes = make_network(problem, founders);
        return genes.root ? genes.network.eliminate_to(std::span(&*genes.root, 1), options.limits)
                          : genes.network.eliminate(options.limits);
    };
    if (options.theta == 0.0) {
        return one(FounderModel::independent(problem));
    }
    auto terms = coancestry_terms(problem, options.theta);
    if (!terms) {
        return fail(terms.error());
    }
    const std::size_t states = problem.root ? problem.persons[*problem.root].genotypes.size() : 1;
    Marginal sum{std::vector<double>(states, 0.0), minus_infinity};
    for (const WeightedModel& term : *terms) {
        auto part = one(term.founders);
        if (!part) {
            return part;
        }
        if (!(*std::max_element(part->values.begin(), part->values.end()) > 0.0)) {
            continue; // its scale means nothing
        }
        const double log_scale = part->log_scale + term.log_weight;
        if (log_scale > sum.log_scale) { // keep the larger scale so that nothing overflows
            const double shrink = std::exp(sum.log_scale - log_scale);
            for (double& v : sum.values) {
                v *= shrink;
            }
            sum.log_scale = log_scale;
        }
        const double factor = std::exp(log_scale - sum.log_scale);
        for (std::size_t i = 0; i < states; ++i) {
            sum.values[i] += factor * part->values[i];
        }
    }
    if (std::isinf(sum.log_scale)) {
        sum.log_scale = 0.0;
    }
    return sum;
}

Result<LocusProblem> checked_problem(const Pedigree& pedigree, const Locus& locus,
                                     const std::vector<Observation>& observations, std::optional<std::size_t> root,
                                     const LikelihoodOptions& options) {
    if (!is_theta(options.theta)) {
        return fail(ErrorKind::bad_input,
                    "theta must be 0, or from 1e-12 up to 1, found " + std::to_string(options.theta));
    }
    return make_problem(pedigree, locus, observations, root);
}

} // namespace

double GenotypeTable::log_sum() const {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    return sum > 0.0 ? std::log(sum) + log_scale : minus_infinity;
}

Result<double> log_likelihood(const Pedigree& pedigree, const Locus& locus,
                              const std::vector<Observation>& observations, const LikelihoodOptions& options) {
    auto problem = checked_problem(pedigree, locus, observations, std::nullopt, options);
    if (!problem) {
        return fail(problem.error());
    }
    if (problem->impossible) {
        return minus_infinity;
    }
    auto total = evaluate(*problem, options);
    if (!total) {
        return fail(total.error());
    }
    return total->log_sum();
}

Result<GenotypeTable> genotype_table(const Pedigree& pedigree, const Locus& locus,
                                     const std::vector<Observation>& observations, std::size_t member,
                                     const LikelihoodOptions& options) {
    auto problem = checked_problem(pedigree, locus, observations, member, options);
    if (!problem) {
        return fail(problem.error());
    }
    const auto& root = problem->persons[*problem->root];
    GenotypeTable table;
    table.allele_count = locus.allele_count();
    table.hemizygous = root.hemizygous;
    const std::size_t k = table.allele_count;
    table.values.assign(table.hemizygous ? k : k * (k + 1) / 2, 0.0);
    if (problem->impossible) {
        return table;
    }
    auto marginal = evaluate(*problem, options);
    if (!marginal) {
        return fail(marginal.error());
    }
    for (std::size_t s = 0; s < root.genotypes.size(); ++s) {
        const auto [a, b] = root.genotypes[s]; // not lumped: blocks are alleles
        table.values[table.index(a, b)] = marginal->values[s];
    }
    table.log_scale = marginal->log_scale;
    return table;
}

Result<std::vector<double>> alternatives_table(const Pedigree& pedigree, const Locus& locus,
                                               const std::vector<Observation>& observations,
                                               std::span<const Alternatives> alternatives,
                                               const EliminationLimits& limits) {
    auto problem = make_problem(pedigree, locus, observations, std::nullopt, alternatives);
    if (!problem) {
        return fail(problem.error());
    }
    if (problem->impossible) {
        std::size_t size = 1;
        for (const Alternatives& of : alternatives) {
            size *= of.seen.size() + 1;
        }
        return std::vector<double>(size, minus_infinity);
    }
    const GeneNetwork genes = make_network(*problem, FounderModel::independent(*problem));
    auto table = genes.network.eliminate_to(genes.selectors, limits);
    if (!table) {
        return fail(table.error());
    }
    for (double& value : table->values) {
        value = std::log(value) + table->log_scale;
    }
    return std::move(table->values);
}

Result<double> alternatives_operations(const Pedigree& pedigree, const Locus& locus,
                                       const std::vector<Observation>& observations,
                                       std::span<const Alternatives> alternatives) {
    const auto problem = make_problem(pedigree, locus, observations, std::nullopt, alternatives);
    if (!problem) {
        return fail(problem.error());
    }
    if (problem->impossible) {
        return 0.0;
    }
    const GeneNetwork genes = make_network(*problem, FounderModel::independent(*problem));
    return plan_elimination(genes.network, genes.selectors).operations;
}

} // namespace muster
