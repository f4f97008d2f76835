#pragma once

#include "access.hpp"
#include "known_users.hpp"
#include "muster/app/login.hpp"
#include "muster/app/register_access.hpp"
#include "muster/register/register.hpp"

namespace muster {

/// What the caller may do in this register. In one without users: everything. Errors: forbidden (no such user, or
/// another password: the two are not told apart), those of the store.
[[nodiscard]] Result<Access> access_of(Register& reg, const Caller& caller);

/// What a login of this user is held against.
[[nodiscard]] Login::Proof proof_of(const std::string& who, const User& user);

} // namespace muster
