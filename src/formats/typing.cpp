#include "muster/formats/typing.hpp"

#include "folder_parts.hpp"
#include "text.hpp"
#include "typing_parts.hpp"

#include <algorithm>
#include <tuple>

namespace muster {

namespace {

/// A message without a place, or the value.
template <class T> using Checked = tl::expected<T, std::string>;

bool is_one_of(std::size_t column, const std::vector<std::size_t>& columns) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// Other programs' columns that are no markers either; taken for one, "M" would be an allele.
bool cannot_be_marker(const std::string& column) {
    const std::string word = text::lower(column);
    return word == "sex" || word == "gender" || word == "kind" || word == "population" || word == "family" ||
           word == "simulated" || word.starts_with("allele") || word.starts_with("height");
}

/// Reads row after row, and goes on past the bad ones to report them all.
class TypingReader {
  public:
    explicit TypingReader(const CsvTable& csv) : csv_(csv) {}

    Typing read() {
        if (find_columns()) {
            for (const CsvRow& row : csv_.rows()) {
                if (TypingRow* replicate = replicate_of(row)) {
                    columns_.marker ? read_marker(row, *replicate) : read_markers(row, *replicate);
                }
            }
        }
        return {std::move(replicates_), std::move(errors_)};
    }

  private:
    bool find_columns() {
        const auto columns = typing::find_columns(csv_);
        if (!columns) {
            errors_.push_back(columns.error());
            return false;
        }
        columns_ = *columns;
        test_ = csv_.find({"test"});
        std::vector<std::size_t> known{columns_.sample};
        for (const auto& column : {columns_.extraction, columns_.replicate, columns_.kit, columns_.status, test_}) {
            if (column) {
                known.push_back(*column);
            }
        }
        if (columns_.marker) {
            const auto alleles = typing::allele_columns(csv_);
            if (!alleles) {
                errors_.push_back(alleles.error());
                return false;
            }
            alleles_ = *alleles;
            heights_ = typing::numbered(csv_, "height");
            known.push_back(*columns_.marker);
            known.insert(known.end(), alleles_.begin(), alleles_.end());
            known.insert(known.end(), heights_.begin(), heights_.end());
        }
        place_others(known);
        return errors_.empty();
    }

    /// The columns that are left are markers in the wide form, and slips in the long one.
    void place_others(const std::vector<std::size_t>& known) {
        for (std::size_t c = 0; c < csv_.header().size(); ++c) {
            const std::string& name = csv_.header()[c];
            if (name.empty() || is_one_of(c, known)) {
                continue;
            }
            if (columns_.marker || cannot_be_marker(name)) {
                errors_.push_back({ErrorKind::bad_input,
                                   "the column " + text::quote(name) +
                                       " has no place in a table of typing; correct its name or take it out",
                                   csv_.source(), 1});
            } else {
                markers_.push_back(c);
            }
        }
        if (!columns_.marker && markers_.empty()) {
            errors_.push_back({ErrorKind::bad_input,
                               "there is neither a column 'marker' nor any column of a marker's own; found: " +
                                   text::join(csv_.header()),
                               csv_.source(), 1});
        }
    }

    /// The replicate that a row speaks of; nothing if the row does not say.
    TypingRow* replicate_of(const CsvRow& row) {
        const std::string& sample = row.fields[columns_.sample];
        if (sample.empty()) {
            bad(row, "the sample has no name");
            return nullptr;
        }
        std::string extraction = typing::id_or_1(row, columns_.extraction);
        std::string replicate = typing::id_or_1(row, columns_.replicate);
        const auto [at, is_new] = index_.try_emplace({sample, extraction, replicate}, replicates_.size());
        if (is_new) {
            replicates_.push_back({sample, std::move(extraction), std::move(replicate), {}, {}, {}, row.line});
        }
        TypingRow& found = replicates_[at->second];
        take("kit", row, columns_.kit, found, found.kit);
        take("test", row, test_, found, found.test);
        return &found;
    }

    /// What is said of the whole replicate may be said on each of its rows, or on one, but not in two ways.
    void take(const char* what, const CsvRow& row, std::optional<std::size_t> column, const TypingRow& replicate,
              std::string& value) {
        const std::string_view stated = CsvTable::field(row, column);
        if (value.empty()) {
            value = stated;
        } else if (!stated.empty() && stated != value) {
            bad(row, where(replicate) + "the " + what + " is " + text::quote(stated) + ", and " + text::quote(value) +
                         " before; if these are two amplifications, say so in a column \"replicate\"");
        }
    }

