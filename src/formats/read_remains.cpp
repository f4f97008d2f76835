#include "muster/formats/read_remains.hpp"

#include "case_finish.hpp"
#include "folder_parts.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/identify/case.hpp"
#include "text.hpp"
#include "typing_parts.hpp"

#include <algorithm>

namespace muster {
namespace {

constexpr std::size_t lines_at_once = 4096;

/// A header and some of the lines below it.
struct Piece {
    std::string text;
    std::size_t first_line = 2; ///< in the file, of the piece's second line
};

/// Cuts a file behind line ends that stand in no quoted field.
class Pieces {
  public:
    explicit Pieces(std::string_view text) : left_(text) {
        do {
            header_ = cut(1);
        } while (more() && header_.find_first_not_of(" \t\r\n") == std::string_view::npos);
    }

    [[nodiscard]] std::string_view header() const { return header_; }
    [[nodiscard]] bool more() const { return !left_.empty(); }
    [[nodiscard]] Piece next() {
        Piece out{std::string(header_), lines_ + 1};
        out.text += cut(lines_at_once);
        return out;
    }

  private:
    std::string_view cut(std::size_t records) {
        bool quoted = false;
        std::size_t at = 0;
        for (; at < left_.size() && records > 0; ++at) {
            quoted = quoted != (left_[at] == '"');
            lines_ += left_[at] == '\n' ? 1 : 0;
            records -= !quoted && left_[at] == '\n' ? 1 : 0;
        }
        const std::string_view out = left_.substr(0, at);
        left_.remove_prefix(at);
        return out;
    }

    std::string_view left_;
    std::string_view header_;
    std::size_t lines_ = 0;
};

std::vector<LocusSpec> specs_of(std::span<const Locus> loci) {
    std::vector<LocusSpec> out;
    for (const Locus& locus : loci) {
        out.push_back(locus.spec());
    }
    return out;
}

class RemainsReader {
  public:
    RemainsReader(const TextInput& input, std::span<const Locus> loci, bool unknown_alleles)
        : source_(input.source), loci_(loci), specs_(specs_of(loci)), unknown_alleles_(unknown_alleles) {
        found_.notes = input.notes;
        for (const Locus& locus : loci) {
            by_name_.emplace(locus.name(), &locus);
        }
    }
    RemainsReader(const RemainsReader&) = delete; // `index_` refers to `specs_`
    RemainsReader& operator=(const RemainsReader&) = delete;
    ~RemainsReader() = default;

    /// `samples`: the samples.csv beside it.
    Result<std::vector<SampleProfile>> read(const std::string& text, const TextInput* samples = nullptr) {
        const auto csv = CsvTable::parse(text, source_);
        if (!csv) {
            return fail(csv.error());
        }
        folder::SampleSet set(index_, unknown_alleles_);
        if (auto read = set.read(*csv, folder::SampleKind::by_id); !read) {
            return fail(read.error());
        }
        if (set.samples().empty()) {
            return fail(Error{ErrorKind::bad_input, "holds no profiles", source_});
        }
        if (samples != nullptr) {
            const auto table = CsvTable::parse(samples->text, samples->source);
            auto read = table ? set.read_samples(*table, found_.notes) : fail(table.error());
            if (!read) {
                return fail(read.error());
            }
        }
        return profiles_of(set);
    }
    [[nodiscard]] RemainsNotes found() const {
        RemainsNotes out = found_;
        if (lone_alleles_ > 0) {
            out.notes.push_back(source_ + ": " + std::to_string(lone_alleles_) +
                                " results show one allele only and are read as partial (12 as 12/?); write 12/12 for "
                                "a homozygote");
        }
        return out;
    }

    /// A sample is one row: then the file can be read piece by piece.
    [[nodiscard]] Result<bool> has_rows_of_samples(std::string_view header) const {
        const auto csv = CsvTable::parse(header, source_);
        if (!csv) {
            return fail(csv.error());
        }
        const auto columns = typing::find_columns(*csv);
        return columns ? Result<bool>(!columns->marker && !columns->extraction && !columns->replicate)
                       : fail(columns.error());
    }

  private:
    Result<std::vector<SampleProfile>> profiles_of(folder::SampleSet& set) {
        std::vector<SampleProfile> out;
        lone_alleles_ += set.lone_alleles();
        for (folder::FoundSample& found : set.samples()) {
            SampleProfile& profile = found.profile;
            const std::string whose = "sample " + text::quote(profile.sample);
            if (found.kind == folder::SampleKind::reference) {
                found_.references.push_back(profile.sample);
                continue;
            }
            lone_alleles_ -= folder::complete_x_linked(profile, Sex::unknown, specs_);
            auto checked = unknown_alleles_ ? Result<void>{} : check_profile(profile, by_name_, Sex::unknown, whose);
            checked = checked ? check_populations(profile, whose) : checked;
            if (!checked) {
                return fail(checked.error().in(found.source, found.line));
            }
            found_.simulated = found_.simulated || profile.simulated;
            out.push_back(std::move(profile));
        }
        return out;
    }

