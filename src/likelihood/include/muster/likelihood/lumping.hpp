#pragma once

#include "muster/genetics/locus.hpp"
#include "muster/likelihood/observation.hpp"

#include <vector>

namespace muster {

/// A partition of a locus' alleles into blocks that an exact calculation may treat as one allele each.
struct AllelePartition {
    std::vector<std::size_t> block_of;       ///< allele → block
    std::vector<std::size_t> representative; ///< block → its first allele

    [[nodiscard]] std::size_t block_count() const { return representative.size(); }

    /// Every allele a block of its own.
    [[nodiscard]] static AllelePartition singletons(std::size_t allele_count);
};

/// The coarsest partition that changes nothing: seen alleles and the silent one stand alone, and within a block all
/// rows of both mutation matrices have the same sum over every block (strong lumpability, Kemeny & Snell 1960; for
/// pedigrees Vigeland 2021). Found by refining until nothing splits. Rows count as equal only within 4 units in the
/// last place.
[[nodiscard]] AllelePartition coarsest_partition(const Locus& locus, const std::vector<Observation>& observations);

} // namespace muster
