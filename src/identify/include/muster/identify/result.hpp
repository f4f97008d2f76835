#pragma once

#include "muster/genetics/profile.hpp"
#include "muster/identify/case.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster {

/// How a sample stands against a missing person.
enum class PairStatus {
    ok,             ///< a finite LR; 1 where nothing could be compared
    excluded,       ///< LR 0: at least one locus is impossible
    sex,            ///< the sexes differ: not compared
    not_considered, ///< outside the case's pairings
};

/// One line of the LR opened up: a locus, or a linked group named "A+B".
struct LocusLine {
    std::string name;
    double log10_lr = 0.0; ///< −∞ = exclusion
    bool compared = false; ///< both sides say something about this unit
};

/// One cell of the matrix.
struct Pair {
    PairStatus status = PairStatus::not_considered;
    double log10_lr = 0.0; ///< −∞ when excluded; 0 when not compared
    std::size_t loci_compared = 0;
    std::vector<std::string> excluding{}; ///< loci whose LR is 0 once mutation and dropout are set aside
    std::vector<LocusLine> lines{};       ///< by unit, in the case's order
};

struct Candidate {
    std::size_t other; ///< index of the person (for a sample) or the sample (for a person)
    double log10_lr;
    double posterior;
};

/// The answer of `identify`. Matrices are [sample][person].
struct Identification {
    std::vector<std::string> samples;
    std::vector<std::string> persons;
    std::vector<std::string> families; ///< family label of each person
    std::vector<std::vector<Pair>> pairs;
    std::vector<std::vector<double>> posterior;    ///< P(sample is person), under `prior`
    std::vector<double> posterior_none;            ///< P(sample is none of them)
    std::vector<std::vector<Candidate>> by_sample; ///< best first, LR > 0
    std::vector<std::vector<Candidate>> by_person;
    std::vector<std::string> warnings;
    std::vector<std::string> unanswered; ///< persons whose family could not be computed; their pairs are not considered
    // What was asked for, so that the answer can be read alone.
    std::string prior; ///< how the prior reads in words
    double theta = 0.0;
    bool mutation = true;
    double dropout_het = 0.0;
    double dropout_hom = 0.0;
    double dropin = 0.0;
    std::string population;
};

} // namespace muster
