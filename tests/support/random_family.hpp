#pragma once

#include "brute_force.hpp"
#include "muster/likelihood/linkage.hpp"

#include <rapidcheck.h>
#include <string>
#include <vector>

/// Small random families for the property tests: pedigrees with every kind of loop, loci with every mutation model,
/// and observations of every kind.
namespace muster::random_family {

/// What the drawn cases may contain.
struct Wish {
    int most_members = 5;
    int most_alleles = 4;
    bool x_linked = true;
    bool inbred_founders = true;
    bool typing_errors = true;
    bool two_populations = true;
    bool silent = true;
    double most_work = 2.0e4; ///< ordered genotypes to visit, about
};

inline int below(int n) {
    return *rc::gen::inRange(0, n);
}
inline bool one_in(int n) {
    return below(n) == 0;
}
template <class T> T one_of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
}

inline std::string numbered(char letter, std::size_t n) {
    std::string out(1, letter);
    return out.append(std::to_string(n)); // "P" + to_string(n) makes GCC 12 warn without a reason
}

/// Persons P0, P1, …: founders, or children of any earlier man and woman (so sibs may mate, parents their children).
inline std::vector<PersonRecord> persons(const Wish& wish) {
    std::vector<PersonRecord> out{{"P0", "", "", Sex::male}, {"P1", "", "", Sex::female}};
    const int n = 2 + below(wish.most_members - 1);
    while (static_cast<int>(out.size()) < n) {
        PersonRecord next{numbered('P', out.size()), "", "", one_in(2) ? Sex::male : Sex::female};
        if (!one_in(5)) {
            std::vector<std::string> men;
            std::vector<std::string> women;
            for (const PersonRecord& p : out) {
                (p.sex == Sex::male ? men : women).push_back(p.id);
            }
            next.father = one_of(men);
            next.mother = one_of(women);
        }
        out.push_back(std::move(next));
    }
    for (PersonRecord& p : out) {
        if (p.father.empty()) {
            p.founder_inbreeding = wish.inbred_founders && one_in(5) ? one_of<double>({0.1, 0.5, 1.0}) : 0.0;
            p.population = wish.two_populations && one_in(3) ? 1 : 0;
        }
    }
    return out;
}

inline std::vector<double> frequencies(std::size_t k) {
    std::vector<double> out;
    double sum = 0.0;
    for (std::size_t a = 0; a < k; ++a) {
        out.push_back(one_in(8) && a > 0 ? one_of<double>({0.0, 1e-7}) : 1.0 + below(9));
        sum += out.back();
    }
    for (double& p : out) {
        p /= sum;
    }
    return out;
}

/// A matrix with rows that sum to 1; some entries are 0, some rows equal, so that lumping has something to find.
inline Matrix custom_matrix(std::size_t k) {
    Matrix m(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        double rest = 1.0;
        for (std::size_t j = 0; j < k; ++j) {
            if (j != i) {
                m(i, j) = one_of<double>({0.0, 0.0625, 0.0625, 0.03125});
                rest -= m(i, j);
            }
        }
        m(i, i) = rest;
    }
    return m;
}

inline MutationSpec mutation(std::size_t k) {
    MutationSpec spec;
    spec.model = one_of<MutationModel>({MutationModel::none, MutationModel::equal, MutationModel::proportional,
                                        MutationModel::stepwise, MutationModel::onestep, MutationModel::random,
                                        MutationModel::custom, MutationModel::custom});
    spec.rate = one_of<double>({0.0, 1e-6, 0.02, 0.2});
    spec.rate2 = spec.model == MutationModel::stepwise ? one_of<double>({0.0, 1e-5, 0.05}) : 0.0;
    spec.range = 0.3;
    spec.seed = static_cast<std::uint64_t>(below(1000));
    if (spec.model == MutationModel::custom) {
        spec.matrix = custom_matrix(k);
    }
    return spec;
}

inline Locus locus(const Wish& wish, const std::string& name = "L") {
    static const std::vector<std::string> names{"10", "11", "12", "11.2", "14", "9.3"};
    LocusSpec spec;
    spec.name = name;
    spec.inheritance = wish.x_linked ? Inheritance::x_linked : Inheritance::autosomal;
    const auto k = static_cast<std::size_t>(2 + below(wish.most_alleles - 1));
    spec.alleles.assign(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(k));
    spec.freqs = {frequencies(k), frequencies(k)};
    spec.male = mutation(k);
    spec.female = one_in(3) ? mutation(k) : spec.male;
    if (wish.silent && one_in(4)) {
        spec.silent = one_of(spec.alleles);
    }
    auto made = Locus::make(spec);
    if (!made) { // a model that these frequencies do not allow
        spec.male = {};
        spec.female = {};
        spec.female.model = MutationModel::equal;
        spec.female.rate = 0.05;
        made = Locus::make(spec);
    }
    return made.value();
}

