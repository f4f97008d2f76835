#include "gene_network.hpp"

#include <array>
#include <limits>

namespace muster {
namespace {

using Person = LocusProblem::Person;

class Builder {
  public:
    Builder(const LocusProblem& problem, const FounderModel& founders) : problem_(problem), founders_(founders) {}

    GeneNetwork build() {
        for (std::size_t pool : founders_.shared_pools) {
            const std::vector<double>& p = founders_.freqs[pool];
            shared_.push_back(out_.network.add_variable(p.size()));
            out_.network.add_dense(std::array{shared_.back()}, p);
        }
        for (const Person& person : problem_.persons) {
            genotype_.push_back(out_.network.add_variable(person.genotypes.size()));
        }
        for (std::size_t i = 0; i < problem_.persons.size(); ++i) {
            if (problem_.persons[i].is_founder()) {
                add_founder(i);
            } else {
                add_child(i);
            }
        }
        for (const LocusProblem::Selection& selection : problem_.selections) {
            add_selector(selection);
        }
        if (problem_.root) {
            out_.root = genotype_[*problem_.root];
        }
        return std::move(out_);
    }

  private:
    /// O(seen of alternative a | g).
    void add_selector(const LocusProblem::Selection& selection) {
        const Variable selector = out_.network.add_variable(selection.weights.size());
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        for (std::uint32_t a = 0; a < selection.weights.size(); ++a) {
            for (std::uint32_t s = 0; s < selection.weights[a].size(); ++s) {
                if (selection.weights[a][s] > 0.0) {
                    states.insert(states.end(), {a, s});
                    values.push_back(selection.weights[a][s]);
                }
            }
        }
        out_.network.add_sparse(std::array{selector, genotype_[selection.person]}, std::move(states),
                                std::move(values));
        out_.selectors.push_back(selector);
    }

    /// P(g) of a founder times what was seen of him.
    void add_founder(std::size_t i) {
        const Person& person = problem_.persons[i];
        const FounderGenes& genes = founders_.genes[i];
        const std::vector<double>& p = founders_.freqs[person.population];
        if (genes.first != FounderGenes::own || genes.second != FounderGenes::own) {
            add_sharing_founder(i);
            return;
        }
        std::vector<double> values(person.weights);
        for (std::size_t s = 0; s < values.size(); ++s) {
            const auto [a, b] = person.genotypes[s];
            if (genes.known) {
                continue;
            }
            if (person.hemizygous) {
                values[s] *= p[a];
            } else {
                // Hardy–Weinberg with inbreeding f (Wright 1951).
                const double independent = a == b ? p[a] * p[a] : 2.0 * p[a] * p[b];
                values[s] *= (1.0 - genes.inbreeding) * independent + (a == b ? genes.inbreeding * p[a] : 0.0);
            }
        }
        out_.network.add_dense(std::array{genotype_[i]}, std::move(values));
    }

    /// A founder of whom at least one gene is shared with another founder.
    void add_sharing_founder(std::size_t i) {
        const Person& person = problem_.persons[i];
        const FounderGenes& genes = founders_.genes[i];
        const std::vector<double>& p = founders_.freqs[person.population];
        const bool first_shared = genes.first != FounderGenes::own;
        const bool both = first_shared && genes.second != FounderGenes::own;
        std::vector<Variable> variables{genotype_[i], shared_[first_shared ? genes.first : genes.second]};
        const bool two_genes = both && genes.first != genes.second;
        if (two_genes) {
            variables.push_back(shared_[genes.second]);
        }
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        for (std::uint32_t s = 0; s < person.genotypes.size(); ++s) {
            const auto [a, b] = person.genotypes[s];
            const double seen = person.weights[s];
            const auto put = [&](std::initializer_list<std::uint32_t> row, double value) {
                states.insert(states.end(), row);
                values.push_back(value);
            };
            if (person.hemizygous) {
                put({s, a}, seen);
            } else if (two_genes) {
                put({s, a, b}, seen);
                if (a != b) {
                    put({s, b, a}, seen);
                }
            } else if (both) {
                if (a == b) {
                    put({s, a}, seen);
                }
            } else {
                put({s, a}, seen * p[b]);
                if (a != b) {
                    put({s, b}, seen * p[a]);
                }
            }
        }
        out_.network.add_sparse(variables, std::move(states), std::move(values));
    }

    void add_child(std::size_t i) {
        const Person& child = problem_.persons[i];
        const Variable maternal = out_.network.add_variable(child.maternal.size());
        add_meiosis(child.mother, problem_.female, problem_.female_mutates, child.maternal, maternal);
        if (child.hemizygous) {
            add_hemizygous_genotype(i, maternal);
            return;
        }
        const Variable paternal = out_.network.add_variable(child.paternal.size());
        add_meiosis(child.father, problem_.male, problem_.male_mutates, child.paternal, paternal);
        add_genotype(i, paternal, maternal);
    }

