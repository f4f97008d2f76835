#include "familias_cursor.hpp"

#include "muster/formats/text_input.hpp"
#include "text.hpp"

#include <algorithm>

namespace muster::familias {

Cursor::Cursor(std::string_view text, std::string source) : lines_(split_lines(text)), source_(std::move(source)) {}

void Cursor::fail_at(std::size_t line, std::string message) {
    if (!failed_) {
        failed_ = true;
        error_ = Error{ErrorKind::bad_input, std::move(message), source_, line};
    }
}

std::string_view Cursor::peek() const {
    return at_end() ? std::string_view{} : muster::text::trim(lines_[at_]);
}

std::string_view Cursor::next(const std::string& what) {
    if (failed_) {
        return {};
    }
    if (at_end()) {
        fail_at(lines_.size(), "the file ends here, where " + what + " is expected: it is cut off");
        return {};
    }
    return muster::text::trim(lines_[at_++]);
}

std::string Cursor::text(const std::string& what) {
    std::string_view line = next(what);
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') {
        line = line.substr(1, line.size() - 2);
    }
    return std::string(line);
}

std::size_t Cursor::count(const std::string& what) {
    const std::string_view line = next(what);
    const auto words = muster::text::words(line);
    const auto value = words.empty() ? std::nullopt : muster::text::integer(words.front());
    if (ok() && (!value || *value < 0)) {
        fail_here("found " + muster::text::quote(line) + " where " + what + " (a whole number) is expected");
    }
    return ok() ? static_cast<std::size_t>(*value) : 0;
}

double Cursor::number(const std::string& what) {
    const std::string_view line = next(what);
    std::string digits(line);
    std::replace(digits.begin(), digits.end(), ',', '.');
    const auto value = muster::text::number(digits);
    if (ok() && !value) {
        fail_here("found " + muster::text::quote(line) + " where " + what + " (a number) is expected");
    }
    return ok() ? *value : 0.0;
}

bool Cursor::flag(const std::string& what) {
    const std::string_view line = next(what);
    const bool yes = line.starts_with("#TRUE#");
    if (ok() && !yes && !line.starts_with("#FALSE#")) {
        fail_here("found " + muster::text::quote(line) + " where " + what + " (#TRUE# or #FALSE#) is expected");
    }
    return yes;
}

} // namespace muster::familias
