#pragma once

#include "register_session.hpp"

#include <vector>

namespace muster {

/// Are these entries allowed to the one who records them? By role, entry by entry, and by what they are about, which
/// is then named in full ("kind:key"). What is named that is not there, as far as the caller may know, goes to
/// `problems`. Error (forbidden): says which role may.
[[nodiscard]] Result<void> permit(WriteSession& session, std::vector<NewEntry>& entries, std::vector<Error>& problems);

} // namespace muster
