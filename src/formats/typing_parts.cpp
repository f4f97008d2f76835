#include "typing_parts.hpp"

#include "folder_parts.hpp"
#include "text.hpp"

namespace muster::typing {

Result<Columns> find_columns(const CsvTable& csv) {
    const auto sample = csv.require({"sample", "id", "sample name", "sample_id"});
    if (!sample) {
        return fail(sample.error());
    }
    return Columns{*sample,
                   csv.find({"extraction", "extract"}),
                   csv.find({"replicate", "amplification"}),
                   csv.find({"kit"}),
                   csv.find({"status"}),
                   csv.find({"marker", "locus", "system"})};
}

std::vector<std::size_t> numbered(const CsvTable& csv, const std::string& name) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 1;; ++i) {
        const std::string n = std::to_string(i);
        const auto column = csv.find({name + n, name + " " + n, name + "_" + n});
        if (!column) {
            return columns;
        }
        columns.push_back(*column);
    }
}

Result<std::vector<std::size_t>> allele_columns(const CsvTable& csv) {
    auto alleles = numbered(csv, "allele");
    if (alleles.size() < 2) {
        return fail(csv.require({alleles.empty() ? "allele1" : "allele2"}).error());
    }
    return alleles;
}

std::string id_or_1(const CsvRow& row, std::optional<std::size_t> column) {
    const std::string_view id = CsvTable::field(row, column);
    return id.empty() ? std::string("1") : std::string(id);
}

bool not_seen(std::string_view allele) {
    return allele.empty() || allele == "0" || allele == "?" || allele == "-" || allele == "NA";
}

LocusResult result_of(const std::vector<std::string>& fields) {
    LocusResult result;
    for (const std::string& field : fields) {
        if (std::string allele = folder::allele_name(field); !not_seen(allele)) {
            result.alleles.push_back(std::move(allele));
        }
    }
    result.status = result.alleles.empty()       ? LocusStatus::not_tested
                    : result.alleles.size() == 1 ? LocusStatus::partial
                                                 : LocusStatus::typed;
    return result;
}

std::optional<LocusStatus> with_status(const LocusResult& result, std::string_view word) {
    const std::string status = text::lower(word);
    const bool seen = !result.alleles.empty();
    if (status.empty()) {
        return result.status;
    }
    if (status == "typed" && seen) {
        return LocusStatus::typed;
    }
    if (status == "partial" && seen) {
        return LocusStatus::partial;
    }
    if ((status == "empty" || status == "tested_and_empty" || status == "failed") && !seen) {
        return LocusStatus::tested_and_empty;
    }
    const bool untested = status == "not_tested" || status == "untested";
    return untested && !seen ? std::optional(LocusStatus::not_tested) : std::nullopt;
}

std::string status_message(std::string_view word) {
    return "the status " + text::quote(word) +
           " is not known or contradicts the alleles; expected typed or partial beside alleles, empty or not_tested "
           "without";
}

std::vector<std::string> split_cell(std::string_view cell) {
    std::vector<std::string> alleles;
    for (const std::string_view word : text::words(cell, " \t/|")) {
        alleles.emplace_back(word);
    }
    return alleles;
}

} // namespace muster::typing
