#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>
#include <vector>

namespace muster {

/// Who is accounted for, and who is not?
struct AccountRequest {
    Caller caller;
    std::string as_of{}; ///< what was recorded by the end of this day or time (ISO 8601, UTC); empty: everything
    std::string on{};    ///< only what certainly happened by the end of this day or time; empty: everything
    /// Groups: conflict, nation, place, service, unit, turnover, period, status, category; several make combined ones.
    std::vector<std::string> by{};
    bool entries = false;             ///< the text and the CSV name the entries behind every figure (the JSON always)
    bool topics = false;              ///< what others report, beside what the register counts, instead of the roster
    std::vector<std::string> topic{}; ///< the same, of these topics only
};

/// Counts the roster, with the entries behind every figure; of persons nothing but numbers of entries is told. Errors:
/// usage (no date; no such group), bad_input (no such topic), those of the store.
[[nodiscard]] Result<Answer> account(const AccountRequest& request);

} // namespace muster
