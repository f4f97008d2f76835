#pragma once

#include "muster/joint/joint.hpp"

#include <map>

namespace muster {

/// What the samples of one individual show at a locus.
struct CommonLocus {
    std::string locus;
    std::vector<std::string> alleles;                      ///< of all samples, in the order of their repeat numbers
    std::vector<std::pair<std::size_t, std::string>> seen; ///< (sample, "12/14") of those that show something
    bool agree = true;                                     ///< all of them show the same
    bool one_person = true;                                ///< two alleles at most: differences can be dropout
};

/// One individual of an assignment, with what his samples show together.
struct FoundIndividual {
    std::vector<std::size_t> samples;
    std::size_t person = Assignment::nobody;
    std::size_t population = 0;      ///< of somebody not on the roster
    double together = 1.0;           ///< the smallest P(two of the samples are one individual)
    std::vector<CommonLocus> loci{}; ///< at which some sample shows something, in the case's order
};

/// A missing person of whom there is a sample, and which it most probably is.
struct FoundPerson {
    std::size_t person;
    std::size_t sample;
};

/// Missing persons with a probability of at least `least` that some sample is of them, the most probable first.
[[nodiscard]] std::vector<FoundPerson> found_persons(const JointAnswer& answer, double least);

/// The individuals of the best assignment, those with most samples first. The flat prior has one sample each.
[[nodiscard]] std::vector<FoundIndividual> found_individuals(const Case& subject, const JointAnswer& answer);

} // namespace muster