inline TypingErrors typing_errors() {
    TypingErrors e;
    e.het = one_of<double>({0.0, 0.1, 0.4});
    e.hom = one_in(2) ? e.het * e.het : one_of<double>({0.0, 0.05, 0.3});
    e.dropin = one_of<double>({0.0, 0.0, 0.05});
    return e;
}

/// Something seen of these genes; now and then something quite different.
inline brute::Seen seen_of(const Wish& wish, const Locus& locus, std::vector<std::size_t> genes) {
    brute::Seen seen;
    if (one_in(3)) {
        return seen;
    }
    if (one_in(8)) {
        for (std::size_t& g : genes) {
            g = static_cast<std::size_t>(below(static_cast<int>(locus.allele_count())));
        }
    }
    if (wish.typing_errors && one_in(3)) {
        seen.errors = typing_errors();
    }
    seen.alleles.insert(genes.begin(), genes.end());
    if (seen.errors.dropin > 0.0 && one_in(4)) {
        seen.alleles.insert(static_cast<std::size_t>(below(static_cast<int>(locus.allele_count()))));
    }
    if (locus.silent()) {
        seen.alleles.erase(*locus.silent());
    }
    while (!seen.alleles.empty() && one_in(seen.errors.none() ? 10 : 3)) {
        seen.alleles.erase(seen.alleles.begin());
    }
    seen.status = seen.alleles.empty() ? LocusStatus::tested_and_empty
                  : one_in(5)          ? LocusStatus::partial
                                       : LocusStatus::typed;
    return seen;
}

/// Observations of all members, around genotypes that were dropped through the pedigree.
inline std::vector<brute::Seen> observations(const Wish& wish, const Pedigree& pedigree, const Locus& locus) {
    const int k = static_cast<int>(locus.allele_count());
    std::vector<std::vector<std::size_t>> genes(pedigree.size());
    std::vector<brute::Seen> out(pedigree.size());
    for (std::size_t m : pedigree.parents_first()) {
        const Member& member = pedigree.member(m);
        const auto gene = [&](std::size_t parent) {
            return member.is_founder() ? static_cast<std::size_t>(below(k)) : one_of(genes[parent]);
        };
        genes[m].push_back(gene(member.mother));
        if (!locus.x_linked() || member.sex != Sex::male) {
            genes[m].push_back(gene(member.father));
        }
        out[m] = seen_of(wish, locus, genes[m]);
    }
    return out;
}

/// Ordered genotypes that the brute force would visit.
inline double work(const Pedigree& pedigree, const Locus& locus, const std::vector<brute::Seen>& seen) {
    double product = 1.0;
    for (std::size_t m = 0; m < pedigree.size(); ++m) {
        double states = 0.0;
        const bool one = locus.x_linked() && pedigree.member(m).sex == Sex::male;
        for (std::size_t a = 0; a < locus.allele_count(); ++a) {
            for (std::size_t b = 0; b < (one ? 1 : locus.allele_count()); ++b) {
                const std::vector<std::size_t> genes = one ? std::vector{a} : std::vector{a, b};
                states += brute::probability_of(seen[m], genes, locus) > 0.0 ? 1.0 : 0.0;
            }
        }
        product *= std::max(1.0, states);
    }
    return product;
}

struct Family {
    std::vector<PersonRecord> persons;
    Pedigree pedigree;
};

inline Family family(const Wish& wish) {
    Family out{persons(wish), {}};
    out.pedigree = Pedigree::make(out.persons).value();
    return out;
}

/// One locus of a family with observations.
struct Question {
    Family family;
    Locus locus;
    std::vector<brute::Seen> seen;
};

inline void show(std::ostream& os, const std::vector<PersonRecord>& persons) {
    for (const PersonRecord& p : persons) {
        os << p.id << " = (" << p.father << ", " << p.mother << ") " << (p.sex == Sex::male ? "male" : "female")
           << ", inbreeding " << p.founder_inbreeding << ", population " << p.population << '\n';
    }
}

