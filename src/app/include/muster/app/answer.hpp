#pragma once

#include "muster/base/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster {

/// What a use case of the register answers, ready to be shown.
struct Answer {
    std::string text{}; ///< for people; lines
    std::string json{}; ///< for programs: one JSON value, in one line; empty where there is none
    std::string csv{};  ///< lists only: RFC 4180 with a header
    /// What is wrong with the request, each with its place; then nothing at all was done.
    std::vector<Error> problems{};
    /// What the answer itself reports as failed: a verification.
    std::optional<ErrorKind> failed{};
};

/// {"problems":[{"file","line","message"}]} in one line; null where a place is not known.
[[nodiscard]] std::string problems_json(const std::vector<Error>& problems);

} // namespace muster
