#include "text_table.hpp"

#include <algorithm>
#include <utility>

namespace muster {
namespace {

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

/// The header as two lines: a name of one line stands in the second.
std::pair<std::vector<std::string>, std::vector<std::string>> header_lines(const std::vector<std::string>& header) {
    std::vector<std::string> above;
    std::vector<std::string> below;
    for (const std::string& name : header) {
        const std::size_t end = name.find('\n');
        above.push_back(end == std::string::npos ? "" : name.substr(0, end));
        below.push_back(end == std::string::npos ? name : name.substr(end + 1));
    }
    return {above, below};
}

} // namespace

std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string shortened(std::string_view text, std::size_t most) {
    const bool cut = most > 0 && length(text) > most;
    std::string line;
    std::size_t n = 0;
    for (const char c : text) {
        n += begins_character(c) ? 1U : 0U;
        if (cut && n >= most) {
            return line + "…";
        }
        line += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    }
    return line;
}

TextTable::TextTable(std::vector<std::string> header, std::size_t widest)
    : given_(header), header_(std::move(header)), widest_(widest) {
    std::transform(header_.begin(), header_.end(), header_.begin(), upper);
}

void TextTable::add(std::vector<std::string> row) {
    for (std::string& cell : row) {
        cell = shortened(cell, widest_);
    }
    rows_.push_back(std::move(row));
}

void TextTable::align_right(std::size_t first, std::size_t end) {
    right_from_ = first;
    right_end_ = end;
}

std::string TextTable::text(const std::string& indent) const {
    const auto lines = header_lines(header_);
    const auto& above = lines.first; // no structured binding: a lambda may not refer to one
    const auto& below = lines.second;
    std::vector<std::size_t> columns; // with something in them
    std::vector<std::size_t> widths(header_.size(), 0);
    for (std::size_t c = 0; c < header_.size(); ++c) {
        for (const auto& row : rows_) {
            widths[c] = std::max(widths[c], length(row[c]));
        }
        if (widths[c] > 0) {
            columns.push_back(c);
            widths[c] = std::max({widths[c], length(above[c]), length(below[c])});
        }
    }
    std::string text;
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string out = indent;
        for (const std::size_t c : columns) {
            const std::string space(widths[c] - length(cells[c]), ' ');
            const bool right = c >= right_from_ && c < right_end_;
            out += (right ? space + cells[c] : cells[c] + space) + "  ";
        }
        out.erase(out.find_last_not_of(' ') + 1);
        text += out + "\n";
    };
    if (std::any_of(columns.begin(), columns.end(), [&](std::size_t c) { return !above[c].empty(); })) {
        line(above);
    }
    line(below);
    std::for_each(rows_.begin(), rows_.end(), line);
    return text;
}

} // namespace muster
