#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// A family with the persons of its pedigree (the missing, their relatives as far as parents and children lead), what
/// they gave, agreed to, and were told, as JSON (schema/openapi.yaml). What the caller may not read is left out.
/// Errors: bad_input (no such family), forbidden, those of the store.
[[nodiscard]] Result<Answer> show_family(const Caller& caller, const std::string& key);

} // namespace muster
