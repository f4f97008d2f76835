#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// One allele of one marker in one population.
struct CountedAllele {
    std::string allele;
    std::uint64_t count = 0;
    double frequency = 0.0; ///< count / 2N
};

/// One marker in one population: its alleles in the order of their repeat numbers, and 2N, the
/// number of alleles counted.
struct MarkerCounts {
    std::vector<CountedAllele> alleles;
    std::uint64_t chromosomes = 0;

    [[nodiscard]] const CountedAllele* find(std::string_view allele) const;
};

/// Allele counts as they ship in data/: population → marker → alleles.
struct FrequencyTable {
    std::map<std::string, std::map<std::string, MarkerCounts>> populations;
};

/// Reads the long form `population,marker,allele,count,frequency`, one allele a line under that heading.
/// Errors (bad_input, with the line): another heading, a wrong number of fields, an empty name, a count
/// that is not a positive whole number, an allele given twice, a frequency that is not count / 2N within 1e-9.
[[nodiscard]] Result<FrequencyTable> parse_frequency_table(std::string_view text, std::string file_name);

/// The table that ships: NIST 1036, populations AA, Asian, Cauc, Hisp, 29 autosomal loci.
/// Errors: as `read_data_file` and `parse_frequency_table`.
[[nodiscard]] Result<FrequencyTable> shipped_frequency_table();

/// The least frequency that an allele is given, 5 / 2N (National Research Council 1996, "NRC II").
/// Never above 1; precondition: chromosomes > 0.
[[nodiscard]] double minimum_frequency(std::uint64_t chromosomes);

/// Alleles that somebody in the case carries, by marker.
using CarriedAlleles = std::map<std::string, std::set<std::string>>;

/// Every allele seen in any replicate of these profiles.
[[nodiscard]] CarriedAlleles carried_alleles(std::span<const SampleProfile> profiles);

/// The loci of `markers`, in that order, with the frequencies of `populations`, in that order, and no mutation.
///
/// A locus' alleles are those seen in any of the populations or carried in the case. In each population:
/// - an allele that was seen there keeps its frequency, however rare;
/// - one that was not, but is carried, takes the population's `minimum_frequency`;
/// - one that was not and is not carried has frequency 0. (Giving each of them the minimum would add
///   0.8 at SE33 with 2N = 194, and take it away from the alleles that the case does carry.)
/// Where minimum frequencies were added, all are then divided by their sum, which exceeds 1 by 5/2N
/// for each added allele: a likelihood that sums over unseen founders needs a distribution.
///
/// Errors (bad_input): no population, a population or marker that the table does not have.
[[nodiscard]] Result<std::vector<LocusSpec>> locus_specs(const FrequencyTable& table,
                                                         const std::vector<std::string>& populations,
                                                         const std::vector<std::string>& markers,
                                                         const CarriedAlleles& carried);

/// Every marker that all of the table's populations have, in the order of their names.
[[nodiscard]] std::vector<std::string> common_markers(const FrequencyTable& table);

/// The 20 core loci of CODIS since 2017 (Hares 2015), in the order of their names.
[[nodiscard]] const std::vector<std::string>& codis20();

} // namespace muster
