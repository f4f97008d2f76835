#include "coancestry.hpp"

#include "gauss_jacobi.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace muster {
namespace {

using Person = LocusProblem::Person;

/// The pools' state once the known founders have been drawn: Dirichlet parameters α by population and block.
struct Pools {
    std::vector<std::vector<double>> alpha;
    std::vector<double> total;
    double log_paid = 0.0;

    Pools(const LocusProblem& problem, double theta) : alpha(problem.freqs) {
        for (auto& a : alpha) {
            double sum = 0.0;
            for (double& x : a) {
                x *= (1.0 - theta) / theta;
                sum += x;
            }
            total.push_back(sum);
        }
    }

    /// Draws one gene: probability (α_i)/(Σα), then α_i grows by one (Balding & Nichols 1994).
    void draw(std::size_t pool, std::size_t block) {
        log_paid += std::log(alpha[pool][block] / total[pool]);
        alpha[pool][block] += 1.0;
        total[pool] += 1.0;
    }

    [[nodiscard]] std::vector<std::vector<double>> freqs() const {
        std::vector<std::vector<double>> p = alpha;
        for (std::size_t i = 0; i < p.size(); ++i) {
            for (double& x : p[i]) {
                x /= total[i];
            }
        }
        return p;
    }
};

/// A founder gene that is still to be drawn. `slot` 0 or 1; an autozygous founder has slot 0 only, meaning both.
struct FreeGene {
    std::size_t person;
    int slot;
};

struct Setting {
    Pools pools;
    FounderModel base;
    std::vector<FreeGene> genes;
    std::vector<char> autozygous; ///< by person
};

/// Pays for founders whose genotype is known and lists the genes of the others.
Setting settle(const LocusProblem& problem, double theta, const std::vector<char>& autozygous) {
    Setting s{Pools(problem, theta), FounderModel::independent(problem), {}, autozygous};
    for (std::size_t i = 0; i < problem.persons.size(); ++i) {
        const Person& person = problem.persons[i];
        if (!person.is_founder()) {
            continue;
        }
        s.base.genes[i].inbreeding = autozygous[i] != 0 ? 1.0 : 0.0;
        const bool one_gene = person.hemizygous || autozygous[i] != 0;
        if (person.genotypes.size() == 1 && problem.root != i) {
            const auto [a, b] = person.genotypes.front();
            s.base.genes[i].known = true;
            if (autozygous[i] != 0 && a != b) {
                s.pools.log_paid = -INFINITY;
                continue;
            }
            s.pools.draw(person.population, a);
            if (!one_gene) {
                s.pools.draw(person.population, b);
                s.pools.log_paid += a == b ? 0.0 : std::log(2.0);
            }
            continue;
        }
        s.genes.push_back({i, 0});
        if (!one_gene) {
            s.genes.push_back({i, 1});
        }
    }
    s.base.freqs = s.pools.freqs();
    return s;
}

/// Bell numbers as doubles (Aitken's array).
double bell(std::size_t n) {
    std::vector<double> row{1.0};
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> next{row.back()};
        for (double x : row) {
            next.push_back(next.back() + x);
        }
        row = std::move(next);
    }
    return row.front();
}

/// Terms by partition of the free genes.
class Partitions {
  public:
    Partitions(const LocusProblem& problem, const Setting& setting, FounderSlots slots)
        : problem_(problem), setting_(setting), slots_(slots) {
        group_.resize(setting.genes.size());
    }

    std::vector<WeightedModel> terms(double log_prior) {
        place(0, 0.0);
        std::vector<WeightedModel> out;
        for (const auto& [groups, weight] : found_) {
            out.push_back({std::log(weight) + setting_.pools.log_paid + log_prior, model(groups)});
        }
        return out;
    }

  private:
    [[nodiscard]] std::size_t pool(std::size_t gene) const {
        return problem_.persons[setting_.genes[gene].person].population;
    }

    /// Places gene g in an existing group of its pool (probability ∝ its size) or in a new one (∝ Σα).
    void place(std::size_t g, double log_weight) {
        if (g == group_.size()) {
            found_[canonical()] += std::exp(log_weight);
            return;
        }
        std::vector<double> size(g + 1, 0.0);
        double drawn = 0.0;
        for (std::size_t h = 0; h < g; ++h) {
            if (pool(h) == pool(g)) {
                size[group_[h]] += 1.0;
                drawn += 1.0;
            }
        }
        const double total = setting_.pools.total[pool(g)] + drawn;
        std::size_t groups = 0;
        for (std::size_t h = 0; h < g; ++h) {
            groups = std::max(groups, group_[h] + 1);
        }
        for (std::size_t j = 0; j < groups; ++j) {
            if (size[j] > 0.0) {
                group_[g] = j;
                place(g + 1, log_weight + std::log(size[j] / total));
            }
        }
        group_[g] = groups;
        place(g + 1, log_weight + std::log(setting_.pools.total[pool(g)] / total));
    }

