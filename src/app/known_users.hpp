#pragma once

#include "register_session.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// The secret that says that there is no second factor any more.
inline constexpr std::string_view no_factor = "none";

/// A user who has not been withdrawn.
struct User {
    FullRecord record;
    std::string hash;   ///< of the password; empty: none (any more)
    std::string factor; ///< secret of the second factor; empty: none
};

/// Was ever a user recorded? From then on the register is closed to everybody else.
[[nodiscard]] Result<bool> has_users(Register& reg);

/// Nothing: no such user, or withdrawn.
[[nodiscard]] Result<std::optional<User>> user_named(Register& reg, const std::string& name);

/// Error (refused): `subject` ("user:…") is the last user who can log in and is an administrator, so that it must be
/// neither withdrawn nor erased, and stay one.
[[nodiscard]] Result<void> keep_an_administrator(ReadSession& session, const std::string& subject);

/// Users who can log in and are administrators.
[[nodiscard]] Result<std::vector<std::string>> administrators(Register& reg);

} // namespace muster
