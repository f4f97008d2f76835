#pragma once

#include "muster/base/random.hpp"
#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <cstddef>
#include <vector>

namespace muster {

/// The two genes of a person at a locus, as indices of alleles. A male at an X-linked locus has
/// his mother's alone: both members are that one.
struct Genes {
    std::size_t paternal = 0;
    std::size_t maternal = 0;

    friend bool operator==(const Genes&, const Genes&) = default;
};

/// Draws the genes of every member at one locus, in the pedigree's order (gene dropping: MacCluer,
/// VandeBerg, Read & Ryder 1986). Founders' genes come from the frequencies of their population; with
/// θ > 0 from the Balding–Nichols (1994) sequence, in which the gene after n genes of that population,
/// n_i of them allele i, is i with probability [(1−θ) p_i + θ n_i] / [1 + (n−1) θ]. An inbred
/// founder's second gene is a copy of the first with probability `founder_inbreeding`. Each child
/// receives either of a parent's genes with probability ½, mutated by the locus' matrix for
/// that parent's sex. Loci drawn by separate calls are unlinked.
///
/// Errors: θ outside [0,1) (usage); a population that the locus has no frequencies of, or a
/// member of unknown sex at an X-linked locus (bad_input).
[[nodiscard]] Result<std::vector<Genes>> drop_genes(const Locus& locus, const Pedigree& pedigree, double theta,
                                                    Random& random);

/// How typing fails: each gene is missed independently with probability `dropout` (a homozygote is
/// missed altogether with its square), and one further allele, drawn from the population,
/// appears with probability `dropin`. Gill et al. 2000.
struct Typing {
    double dropout = 0.0;
    double dropin = 0.0;

    friend bool operator==(const Typing&, const Typing&) = default;
};

/// What the laboratory sees of `genes`: nothing → `tested_and_empty`; one allele → a homozygote (`typed`), or, as a
/// laboratory writes it where dropout is possible (dropout > 0), `partial`; more alleles → `typed`,
/// in the order of their repeat numbers. The silent allele is never seen. `hemizygous`: there
/// is one gene (a male at an X-linked locus), not two equal ones. `population`: where a drop-in comes from.
[[nodiscard]] LocusResult type_genes(const Locus& locus, const Genes& genes, bool hemizygous, std::size_t population,
                                     const Typing& typing, Random& random);

/// Amelogenin, typed with the same failures (no drop-in). Unknown sex: `not_tested`.
[[nodiscard]] LocusResult type_amelogenin(Sex sex, const Typing& typing, Random& random);

} // namespace muster
