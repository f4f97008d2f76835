#pragma once

#include "muster/formats/csv.hpp"
#include "muster/genetics/profile.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What all tables of typing have in common, those of a case folder (folder_profiles.cpp) and those of the register
// (typing.cpp).
namespace muster::typing {

/// The columns of a replicate: those that are there.
struct Columns {
    std::size_t sample = 0;
    std::optional<std::size_t> extraction, replicate, kit, status;
    std::optional<std::size_t> marker; ///< long form: one row a marker; without it one row a replicate
};

/// Error (bad_input): there is no column of samples.
[[nodiscard]] Result<Columns> find_columns(const CsvTable& csv);

/// The columns name1, name2 … ("allele1", "allele 1", "allele_1"), as far as they go without a gap.
[[nodiscard]] std::vector<std::size_t> numbered(const CsvTable& csv, const std::string& name);

/// The columns allele1, allele2 …. Error (bad_input): there are not two.
[[nodiscard]] Result<std::vector<std::size_t>> allele_columns(const CsvTable& csv);

/// Extractions and replicates without a name are called "1".
[[nodiscard]] std::string id_or_1(const CsvRow& row, std::optional<std::size_t> column);

/// The words for an allele that was not seen: nothing, "0", "?", "-", "NA".
[[nodiscard]] bool not_seen(std::string_view allele);

/// The result that these alleles stand for, whatever their number: none seen → not tested, one → partial.
[[nodiscard]] LocusResult result_of(const std::vector<std::string>& fields);

/// The status in the laboratory's own word; without a word the result's own. Nothing: not known, or it contradicts the
/// alleles.
[[nodiscard]] std::optional<LocusStatus> with_status(const LocusResult& result, std::string_view word);

/// What is wrong where `with_status` gives nothing.
[[nodiscard]] std::string status_message(std::string_view word);

/// "14/16" → 14, 16.
[[nodiscard]] std::vector<std::string> split_cell(std::string_view cell);

} // namespace muster::typing
