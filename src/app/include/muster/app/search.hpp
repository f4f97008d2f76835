#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// A profile that is weighed against the roster while it is typed.
struct SearchRequest {
    Caller caller;
    std::string profile;     ///< "TH01 6,9.3" a line, or separated by semicolons
    std::string person{};    ///< a candidate to be opened into loci
    std::string dropout{};   ///< as of `muster identify`
    std::string threshold{}; ///< log10 LR for which chance hits are told; empty: 4
    std::size_t most = 20;
};

/// Every missing person with a usable family, by LR: the LR of `identify`, from the index of all families, which is
/// made when it is first asked for (an empty profile asks for no more) and kept until a person, family, reference or
/// consent is recorded. Posterior: each person of fitting sex, and being none of them, equally probable. Chance hits:
/// persons over threshold, the bound of `ChanceHits`. Errors: usage (a dropout or threshold that is no number),
/// bad_input (no family can be compared), forbidden, those of the store.
[[nodiscard]] Result<Answer> search_profile(const SearchRequest& request);

} // namespace muster
