#pragma once

#include "register_session.hpp"

#include <string>
#include <vector>

namespace muster {

/// The records of one kind with these keys as lists give them (JSON objects), those that the caller may see; that they
/// were seen is recorded.
[[nodiscard]] Result<std::vector<std::string>> record_rows(ReadSession& session, const std::string& kind,
                                                           const std::vector<std::string>& keys);

} // namespace muster
