#include "muster/formats/csv.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace muster {

namespace {

/// Walks a CSV text record by record. Lines are counted as they pass.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text), separator_(detect(text)) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] std::size_t line() const { return line_; }

    /// The next record; nothing if a quote is never closed.
    std::optional<std::vector<std::string>> record() {
        std::vector<std::string> fields;
        while (true) {
            auto field = next_field();
            if (!field) {
                return std::nullopt;
            }
            fields.push_back(*std::move(field));
            if (at_end()) {
                return fields;
            }
            if (text_[at_] == separator_) {
                ++at_;
                continue;
            }
            skip_line_end();
            return fields;
        }
    }

  private:
    static char detect(std::string_view text) {
        const std::array candidates{',', ';', '\t'};
        std::array<std::size_t, 3> counts{};
        bool quoted = false;
        text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
        for (const char c : text) {
            quoted = quoted != (c == '"');
            if (!quoted && (c == '\n' || c == '\r')) {
                break;
            }
            for (std::size_t i = 0; i < candidates.size(); ++i) {
                counts[i] += !quoted && c == candidates[i] ? 1U : 0U;
            }
        }
        return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
    }

    [[nodiscard]] bool is_line_end(std::size_t i) const { return text_[i] == '\n' || text_[i] == '\r'; }

    void skip_line_end() {
        at_ += text_.substr(at_).starts_with("\r\n") ? 2U : 1U;
        ++line_;
    }

    std::optional<std::string> next_field() {
        while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t') && text_[at_] != separator_) {
            ++at_;
        }
        if (!at_end() && text_[at_] == '"') {
            return quoted_field();
        }
        const std::size_t from = at_;
        while (!at_end() && text_[at_] != separator_ && !is_line_end(at_)) {
            ++at_;
        }
        return std::string(text::trim(text_.substr(from, at_ - from)));
    }

    std::optional<std::string> quoted_field() {
        std::string field;
        for (++at_; !at_end(); ++at_) {
            if (text_[at_] == '"') {
                if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                    ++at_;
                } else {
                    ++at_;
                    while (!at_end() && text_[at_] != separator_ && !is_line_end(at_)) {
                        ++at_; // stray characters behind the closing quote say nothing
                    }
                    return field;
                }
            }
            line_ += text_[at_] == '\n' ? 1U : 0U;
            field += text_[at_];
        }
        return std::nullopt;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

Error at(const std::string& source, std::size_t line, std::string message) {
    return Error{ErrorKind::bad_input, std::move(message), source, line};
}

bool is_blank(const std::vector<std::string>& fields) {
    return std::all_of(fields.begin(), fields.end(), [](const std::string& f) { return f.empty(); });
}

} // namespace

Result<void> CsvTable::add_header(CsvRow row) {
    while (row.fields.size() > 1 && row.fields.back().empty()) {
        row.fields.pop_back();
    }
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        if (!row.fields[i].empty() && !columns_.emplace(text::lower(row.fields[i]), i).second) {
            return fail(error(row, "the column " + text::quote(row.fields[i]) + " is there twice"));
        }
    }
    header_ = std::move(row.fields);
    return {};
}

Result<void> CsvTable::add(CsvRow row) {
    if (is_blank(row.fields)) {
        return {};
    }
    if (header_.empty()) {
        return add_header(std::move(row));
    }
    const std::size_t width = header_.size();
    while (row.fields.size() > width && row.fields.back().empty()) {
        row.fields.pop_back();
    }
    if (row.fields.size() != width) {
        return set_aside(error(row, "this record has " + std::to_string(row.fields.size()) +
                                        " fields, the header has " + std::to_string(width)));
    }
    rows_.push_back(std::move(row));
    return {};
}

Result<void> CsvTable::set_aside(Error error) {
    if (bad_ == BadRows::refuse || header_.empty()) {
        return fail(std::move(error));
    }
    bad_rows_.push_back(std::move(error));
    return {};
}

Result<CsvTable> CsvTable::finished() && {
    if (header_.empty()) {
        return fail(at(source_, 0, "the file is empty; a header line is expected"));
    }
    return std::move(*this);
}

Result<CsvTable> CsvTable::parse(std::string_view text, std::string source, BadRows bad) {
    CsvTable table;
    table.source_ = std::move(source);
    table.bad_ = bad;
    Scanner scanner(text);
    while (!scanner.at_end()) {
        const std::size_t line = scanner.line();
        auto fields = scanner.record();
        auto added = fields ? table.add({line, *std::move(fields)})
                            : table.set_aside(at(table.source_, line,
                                                 "a quotation mark (\") opened in this record is never closed; all "
                                                 "that stands behind it could not be read"));
        if (!added) {
            return fail(std::move(added.error()));
        }
    }
    return std::move(table).finished();
}

Result<CsvTable> CsvTable::from_rows(std::vector<CsvRow> rows, std::string source, BadRows bad) {
    CsvTable table;
    table.source_ = std::move(source);
    table.bad_ = bad;
    for (CsvRow& row : rows) {
        if (auto added = table.add(std::move(row)); !added) {
            return fail(std::move(added.error()));
        }
    }
    return std::move(table).finished();
}

CsvTable CsvTable::with_notes(std::vector<std::string> notes) && {
    notes_ = std::move(notes);
    return std::move(*this);
}

CsvTable CsvTable::with_bad_rows(std::vector<Error> more) && {
    bad_rows_.insert(bad_rows_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return std::move(*this);
}

std::optional<std::size_t> CsvTable::find(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
        if (const auto it = columns_.find(std::string(name)); it != columns_.end()) {
            return it->second;
        }
    }
    return std::nullopt;
}

Result<std::size_t> CsvTable::require(std::initializer_list<std::string_view> names) const {
    if (const auto column = find(names)) {
        return *column;
    }
    std::string wanted;
    for (const std::string_view name : names) {
        wanted += (wanted.empty() ? "" : " or ") + text::quote(name);
    }
    return fail(at(source_, 1, "the column " + wanted + " is missing; found: " + text::join(header_)));
}

Result<void> CsvTable::only(std::initializer_list<std::string_view> names) const {
    for (const std::string& column : header_) {
        if (std::find(names.begin(), names.end(), text::lower(column)) == names.end()) {
            std::string known;
            for (const std::string_view name : names) {
                known += (known.empty() ? "" : ", ") + std::string(name);
            }
            return fail(Error{ErrorKind::bad_input, "unknown column " + text::quote(column) + "; known are: " + known,
                              source_, 1});
        }
    }
    return {};
}

std::string_view CsvTable::field(const CsvRow& row, std::optional<std::size_t> column) {
    return column ? std::string_view(row.fields[*column]) : std::string_view{};
}

Error CsvTable::error(const CsvRow& row, std::string message) const {
    return at(source_, row.line, std::move(message));
}

} // namespace muster
