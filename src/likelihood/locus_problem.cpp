#include "locus_problem.hpp"

#include <algorithm>

namespace muster {
namespace {

using Person = LocusProblem::Person;

/// Members that bear on the answer: those observed or asked for, and their ancestors.
std::vector<char> relevant_members(const Pedigree& pedigree, const std::vector<Observation>& observations,
                                   std::optional<std::size_t> root, std::span<const Alternatives> alternatives) {
    std::vector<char> relevant(pedigree.size(), 0);
    for (const Alternatives& of : alternatives) {
        relevant[of.member] = 1;
    }
    const auto& order = pedigree.parents_first();
    for (std::size_t i = order.size(); i-- > 0;) {
        const std::size_t m = order[i];
        if (observations[m].informative() || root == m) {
            relevant[m] = 1;
        }
        if (relevant[m] != 0 && !pedigree.member(m).is_founder()) {
            relevant[pedigree.member(m).father] = 1;
            relevant[pedigree.member(m).mother] = 1;
        }
    }
    return relevant;
}

Matrix lumped(const Matrix& m, const AllelePartition& partition) {
    if (partition.block_count() == m.rows()) {
        return m;
    }
    Matrix out(partition.block_count(), partition.block_count());
    for (std::size_t b = 0; b < out.rows(); ++b) {
        const std::size_t from = partition.representative[b];
        for (std::size_t to = 0; to < m.cols(); ++to) {
            out(b, partition.block_of[to]) += m(from, to);
        }
    }
    return out;
}

bool is_identity(const Matrix& m) {
    for (std::size_t i = 0; i < m.rows(); ++i) {
        for (std::size_t j = 0; j < m.cols(); ++j) {
            if (m(i, j) != (i == j ? 1.0 : 0.0)) {
                return false;
            }
        }
    }
    return true;
}

void fill_states(Person& person, const LocusProblem& problem, const Observation& seen) {
    const auto k = static_cast<std::uint32_t>(problem.partition.block_count());
    const auto& allele = problem.partition.representative;
    const std::vector<double>& p = problem.freqs[person.population];
    const bool founder = person.is_founder();
    const auto keep = [&](std::uint32_t a, std::uint32_t b, double weight) {
        if (weight > 0.0 && !(founder && (p[a] <= 0.0 || p[b] <= 0.0))) {
            person.genotypes.push_back({a, b});
            person.weights.push_back(weight);
        }
    };
    for (std::uint32_t a = 0; a < k; ++a) {
        if (person.hemizygous) {
            keep(a, a, seen.probability(allele[a]));
            continue;
        }
        for (std::uint32_t b = a; b < k; ++b) {
            keep(a, b, seen.informative() ? seen.probability(allele[a], allele[b]) : 1.0);
        }
    }
}

/// Arc consistency over parents, transmitted alleles and genotypes (Lange & Goradia 1987, with mutation): removes
/// states without support until nothing changes.
class Pruner {
  public:
    explicit Pruner(LocusProblem& problem) : problem_(problem), k_(problem.partition.block_count()) {
        support(problem.male, male_support_, male_full_);
        support(problem.female, female_support_, female_full_);
    }

    void run() {
        for (Person& p : problem_.persons) {
            if (!p.is_founder()) {
                p.paternal = p.hemizygous ? std::vector<std::uint32_t>{} : all();
                p.maternal = all();
            }
        }
        for (bool changed = true; changed && !problem_.impossible;) {
            changed = false;
            for (Person& p : problem_.persons) {
                if (!p.is_founder()) {
                    changed = prune(p) || changed;
                }
                problem_.impossible = problem_.impossible || p.genotypes.empty();
            }
        }
    }

  private:
    using Flags = std::vector<char>;

    void support(const Matrix& m, std::vector<Flags>& rows, bool& full) {
        full = true;
        rows.assign(k_, Flags(k_, 0));
        for (std::size_t i = 0; i < k_; ++i) {
            for (std::size_t j = 0; j < k_; ++j) {
                rows[i][j] = m(i, j) > 0.0 ? 1 : 0;
                full = full && rows[i][j] != 0;
            }
        }
    }

