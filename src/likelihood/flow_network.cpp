#include "flow_network.hpp"

#include <array>
#include <limits>

namespace muster {
namespace {

using Person = LocusProblem::Person;

class FlowBuilder {
  public:
    FlowBuilder(const LocusProblem& problem, const FounderModel& founders, const Meioses& meioses, std::uint64_t flow)
        : problem_(problem), founders_(founders), meioses_(meioses), flow_(flow) {
        for (std::uint32_t b = 0; b < problem.partition.block_count(); ++b) {
            all_.push_back(b);
        }
    }

    GeneNetwork build() {
        for (std::size_t pool : founders_.shared_pools) {
            shared_.push_back({out_.network.add_variable(all_.size()), &all_});
            out_.network.add_dense(std::array{shared_.back().variable}, founders_.freqs[pool]);
        }
        for (std::size_t i = 0; i < problem_.persons.size(); ++i) {
            const Person& person = problem_.persons[i];
            if (person.is_founder()) {
                add_founder(i);
            } else {
                add_child(person);
            }
            add_genotype(i);
        }
        return std::move(out_);
    }

  private:
    /// A gene: its variable, and the allele (block) that each state stands for.
    struct Gene {
        Variable variable;
        const std::vector<std::uint32_t>* alleles;
    };
    struct Genes {
        Gene paternal;
        Gene maternal; ///< the only one of a hemizygous person
    };

    void add_founder(std::size_t i) {
        const Person& person = problem_.persons[i];
        const FounderGenes& source = founders_.genes[i];
        const auto draw = [&](std::size_t shared) {
            if (shared != FounderGenes::own) {
                return shared_[shared];
            }
            const Gene gene{out_.network.add_variable(all_.size()), &all_};
            if (!source.known) {
                out_.network.add_dense(std::array{gene.variable}, founders_.freqs[person.population]);
            }
            return gene;
        };
        const Gene first = draw(source.first);
        genes_.push_back({first, person.hemizygous ? first : draw(source.second)});
    }

    void add_child(const Person& child) {
        Genes genes{};
        genes.maternal = add_meiosis(child.mother, child.maternal, meioses_.maternal(child.member), problem_.female,
                                     problem_.female_mutates);
        genes.paternal = child.hemizygous ? genes.maternal
                                          : add_meiosis(child.father, child.paternal, meioses_.paternal(child.member),
                                                        problem_.male, problem_.male_mutates);
        genes_.push_back(genes);
    }

    Gene add_meiosis(std::size_t parent, const std::vector<std::uint32_t>& alleles, int bit, const Matrix& m,
                     bool mutates) {
        const bool from_mother = bit != Meioses::fixed && (flow_ >> bit & 1U) != 0;
        const Gene source = from_mother ? genes_[parent].maternal : genes_[parent].paternal;
        const Gene gene{out_.network.add_variable(alleles.size()), &alleles};
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        for (std::uint32_t s = 0; s < source.alleles->size(); ++s) {
            for (std::uint32_t t = 0; t < alleles.size(); ++t) {
                const double value = m((*source.alleles)[s], alleles[t]);
                if (mutates) {
                    values.push_back(value);
                } else if (value > 0.0) {
                    states.insert(states.end(), {s, t});
                    values.push_back(value);
                }
            }
        }
        const std::array variables{source.variable, gene.variable};
        if (mutates) {
            out_.network.add_dense(variables, std::move(values));
        } else {
            out_.network.add_sparse(variables, std::move(states), std::move(values));
        }
        return gene;
    }

    /// O(seen | a_pat, a_mat), restricted to the possible genotypes; for the root, the variable of his genotype too.
    void add_genotype(std::size_t i) {
        const Person& person = problem_.persons[i];
        const Genes& genes = genes_[i];
        const bool root = problem_.root == i;
        std::vector<Variable> variables;
        if (root) {
            out_.root = out_.network.add_variable(person.genotypes.size());
            variables.push_back(*out_.root);
        }
        const std::size_t k = all_.size();
        const bool same_gene = person.hemizygous || genes.paternal.variable == genes.maternal.variable;
        const bool unrestricted = person.genotypes.size() == (person.hemizygous ? k : k * (k + 1) / 2);
        if (!root && unrestricted && untouched(person)) {
            return;
        }
        const std::vector<std::uint32_t> at_paternal = positions(*genes.paternal.alleles);
        const std::vector<std::uint32_t> at_maternal = positions(*genes.maternal.alleles);
        variables.push_back(genes.paternal.variable);
        if (!same_gene) {
            variables.push_back(genes.maternal.variable);
        }
        // A known heterozygote was paid for as an unordered genotype: half for each order.
        const bool known = founders_.genes[i].known;
        std::vector<std::uint32_t> states;
        std::vector<double> values;
        for (std::uint32_t s = 0; s < person.genotypes.size(); ++s) {
            const auto [a, b] = person.genotypes[s];
            for (const auto& [f, m] : {std::pair{a, b}, std::pair{b, a}}) {
                if (at_paternal[f] == absent || at_maternal[m] == absent || (same_gene && f != m)) {
                    continue;
                }
                if (root) {
                    states.push_back(s);
                }
                states.push_back(at_paternal[f]);
                if (!same_gene) {
                    states.push_back(at_maternal[m]);
                }
                values.push_back(person.weights[s] * (known && a != b ? 0.5 : 1.0));
                if (a == b) {
                    break;
                }
            }
        }
        out_.network.add_sparse(variables, std::move(states), std::move(values));
    }

    static bool untouched(const Person& person) {
        for (double w : person.weights) {
            if (w != 1.0) {
                return false;
            }
        }
        return true;
    }

    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    [[nodiscard]] std::vector<std::uint32_t> positions(const std::vector<std::uint32_t>& list) const {
        std::vector<std::uint32_t> at(all_.size(), absent);
        for (std::uint32_t s = 0; s < list.size(); ++s) {
            at[list[s]] = s;
        }
        return at;
    }

    const LocusProblem& problem_;
    const FounderModel& founders_;
    const Meioses& meioses_;
    std::uint64_t flow_;
    std::vector<std::uint32_t> all_;
    GeneNetwork out_;
    std::vector<Gene> shared_;
    std::vector<Genes> genes_;
};

} // namespace

GeneNetwork make_flow_network(const LocusProblem& problem, const FounderModel& founders, const Meioses& meioses,
                              std::uint64_t flow) {
    return FlowBuilder(problem, founders, meioses, flow).build();
}

} // namespace muster
