#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <cstddef>
#include <string>

namespace muster {

/// Whom somebody looks for on the roster.
struct PersonQuery {
    Caller caller;
    std::string text;      ///< a name in any spelling and script, or a part of a number
    std::size_t most = 10; ///< so many answers
};

/// Finds persons by name or number, the best first, with what tells them apart: when and where they were lost, their
/// unit, their status. Errors: usage (nothing to look for), those of the store, bad_input (the tables of variants).
[[nodiscard]] Result<Answer> find_persons(const PersonQuery& query);

} // namespace muster