    /// The two genes of one founder are interchangeable: partitions that differ by such swaps have one likelihood.
    [[nodiscard]] std::vector<std::size_t> canonical() const {
        std::vector<std::size_t> pairs;
        for (std::size_t g = 0; g + 1 < group_.size(); ++g) {
            if (slots_ == FounderSlots::interchangeable && setting_.genes[g].person == setting_.genes[g + 1].person) {
                pairs.push_back(g);
            }
        }
        std::vector<std::size_t> best;
        for (std::size_t mask = 0; mask < (std::size_t{1} << pairs.size()); ++mask) {
            std::vector<std::size_t> swapped = group_;
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                if ((mask >> i & 1U) != 0) {
                    std::swap(swapped[pairs[i]], swapped[pairs[i] + 1]);
                }
            }
            std::vector<std::size_t> name(swapped.size() + 1, FounderGenes::own);
            std::size_t next = 0;
            for (std::size_t& g : swapped) {
                if (name[g] == FounderGenes::own) {
                    name[g] = next++;
                }
                g = name[g];
            }
            if (best.empty() || swapped < best) {
                best = std::move(swapped);
            }
        }
        return best;
    }

    [[nodiscard]] FounderModel model(const std::vector<std::size_t>& groups) const {
        FounderModel out = setting_.base;
        std::vector<std::size_t> members(groups.size() + 1, 0);
        for (std::size_t g : groups) {
            ++members[g];
        }
        std::vector<std::size_t> shared(groups.size() + 1, FounderGenes::own);
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const auto [person, slot] = setting_.genes[g];
            const bool autozygous = setting_.autozygous[person] != 0;
            if (members[groups[g]] < 2) {
                continue; // drawn alone: stays the founder's own
            }
            std::size_t& number = shared[groups[g]];
            if (number == FounderGenes::own) {
                number = out.shared_pools.size();
                out.shared_pools.push_back(problem_.persons[person].population);
            }
            (slot == 0 ? out.genes[person].first : out.genes[person].second) = number;
            if (autozygous || problem_.persons[person].hemizygous) {
                out.genes[person].second = number;
            }
        }
        return out;
    }

    const LocusProblem& problem_;
    const Setting& setting_;
    FounderSlots slots_;
    std::vector<std::size_t> group_;
    std::map<std::vector<std::size_t>, double> found_;
};

/// Number of cubature terms: for each pool (⌊n/2⌋+1)^(alleles−1).
double cubature_terms(const LocusProblem& problem, const Setting& setting) {
    double terms = 1.0;
    for (std::size_t pool = 0; pool < setting.pools.alpha.size(); ++pool) {
        double genes = 0.0;
        for (const FreeGene& g : setting.genes) {
            genes += problem.persons[g.person].population == pool ? 1.0 : 0.0;
        }
        double alleles = 0.0;
        for (double a : setting.pools.alpha[pool]) {
            alleles += a > 0.0 ? 1.0 : 0.0;
        }
        if (genes > 0.0) {
            terms *= std::pow(std::floor(genes / 2.0) + 1.0, std::max(alleles - 1.0, 0.0));
        }
    }
    return terms;
}

/// Terms by a conical product rule over the stick-breaking proportions of each pool's Dirichlet.
class Cubature {
  public:
    Cubature(const LocusProblem& problem, const Setting& setting) : problem_(problem), setting_(setting) {}

    std::vector<WeightedModel> terms(double log_prior) {
        out_.push_back({setting_.pools.log_paid + log_prior, setting_.base});
        for (std::size_t pool = 0; pool < setting_.pools.alpha.size(); ++pool) {
            std::size_t genes = 0;
            for (const FreeGene& g : setting_.genes) {
                genes += problem_.persons[g.person].population == pool ? 1 : 0;
            }
            if (genes > 0) {
                spread(pool, genes / 2 + 1);
            }
        }
        return std::move(out_);
    }

