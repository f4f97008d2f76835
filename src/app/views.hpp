#pragma once

#include "register_session.hpp"

#include <string>
#include <vector>

namespace muster {

/// Records, before anything is shown, that the caller saw the data of these ("person:KW-1"; "person:*" stands for all
/// of a kind, "*" for everything) through a command ("show"). To be called by every use case that hands out personal or
/// ante-mortem data. Nothing is recorded in a register without users, or where there is nothing of anybody. Errors:
/// refused (the signing key, which each entry needs, is not there), those of the store.
[[nodiscard]] Result<void> disclosed(ReadSession& session, std::vector<std::string> of, const std::string& through);

/// May the caller read the personal data of a record? Those of one's own user always.
[[nodiscard]] bool may_read_personal(const Access& access, std::string_view name);

/// Is the relative still willing? Refused (forbidden) to all but the auditor if the newest consent to identification of
/// whoever gave a reference sample was withdrawn, or has ended; the message names it. `reference`: its fields.
[[nodiscard]] Result<void> check_consent(ReadSession& session, const std::string& name, const ledger::Body& reference);

} // namespace muster