    [[nodiscard]] std::vector<std::uint32_t> all() const {
        std::vector<std::uint32_t> list(k_);
        for (std::uint32_t a = 0; a < k_; ++a) {
            list[a] = a;
        }
        return list;
    }

    static Flags flags(const std::vector<std::uint32_t>& list, std::size_t k) {
        Flags f(k, 0);
        for (std::uint32_t a : list) {
            f[a] = 1;
        }
        return f;
    }

    bool prune(Person& child) {
        bool changed = transmissions(child, problem_.persons[child.mother], child.maternal, false);
        if (child.hemizygous) {
            const Flags maternal = flags(child.maternal, k_);
            changed = keep_genotypes(child, [&](Genotype g) { return maternal[g.a] != 0; }) || changed;
            Flags held(k_, 0);
            for (Genotype g : child.genotypes) {
                held[g.a] = 1;
            }
            return keep_alleles(child.maternal, held) || changed;
        }
        changed = transmissions(child, problem_.persons[child.father], child.paternal, true) || changed;
        const Flags paternal = flags(child.paternal, k_);
        const Flags maternal = flags(child.maternal, k_);
        const auto fits = [&](std::uint32_t from_father, std::uint32_t from_mother) {
            return paternal[from_father] != 0 && maternal[from_mother] != 0;
        };
        changed = keep_genotypes(child, [&](Genotype g) { return fits(g.a, g.b) || fits(g.b, g.a); }) || changed;
        Flags held_paternal(k_, 0);
        Flags held_maternal(k_, 0);
        for (Genotype g : child.genotypes) {
            for (const auto& [f, m] : {std::pair{g.a, g.b}, std::pair{g.b, g.a}}) {
                if (fits(f, m)) {
                    held_paternal[f] = 1;
                    held_maternal[m] = 1;
                }
            }
        }
        changed = keep_alleles(child.paternal, held_paternal) || changed;
        return keep_alleles(child.maternal, held_maternal) || changed;
    }

    /// Makes a parent's genotypes and the allele list that the child may have from him agree.
    bool transmissions(const Person&, Person& parent, std::vector<std::uint32_t>& alleles, bool father) {
        if (father ? male_full_ : female_full_) {
            return false;
        }
        const std::vector<Flags>& rows = father ? male_support_ : female_support_;
        Flags parental(k_, 0);
        for (Genotype g : parent.genotypes) {
            parental[g.a] = 1;
            parental[g.b] = 1;
        }
        Flags reached(k_, 0);
        Flags useful(k_, 0); // parental alleles that can give one of the child's
        for (std::size_t t = 0; t < k_; ++t) {
            for (std::uint32_t a : alleles) {
                if (rows[t][a] != 0) {
                    useful[t] = 1;
                    reached[a] = reached[a] != 0 || parental[t] != 0 ? 1 : 0;
                }
            }
        }
        const bool changed = keep_alleles(alleles, reached);
        return keep_genotypes(parent, [&](Genotype g) { return useful[g.a] != 0 || useful[g.b] != 0; }) || changed;
    }

    static bool keep_alleles(std::vector<std::uint32_t>& list, const Flags& wanted) {
        return std::erase_if(list, [&](std::uint32_t a) { return wanted[a] == 0; }) > 0;
    }

    template <class Wanted> static bool keep_genotypes(Person& person, Wanted wanted) {
        std::size_t to = 0;
        for (std::size_t i = 0; i < person.genotypes.size(); ++i) {
            if (wanted(person.genotypes[i])) {
                person.genotypes[to] = person.genotypes[i];
                person.weights[to++] = person.weights[i];
            }
        }
        const bool changed = to < person.genotypes.size();
        person.genotypes.resize(to);
        person.weights.resize(to);
        return changed;
    }

