#include "muster/formats/read_remains.hpp"

#include "case_finish.hpp"
#include "folder_parts.hpp"
#include "muster/formats/text_input.hpp"
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

class RemainsReader {
  public:
    RemainsReader(std::string source, std::span<const Locus> loci, bool unknown_alleles)
        : source_(std::move(source)), unknown_alleles_(unknown_alleles) {
        for (const Locus& locus : loci) {
            specs_.push_back(locus.spec());
        }
    }

    Result<std::vector<SampleProfile>> read(const std::string& text) const {
        const auto csv = CsvTable::parse(text, source_);
        if (!csv) {
            return fail(csv.error());
        }
        const folder::LocusIndex index(specs_);
        folder::SampleSet set(index, unknown_alleles_);
        if (auto read = set.read(*csv, folder::SampleKind::remains); !read) {
            return fail(read.error());
        }
        if (set.samples().empty()) {
            return fail(Error{ErrorKind::bad_input, "holds no profiles", source_});
        }
        std::vector<SampleProfile> out;
        for (folder::FoundSample& found : set.samples()) {
            if (const auto sex = sex_of(found.profile); !sex) {
                return fail(sex.error().in(found.source, found.line));
            }
            folder::complete_x_linked(found.profile, Sex::unknown, specs_);
            out.push_back(std::move(found.profile));
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
    std::string source_;
    std::vector<LocusSpec> specs_;
    bool unknown_alleles_;
};

} // namespace

Result<void> read_remains(const std::filesystem::path& file, std::span<const Locus> loci, bool unknown_alleles,
                          const std::function<Result<void>(std::vector<SampleProfile>)>& take) {
    const auto input = read_text(file);
    if (!input) {
        return fail(input.error());
    }
    const RemainsReader reader(input->source, loci, unknown_alleles);
    Pieces pieces(input->text);
    const auto in_rows = reader.has_rows_of_samples(pieces.header());
    if (!in_rows) {
        return fail(in_rows.error());
    }
    if (!*in_rows || !pieces.more()) { // nothing behind the first line end of this kind: the file may have another
        auto all = reader.read(input->text);
        return all ? take(*std::move(all)) : fail(all.error());
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
            return taken;
        }
    }
    return {};
}

Result<Case> with_remains(const Case& subject, std::vector<SampleProfile> remains,
                          std::optional<double> rare_allele_frequency, const std::string& source) {
    CaseInput input = subject.input();
    input.remains = std::move(remains);
    input.pairings.clear();
    CaseOptions options;
    options.rare_allele_frequency = rare_allele_frequency;
    return finish_case(std::move(input), options, source);
}

} // namespace muster