    /// The child's allele `a` from a parent: T(a | f1, f2) = ½ M[f1, a] + ½ M[f2, a].
    void add_meiosis(std::size_t parent_index, const Matrix& m, bool mutates, const std::vector<std::uint32_t>& alleles,
                     Variable allele) {
        const Person& parent = problem_.persons[parent_index];
        // With few states on either side one small table is cheaper than naming the allele before mutation.
        constexpr std::size_t few = 3;
        if (mutates && (alleles.size() <= few || parent.genotypes.size() <= few)) {
            std::vector<double> values;
            values.reserve(parent.genotypes.size() * alleles.size());
            for (const auto [f1, f2] : parent.genotypes) {
                for (std::uint32_t a : alleles) {
                    values.push_back(0.5 * (m(f1, a) + m(f2, a)));
                }
            }
            out_.network.add_dense(std::array{genotype_[parent_index], allele}, std::move(values));
            return;
        }
        if (!mutates) {
            add_choice(parent_index, alleles, allele);
            return;
        }
        std::vector<char> held(problem_.partition.block_count(), 0);
        for (const auto [f1, f2] : parent.genotypes) {
            held[f1] = 1;
            held[f2] = 1;
        }
        std::vector<std::uint32_t> parental;
        for (std::uint32_t b = 0; b < held.size(); ++b) {
            if (held[b] != 0) {
                parental.push_back(b);
            }
        }
        const Variable before = out_.network.add_variable(parental.size());
        add_choice(parent_index, parental, before);
        std::vector<double> values;
        values.reserve(parental.size() * alleles.size());
        for (std::uint32_t t : parental) {
            for (std::uint32_t a : alleles) {
                values.push_back(m(t, a));
            }
        }
        out_.network.add_dense(std::array{before, allele}, std::move(values));
    }

    /// S(g, t): one of the parent's two alleles, each with probability ½.
    void add_choice(std::size_t parent_index, const std::vector<std::uint32_t>& alleles, Variable allele) {
        const Person& parent = problem_.persons[parent_index];
        const std::vector<std::uint32_t> at = positions(alleles);
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        states.reserve(parent.genotypes.size() * 4);
        values.reserve(parent.genotypes.size() * 2);
        for (std::uint32_t s = 0; s < parent.genotypes.size(); ++s) {
            const auto [f1, f2] = parent.genotypes[s];
            for (std::uint32_t f : {f1, f2}) {
                if (at[f] != absent) {
                    states.insert(states.end(), {s, at[f]});
                    values.push_back(f1 == f2 ? 1.0 : 0.5);
                }
                if (f1 == f2) {
                    break;
                }
            }
        }
        out_.network.add_sparse(std::array{genotype_[parent_index], allele}, std::move(states), std::move(values));
    }

    /// D(g; a_pat, a_mat) = 1 where {a_pat, a_mat} = g, times O(seen | g).
    void add_genotype(std::size_t i, Variable paternal, Variable maternal) {
        const Person& child = problem_.persons[i];
        const std::vector<std::uint32_t> at_paternal = positions(child.paternal);
        const std::vector<std::uint32_t> at_maternal = positions(child.maternal);
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        for (std::uint32_t s = 0; s < child.genotypes.size(); ++s) {
            const auto [a, b] = child.genotypes[s];
            for (const auto& [f, m] : {std::pair{a, b}, std::pair{b, a}}) {
                if (at_paternal[f] != absent && at_maternal[m] != absent) {
                    states.insert(states.end(), {s, at_paternal[f], at_maternal[m]});
                    values.push_back(child.weights[s]);
                }
                if (a == b) {
                    break;
                }
            }
        }
        out_.network.add_sparse(std::array{genotype_[i], paternal, maternal}, std::move(states), std::move(values));
    }

    void add_hemizygous_genotype(std::size_t i, Variable maternal) {
        const Person& child = problem_.persons[i];
        const std::vector<std::uint32_t> at = positions(child.maternal);
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        for (std::uint32_t s = 0; s < child.genotypes.size(); ++s) {
            states.insert(states.end(), {s, at[child.genotypes[s].a]});
            values.push_back(child.weights[s]);
        }
        out_.network.add_sparse(std::array{genotype_[i], maternal}, std::move(states), std::move(values));
    }

    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    /// Where each allele stands in a list.
    [[nodiscard]] std::vector<std::uint32_t> positions(const std::vector<std::uint32_t>& list) const {
        std::vector<std::uint32_t> at(problem_.partition.block_count(), absent);
        for (std::uint32_t i = 0; i < list.size(); ++i) {
            at[list[i]] = i;
        }
        return at;
    }

    const LocusProblem& problem_;
    const FounderModel& founders_;
    GeneNetwork out_;
    std::vector<Variable> shared_;
    std::vector<Variable> genotype_;
};

} // namespace

FounderModel FounderModel::independent(const LocusProblem& problem) {
    FounderModel model;
    model.freqs = problem.freqs;
    for (const Person& person : problem.persons) {
        FounderGenes genes;
        genes.inbreeding = person.inbreeding;
        model.genes.push_back(genes);
    }
    return model;
}

GeneNetwork make_network(const LocusProblem& problem, const FounderModel& founders) {
    return Builder(problem, founders).build();
}

} // namespace muster
