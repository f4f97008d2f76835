#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace muster {

/// What kind of failure an `Error` reports. Each kind maps to one exit status (see `exit_status`).
enum class ErrorKind {
    unanswerable, ///< the question is well put, but this case cannot be computed (too entangled, …)
    usage,        ///< the command line, or the call, was wrong
    bad_input,    ///< a file or record breaks its format or contradicts itself
    refused,      ///< conflict: something is there already, or closed already
    verification, ///< a proof or checksum does not hold
    unavailable,  ///< the store, its disk or its server fails or cannot be reached
    internal,     ///< a defect of muster itself
    interrupted,  ///< the user stopped the work
    forbidden,    ///< the caller is not known, or has no role that allows it
};

/// An expected failure. `message` says what was found, what was expected and what to do; `file` and
/// `line` (1-based, 0 = unknown) say where, when the failure has a place in a file.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string message;
    std::string file{};
    std::size_t line = 0;

    /// "file:line: message", leaving out what is unknown.
    [[nodiscard]] std::string text() const;

    /// The same error placed in a file; a place that is already known is kept.
    [[nodiscard]] Error in(std::string in_file, std::size_t at_line = 0) const;
};

/// Exit status documented for each kind: 1, 2, 3, 4, 5, 6, 70, 130, 7.
[[nodiscard]] int exit_status(ErrorKind kind);

/// A value, or the reason why there is none.
template <class T> using Result = tl::expected<T, Error>;

/// Shorthand for the unhappy path: `return fail(ErrorKind::bad_input, "…");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
    return tl::unexpected<Error>(Error{kind, std::move(message)});
}

/// Passes an error on to a `Result` of another type.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

} // namespace muster
