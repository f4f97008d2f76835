#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// What a family can still tell: for each of its missing the probability that the right remains reach an LR of 10⁴ with
/// the references that there are, and with a further one of each relative on its pedigree who has given none
/// (`reach`). Errors: bad_input (no such family), forbidden, those of the store.
[[nodiscard]] Result<Answer> family_reach(const Caller& caller, const std::string& family);

} // namespace muster
