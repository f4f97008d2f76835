#pragma once

#include "muster/register/vocabulary.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace muster {

/// A human bone, or a part of one, as it was inventoried.
struct BonePart {
    std::string bone;
    std::string side;
    std::string position;
    bool complete = false;
    std::vector<std::size_t> zones{}; ///< of an incomplete one
};

/// An element of which there is something.
struct ElementCount {
    std::string bone;
    std::string side;
    std::string position; ///< empty: not told, or the bone has none
    std::size_t specimens = 0;
    std::size_t at_least = 0; ///< individuals that these specimens need, with complete wholes of which they are parts
};

struct SkeletonCount {
    std::vector<ElementCount> elements{}; ///< in the vocabulary's order
    std::size_t individuals = 0;          ///< minimum number of individuals
    std::vector<std::string> shown_by{};  ///< elements that need so many
};

/// The minimum number of individuals (MNI: White 1953, American Antiquity 18:396) of these parts. Of one element, side
/// and position every complete specimen is another individual's, and so are as many incomplete ones as show the same
/// zone (Knüsel and Outram 2004, Environmental Archaeology 9:85); incomplete ones without zones may all be one.
/// A complete whole (os coxae) is a complete one of each part (ilium) that it cannot lack; a whole that is there in
/// part may be the same bone as a part. Specimens whose side or position is not told take each place that one
/// individual has once before they need a second. Never above the least number of individuals to whom the specimens can
/// be dealt.
[[nodiscard]] SkeletonCount count_skeletons(const std::vector<BonePart>& parts, const Vocabulary& vocabulary);

} // namespace muster
