#include "muster/formats/csv.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>

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

Result<CsvTable> CsvTable::parse(std::string_view text, std::string source) {
    CsvTable table;
    table.source_ = std::move(source);
    Scanner scanner(text);
    while (!scanner.at_end()) {
        const std::size_t line = scanner.line();
        auto fields = scanner.record();
        if (!fields) {
            return fail(at(table.source_, line, "a quotation mark (\") opened in this record is never closed"));
        }
        if (is_blank(*fields)) {
            continue;
        }
        if (table.header_.empty()) {
            while (fields->size() > 1 && fields->back().empty()) {
                fields->pop_back();
            }
            for (std::size_t i = 0; i < fields->size(); ++i) {
                if (!(*fields)[i].empty() && !table.columns_.emplace(text::lower((*fields)[i]), i).second) {
                    return fail(at(table.source_, line, "the column " + text::quote((*fields)[i]) + " is there twice"));
                }
            }
            table.header_ = *std::move(fields);
            continue;
        }
        const std::size_t width = table.header_.size();
        while (fields->size() > width && fields->back().empty()) {
            fields->pop_back();
        }
        if (fields->size() != width) {
            return fail(at(table.source_, line,
                           "this record has " + std::to_string(fields->size()) + " fields, the header has " +
                               std::to_string(width)));
        }
        table.rows_.push_back({line, *std::move(fields)});
    }
    if (table.header_.empty()) {
        return fail(at(table.source_, 0, "the file is empty; a header line is expected"));
    }
    return table;
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
