#pragma once

#include "muster/formats/csv.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/genetics/frequencies.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/identify/case.hpp"
#include "persons.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The readers of the files of a case folder.
namespace muster::folder {

/// A number as tables write it: with a decimal point, or with a decimal comma.
[[nodiscard]] std::optional<double> decimal(std::string_view field);

/// Allele names as the rest of the case has them: "9,3" is 9.3.
[[nodiscard]] std::string allele_name(std::string_view field);

// ---- frequencies.csv, markers.csv (folder_frequencies.cpp)

/// One marker of a frequency file. `freqs[population][allele]`, 0 where the file says nothing.
struct MarkerTable {
    std::string name;
    Inheritance inheritance = Inheritance::autosomal;
    std::vector<std::string> alleles;
    std::vector<std::vector<double>> freqs;
    std::string silent;
};

struct FrequencyFile {
    std::string source;
    std::vector<std::string> populations;
    std::vector<MarkerTable> markers;
};

/// The file's populations, the one asked for first.
[[nodiscard]] Result<FrequencyFile> read_frequencies(const CsvTable& csv, const CaseOptions& options);

/// Takes chromosomes and silent alleles over into the markers.
[[nodiscard]] Result<void> read_markers(const CsvTable& csv, FrequencyFile& file);

/// Keeps the first population only.
void keep_first_population(FrequencyFile& file);

/// Loci without mutation. Alleles of frequency 0 everywhere and markers without alleles are left out.
/// Error: a population that lacks a marker.
[[nodiscard]] Result<std::vector<LocusSpec>> locus_specs(const FrequencyFile& file);

/// With several populations, an allele that one of them has not got must not make its founders impossible: alleles seen
/// in the case take the frequency for rare alleles there, all are then divided by their sum, and this is noted.
/// Error: the options give no such frequency.
[[nodiscard]] Result<void> fill_zeros(std::vector<LocusSpec>& loci, const CarriedAlleles& carried,
                                      const FrequencyFile& file, const CaseOptions& options,
                                      std::vector<std::string>& notes);

/// Finds loci and alleles by name.
class LocusIndex {
  public:
    explicit LocusIndex(const std::vector<LocusSpec>& loci);
    /// By exact name, else by name in any case where that is one locus only.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view marker) const;
    [[nodiscard]] std::optional<std::size_t> allele(std::size_t locus, const std::string& allele) const;
    [[nodiscard]] const std::string& name(std::size_t locus) const { return (*loci_)[locus].name; }
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    const std::vector<LocusSpec>* loci_;
    std::unordered_map<std::string, std::size_t> exact_;
    std::unordered_map<std::string, std::size_t> any_case_; // npos: several
    std::vector<std::unordered_map<std::string, std::size_t>> alleles_;
};

// ---- mutation.json, mutation.csv (folder_mutation.cpp)

/// Chooses among the settings of a mutation.json and gives it to all loci; a choice made unasked is noted.
[[nodiscard]] Result<void> read_mutation_json(std::string_view text, const std::string& source,
                                              const CaseOptions& options, std::vector<LocusSpec>& loci,
                                              std::vector<std::string>& notes);
[[nodiscard]] Result<void> read_mutation_csv(const CsvTable& csv, const CaseOptions& options,
                                             std::vector<LocusSpec>& loci);

// ---- the pedigree (folder_pedigree.cpp)

/// `populations`: names that the column "population" may hold. `stated`: set if some person states one.
[[nodiscard]] Result<Roster> read_pedigree_csv(const CsvTable& csv, const std::vector<std::string>& populations,
                                               bool& stated);
[[nodiscard]] Result<Roster> read_pedigree_ped(std::string_view text, const std::string& source);

/// prior.csv → `input.missing`.
[[nodiscard]] Result<void> read_prior(const CsvTable& csv, CaseInput& input);

/// linkage.csv → `input.linkage`.
[[nodiscard]] Result<void> read_linkage(const CsvTable& csv, const LocusIndex& loci, CaseInput& input);

// ---- profiles (folder_profiles.cpp)

/// What a file, or samples.csv, says that its samples are.
enum class SampleKind { by_id, remains, reference };

/// A sample with the place where it was first met.
struct FoundSample {
    SampleProfile profile;
    SampleKind kind = SampleKind::by_id;
    std::string source;
    std::size_t line = 0;
};

class SampleSet {
  public:
    SampleSet(const LocusIndex& loci, bool unknown_alleles_allowed)
        : loci_(&loci), unknown_alleles_allowed_(unknown_alleles_allowed) {}

    /// Reads a profile file of either form.
    [[nodiscard]] Result<void> read(const CsvTable& csv, SampleKind kind);
    /// Reads samples.csv, after the profiles.
    [[nodiscard]] Result<void> read_samples(const CsvTable& csv, std::vector<std::string>& notes);

    [[nodiscard]] std::vector<FoundSample>& samples() { return samples_; }
    /// Results read as partial because one allele stands alone, where nothing says so.
    [[nodiscard]] std::size_t lone_alleles() const { return lone_alleles_; }

  private:
    struct Columns;
    struct Cell;
    Result<void> read_long(const CsvTable& csv, const Columns& columns, SampleKind kind);
    Result<void> read_wide(const CsvTable& csv, const Columns& columns, SampleKind kind);
    Result<FoundSample*> sample_of(const CsvTable& csv, const CsvRow& row, const Columns& columns, SampleKind kind);
    Result<void> add(const CsvTable& csv, const CsvRow& row, const Columns& columns, FoundSample& sample, Cell cell);

    const LocusIndex* loci_;
    bool unknown_alleles_allowed_;
    std::vector<FoundSample> samples_;
    std::unordered_map<std::string, std::size_t> index_;
    std::size_t lone_alleles_ = 0;
};

/// A male's one allele at an X-linked locus is all that he has: such results become typed. Their number.
std::size_t complete_x_linked(SampleProfile& profile, Sex pedigree_sex, const std::vector<LocusSpec>& loci);

} // namespace muster::folder
