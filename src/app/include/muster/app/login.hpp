#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace muster {

/// Somebody who has proved who they are. A request that carries it needs no password, for as long as user, password and
/// second factor stay those with which it was made. For several threads.
class Login {
  public:
    /// What stands for the proof: compared, never shown.
    struct Proof {
        std::string who;
        std::string hash;   ///< of the password
        std::string factor; ///< secret of the second factor; empty: there is none

        friend bool operator==(const Proof&, const Proof&) = default;
    };
    explicit Login(Proof proof) : proof_(std::move(proof)) {}

    [[nodiscard]] const Proof& proof() const { return proof_; }
    /// What was recorded as seen within the last quarter of an hour need not be recorded again: who turns pages makes
    /// one entry, not a hundred.
    [[nodiscard]] bool has_seen(const std::string& what) const;
    void saw(const std::string& what) const;

  private:
    Proof proof_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::chrono::steady_clock::time_point> seen_;
};

struct LoginRequest {
    Caller caller; ///< to which register
    std::string name;
    std::string password;
    std::string code{}; ///< of the second factor
    /// Takes a time step of the user's codes: false if it, or a later one, was taken before. A code opens once.
    std::function<bool(const std::string& user, std::uint64_t step)> take{};
};

/// What comes of a login.
struct LoginReply {
    std::shared_ptr<const Login> login{}; ///< nothing: a code of the second factor is asked for
};

/// Proves who somebody is. Errors: forbidden (no such user, another password, or another code: they are not told apart;
/// in a register without users nobody can log in), those of the store.
[[nodiscard]] Result<LoginReply> log_in(const LoginRequest& request);

/// The login of somebody whose own request has just changed the password or the second factor of `earlier`. Errors:
/// forbidden (the user is withdrawn), those of the store.
[[nodiscard]] Result<std::shared_ptr<const Login>> renewed(const Caller& at, const Login& earlier);

/// Who asks, and what they may do, as JSON (schema/openapi.yaml, Session, without version). `caller.login` may be
/// empty: nobody is logged in. `csrf` is passed on. Errors: forbidden (the login holds no more), those of the store.
[[nodiscard]] Result<Answer> describe_session(const Caller& caller, const std::optional<std::string>& csrf);

/// A new secret for one-time codes (RFC 6238), in base32.
[[nodiscard]] std::string new_second_factor();
/// "otpauth://totp/…", as authenticators read it from a QR code.
[[nodiscard]] std::string second_factor_uri(const std::string& secret, const std::string& user);
/// Is it a code of this secret now?
[[nodiscard]] bool is_second_factor_code(const std::string& secret, const std::string& code);

/// From now on a login needs a code of this secret. Errors: bad_input (the code is none of it), those of the store.
[[nodiscard]] Result<Answer> set_second_factor(const Recorder& recorder, const std::string& secret,
                                               const std::string& code);
/// A login needs no code any more: one's own, or, by an administrator, anybody's; `recorder.reason` says why. Errors:
/// refused (there is none), those of the store.
[[nodiscard]] Result<Answer> drop_second_factor(const Recorder& recorder, const std::string& user);

} // namespace muster
