#include "folder_parts.hpp"
#include "text.hpp"

#include <algorithm>

namespace muster::folder {

namespace {

constexpr std::size_t several = static_cast<std::size_t>(-1);

/// Collects frequencies and keeps the order in which populations, markers and alleles are met.
class Collector {
  public:
    explicit Collector(const CsvTable& csv) : csv_(&csv) { file_.source = csv.source(); }

    Result<void> add(const CsvRow& row, const std::string& population, const std::string& marker,
                     std::string_view allele_field, std::string_view frequency_field) {
        const std::string allele = allele_name(allele_field);
        if (marker.empty() || allele.empty()) {
            return fail(csv_->error(row, std::string("the ") + (marker.empty() ? "marker" : "allele") + " is empty"));
        }
        const auto frequency = decimal(frequency_field);
        if (!frequency || *frequency < 0.0 || *frequency > 1.0) {
            return fail(csv_->error(row, "the frequency of allele " + text::quote(allele) + " of " +
                                             text::quote(marker) + " is " + text::quote(frequency_field) +
                                             ", expected a number from 0 to 1"));
        }
        const std::size_t p = number_of(populations_, population, file_.populations);
        const auto [at, is_new] = markers_.emplace(marker, file_.markers.size());
        if (is_new) {
            file_.markers.push_back({marker, Inheritance::autosomal, {}, {}, {}});
            alleles_.emplace_back();
        }
        MarkerTable& table = file_.markers[at->second];
        const std::size_t a = number_of(alleles_[at->second], allele, table.alleles);
        table.freqs.resize(std::max(table.freqs.size(), p + 1));
        std::vector<double>& freqs = table.freqs[p];
        freqs.resize(std::max(freqs.size(), a + 1), absent);
        if (freqs[a] != absent) {
            return fail(csv_->error(row, "allele " + text::quote(allele) + " of " + text::quote(marker) +
                                             " is given twice; keep one"));
        }
        freqs[a] = *frequency;
        return {};
    }

    void set_inheritance(const std::string& marker, Inheritance inheritance) {
        file_.markers[markers_.at(marker)].inheritance = inheritance;
    }

    FrequencyFile take() {
        for (MarkerTable& table : file_.markers) {
            table.freqs.resize(file_.populations.size());
            for (auto& freqs : table.freqs) {
                freqs.resize(table.alleles.size(), 0.0);
                std::replace(freqs.begin(), freqs.end(), absent, 0.0);
            }
        }
        return std::move(file_);
    }

  private:
    static constexpr double absent = -1.0;
    using Numbers = std::unordered_map<std::string, std::size_t>;

    static std::size_t number_of(Numbers& numbers, const std::string& name, std::vector<std::string>& list) {
        const auto [at, is_new] = numbers.emplace(name, list.size());
        if (is_new) {
            list.push_back(name);
        }
        return at->second;
    }

