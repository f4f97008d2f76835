#pragma once

#include "muster/base/result.hpp"

#include <functional>
#include <memory>
#include <string>

namespace muster {

class Login;

/// Who asks something of which register. In a register without users anybody may do everything; otherwise the caller
/// is one of its users, with the password, and may do what the roles say (docs/access.md).
struct Caller {
    std::string store;      ///< "sqlite:PATH" or "postgresql:…"
    std::string key_file{}; ///< the ledger's signing key; empty: PATH.key beside the store of sqlite:PATH
    std::string who{};      ///< who asks, and records
    std::string password{};
    bool keeps_open = false;              ///< a server: connections to the store are kept for the next request
    std::shared_ptr<const Login> login{}; ///< who proved it before (login.hpp): then no password is asked for
    /// Asked for the password if none is given and the register has users. Empty: nobody can be asked.
    std::function<Result<std::string>()> ask{};
};

/// Who writes to which register.
struct Recorder : Caller {
    std::string authority{};
    std::string reason{};
    bool simulated = false; ///< nothing of it is of the real world
    bool trial = false;     ///< everything is done but the last step: nothing is recorded
};

} // namespace muster
