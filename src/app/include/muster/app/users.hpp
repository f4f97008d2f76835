#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <optional>
#include <string>

namespace muster {

/// How much work it is to try a password. `least` is for tests alone.
enum class PasswordWork { moderate, least };

/// Passwords have at least so many characters, and at most so many bytes.
inline constexpr std::size_t least_password_characters = 12;
inline constexpr std::size_t most_password_bytes = 1024;

struct NewUser {
    Recorder recorder;
    std::string name;       ///< to log in with
    std::string roles;      ///< with ";" between them
    std::string projects{}; ///< accessions and turnovers to which access is limited; empty: all
    std::string full_name{};
    std::string contact{};
    std::string password;
    PasswordWork work = PasswordWork::moderate;
};

/// Adds a user. The first one closes the register: from then on only users can do anything there; it must be an
/// administrator. Errors: refused (the first is none), bad_input (a password that is too short or too long, no such
/// accession or turnover), forbidden.
[[nodiscard]] Result<Answer> add_user(const NewUser& user);

struct PasswordChange {
    Recorder recorder;
    std::string name; ///< whose; empty: the caller's
    std::string password;
    PasswordWork work = PasswordWork::moderate;
};

/// Sets a password: a user's own, or, by an administrator, anybody's. Errors: those of `add_user`.
[[nodiscard]] Result<Answer> set_password(const PasswordChange& change);

struct RolesChange {
    Recorder recorder; ///< its `reason` says why
    std::string name;
    std::string roles{};                   ///< empty: they stay as they are
    std::optional<std::string> projects{}; ///< nothing: they stay; empty: all
};

/// Changes what a user may do. Errors: refused (there would be no administrator any more), those of `add_user`.
[[nodiscard]] Result<Answer> change_roles(const RolesChange& change);

/// Withdraws a user, or takes that back; `recorder.reason` says why. The same errors.
[[nodiscard]] Result<Answer> withdraw_user(const Recorder& recorder, const std::string& written);
[[nodiscard]] Result<Answer> reinstate_user(const Recorder& recorder, const std::string& written);

/// Which role may do what, as a table; the same for every register.
[[nodiscard]] Answer user_matrix();

} // namespace muster
