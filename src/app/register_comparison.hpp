#pragma once

#include "identification_parts.hpp"
#include "muster/app/register_access.hpp"
#include "register_case.hpp"
#include "register_session.hpp"

namespace muster {

/// The register as a case, opened to compare remains with families. That it was looked at is recorded.
struct RegisterComparison {
    WriteSession session;
    ledger::SignedHead head; ///< before that
    RegisterCase compared;
    IdentifyOptions options;
};

/// `use`: what looks at it, as the record says. Errors: usage (a setting that a register does not have), forbidden,
/// those of `case_of_register`.
[[nodiscard]] Result<RegisterComparison> open_comparison(const Recorder& recorder, const IdentificationRequest& request,
                                                         const std::string& use);

} // namespace muster
