#pragma once

#include "muster/identify/identify.hpp"
#include "muster/joint/joint.hpp"

namespace muster {

/// A pair, and what was computed of its case.
struct Explained {
    const Case& subject;
    const Identification& pairwise;
    const JointAnswer* joint; ///< null: not weighed together
    std::size_t sample;
    std::size_t person;
};

/// For people: prior, each locus, family, competing hypotheses, joint effect.
[[nodiscard]] std::string explain_text(const Explained& what);

} // namespace muster
