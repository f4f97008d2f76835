#pragma once

#include "register_session.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace muster {

/// Is a decision of this kind signed, so that lists say how far it is?
[[nodiscard]] bool is_signed_kind(std::string_view kind);

/// How far a decision ("kind:key") is, as lists say it (a JSON object): who signed it and when, how many reviews accept
/// and return it as it is since its last change.
[[nodiscard]] std::string decision_state_json(store::Reader& reader, const std::string& name);

/// Which decisions of a kind wait for something: "signature" (not signed; examinations: those of the caller), or
/// "family" (identifications that are signed, of which nobody was told). Errors: usage (neither, or it does not fit the
/// kind), forbidden (the caller may not read whether anybody was told).
[[nodiscard]] Result<std::function<bool(const store::RecordRow&)>>
waiting_decisions(store::Reader& reader, const Access& access, const std::string& kind, const std::string& waits);

} // namespace muster