  private:
    void spread(std::size_t pool, std::size_t nodes) {
        std::vector<std::size_t> present;
        for (std::size_t b = 0; b < setting_.pools.alpha[pool].size(); ++b) {
            if (setting_.pools.alpha[pool][b] > 0.0) {
                present.push_back(b);
            }
        }
        for (WeightedModel& term : out_) {
            std::fill(term.founders.freqs[pool].begin(), term.founders.freqs[pool].end(), 0.0);
            if (!present.empty()) {
                term.founders.freqs[pool][present.back()] = 1.0; // the stick that is left
            }
        }
        // What follows each allele, summed from the end: a difference of totals would lose a rare last allele.
        std::vector<double> rest(present.size() + 1, 0.0);
        for (std::size_t i = present.size(); i-- > 0;) {
            rest[i] = rest[i + 1] + setting_.pools.alpha[pool][present[i]];
        }
        for (std::size_t i = 0; i + 1 < present.size(); ++i) {
            const double alpha = setting_.pools.alpha[pool][present[i]];
            const std::vector<QuadratureNode> rule = beta_quadrature(alpha, rest[i + 1], nodes);
            std::vector<WeightedModel> next;
            next.reserve(out_.size() * rule.size());
            for (const WeightedModel& term : out_) {
                const double stick = term.founders.freqs[pool][present.back()];
                for (const QuadratureNode& node : rule) {
                    next.push_back(term);
                    next.back().log_weight += std::log(node.weight);
                    next.back().founders.freqs[pool][present[i]] = stick * node.x;
                    next.back().founders.freqs[pool][present.back()] = stick * node.rest;
                }
            }
            out_ = std::move(next);
        }
    }

    const LocusProblem& problem_;
    const Setting& setting_;
    std::vector<WeightedModel> out_;
};

} // namespace

Result<std::vector<WeightedModel>> coancestry_terms(const LocusProblem& problem, double theta, CoancestryMethod method,
                                                    FounderSlots slots, double max_terms) {
    std::vector<std::size_t> inbred;
    for (std::size_t i = 0; i < problem.persons.size(); ++i) {
        if (problem.persons[i].is_founder() && problem.persons[i].inbreeding > 0.0) {
            inbred.push_back(i);
        }
    }
    std::vector<WeightedModel> out;
    constexpr std::size_t most_inbred = 16; // every subset of them may be autozygous
    if (inbred.size() > most_inbred) {
        return fail(ErrorKind::unanswerable, "theta > 0 with " + std::to_string(inbred.size()) +
                                                 " inbred founders: at most " + std::to_string(most_inbred) +
                                                 " can be summed over; give the pedigrees that made them inbred");
    }
    for (std::size_t mask = 0; mask < (std::size_t{1} << inbred.size()); ++mask) {
        double log_prior = 0.0;
        std::vector<char> autozygous(problem.persons.size(), 0);
        for (std::size_t i = 0; i < inbred.size(); ++i) {
            const double f = problem.persons[inbred[i]].inbreeding;
            autozygous[inbred[i]] = (mask >> i & 1U) != 0 ? 1 : 0;
            log_prior += std::log(autozygous[inbred[i]] != 0 ? f : 1.0 - f);
        }
        const Setting setting = settle(problem, theta, autozygous);
        if (std::isinf(log_prior + setting.pools.log_paid)) {
            continue;
        }
        const double by_partition = setting.genes.size() > 25 ? INFINITY : bell(setting.genes.size());
        const double by_cubature = cubature_terms(problem, setting);
        const bool partitions = method == CoancestryMethod::partitions ||
                                (method == CoancestryMethod::cheapest && by_partition <= by_cubature);
        if ((partitions ? by_partition : by_cubature) + static_cast<double>(out.size()) > max_terms) {
            return fail(ErrorKind::unanswerable,
                        "theta > 0 with " + std::to_string(setting.genes.size()) +
                            " founder genes that are not typed and " + std::to_string(problem.partition.block_count()) +
                            " alleles needs more than " + std::to_string(static_cast<long long>(max_terms)) +
                            " terms; leave out distant untyped relatives, or compute with theta = 0");
        }
        std::vector<WeightedModel> terms = partitions ? Partitions(problem, setting, slots).terms(log_prior)
                                                      : Cubature(problem, setting).terms(log_prior);
        out.insert(out.end(), std::make_move_iterator(terms.begin()), std::make_move_iterator(terms.end()));
    }
    return out;
}

} // namespace muster
