#pragma once

#include "muster/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace muster {

/// The joint analysis that is asked for; texts are as the user wrote them. One of `present`, `unknown` and
/// `samples_each` takes the prior over partitions instead of the flat one.
struct JointRequest {
    std::string joint{}; ///< "all", "top=N" or "none"; empty: top=10 where the case is small enough for exact inference
    std::string evidence{};          ///< CSV file (kind,a,b,log10_lr) of links and further likelihood ratios
    std::optional<double> present{}; ///< probability of each person being among the remains
    std::string unknown{};           ///< expected individuals not on the roster, by population: "2" or "2,0.5"
    std::string since{};             ///< result.json of an earlier run, to say what changed
    /// A sample and a person of whom it is asked why.
    std::optional<std::pair<std::string, std::string>> question{};
    std::string samples_each{}; ///< samples of a present individual: "poisson:MEAN", or P(0),P(1),…
    std::uint64_t seed = 1;     ///< of the chains, where the posterior is sampled
    /// (sweeps made, sweeps until it is seen whether the chains agree); (0, 0): nothing is sampled; false stops.
    std::function<bool(std::size_t, std::size_t)> progress{};
};

/// What `muster identify` asks for; texts are as the user wrote them.
struct IdentificationRequest {
    std::filesystem::path subject; ///< the case
    std::filesystem::path out{};   ///< folder for report.html, result.json and tables; empty: none
    std::string prior{};           ///< "flat", a probability, or a CSV file (person,prior); empty: flat
    std::optional<double> theta{};
    std::string population{};
    std::string mutation_setting{}; ///< which of the case's named mutation settings
    bool mutation = true;
    std::string dropout{}; ///< "HET" or "HET,HOM"; HOM is HET² if not given
    double dropin = 0.0;
    std::optional<double> rare_allele_frequency{};
    JointRequest joint{};
    std::string command{};                                    ///< the command line, for the report
    std::function<bool(std::size_t, std::size_t)> progress{}; ///< (families done, all); false stops
};

/// The answer in three forms, ready to be shown.
struct IdentificationReply {
    std::string json;            ///< everything, for programs
    std::string summary;         ///< for people, in plain text
    std::size_t unanswered = 0;  ///< persons whose family could not be computed
    std::string joint_refused{}; ///< why the joint analysis that was asked for is not there; empty: it is
};

/// Reads the case, identifies, and writes into `out` (whole files or none): report.html, result.json, lr_matrix.csv,
/// candidates.csv, loci.csv, exclusions.csv; with a joint answer joint_assignments.csv, joint_samples.csv and
/// joint_persons.csv. A joint analysis that is refused as too large leaves the pairs answered. Errors: usage (a prior
/// or a dropout that cannot be read), and those of `read_case`, `identify` and `write_files`.
[[nodiscard]] Result<IdentificationReply> run_identification(const IdentificationRequest& request);

} // namespace muster
