#pragma once

#include "muster/identify/case.hpp"
#include "muster/likelihood/likelihood_ratio.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// A unit of the comparison: one locus, or a linked pair; indices into the case's loci.
struct Unit {
    std::string name; ///< "vWA", "vWA+D12S391"
    std::vector<std::size_t> loci;
    std::vector<double> rho;
};

/// The case's loci as units, in the order of their first locus.
[[nodiscard]] std::vector<Unit> units_of(const Case& input);

/// The loci of a unit, linked as it says. The loci must outlive it.
[[nodiscard]] LinkedLoci linked_loci(const Unit& unit, const std::vector<Locus>& loci);

/// Every sample's consensus at every locus as a row over genotypes: [sample][locus].
struct SampleRows {
    std::vector<Sex> sex;
    std::vector<std::vector<ObservationRow>> rows;
    std::vector<std::vector<Observation>> seen;          ///< the same as observations
    std::vector<std::vector<ObservationRow>> clean_rows; ///< without dropout and drop-in, for counting exclusions
    std::vector<std::string> warnings;
};
[[nodiscard]] Result<SampleRows> sample_rows(std::span<const SampleProfile> samples, const std::vector<Locus>& loci,
                                             const TypingErrors& errors);

/// References' consensus at each locus: [locus][member of `family`]; what was left out is told in `warnings`.
[[nodiscard]] Result<std::vector<std::vector<Observation>>> reference_observations(const Case& input,
                                                                                   const Pedigree& family,
                                                                                   const std::vector<Locus>& loci,
                                                                                   std::vector<std::string>& warnings);

/// Whether a missing person has one X or two is not known: X-linked loci then say nothing of him.
[[nodiscard]] bool has_open_sex(const Case& input, const MissingPerson& missing);

/// Someone who is looked for, with what his family shows: all that his tables follow from.
struct Sought {
    std::string name; ///< for messages
    Pedigree family;
    std::size_t missing = 0;                    ///< member of `family`
    std::size_t population = 0;                 ///< of the alternative, "an unrelated person"
    bool open_sex = false;                      ///< see `has_open_sex`
    std::vector<std::vector<Observation>> seen; ///< [locus][member]
    std::vector<std::string> warnings{};        ///< of reading the references
};
[[nodiscard]] Result<Sought> sought(const Case& input, const std::vector<Locus>& loci, const MissingPerson& missing);

/// What the family of one missing person says: tables by unit, and without mutation by locus.
struct PersonTables {
    std::vector<UnitTable> units;
    std::vector<bool> unit_typed; ///< a relative is typed there
    std::vector<bool>
        unit_informative;             ///< so, or the pedigree alone tells (inbreeding, mutation that moves frequencies)
    std::vector<UnitTable> exclusion; ///< by locus, mutation off
    std::vector<std::string> warnings;
    std::size_t typed_relatives = 0;
    bool first_degree_typed = false;
};
/// Whether `PersonTables::exclusion` is wanted.
enum class Exclusions { made, left_out };
/// Gives the table of a unit: an older one, or what `make` makes.
using TableSource = std::function<Result<UnitTable>(std::size_t unit, const std::function<Result<UnitTable>()>& make)>;
[[nodiscard]] Result<PersonTables> person_tables(const Sought& person, const std::vector<Locus>& loci,
                                                 const std::vector<Unit>& units, double theta,
                                                 Exclusions exclusions = Exclusions::made,
                                                 const TableSource& source = {});
/// The same of a person of a case.
[[nodiscard]] Result<PersonTables> person_tables(const Case& input, const std::vector<Locus>& loci,
                                                 const std::vector<Unit>& units, const MissingPerson& missing,
                                                 Exclusions exclusions = Exclusions::made);

} // namespace muster
