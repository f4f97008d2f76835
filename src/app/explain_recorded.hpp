#pragma once

#include "muster/app/explain.hpp"

#include <optional>

namespace muster {

/// The pair computed with the settings of the newest analysis of the register, beside what that says of all others.
/// Nothing: no analysis is recorded.
[[nodiscard]] Result<std::optional<Answer>> explain_recorded(const Recorder& recorder, const ExplainRequest& request);

/// Where the name is in the list. Error (bad_input): it is not there; tells a name that is near.
[[nodiscard]] Result<std::size_t> index_of(const std::vector<std::string>& names, const std::string& name,
                                           const char* what);

} // namespace muster
