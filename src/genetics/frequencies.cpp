#include "muster/genetics/frequencies.hpp"

#include "muster/base/data_dir.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace muster {
namespace {

constexpr std::string_view heading = "population,marker,allele,count,frequency";
constexpr std::size_t field_count = 5;

struct Row {
    std::string population, marker;
    CountedAllele counted;
};

// Where each population–marker pair was first given, to place an error that concerns its total.
using FirstLines = std::map<std::pair<std::string, std::string>, std::size_t>;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

template <class Number> std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && rest == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Result<Row> parse_row(std::string_view line) {
    const std::vector<std::string_view> fields = split(line, ',');
    if (fields.size() != field_count) {
        return fail(ErrorKind::bad_input,
                    "found " + std::to_string(fields.size()) + " fields, expected 5: " + std::string(heading));
    }
    if (fields[0].empty() || fields[1].empty() || fields[2].empty()) {
        return fail(ErrorKind::bad_input, "the population, the marker or the allele is empty; name all three");
    }
    const auto count = number<std::uint64_t>(fields[3]);
    // The bound keeps sums of counts, and their conversion to double, exact.
    if (!count || *count == 0 || *count > 1'000'000'000) {
        return fail(ErrorKind::bad_input, "count '" + std::string(fields[3]) +
                                              "' is not a whole number from 1 to 1000000000; leave out an allele "
                                              "that was not seen");
    }
    const auto frequency = number<double>(fields[4]);
    if (!frequency || !std::isfinite(*frequency)) {
        return fail(ErrorKind::bad_input, "frequency '" + std::string(fields[4]) + "' is not a number");
    }
    return Row{std::string(fields[0]), std::string(fields[1]), {std::string(fields[2]), *count, *frequency}};
}

Result<void> add(FrequencyTable& table, Row row) {
    MarkerCounts& marker = table.populations[row.population][row.marker];
    if (marker.find(row.counted.allele) != nullptr) {
        return fail(ErrorKind::bad_input, "allele '" + row.counted.allele + "' of " + row.marker + " in population " +
                                              row.population + " is given twice; keep one line");
    }
    marker.chromosomes += row.counted.count;
    marker.alleles.push_back(std::move(row.counted));
    return {};
}

// Sorts each marker's alleles, and holds the frequencies to the counts.
Result<void> settle(FrequencyTable& table, const FirstLines& first_lines) {
    for (auto& [population, markers] : table.populations) {
        for (auto& [name, marker] : markers) {
            std::sort(marker.alleles.begin(), marker.alleles.end(),
                      [](const auto& a, const auto& b) { return allele_less(a.allele, b.allele); });
            for (const CountedAllele& counted : marker.alleles) {
                const double expected = static_cast<double>(counted.count) / static_cast<double>(marker.chromosomes);
                if (std::abs(counted.frequency - expected) > 1e-9) {
                    return fail(Error{ErrorKind::bad_input,
                                      "allele '" + counted.allele + "' of " + name + " in population " + population +
                                          " has frequency " + std::to_string(counted.frequency) +
                                          ", but count / 2N is " + std::to_string(counted.count) + "/" +
                                          std::to_string(marker.chromosomes) + "; count the table anew",
                                      {},
                                      first_lines.at({population, name})});
                }
            }
        }
    }
    return {};
}

// What the chosen populations say of one marker.
Result<std::vector<const MarkerCounts*>>
counts_of(const FrequencyTable& table, const std::vector<std::string>& populations, const std::string& marker) {
    std::vector<const MarkerCounts*> found;
    for (const std::string& population : populations) {
        const auto of_population = table.populations.find(population);
        if (of_population == table.populations.end()) {
            std::string known;
            for (const auto& [name, markers] : table.populations) {
                known += (known.empty() ? "" : ", ") + name;
            }
            return fail(ErrorKind::bad_input,
                        "the frequency table has no population '" + population + "'; choose one of: " + known);
        }
        const auto of_marker = of_population->second.find(marker);
        if (of_marker == of_population->second.end()) {
            return fail(ErrorKind::bad_input, "the frequency table has no marker '" + marker + "' in population " +
                                                  population + "; leave the marker out, or give a table that has it");
        }
        found.push_back(&of_marker->second);
    }
    return found;
}

std::vector<double> frequencies_in(const MarkerCounts& counts, const std::vector<std::string>& alleles,
                                   const std::set<std::string>& carried) {
    std::vector<double> freqs;
    double sum = 0.0;
    bool added = false;
    for (const std::string& allele : alleles) {
        const CountedAllele* counted = counts.find(allele);
        const bool rare = counted == nullptr && carried.count(allele) > 0;
        added = added || rare;
        freqs.push_back(counted != nullptr ? counted->frequency : rare ? minimum_frequency(counts.chromosomes) : 0.0);
        sum += freqs.back();
    }
    if (added) {
        for (double& freq : freqs) {
            freq /= sum;
        }
    }
    return freqs;
}

} // namespace

