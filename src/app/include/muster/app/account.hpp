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
    bool entries = false;             ///< the text and the CSV name the entries behind every figure
    bool topics = false;              ///< what others report, beside what the register counts, instead of the roster
    std::vector<std::string> topic{}; ///< the same, of these topics only
    bool json_entries = true;         ///< the JSON names the entries behind every figure
};

/// Counts the roster, with the entries behind every figure; of persons nothing but numbers of entries is told. Errors:
/// usage (no date; no such group), bad_input (no such topic), those of the store.
[[nodiscard]] Result<Answer> account(const AccountRequest& request);

/// What anybody may know, whoever the caller is: how many are on the roster, unaccounted for and accounted for, by one
/// group (empty: in all), with the signed head that the figures follow from and, for each figure, the SHA-256 of the
/// leaf hashes of the entries behind it, one after another, so that whoever may read the entries can count again.
/// Figures below `least_published` are withheld, and a second one with them where it would follow from the total.
/// Errors: usage (no such group), those of the store.
[[nodiscard]] Result<Answer> published_account(const Caller& caller, const std::string& by);
inline constexpr std::uint64_t least_published = 5;

/// The newest signed head, for anybody to keep. Errors: those of the store.
[[nodiscard]] Result<Answer> published_head(const Caller& caller);

} // namespace muster
