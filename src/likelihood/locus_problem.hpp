#pragma once

#include "muster/genetics/matrix.hpp"
#include "muster/likelihood/locus_likelihood.hpp"
#include "muster/likelihood/lumping.hpp"
#include "muster/likelihood/observation.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace muster {

/// A genotype over blocks: unordered pair a ≤ b; a == b also stands for the one allele of a male's X.
struct Genotype {
    std::uint32_t a;
    std::uint32_t b;
};

/// One locus in one pedigree with everything looked up, lumped and pruned: what the network is built from.
/// Alleles are blocks of the partition. Members that cannot matter (untyped, without typed descendants, not asked
/// for) are left out, and states that Mendel's law and the observations make impossible are gone.
struct LocusProblem {
    struct Person {
        std::size_t member; ///< index in the pedigree
        std::size_t father; ///< index in `persons`, or Member::no_parent
        std::size_t mother;
        bool hemizygous; ///< a male at an X-linked locus
        std::size_t population;
        double inbreeding;
        std::vector<Genotype> genotypes;     ///< possible states
        std::vector<double> weights;         ///< O(seen | genotype) of each
        std::vector<std::uint32_t> paternal; ///< possible alleles from the father (non-founders)
        std::vector<std::uint32_t> maternal;

        [[nodiscard]] bool is_founder() const { return father == Member::no_parent && mother == Member::no_parent; }
    };

    /// A person of whom one of several things may be seen; alternative 0 is nothing.
    struct Selection {
        std::size_t person;                       ///< index in `persons`
        std::vector<std::vector<double>> weights; ///< [alternative][state of the person]: O(seen | genotype)
    };

    std::vector<Person> persons; ///< parents first
    std::vector<Selection> selections;
    std::optional<std::size_t> root; ///< index in `persons` of the member asked for
    AllelePartition partition;
    std::vector<std::vector<double>> freqs; ///< [population][block]
    Matrix male;                            ///< over blocks
    Matrix female;
    bool male_mutates = false;
    bool female_mutates = false;
    bool impossible = false; ///< pruning already found a contradiction
};

/// Builds the problem. `observations` has one entry for each member of the pedigree. With a `root` the alleles are not
/// lumped, because the table that is asked for needs each of them. `alternatives`: see `alternatives_table`. Errors
/// (bad_input): unknown sex at an X-linked locus, a founder's population that the locus has no frequencies for.
[[nodiscard]] Result<LocusProblem> make_problem(const Pedigree& pedigree, const Locus& locus,
                                                const std::vector<Observation>& observations,
                                                std::optional<std::size_t> root,
                                                std::span<const Alternatives> alternatives = {});

} // namespace muster