const CountedAllele* MarkerCounts::find(std::string_view allele) const {
    const auto found =
        std::find_if(alleles.begin(), alleles.end(), [&](const CountedAllele& a) { return a.allele == allele; });
    return found == alleles.end() ? nullptr : &*found;
}

Result<FrequencyTable> parse_frequency_table(std::string_view text, std::string file_name) {
    FrequencyTable table;
    FirstLines first_lines;
    std::size_t line_number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++line_number;
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        if (line_number == 1) {
            if (line != heading) {
                return fail(Error{ErrorKind::bad_input,
                                  "expected the heading " + std::string(heading) + ", found '" +
                                      std::string(line.substr(0, 80)) + "'",
                                  std::move(file_name), 1});
            }
            continue;
        }
        if (line.empty()) {
            continue;
        }
        Result<Row> row = parse_row(line);
        if (!row) {
            return fail(row.error().in(std::move(file_name), line_number));
        }
        first_lines.try_emplace({row->population, row->marker}, line_number);
        if (const Result<void> added = add(table, std::move(*row)); !added) {
            return fail(added.error().in(std::move(file_name), line_number));
        }
    }
    if (table.populations.empty()) {
        return fail(Error{ErrorKind::bad_input, "has a heading and no alleles", std::move(file_name), 1});
    }
    if (const Result<void> settled = settle(table, first_lines); !settled) {
        return fail(settled.error().in(std::move(file_name)));
    }
    return table;
}

Result<FrequencyTable> shipped_frequency_table() {
    const std::string name = "nist1036/frequencies.csv";
    const Result<std::string> text = read_data_file(name);
    return text ? parse_frequency_table(*text, name) : fail(text.error());
}

double minimum_frequency(std::uint64_t chromosomes) {
    return std::min(1.0, 5.0 / static_cast<double>(chromosomes));
}

CarriedAlleles carried_alleles(std::span<const SampleProfile> profiles) {
    CarriedAlleles carried;
    for (const SampleProfile& profile : profiles) {
        for (const Extraction& extraction : profile.extractions) {
            for (const Replicate& replicate : extraction.replicates) {
                for (const auto& [marker, result] : replicate.loci) {
                    carried[marker].insert(result.alleles.begin(), result.alleles.end());
                }
            }
        }
    }
    return carried;
}

Result<std::vector<LocusSpec>> locus_specs(const FrequencyTable& table, const std::vector<std::string>& populations,
                                           const std::vector<std::string>& markers, const CarriedAlleles& carried) {
    if (populations.empty()) {
        return fail(ErrorKind::bad_input, "no population was chosen; name at least one of the frequency table's");
    }
    std::vector<LocusSpec> specs;
    for (const std::string& marker : markers) {
        const auto counts = counts_of(table, populations, marker);
        if (!counts) {
            return fail(counts.error());
        }
        const auto of_case = carried.find(marker);
        const std::set<std::string> in_case = of_case == carried.end() ? std::set<std::string>{} : of_case->second;
        std::set<std::string> all = in_case;
        for (const MarkerCounts* population : *counts) {
            for (const CountedAllele& counted : population->alleles) {
                all.insert(counted.allele);
            }
        }
        LocusSpec spec;
        spec.name = marker;
        spec.alleles.assign(all.begin(), all.end());
        std::sort(spec.alleles.begin(), spec.alleles.end(), allele_less);
        for (const MarkerCounts* population : *counts) {
            spec.freqs.push_back(frequencies_in(*population, spec.alleles, in_case));
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

std::vector<std::string> common_markers(const FrequencyTable& table) {
    std::map<std::string, std::size_t> populations_with;
    for (const auto& [population, markers] : table.populations) {
        for (const auto& [marker, counts] : markers) {
            ++populations_with[marker];
        }
    }
    std::vector<std::string> common;
    for (const auto& [marker, populations] : populations_with) {
        if (populations == table.populations.size()) {
            common.push_back(marker);
        }
    }
    return common;
}

const std::vector<std::string>& codis20() {
    static const std::vector<std::string> loci = {
        "CSF1PO",  "D10S1248", "D12S391", "D13S317", "D16S539", "D18S51",  "D19S433", "D1S1656", "D21S11", "D22S1045",
        "D2S1338", "D2S441",   "D3S1358", "D5S818",  "D7S820",  "D8S1179", "FGA",     "TH01",    "TPOX",   "vWA"};
    return loci;
}

} // namespace muster
