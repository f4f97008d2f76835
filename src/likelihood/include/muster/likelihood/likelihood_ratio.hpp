#pragma once

#include "muster/likelihood/linkage.hpp"

#include <span>
#include <vector>

namespace muster {

/// O(seen | g) for the genotypes g where it is not zero, as (index in a GenotypeTable, probability). A clean
/// heterozygote has one entry.
struct ObservationRow {
    bool informative = false;
    bool hemizygous = false; ///< indices are alleles, not genotypes
    std::vector<std::pair<std::size_t, double>> entries;
};

/// The row of an observation of a person who has one allele (`hemizygous`) or two.
[[nodiscard]] ObservationRow observation_row(const Locus& locus, const Observation& seen, bool hemizygous);

/// The numbers of a `UnitTable`, wherever they are kept (a screening index keeps them in a mapped file).
struct UnitNumbers {
    std::span<const double> related;   ///< P(R, m = g) / P(R)
    std::span<const double> unrelated; ///< P(R, u = g) / P(R)
    std::size_t size2 = 1;             ///< genotypes of the second locus; index: first · size2 + second
    bool hemizygous = false;

    /// As `UnitTable::log10_lr`.
    [[nodiscard]] double log10_lr(std::span<const ObservationRow* const> rows) const;
};

/// P(u = g) of an unrelated person of a population at a unit, at θ = 0: the `unrelated` of every `UnitTable` there.
[[nodiscard]] std::vector<double> unrelated_genotypes(const LinkedLoci& unit, std::size_t population, bool hemizygous);

/// A locus, or a tight pair of linked loci, with the missing person's tables: P(R, m = g) and P(R, u = g), where m is
/// the missing person, R the typing of the family, and u an unrelated person of a stated population who shares R's pool
/// at θ > 0. Built once for a family; each sample then costs a look-up (docs/methods.md "The missing person's tables").
class UnitTable {
  public:
    /// `observations[l]` has one entry for each member of the family, for each locus of the unit.
    [[nodiscard]] static Result<UnitTable> make(const Pedigree& family, const LinkedLoci& unit,
                                                std::span<const std::vector<Observation>> observations,
                                                std::size_t missing, std::size_t population,
                                                const LikelihoodOptions& options = {});

    /// A table that says nothing.
    UnitTable() = default;

    /// The table that these numbers were once taken from.
    [[nodiscard]] static UnitTable of(const UnitNumbers& numbers, bool contradictory);

    /// The missing person has one allele here: only rows of hemizygous samples may be asked.
    [[nodiscard]] bool hemizygous() const { return hemizygous_; }

    /// P(R) = 0: the references contradict the pedigree here, and nothing can be said.
    [[nodiscard]] bool contradictory() const { return contradictory_; }

    /// log10 LR(o) = log10 Σ O(o|g) P(R, m=g) − log10 Σ O(o|g) P(R, u=g), −∞ if impossible. `rows`: the sample at each
    /// locus of the unit, of the table's own hemizygosity; one that is not informative counts as not tested. Every
    /// allele seen has a positive frequency (the caller's duty): what nobody unrelated could show has no LR, and −∞ is
    /// given.
    [[nodiscard]] double log10_lr(std::span<const ObservationRow* const> rows) const {
        return numbers().log10_lr(rows);
    }

    [[nodiscard]] UnitNumbers numbers() const { return {related_, unrelated_, size2_, hemizygous_}; }

    /// P(u = g) of an unrelated person and P(R, m = g)/P(R), for single loci: what exclusion power needs.
    [[nodiscard]] const std::vector<double>& related() const { return related_; }
    [[nodiscard]] const std::vector<double>& unrelated() const { return unrelated_; }

  private:
    std::size_t size2_ = 1;         ///< genotypes of the second locus
    std::vector<double> related_;   ///< P(R, m = g) / P(R)
    std::vector<double> unrelated_; ///< P(R, u = g) / P(R)
    bool hemizygous_ = false;
    bool contradictory_ = true;
};

} // namespace muster
