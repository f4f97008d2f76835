#pragma once

#include "muster/identify/units.hpp"

#include <vector>

namespace muster {

/// What is seen of the missing members of a family: [missing][locus]. Members of whom nothing is seen: empty.
using SeenMembers = std::vector<std::vector<Observation>>;

/// The joint likelihood of a family with several missing members.
class FamilyModel {
  public:
    static constexpr std::size_t largest_genotype_table = std::size_t{1} << 18;

    /// `missing`: those who are looked for, by index in the case's pedigree. The loci and units must outlive the model.
    [[nodiscard]] static Result<FamilyModel> make(const Case& subject, const std::vector<Locus>& loci,
                                                  const std::vector<Unit>& units,
                                                  const std::vector<std::size_t>& missing,
                                                  const LikelihoodOptions& options);

    /// The references contradict the pedigree there, and nothing can be said.
    [[nodiscard]] bool contradictory(std::size_t unit) const { return contradictory_[unit] != 0; }
    /// One allele, or two?
    [[nodiscard]] bool hemizygous(std::size_t missing, std::size_t locus) const;

    /// ln P(R, seen | pedigree) − ln P(R, seen | each of the missing is an unrelated person of his pool) at a unit.
    /// `alone`: ln P(seen of each | an unrelated person) summed, used at θ = 0.
    [[nodiscard]] Result<double> log_lr(std::size_t unit, const SeenMembers& seen, double alone) const;

    /// Can several combinations be answered at once there? θ = 0, no linked loci, sexes known where it matters.
    [[nodiscard]] bool one_elimination(std::size_t unit) const;
    /// What may be seen of the missing members, besides nothing: [member][alternative - 1].
    using MaySee = std::vector<std::vector<Observation>>;
    /// ln P(R, alternatives | pedigree) − ln P(R) for all combinations of alternatives, the last member's varying
    /// fastest (`alternatives_table`). Errors: unanswerable, beyond `limits`.
    [[nodiscard]] Result<std::vector<double>> combinations(std::size_t unit, const MaySee& seen,
                                                           const EliminationLimits& limits) const;
    /// The multiply-adds of that.
    [[nodiscard]] Result<double> operations(std::size_t unit, const MaySee& seen) const;

    /// P(R, m_1 = g_1, m_2 = g_2, …) of the missing at one locus, for all combinations of "anything" (0) and genotypes
    /// (1 + their place in a GenotypeTable; of alleles, if hemizygous); the last member's varies fastest.
    struct GenotypeProbabilities {
        std::vector<std::size_t> sizes; ///< by missing member
        std::vector<double> value;      ///< over the largest
        double log_scale = 0.0;
    };
    /// Would that table be small, and does the model have it (`one_elimination`, no silent allele)?
    [[nodiscard]] bool has_genotype_table(std::size_t unit) const;
    /// One elimination (`alternatives_table`).
    [[nodiscard]] Result<GenotypeProbabilities> genotype_table(std::size_t unit) const;
    /// As `log_lr`, by the table: ln Σ_g P(R, g) Π_k O(row_k | g_k) − ln P(R) − `alone`. `rows`: by missing member,
    /// null for nothing.
    [[nodiscard]] double log_lr(std::size_t unit, const GenotypeProbabilities& table,
                                const std::vector<const ObservationRow*>& rows, double alone) const;

  private:
    [[nodiscard]] Result<double> related(std::size_t unit, const SeenMembers& seen) const;
    [[nodiscard]] Result<double> unrelated(std::size_t unit, const SeenMembers& seen) const;
    [[nodiscard]] Result<double> evaluate(const Pedigree& pedigree, std::size_t unit,
                                          const std::vector<std::vector<Observation>>& observations) const;
    [[nodiscard]] std::vector<Alternatives> alternatives(const MaySee& seen) const;
    [[nodiscard]] std::size_t genotype_count(std::size_t missing, const Locus& locus) const;

    Pedigree pedigree_;
    Pedigree with_unrelated_; ///< at θ > 0: one more founder for each of the missing
    const std::vector<Locus>* loci_ = nullptr;
    const std::vector<Unit>* units_ = nullptr;
    LikelihoodOptions options_;
    std::vector<std::size_t> members_;                   ///< of the missing, in `pedigree_`
    std::vector<std::vector<Observation>> observations_; ///< [locus][member]
    std::vector<double> references_;                     ///< ln P(R) by unit
    std::vector<char> contradictory_;
};

} // namespace muster