inline void show(std::ostream& os, const Locus& locus, const std::vector<brute::Seen>& seen) {
    os.precision(17);
    os << (locus.x_linked() ? "X-linked" : "autosomal") << ", silent: " << locus.spec().silent << '\n';
    for (std::size_t a = 0; a < locus.allele_count(); ++a) {
        os << a << ": " << locus.freqs(0)[a] << ' ' << locus.freqs(1)[a] << "; male";
        for (std::size_t b = 0; b < locus.allele_count(); ++b) {
            os << ' ' << locus.male()(a, b);
        }
        os << "; female";
        for (std::size_t b = 0; b < locus.allele_count(); ++b) {
            os << ' ' << locus.female()(a, b);
        }
        os << '\n';
    }
    static const char* const words[] = {"not tested", "empty", "partial", "typed"};
    for (std::size_t m = 0; m < seen.size(); ++m) {
        os << "seen " << m << ": " << words[static_cast<int>(seen[m].status)];
        for (std::size_t a : seen[m].alleles) {
            os << ' ' << a;
        }
        os << "; het " << seen[m].errors.het << " hom " << seen[m].errors.hom << " drop-in " << seen[m].errors.dropin
           << '\n';
    }
}

inline void showValue(const Question& q, std::ostream& os) {
    show(os, q.family.persons);
    show(os, q.locus, q.seen);
}

inline Question draw_question(Wish wish) {
    wish.x_linked = wish.x_linked && one_in(3);
    Family made = family(wish);
    Locus at = locus(wish);
    std::vector<brute::Seen> seen = observations(wish, made.pedigree, at);
    // Too much to visit: type the first members, one after another.
    for (std::size_t m = 0; m < seen.size() && work(made.pedigree, at, seen) > wish.most_work; ++m) {
        std::size_t visible = 0;
        while (at.silent() == visible) {
            ++visible;
        }
        seen[m] = {LocusStatus::typed, {visible}, {}};
    }
    return {std::move(made), std::move(at), std::move(seen)};
}

/// Drawn in one piece, so that a failure shows the case and not every number drawn.
inline Question question(const Wish& wish) {
    return *rc::gen::exec([wish] { return draw_question(wish); });
}

/// Linked loci of one family, few enough meioses for the sum over all of their outcomes.
struct LinkedQuestion {
    Family family;
    std::vector<Locus> loci;
    std::vector<double> rho;
    std::vector<std::vector<brute::Seen>> seen;

    [[nodiscard]] LinkedLoci group() const {
        LinkedLoci out;
        for (const Locus& at : loci) {
            out.loci.push_back(&at);
        }
        out.rho = rho;
        return out;
    }
    [[nodiscard]] std::vector<std::vector<Observation>> observations() const {
        std::vector<std::vector<Observation>> out;
        for (std::size_t l = 0; l < loci.size(); ++l) {
            out.push_back(brute::observations_of(loci[l], seen[l]));
        }
        return out;
    }
};

inline void showValue(const LinkedQuestion& q, std::ostream& os) {
    show(os, q.family.persons);
    for (std::size_t l = 0; l < q.loci.size(); ++l) {
        os << "locus " << l << (l > 0 ? ", rho " + std::to_string(q.rho[l - 1]) : "") << ": ";
        show(os, q.loci[l], q.seen[l]);
    }
}

inline LinkedQuestion draw_linked_question(Wish wish, std::size_t loci) {
    wish.inbred_founders = false;
    wish.x_linked = one_in(3);
    LinkedQuestion q;
    for (;;) {
        q = {family(wish), {}, {}, {}};
        double meioses = 0.0;
        for (const Member& m : q.family.pedigree.members()) {
            meioses += m.is_founder() ? 0.0 : wish.x_linked ? 1.0 : 2.0;
        }
        double cost = std::exp2(meioses * static_cast<double>(loci));
        for (std::size_t l = 0; l < loci; ++l) {
            q.loci.push_back(locus(wish, numbered('L', l)));
            q.seen.push_back(observations(wish, q.family.pedigree, q.loci.back()));
            if (l > 0) {
                q.rho.push_back(one_of<double>({0.0, 0.02, 0.3, 0.5}));
            }
            cost += std::exp2(meioses) * work(q.family.pedigree, q.loci[l], q.seen[l]);
        }
        if (cost < 3.0e5) {
            return q;
        }
        wish.most_members = std::max(3, wish.most_members - 1);
    }
}

inline LinkedQuestion linked_question(const Wish& wish, std::size_t loci) {
    return *rc::gen::exec([wish, loci] { return draw_linked_question(wish, loci); });
}

} // namespace muster::random_family
