#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/matrix.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace muster {

/// Identity-by-descent coefficients between the members of one pedigree, autosomal or X-linked.
///
/// kinship φ(a,b): probability that a gene drawn at random from a and one from b are identical by descent; a with a:
/// both drawn from a, with replacement. inbreeding f(a): probability that a's two genes are identical.
/// Founders are unrelated to each other; a founder's own two genes are identical with its `founder_inbreeding`.
///
/// X-linked: a male has one gene, his mother's. He counts as carrying it twice (fully autozygous), as in Pinto, Gusmão
/// & Amorim (2011) and Vigeland's ribd: φ(a,a) = f(a) = 1, and only the identity states with his two genes alike can
/// occur: Δ1–Δ4 if a is the male, Δ1, Δ2, Δ5, Δ6 if b is, Δ1, Δ2 if both are; the others are 0. A founder male's
/// `founder_inbreeding` does not matter.
///
/// The generalised kinship coefficients (Karigl 1981, Ann. Hum. Genet. 45:299–305) met on the way are kept, so
/// asking for many pairs of a pedigree costs little more than asking for a few. Not safe for concurrent use.
class IbdCoefficients {
  public:
    /// Errors (bad_input): x_linked and a member of unknown sex; unanswerable: more than 2,000 members.
    [[nodiscard]] static Result<IbdCoefficients> make(const Pedigree& pedigree,
                                                      Inheritance inheritance = Inheritance::autosomal);

    /// φ of all members, n × n, rows and columns in the pedigree's order.
    [[nodiscard]] Matrix kinship() const;
    [[nodiscard]] double kinship(std::size_t a, std::size_t b) const;
    [[nodiscard]] double inbreeding(std::size_t a) const;

    /// Jacquard's (1974) nine condensed identity coefficients Δ1..Δ9 of a (`first`) and b (`second`): [0] all four
    /// genes identical; [1] a's two, b's two; [2] a's two and one of b's; [3] a's two only; [4] b's two and one of a's;
    /// [5] b's two only; [6] two pairs across; [7] one pair across; [8] none. They sum to 1.
    [[nodiscard]] std::array<double, 9> jacquard(std::size_t first, std::size_t second);

    /// κ0, κ1, κ2: probabilities that a and b share 0, 1 or 2 genes. Nothing if one of them is inbred, for which they
    /// are not defined (on the X this holds for every male).
    [[nodiscard]] std::optional<std::array<double, 3>> kappa(std::size_t a, std::size_t b);

  private:
    using Rank = std::uint16_t;

    /// One individual in the order of computation: founders first, then parents before children. A gene of an
    /// individual is drawn from `first` or `second` parent alike; for a male's X both are his mother.
    struct Individual {
        bool founder = true;
        bool one_gene = false;
        Rank first = 0;
        Rank second = 0;
        double founder_inbreeding = 0.0;
    };

    [[nodiscard]] double phi2(Rank a, Rank b) const { return kinship_(a, b); }
    /// P(genes drawn from a and b … are all identical).
    [[nodiscard]] double phi3(Rank a, Rank b, Rank c);
    [[nodiscard]] double phi4(Rank a, Rank b, Rank c, Rank d);
    /// P(genes drawn from a and b identical, and genes drawn from c and d identical).
    [[nodiscard]] double phi22(Rank a, Rank b, Rank c, Rank d);
    [[nodiscard]] double phi4_of_sorted(const std::array<Rank, 4>& r);
    [[nodiscard]] double phi22_of_sorted(Rank a, Rank b, Rank c, Rank d);
    /// Kinship of the parents of r; for a founder, the probability that its two genes are identical.
    [[nodiscard]] double parents_alike(Rank r) const;

    std::vector<Rank> rank_;
    std::vector<Individual> individuals_;
    Matrix kinship_; ///< by rank
    std::unordered_map<std::uint64_t, double> phi3_;
    std::unordered_map<std::uint64_t, double> phi4_;
    std::unordered_map<std::uint64_t, double> phi22_;
};

} // namespace muster
