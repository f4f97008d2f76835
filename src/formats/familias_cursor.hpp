#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster::familias {

/// Reads a project file line by line. The first failure is kept and every later read gives an empty value, so that
/// the readers can be written straight down; loops over counts found in the file must ask `ok()`.
class Cursor {
  public:
    Cursor(std::string_view text, std::string source);

    [[nodiscard]] bool ok() const { return !failed_; }
    [[nodiscard]] const Error& error() const { return error_; }
    void fail_at(std::size_t line, std::string message);
    /// Fails at the line that was read last.
    void fail_here(std::string message) { fail_at(at_, std::move(message)); }

    [[nodiscard]] bool at_end() const { return at_ >= lines_.size(); }
    /// Number (1-based) of the line read last.
    [[nodiscard]] std::size_t line() const { return at_; }
    /// The line to be read next, trimmed; empty at the end.
    [[nodiscard]] std::string_view peek() const;

    /// The next line, trimmed. `what` says in messages what is expected: "the name of person 3".
    std::string_view next(const std::string& what);
    /// The next line without the quotation marks around it.
    std::string text(const std::string& what);
    /// A whole number at the start of the next line (something may follow behind a blank).
    std::size_t count(const std::string& what);
    /// A number; a decimal comma is understood.
    double number(const std::string& what);
    /// #TRUE# or #FALSE#, possibly with something behind it.
    bool flag(const std::string& what);

  private:
    std::vector<std::string_view> lines_;
    std::string source_;
    std::size_t at_ = 0; // lines read so far
    bool failed_ = false;
    Error error_;
};

} // namespace muster::familias
