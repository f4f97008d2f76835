#pragma once

#include "muster/formats/familias.hpp"

#include <string>
#include <vector>

namespace muster {

/// Is this the text of a Familias project?
[[nodiscard]] bool is_familias(const std::string& text);

/// The ln-likelihood of each of a project's pedigrees, together and by marker, as one JSON line each (or the reason why
/// there is none). Persons for whom the project considers dropout have the marker's dropout probability d, a
/// homozygote d².
[[nodiscard]] std::vector<Result<std::string>> answer_familias(const FamiliasProject& project);

} // namespace muster