    /// A population without an allele would make its members impossible; a case folder fills such gaps (--rare).
    [[nodiscard]] Result<void> check_populations(const SampleProfile& profile, const std::string& whose) const {
        if (loci_.front().population_count() < 2) {
            return {};
        }
        for (const auto& [marker, alleles] : carried_alleles(std::span(&profile, 1))) {
            const auto locus = by_name_.find(marker);
            for (const std::string& allele : alleles) {
                const auto at = locus == by_name_.end() ? std::nullopt : locus->second->find(allele);
                for (std::size_t p = 0; at && p < locus->second->population_count(); ++p) {
                    if (!(locus->second->freqs(p)[*at] > 0.0)) {
                        return fail(ErrorKind::bad_input,
                                    whose + ": allele " + text::quote(allele) + " at " + text::quote(marker) +
                                        " has the frequency 0 in one of the populations; put the profile among the "
                                        "case's own (pm_genotypes.csv) and give a frequency for rare alleles (--rare)");
                    }
                }
            }
        }
        return {};
    }

    std::string source_;
    std::span<const Locus> loci_;
    std::vector<LocusSpec> specs_;
    folder::LocusIndex index_{specs_};
    LociByName by_name_;
    bool unknown_alleles_;
    RemainsNotes found_;
    std::size_t lone_alleles_ = 0;
};

using Take = std::function<Result<void>(std::vector<SampleProfile>)>;

Result<RemainsNotes> take_whole(RemainsReader& reader, const std::string& text, const TextInput* samples,
                                const Take& take) {
    auto all = reader.read(text, samples);
    if (!all) {
        return fail(all.error());
    }
    auto taken = take(*std::move(all));
    return taken ? Result<RemainsNotes>(reader.found()) : fail(taken.error());
}

/// In a folder the remains apart or, if there are none, all profiles; samples.csv says what they are.
Result<RemainsNotes> read_folder(const std::filesystem::path& folder, std::span<const Locus> loci, bool unknown_alleles,
                                 const Take& take) {
    std::error_code error;
    const bool apart = std::filesystem::exists(folder / "pm_genotypes.csv", error);
    const auto input = read_text(folder / (apart ? "pm_genotypes.csv" : "profiles.csv"));
    if (!input) {
        return fail(input.error());
    }
    RemainsReader reader(*input, loci, unknown_alleles);
    if (!std::filesystem::exists(folder / "samples.csv", error)) {
        return take_whole(reader, input->text, nullptr, take);
    }
    const auto samples = read_text(folder / "samples.csv");
    return samples ? take_whole(reader, input->text, &*samples, take) : fail(samples.error());
}

} // namespace

Result<RemainsNotes> read_remains(const std::filesystem::path& file, std::span<const Locus> loci, bool unknown_alleles,
                                  const std::function<Result<void>(std::vector<SampleProfile>)>& take) {
    std::error_code none;
    if (std::filesystem::is_directory(file, none)) {
        return read_folder(file, loci, unknown_alleles, take);
    }
    const auto input = read_text(file);
    if (!input) {
        return fail(input.error());
    }
    RemainsReader reader(*input, loci, unknown_alleles);
    Pieces pieces(input->text);
    const auto in_rows = reader.has_rows_of_samples(pieces.header());
    if (!in_rows) {
        return fail(in_rows.error());
    }
    if (!*in_rows || !pieces.more()) { // nothing behind the first line end of this kind: the file may have another
        return take_whole(reader, input->text, nullptr, take);
    }
    while (pieces.more()) {
        const Piece piece = pieces.next();
        auto some = reader.read(piece.text);
        if (!some) {
            Error error = some.error();
            error.line += error.line > 1 ? piece.first_line - 2 : 0;
            return fail(std::move(error));
        }
        if (auto taken = take(*std::move(some)); !taken) {
            return fail(taken.error());
        }
    }
    return reader.found();
}

Result<Case> with_remains(const Case& subject, std::vector<SampleProfile> remains,
                          std::optional<double> rare_allele_frequency, const std::string& source) {
    CaseInput input = subject.input();
    input.remains = std::move(remains);
    for (const SampleProfile& profile : input.remains) {
        input.simulated = input.simulated || profile.simulated;
    }
    input.pairings.clear();
    CaseOptions options;
    options.rare_allele_frequency = rare_allele_frequency;
    return finish_case(std::move(input), options, source);
}

} // namespace muster
