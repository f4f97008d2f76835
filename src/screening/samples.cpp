#include "muster/screening/samples.hpp"

#include "index_file.hpp"

#include <algorithm>

namespace muster {
namespace {

void put_rows(ByteWriter& out, const std::vector<ObservationRow>& rows) {
    for (const ObservationRow& row : rows) {
        out.put(row.informative);
        out.put(row.hemizygous);
        out.put(row.entries.size());
        for (const auto& [at, weight] : row.entries) {
            out.put(at);
            out.put(weight);
        }
    }
}

std::vector<ObservationRow> get_rows(ByteReader& in, std::size_t loci) {
    std::vector<ObservationRow> out(loci);
    for (ObservationRow& row : out) {
        row.informative = in.get<bool>();
        row.hemizygous = in.get<bool>();
        for (auto n = in.get<std::size_t>(); n > 0 && in.good(); --n) {
            const auto at = in.get<std::size_t>();
            row.entries.emplace_back(at, in.get<double>());
        }
    }
    return out;
}

/// Do all entries stand in the unit's tables?
bool rows_fit(const std::vector<ObservationRow>& rows, const UnitLayout& unit, bool x_linked) {
    for (std::size_t l = 0; l < rows.size(); ++l) {
        if (rows[l].hemizygous && !x_linked) {
            return false;
        }
        const bool first = l == 0 && rows.size() == 2;
        const std::size_t size2 = rows[l].hemizygous ? unit.hemizygous_size2 : unit.size2;
        const std::size_t all = rows[l].hemizygous ? unit.hemizygous_numbers : unit.numbers;
        const std::size_t most = first ? all / size2 : rows.size() == 2 ? size2 : all;
        for (const auto& [at, weight] : rows[l].entries) {
            if (at >= most) {
                return false;
            }
        }
    }
    return true;
}

std::string bytes_of(const std::vector<ObservationRow>& rows) {
    ByteWriter out;
    put_rows(out, rows);
    return out.bytes();
}

} // namespace

ScreenSamples::ScreenSamples(const FamilyIndex& index, const TypingErrors& errors)
    : index_(&index), errors_(errors), seen_(index.facts().units.size()) {
    for (std::size_t u = 0; u < seen_.size(); ++u) {
        seen_[u].rows.emplace_back(index.facts().units[u].loci.size()); // code 0
    }
}

std::uint32_t ScreenSamples::code_of(std::size_t unit, std::vector<ObservationRow> rows) {
    if (std::none_of(rows.begin(), rows.end(), [](const ObservationRow& row) { return row.informative; })) {
        return nothing;
    }
    Seen& seen = seen_[unit];
    const auto [at, is_new] = seen.code.try_emplace(bytes_of(rows), static_cast<std::uint32_t>(seen.rows.size()));
    if (is_new) {
        seen.rows.push_back(std::move(rows));
    }
    return at->second;
}

void ScreenSamples::add(std::string name, Sex sex, std::span<const std::uint32_t> codes) {
    by_name_.try_emplace(name, names_.size());
    names_.push_back(std::move(name));
    sex_.push_back(sex);
    codes_.insert(codes_.end(), codes.begin(), codes.end());
}

Result<void> ScreenSamples::add(std::span<const SampleProfile> profiles) {
    auto rows = sample_rows(profiles, index_->facts().loci, errors_);
    if (!rows) {
        return fail(rows.error());
    }
    for (std::string& warning : rows->warnings) {
        warnings_.push_back(std::move(warning));
    }
    std::vector<std::uint32_t> codes(seen_.size());
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        if (by_name_.contains(profiles[i].sample)) {
            return fail(ErrorKind::bad_input, "sample '" + profiles[i].sample + "' is given twice");
        }
        for (std::size_t u = 0; u < seen_.size(); ++u) {
            std::vector<ObservationRow> at;
            for (std::size_t l : index_->facts().units[u].loci) {
                at.push_back(std::move(rows->rows[i][l]));
            }
            codes[u] = code_of(u, std::move(at));
        }
        add(profiles[i].sample, rows->sex[i], codes);
    }
    return {};
}

std::size_t ScreenSamples::loci_typed(std::size_t sample) const {
    std::size_t typed = 0;
    for (std::size_t u = 0; u < seen_.size(); ++u) {
        for (const ObservationRow& row : rows(u, codes(sample)[u])) {
            typed += row.informative ? 1 : 0;
        }
    }
    return typed;
}

std::string ScreenSamples::bytes() const {
    ByteWriter out;
    for (double p : {errors_.het, errors_.hom, errors_.dropin}) {
        out.put(p);
    }
    out.put(seen_.size());
    for (const Seen& seen : seen_) {
        out.put(seen.rows.size());
        for (const auto& rows : seen.rows) {
            put_rows(out, rows);
        }
    }
    out.put(names_);
    out.put(sex_);
    out.put(codes_);
    out.put(warnings_);
    return out.bytes();
}

Result<ScreenSamples> ScreenSamples::from_bytes(const FamilyIndex& index, std::string_view bytes) {
    ByteReader in(bytes);
    TypingErrors errors;
    errors.het = in.get<double>();
    errors.hom = in.get<double>();
    errors.dropin = in.get<double>();
    ScreenSamples out(index, errors);
    bool good = in.get<std::size_t>() == out.seen_.size();
    for (std::size_t u = 0; u < out.seen_.size() && good; ++u) {
        const UnitLayout& unit = index.layout().units[u];
        const std::vector<std::size_t>& of_unit = index.facts().units[u].loci;
        const bool x_linked = index.facts().loci[of_unit.front()].x_linked();
        out.seen_[u].rows.clear();
        for (auto n = in.get<std::size_t>(); n > 0 && in.good(); --n) {
            out.seen_[u].rows.push_back(get_rows(in, of_unit.size()));
            const auto& rows = out.seen_[u].rows.back();
            good = good && rows_fit(rows, unit, x_linked);
        }
        good = good && !out.seen_[u].rows.empty();
    }
    out.names_ = in.get<std::vector<std::string>>();
    out.sex_ = in.get<std::vector<Sex>>();
    out.codes_ = in.get<std::vector<std::uint32_t>>();
    out.warnings_ = in.get<std::vector<std::string>>();
    good = good && in.good() && in.at_end() && out.names_.size() == out.sex_.size() &&
           out.codes_.size() == out.names_.size() * out.seen_.size();
    for (std::size_t n = 0; n < out.codes_.size() && good; ++n) {
        good = out.codes_[n] < out.seen_[n % out.seen_.size()].rows.size();
    }
    for (const Sex sex : out.sex_) {
        good = good && is_sex(sex);
    }
    return good ? Result<ScreenSamples>(std::move(out)) : fail(ErrorKind::verification, "the profiles are damaged");
}

} // namespace muster
