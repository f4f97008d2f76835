#pragma once

#include "muster/genetics/locus.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <cstdint>
#include <vector>

namespace muster {

/// The meioses whose outcome matters, numbered as bits of an inheritance vector. Bit 0/1: the parent passed on the
/// allele from his father / mother. A founder's two alleles are interchangeable at all loci at once, so one meiosis of
/// each founder is fixed at 0 (Kruglyak et al. 1996).
class Meioses {
  public:
    static constexpr int fixed = -1;

    /// `relevant[m]` says whether member m bears on any of the loci.
    Meioses(const Pedigree& pedigree, const std::vector<char>& relevant, bool x_linked);

    /// Bit of the meiosis that gave `child` his allele from his father / mother, or `fixed`.
    [[nodiscard]] int paternal(std::size_t child) const { return paternal_[child]; }
    [[nodiscard]] int maternal(std::size_t child) const { return maternal_[child]; }
    [[nodiscard]] int bits() const { return bits_; }

    /// One step along the chromosome: every meiosis recombines with probability rho. `values` holds `width` numbers for
    /// each vector. All terms are positive: nothing cancels.
    void recombine(std::vector<double>& values, std::size_t width, double rho) const;

  private:
    std::vector<int> paternal_;
    std::vector<int> maternal_;
    std::vector<std::uint64_t> founder_flips_; ///< a recombination in a founder's fixed meiosis flips all his others
    int bits_ = 0;
};

} // namespace muster
