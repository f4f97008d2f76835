#pragma once

#include "exact.hpp"

namespace muster {

/// Items that the best assignments find to be several persons alike, and those persons: joined by pairs whose best
/// assignment is as good as the best of all. `samples` are items of the component here.
[[nodiscard]] std::vector<Symmetry> symmetries_of(const ComponentPosterior& of, std::size_t items);

} // namespace muster
