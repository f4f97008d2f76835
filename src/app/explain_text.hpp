#pragma once

#include "muster/identify/identify.hpp"
#include "muster/joint/joint.hpp"

#include <optional>
#include <string>
#include <vector>

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

/// Parts of it, for an explanation by a recorded analysis. "Is A B?"
[[nodiscard]] std::string question_text(const Explained& what);
/// Family, each locus, and the LR over all.
[[nodiscard]] std::string evidence_text(const Explained& what);

/// Somebody who the sample may be.
struct Rival {
    std::string name;
    double log10_lr;
    double alone;
    std::optional<double> together;
};
/// The likeliest first; `asked` is shown in any case. `more`: how many there are beside `rivals`.
[[nodiscard]] std::string rival_text(std::vector<Rival> rivals, const std::string& asked, std::size_t more);

/// "1.2e6", "0.31"
[[nodiscard]] std::string ratio(double log10);

} // namespace muster