    void read_marker(const CsvRow& row, TypingRow& replicate) {
        const std::string& marker = row.fields[*columns_.marker];
        if (marker.empty()) {
            bad(row, where(replicate) + "the marker has no name");
            return;
        }
        const auto peaks = peaks_of(row);
        auto heights = peaks ? heights_of(*peaks) : tl::unexpected(peaks.error());
        if (!heights) {
            bad(row, where(replicate, marker) + heights.error());
            return;
        }
        std::vector<std::string> alleles;
        for (const Peak& peak : *peaks) {
            alleles.push_back(peak.allele);
        }
        LocusResult result = typing::result_of(alleles);
        result.heights = *std::move(heights);
        add(row, replicate, marker, std::move(result));
    }

    void read_markers(const CsvRow& row, TypingRow& replicate) {
        const std::string_view word = CsvTable::field(row, columns_.status);
        const bool fits_nothing = typing::with_status(LocusResult{}, word).has_value();
        const bool fits_alleles = typing::with_status(LocusResult{LocusStatus::partial, {"1"}, {}}, word).has_value();
        if (!fits_nothing && !fits_alleles) {
            bad(row, where(replicate) + typing::status_message(word));
            return;
        }
        // "empty" and "not_tested" speak of all markers; beside results, a blank cell says nothing.
        const bool blanks_too = fits_nothing && !fits_alleles;
        for (const std::size_t column : markers_) {
            if (!row.fields[column].empty() || blanks_too) {
                add(row, replicate, csv_.header()[column], typing::result_of(typing::split_cell(row.fields[column])));
            }
        }
    }

    void add(const CsvRow& row, TypingRow& replicate, const std::string& marker, LocusResult result) {
        const std::string_view word = CsvTable::field(row, columns_.status);
        const auto status = typing::with_status(result, word);
        if (!status) {
            bad(row, where(replicate, marker) + typing::status_message(word));
            return;
        }
        result.status = *status;
        if (!replicate.loci.emplace(marker, std::move(result)).second) {
            bad(row, where(replicate, marker) +
                         "typed twice; if these are two amplifications, say so in a column \"replicate\"");
        }
    }

    struct Peak {
        std::string allele;
        std::optional<double> height;
    };

    /// The alleles of a row that were seen, with the heights beside them.
    [[nodiscard]] Checked<std::vector<Peak>> peaks_of(const CsvRow& row) const {
        std::vector<Peak> peaks;
        for (std::size_t i = 0; i < std::max(alleles_.size(), heights_.size()); ++i) {
            const std::string_view field = i < heights_.size() ? row.fields[heights_[i]] : std::string_view{};
            const bool stated = !typing::not_seen(field);
            const auto height = stated ? folder::decimal(field) : std::nullopt;
            if (stated && (!height || *height < 0.0)) {
                return tl::unexpected("the height " + text::quote(field) + " is no number from 0 up");
            }
            auto allele = i < alleles_.size() ? folder::allele_name(row.fields[alleles_[i]]) : std::string();
            if (!typing::not_seen(allele)) {
                peaks.push_back({std::move(allele), height});
            } else if (stated) {
                return tl::unexpected("the height " + text::quote(field) + " stands beside no allele");
            }
        }
        return peaks;
    }

    /// The heights of all peaks, or of none. Two equal alleles are one peak.
    [[nodiscard]] static Checked<std::vector<double>> heights_of(const std::vector<Peak>& peaks) {
        std::vector<double> heights;
        std::string without;
        for (const Peak& peak : peaks) {
            const auto same = std::find_if(peaks.begin(), peaks.end(), [&](const Peak& other) {
                return other.allele == peak.allele && other.height;
            });
            if (peak.height || same != peaks.end()) {
                heights.push_back(peak.height ? *peak.height : *same->height);
            } else {
                without = peak.allele;
            }
        }
        if (!heights.empty() && heights.size() < peaks.size()) {
            return tl::unexpected("allele " + text::quote(without) +
                                  " has no height, but others have; give all heights or none");
        }
        return heights;
    }

    [[nodiscard]] static std::string where(const TypingRow& replicate, const std::string& marker = {}) {
        return "sample " + text::quote(replicate.sample) +
               (marker.empty() ? std::string(": ") : ", marker " + text::quote(marker) + ": ");
    }

    void bad(const CsvRow& row, std::string message) { errors_.push_back(csv_.error(row, std::move(message))); }

    const CsvTable& csv_;
    typing::Columns columns_;
    std::optional<std::size_t> test_;
    std::vector<std::size_t> alleles_, heights_; // of the long form
    std::vector<std::size_t> markers_;           // of the wide form
    std::vector<TypingRow> replicates_;
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> index_;
    std::vector<Error> errors_;
};

} // namespace

Typing read_typing(const CsvTable& table) {
    return TypingReader(table).read();
}

} // namespace muster
