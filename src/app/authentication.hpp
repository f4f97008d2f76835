#pragma once

#include "access.hpp"
#include "muster/app/register_access.hpp"
#include "muster/register/register.hpp"

namespace muster {

/// What the caller may do in this register. In one without users: everything. Errors: forbidden (no such user, or
/// another password: the two are not told apart), those of the store.
[[nodiscard]] Result<Access> access_of(Register& reg, const Caller& caller);

} // namespace muster
