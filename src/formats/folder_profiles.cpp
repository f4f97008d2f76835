#include "folder_parts.hpp"
#include "text.hpp"
#include "typing_parts.hpp"

#include <algorithm>

namespace muster::folder {

/// The columns of a profile file that both forms have.
struct SampleSet::Columns : typing::Columns {
    std::optional<std::size_t> sex, kind;

    [[nodiscard]] std::vector<std::optional<std::size_t>> all() const {
        return {sample, sex, kind, extraction, replicate, kit, status};
    }
    [[nodiscard]] static Result<Columns> find(const CsvTable& csv) {
        const auto shared = typing::find_columns(csv);
        if (!shared) {
            return fail(shared.error());
        }
        return Columns{*shared, csv.find({"sex", "gender"}), csv.find({"kind"})};
    }
};

/// One result before it is placed.
struct SampleSet::Cell {
    std::string marker;
    LocusResult result;
    bool lone_allele = false; ///< one allele, and nothing in the place of the other, not even "?"
};

namespace {

using typing::result_of;

bool is_lone_allele(const std::vector<std::string>& fields) {
    const auto empty = std::count(fields.begin(), fields.end(), std::string{});
    return static_cast<std::size_t>(empty) + 1 == fields.size() && result_of(fields).alleles.size() == 1;
}

Result<SampleKind> kind_of(const CsvTable& csv, const CsvRow& row, std::string_view field, SampleKind otherwise) {
    const std::string word = text::lower(field);
    if (word.empty()) {
        return otherwise;
    }
    if (word == "remains" || word == "pm" || word == "sample") {
        return SampleKind::remains;
    }
    if (word == "reference" || word == "am" || word == "ref") {
        return SampleKind::reference;
    }
    return fail(csv.error(row, "the kind of sample is " + text::quote(field) + ", expected remains or reference"));
}

template <class List, class Make> auto& find_or_add(List& list, const std::string& id, const Make& make) {
    const auto at = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
    return at == list.end() ? list.emplace_back(make()) : *at;
}

std::vector<double> heights_of(const CsvRow& row, const std::vector<std::size_t>& alleles,
                               const std::vector<std::size_t>& heights) {
    std::vector<double> values;
    for (std::size_t i = 0; i < alleles.size() && i < heights.size(); ++i) {
        if (!typing::not_seen(row.fields[alleles[i]])) {
            values.push_back(decimal(row.fields[heights[i]]).value_or(0.0));
        }
    }
    return values;
}

} // namespace

Result<void> SampleSet::read(const CsvTable& csv, SampleKind kind) {
    const auto columns = Columns::find(csv);
    if (!columns) {
        return fail(columns.error());
    }
    return columns->marker ? read_long(csv, *columns, kind) : read_wide(csv, *columns, kind);
}

Result<void> SampleSet::read_long(const CsvTable& csv, const Columns& columns, SampleKind kind) {
    const auto alleles = typing::allele_columns(csv);
    if (!alleles) {
        return fail(alleles.error());
    }
    const auto heights = typing::numbered(csv, "height");
    for (const CsvRow& row : csv.rows()) {
        const auto sample = sample_of(csv, row, columns, kind);
        if (!sample) {
            return fail(sample.error());
        }
        std::vector<std::string> fields;
        for (const std::size_t column : *alleles) {
            fields.push_back(row.fields[column]);
        }
        Cell cell{row.fields[*columns.marker], result_of(fields), is_lone_allele(fields)};
        if (!heights.empty()) {
            cell.result.heights = heights_of(row, *alleles, heights);
        }
        if (auto added = add(csv, row, columns, **sample, std::move(cell)); !added) {
            return added;
        }
    }
    return {};
}

Result<void> SampleSet::read_wide(const CsvTable& csv, const Columns& columns, SampleKind kind) {
    const auto known = columns.all();
    std::vector<std::size_t> markers;
    for (std::size_t c = 0; c < csv.header().size(); ++c) {
        if (std::find(known.begin(), known.end(), c) != known.end() || csv.header()[c].empty() ||
            c == csv.find({"population"}) || c == csv.find({"family"})) {
            continue;
        }
        if (!is_amelogenin(csv.header()[c]) && !loci_->find(csv.header()[c])) {
            return fail(Error{ErrorKind::bad_input,
                              "the column " + text::quote(csv.header()[c]) +
                                  " is no marker with frequencies; there are: " + text::join(loci_->names(), 40),
                              csv.source(), 1});
        }
        markers.push_back(c);
    }
    for (const CsvRow& row : csv.rows()) {
        const auto sample = sample_of(csv, row, columns, kind);
        if (!sample) {
            return fail(sample.error());
        }
        for (const std::size_t column : markers) {
            const auto fields = typing::split_cell(row.fields[column]);
            Cell cell{csv.header()[column], result_of(fields), is_lone_allele(fields)};
            if (auto added = add(csv, row, columns, **sample, std::move(cell)); !added) {
                return added;
            }
        }
    }
    return {};
}

Result<FoundSample*> SampleSet::sample_of(const CsvTable& csv, const CsvRow& row, const Columns& columns,
                                          SampleKind kind) {
    const std::string& id = row.fields[columns.sample];
    if (id.empty()) {
        return fail(csv.error(row, "the sample has no name"));
    }
    const auto [at, is_new] = index_.emplace(id, samples_.size());
    if (is_new) {
        samples_.push_back({single_replicate(id, Sex::unknown, {}), kind, csv.source(), row.line});
        samples_.back().profile.extractions.clear();
    }
    FoundSample& sample = samples_[at->second];
    const auto stated = kind_of(csv, row, CsvTable::field(row, columns.kind), kind);
    if (!stated) {
        return fail(stated.error());
    }
    if (sample.kind != SampleKind::by_id && *stated != SampleKind::by_id && *stated != sample.kind) {
        return fail(csv.error(row, "sample " + text::quote(id) + " is given as remains and as reference (" +
                                       sample.source + ", line " + std::to_string(sample.line) + ")"));
    }
    sample.kind = *stated == SampleKind::by_id ? sample.kind : *stated;
    const auto sex = text::sex(CsvTable::field(row, columns.sex));
    if (!sex || (*sex != Sex::unknown && sample.profile.sex != Sex::unknown && *sex != sample.profile.sex)) {
        return fail(csv.error(row, "the sex of sample " + text::quote(id) + " is " +
                                       text::quote(CsvTable::field(row, columns.sex)) +
                                       (sex ? ", another one than before" : ", expected M, F or nothing")));
    }
    sample.profile.sex = *sex == Sex::unknown ? sample.profile.sex : *sex;
    return &sample;
}

Result<void> SampleSet::add(const CsvTable& csv, const CsvRow& row, const Columns& columns, FoundSample& sample,
                            Cell cell) {
    const std::string where =
        "sample " + text::quote(sample.profile.sample) + ", marker " + text::quote(cell.marker) + ": ";
    const bool amelogenin = is_amelogenin(cell.marker);
    const auto locus = loci_->find(cell.marker);
    if (!amelogenin && !locus) {
        return fail(csv.error(
            row, where + "there are no frequencies for this marker; there are for: " + text::join(loci_->names(), 40)));
    }
    const std::string_view status = CsvTable::field(row, columns.status);
    const auto known = typing::with_status(cell.result, status);
    if (!known) {
        return fail(csv.error(row, where + typing::status_message(status)));
    }
    LocusResult result = std::move(cell.result);
    result.status = *known;
    if (result.status == LocusStatus::typed && result.alleles.size() == 1) {
        result.alleles.push_back(result.alleles.front());
        result.heights.clear();
    }
    if (!amelogenin) {
        for (const std::string& allele : result.alleles) {
            if (!unknown_alleles_allowed_ && !loci_->allele(*locus, allele)) {
                return fail(csv.error(row, where + "allele " + text::quote(allele) +
                                               " is not in the frequency table; correct it, add it there, or give a "
                                               "frequency for rare alleles (--rare)"));
            }
        }
        lone_alleles_ += cell.lone_allele && status.empty() ? 1U : 0U;
    }
    const std::string extraction_id = typing::id_or_1(row, columns.extraction);
    const std::string replicate_id = typing::id_or_1(row, columns.replicate);
    Extraction& extraction = find_or_add(sample.profile.extractions, extraction_id, [&] {
        return Extraction{extraction_id, {}};
    });
    Replicate& replicate = find_or_add(extraction.replicates, replicate_id, [&] {
        return Replicate{replicate_id, std::string(CsvTable::field(row, columns.kit)), {}};
    });
    const std::string& name = amelogenin ? cell.marker : loci_->name(*locus);
    if (!replicate.loci.emplace(name, std::move(result)).second) {
        return fail(
            csv.error(row, where + "typed twice; if these are two amplifications, say so in a column \"replicate\""));
    }
    return {};
}

Result<void> SampleSet::read_samples(const CsvTable& csv, std::vector<std::string>& notes) {
    const auto columns = Columns::find(csv);
    if (!columns) {
        return fail(columns.error());
    }
    const auto simulated = csv.find({"simulated"});
    std::vector<std::string> without;
    for (const CsvRow& row : csv.rows()) {
        if (!index_.contains(row.fields[columns->sample])) {
            without.push_back(row.fields[columns->sample]);
            continue;
        }
        const auto found = sample_of(csv, row, *columns, SampleKind::by_id);
        if (!found) {
            return fail(found.error());
        }
        (*found)->profile.simulated = text::is_yes(CsvTable::field(row, simulated));
    }
    if (!without.empty()) {
        notes.push_back(csv.source() + ": samples without a profile: " + text::join(without));
    }
    return {};
}

std::size_t complete_x_linked(SampleProfile& profile, Sex pedigree_sex, const std::vector<LocusSpec>& loci) {
    const auto shown = sex_of(profile);
    if (!shown || (*shown == Sex::unknown ? pedigree_sex : *shown) != Sex::male) {
        return 0;
    }
    std::size_t completed = 0;
    for (const LocusSpec& locus : loci) {
        if (locus.inheritance != Inheritance::x_linked) {
            continue;
        }
        for (Extraction& extraction : profile.extractions) {
            for (Replicate& replicate : extraction.replicates) {
                const auto at = replicate.loci.find(locus.name);
                if (at != replicate.loci.end() && at->second.status == LocusStatus::partial) {
                    const std::string allele = at->second.alleles.front();
                    at->second = {LocusStatus::typed, {allele, allele}, {}};
                    ++completed;
                }
            }
        }
    }
    return completed;
}

} // namespace muster::folder