    const CsvTable* csv_;
    FrequencyFile file_;
    Numbers populations_;
    Numbers markers_;
    std::vector<Numbers> alleles_;
};

Result<Inheritance> inheritance_of(const CsvTable& csv, const CsvRow& row, std::string_view field) {
    const std::string word = text::lower(field);
    if (word.empty() || word == "a" || word == "autosomal" || (text::integer(word) && *text::integer(word) > 0)) {
        return Inheritance::autosomal;
    }
    if (word == "x") {
        return Inheritance::x_linked;
    }
    return fail(
        csv.error(row, "the chromosome is " + text::quote(field) + ", expected A (autosomal), its number, or X"));
}

Result<FrequencyFile> read_long(const CsvTable& csv, std::size_t marker, std::size_t frequency) {
    const auto allele = csv.require({"allele"});
    if (!allele) {
        return fail(allele.error());
    }
    const auto population = csv.find({"population", "pop"});
    const auto chromosome = csv.find({"chrom", "chromosome", "chr"});
    Collector collector(csv);
    for (const CsvRow& row : csv.rows()) {
        auto added = collector.add(row, std::string(CsvTable::field(row, population)), row.fields[marker],
                                   row.fields[*allele], row.fields[frequency]);
        if (!added) {
            return fail(std::move(added.error()));
        }
        if (chromosome) {
            const auto inheritance = inheritance_of(csv, row, row.fields[*chromosome]);
            if (!inheritance) {
                return fail(inheritance.error());
            }
            collector.set_inheritance(row.fields[marker], *inheritance);
        }
    }
    return collector.take();
}

/// A published table: alleles down, markers across, empty where a marker has not got the allele.
Result<FrequencyFile> read_wide(const CsvTable& csv, std::size_t allele) {
    Collector collector(csv);
    for (const CsvRow& row : csv.rows()) {
        const std::string name = text::lower(row.fields[allele]);
        if (name == "n" || name == "2n" || name == "sample size") {
            continue; // how many people were counted
        }
        for (std::size_t c = 0; c < row.fields.size(); ++c) {
            const std::string& field = row.fields[c];
            if (c == allele || field.empty() || field == "-" || field == "NA") {
                continue;
            }
            if (auto added = collector.add(row, {}, csv.header()[c], row.fields[allele], field); !added) {
                return fail(std::move(added.error()));
            }
        }
    }
    return collector.take();
}

Result<void> put_first(FrequencyFile& file, const std::string& population) {
    const auto at = std::find(file.populations.begin(), file.populations.end(), population);
    if (at == file.populations.end()) {
        return fail(
            Error{ErrorKind::usage,
                  "there is no population " + text::quote(population) + "; there are: " + text::join(file.populations),
                  file.source, 0});
    }
    const auto shift = at - file.populations.begin();
    std::rotate(file.populations.begin(), at, at + 1);
    for (MarkerTable& table : file.markers) {
        std::rotate(table.freqs.begin(), table.freqs.begin() + shift, table.freqs.begin() + shift + 1);
    }
    return {};
}

/// `silent` names an allele of the table, or gives the frequency of one that is then added; the others shrink by it.
Result<void> set_silent(const CsvTable& csv, const CsvRow& row, const std::string& silent, MarkerTable& table) {
    if (std::find(table.alleles.begin(), table.alleles.end(), silent) != table.alleles.end()) {
        table.silent = silent;
        return {};
    }
    const auto frequency = decimal(silent);
    if (!frequency || *frequency < 0.0 || *frequency >= 1.0) {
        return fail(csv.error(row, "the silent allele of " + text::quote(table.name) + " is " + text::quote(silent) +
                                       ", which is neither an allele of the table nor a frequency"));
    }
    if (*frequency == 0.0) {
        return {};
    }
    table.silent = "silent";
    table.alleles.push_back(table.silent);
    for (auto& freqs : table.freqs) {
        for (double& f : freqs) {
            f *= 1.0 - *frequency;
        }
        freqs.push_back(*frequency);
    }
    return {};
}

} // namespace

std::optional<double> decimal(std::string_view field) {
    if (field.find('.') == std::string_view::npos && field.find(',') != std::string_view::npos) {
        std::string with_point(field);
        with_point[with_point.find(',')] = '.';
        return text::number(with_point);
    }
    return text::number(field);
}

std::string allele_name(std::string_view field) {
    std::string name(text::trim(field));
    const std::size_t comma = name.find(',');
    if (comma != std::string::npos && comma + 1 < name.size() &&
        text::integer(std::string_view(name).substr(0, comma)) &&
        text::integer(std::string_view(name).substr(comma + 1))) {
        name[comma] = '.';
    }
    return name;
}

Result<FrequencyFile> read_frequencies(const CsvTable& csv, const CaseOptions& options) {
    const auto marker = csv.find({"marker", "locus", "system"});
    const auto frequency = csv.find({"frequency", "freq"});
    const auto allele = csv.find({"allele", "alleles", "str"});
    if (!marker && !allele) {
        return fail(csv.require({"marker", "allele"}).error());
    }
    if (marker && !frequency) {
        return fail(csv.require({"frequency", "freq"}).error());
    }
    auto file = marker ? read_long(csv, *marker, *frequency) : read_wide(csv, *allele);
    if (!file) {
        return file;
    }
    if (file->markers.empty()) {
        return fail(Error{ErrorKind::bad_input, "there are no frequencies in this file", csv.source(), 0});
    }
    if (!options.population.empty()) {
        if (auto done = put_first(*file, options.population); !done) {
            return fail(std::move(done.error()));
        }
    }
    return file;
}

Result<void> read_markers(const CsvTable& csv, FrequencyFile& file) {
    if (auto known = csv.only({"marker", "locus", "system", "chrom", "chromosome", "chr", "silent"}); !known) {
        return known;
    }
    const auto marker = csv.require({"marker", "locus", "system"});
    if (!marker) {
        return fail(marker.error());
    }
    const auto chromosome = csv.find({"chrom", "chromosome", "chr"});
    const auto silent = csv.find({"silent"});
    for (const CsvRow& row : csv.rows()) {
        const auto at = std::find_if(file.markers.begin(), file.markers.end(), [&](const MarkerTable& table) {
            return text::lower(table.name) == text::lower(row.fields[*marker]);
        });
        if (at == file.markers.end()) {
            continue; // a list of markers may be longer than the table of frequencies
        }
        if (chromosome && !row.fields[*chromosome].empty()) {
            const auto inheritance = inheritance_of(csv, row, row.fields[*chromosome]);
            if (!inheritance) {
                return fail(inheritance.error());
            }
            at->inheritance = *inheritance;
        }
        if (silent && !row.fields[*silent].empty() && at->silent.empty()) {
            if (auto set = set_silent(csv, row, allele_name(row.fields[*silent]), *at); !set) {
                return set;
            }
        }
    }
    return {};
}

void keep_first_population(FrequencyFile& file) {
    file.populations.resize(1);
    for (MarkerTable& table : file.markers) {
        table.freqs.resize(1);
    }
}

Result<std::vector<LocusSpec>> locus_specs(const FrequencyFile& file) {
    std::vector<LocusSpec> specs;
    for (const MarkerTable& table : file.markers) {
        LocusSpec spec;
        spec.name = table.name;
        spec.inheritance = table.inheritance;
        spec.freqs.resize(table.freqs.size());
        for (std::size_t a = 0; a < table.alleles.size(); ++a) {
            const bool known =
                std::any_of(table.freqs.begin(), table.freqs.end(), [&](const auto& f) { return f[a] > 0.0; });
            if (!known) {
                continue;
            }
            spec.alleles.push_back(table.alleles[a]);
            spec.silent = table.alleles[a] == table.silent ? table.silent : spec.silent;
            for (std::size_t p = 0; p < table.freqs.size(); ++p) {
                spec.freqs[p].push_back(table.freqs[p][a]);
            }
        }
        if (spec.alleles.empty()) {
            continue;
        }
        for (std::size_t p = 0; p < spec.freqs.size(); ++p) {
            if (std::all_of(spec.freqs[p].begin(), spec.freqs[p].end(), [](double f) { return f == 0.0; })) {
                return fail(Error{ErrorKind::bad_input,
                                  "population " + text::quote(file.populations[p]) + " has no frequencies for marker " +
                                      text::quote(spec.name) + ", which another population has",
                                  file.source, 0});
            }
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

namespace {

Result<void> fill_zeros_of(LocusSpec& spec, std::size_t p, const std::set<std::string>& seen, const FrequencyFile& file,
                           std::optional<double> rare, std::vector<std::string>& notes) {
    double sum = 0.0;
    std::vector<std::string> filled;
    for (std::size_t a = 0; a < spec.alleles.size(); ++a) {
        double& f = spec.freqs[p][a];
        if (f == 0.0 && seen.contains(spec.alleles[a])) {
            f = rare.value_or(0.0);
            filled.push_back(spec.alleles[a]);
        }
        sum += f;
    }
    if (filled.empty()) {
        return {};
    }
    const std::string what = "marker " + text::quote(spec.name) + ": " + text::join(filled) +
                             " not in the frequencies of population " + text::quote(file.populations[p]);
    if (!rare) {
        return fail(
            Error{ErrorKind::bad_input,
                  what + ", but seen in the case; add them there, or give a frequency for rare alleles (--rare)",
                  file.source, 0});
    }
    for (double& f : spec.freqs[p]) {
        f /= sum;
    }
    notes.push_back(what + ", taken at frequency " + text::show(*rare));
    return {};
}

} // namespace

Result<void> fill_zeros(std::vector<LocusSpec>& loci, const CarriedAlleles& carried, const FrequencyFile& file,
                        const CaseOptions& options, std::vector<std::string>& notes) {
    for (LocusSpec& spec : loci) {
        const auto seen = carried.find(spec.name);
        for (std::size_t p = 0; seen != carried.end() && p < spec.freqs.size(); ++p) {
            if (auto filled = fill_zeros_of(spec, p, seen->second, file, options.rare_allele_frequency, notes);
                !filled) {
                return filled;
            }
        }
    }
    return {};
}

LocusIndex::LocusIndex(const std::vector<LocusSpec>& loci) : loci_(&loci), alleles_(loci.size()) {
    for (std::size_t i = 0; i < loci.size(); ++i) {
        exact_.emplace(loci[i].name, i);
        const auto [at, is_new] = any_case_.emplace(text::lower(loci[i].name), i);
        if (!is_new) {
            at->second = several;
        }
        for (std::size_t a = 0; a < loci[i].alleles.size(); ++a) {
            alleles_[i].emplace(loci[i].alleles[a], a);
        }
    }
}

std::optional<std::size_t> LocusIndex::find(std::string_view marker) const {
    if (const auto it = exact_.find(std::string(marker)); it != exact_.end()) {
        return it->second;
    }
    const auto it = any_case_.find(text::lower(marker));
    return it == any_case_.end() || it->second == several ? std::nullopt : std::optional(it->second);
}

std::optional<std::size_t> LocusIndex::allele(std::size_t locus, const std::string& allele) const {
    const auto it = alleles_[locus].find(allele);
    return it == alleles_[locus].end() ? std::nullopt : std::optional(it->second);
}

std::vector<std::string> LocusIndex::names() const {
    std::vector<std::string> names;
    for (const LocusSpec& locus : *loci_) {
        names.push_back(locus.name);
    }
    return names;
}

} // namespace muster::folder