    LocusProblem& problem_;
    std::size_t k_;
    std::vector<Flags> male_support_;
    std::vector<Flags> female_support_;
    bool male_full_ = false;
    bool female_full_ = false;
};

/// What each alternative says of the states that are left.
LocusProblem::Selection selection_of(const LocusProblem& problem, std::size_t person,
                                     const std::vector<Observation>& seen) {
    const Person& of = problem.persons[person];
    LocusProblem::Selection out{person, {std::vector<double>(of.genotypes.size(), 1.0)}};
    for (const Observation& alternative : seen) {
        std::vector<double> weights;
        for (const auto [a, b] : of.genotypes) {
            const std::size_t x = problem.partition.representative[a];
            const std::size_t y = problem.partition.representative[b];
            weights.push_back(of.hemizygous ? alternative.probability(x) : alternative.probability(x, y));
        }
        out.weights.push_back(std::move(weights));
    }
    return out;
}

Result<Person> make_person(const Pedigree& pedigree, std::size_t m, const Locus& locus,
                           const std::vector<std::size_t>& position) {
    const Member& member = pedigree.member(m);
    if (locus.x_linked() && member.sex == Sex::unknown) {
        return fail(ErrorKind::bad_input, "the sex of '" + member.id + "' is unknown, and locus " + locus.name() +
                                              " is X-linked; state the sex");
    }
    if (member.population >= locus.population_count()) {
        return fail(ErrorKind::bad_input, "locus " + locus.name() + " has no frequencies for population " +
                                              std::to_string(member.population) + " of '" + member.id + "'");
    }
    Person person{};
    person.member = m;
    person.hemizygous = locus.x_linked() && member.sex == Sex::male;
    person.father = member.is_founder() ? Member::no_parent : position[member.father];
    person.mother = member.is_founder() ? Member::no_parent : position[member.mother];
    person.population = member.population;
    person.inbreeding = person.hemizygous ? 0.0 : member.founder_inbreeding;
    return person;
}

} // namespace

Result<LocusProblem> make_problem(const Pedigree& pedigree, const Locus& locus,
                                  const std::vector<Observation>& observations, std::optional<std::size_t> root,
                                  std::span<const Alternatives> alternatives) {
    LocusProblem problem;
    std::vector<Observation> all = observations;
    for (const Alternatives& of : alternatives) {
        all.insert(all.end(), of.seen.begin(), of.seen.end());
    }
    problem.partition = root ? AllelePartition::singletons(locus.allele_count()) : coarsest_partition(locus, all);
    for (std::size_t p = 0; p < locus.population_count(); ++p) {
        std::vector<double> freqs(problem.partition.block_count(), 0.0);
        for (std::size_t a = 0; a < locus.allele_count(); ++a) {
            freqs[problem.partition.block_of[a]] += locus.freqs(p)[a];
        }
        problem.freqs.push_back(std::move(freqs));
    }
    problem.male = lumped(locus.male(), problem.partition);
    problem.female = lumped(locus.female(), problem.partition);
    problem.male_mutates = !is_identity(problem.male);
    problem.female_mutates = !is_identity(problem.female);

    const std::vector<char> relevant = relevant_members(pedigree, observations, root, alternatives);
    std::vector<std::size_t> position(pedigree.size(), Member::no_parent);
    for (std::size_t m : pedigree.parents_first()) {
        if (relevant[m] == 0) {
            continue;
        }
        auto person = make_person(pedigree, m, locus, position);
        if (!person) {
            return fail(person.error());
        }
        position[m] = problem.persons.size();
        if (root == m) {
            problem.root = position[m];
        }
        fill_states(*person, problem, observations[m]);
        problem.persons.push_back(std::move(*person));
    }
    Pruner(problem).run();
    for (const Alternatives& of : alternatives) {
        problem.selections.push_back(selection_of(problem, position[of.member], of.seen));
    }
    return problem;
}

} // namespace muster
