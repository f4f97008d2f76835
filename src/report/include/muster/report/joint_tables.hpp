#pragma once

#include "muster/joint/joint.hpp"

#include <string>

namespace muster {

// The tables of a joint answer, written as those of tables.hpp. "*" stands for nobody on the roster.

/// joint_assignments.csv: rank, posterior, log10_lr, loglik, unknown_individuals, and a column for each sample with the
/// person that it is. unknown_individuals: who of those on no roster has several samples ("A;B|C;D").
[[nodiscard]] std::string joint_assignments_csv(const JointAnswer& answer);

/// joint_samples.csv: sample, person, population, posterior, log10_glr; for each sample every person, then "*" by
/// population. Above a million pairs only those with a posterior of 1e-6 or more. log10_glr is empty where the
/// posterior was sampled.
[[nodiscard]] std::string joint_samples_csv(const JointAnswer& answer);

/// joint_persons.csv: person, sampled, present, sample, posterior: the probability that some sample is of the person,
/// of being among the remains, and the most probable sample.
[[nodiscard]] std::string joint_persons_csv(const JointAnswer& answer);

} // namespace muster
