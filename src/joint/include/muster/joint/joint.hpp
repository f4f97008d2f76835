#pragma once

#include "muster/identify/identify.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster {

/// How many samples a present individual yields: `probability[n]` for n = 0 … size−1, or Poisson with this mean.
struct Yield {
    double poisson_mean = 1.0;
    std::vector<double> probability{}; ///< if not empty, it is meant, and the mean is not
};

/// The factorising prior over partitions of the samples into individuals (docs/methods.md "Who is who, jointly"):
/// π(a) ∝ Π_{n_j>0} π_j f(n_j) n_j! · Π_{n_j=0} [1−π_j+π_j f(0)] · Π_{unknown individuals b} ν f(n_b) n_b!.
struct PartitionPrior {
    double present = 0.5;             ///< π_j of a person for whom neither `persons` nor the case states one
    PriorTable persons{};             ///< π_j by person
    std::vector<double> unknown{1.0}; ///< ν by population of the case: expected individuals not on the roster
    Yield yield{};                    ///< f
};

/// What else is known of two samples, or of a sample and a person, as natural logarithms of likelihood ratios. Bones,
/// lineage markers and circumstances enter here. Samples and persons by name.
struct JointEvidence {
    using Couple = std::pair<std::string, std::string>;
    std::map<Couple, double> same_individual{}; ///< (sample, sample): of one individual against of two
    std::map<Couple, double> is_person{};       ///< (sample, person): is he against is somebody not on the roster
    std::vector<Couple> must_link{};            ///< (sample, sample): one individual
    std::vector<Couple> cannot_link{};          ///< (sample, sample): two individuals
    /// Samples that are further typings of what another is, to which they are linked: the prior does not count them.
    std::vector<std::string> repeats{};
};

/// Which assignments are listed.
enum class Listing { none, top, all };

/// How a component that is too large for exact inference is sampled.
struct ChainOptions {
    std::size_t count = 4;
    std::size_t most_sweeps = 64'000; ///< of each chain; a sweep proposes as often as there are samples
    std::size_t threads = 0;          ///< 0: as many as the machine has; the answer does not depend on it
    std::uint64_t seed = 1;
    double r_hat = 1.01;           ///< converged below this, and
    double effective_size = 400.0; ///< from this on
};

/// How far Monte Carlo chains agree. Moves: relocate, exchange, split, merge, transfer, displace.
struct Convergence {
    bool converged = false;
    std::size_t chains = 0;
    std::size_t sweeps = 0; ///< of each chain; the first half is not counted
    double r_hat = 1.0;     ///< the largest split R̂ of: the weight, the numbers of individuals and persons found,
                            ///< and each sample's most frequent owner
    double effective_size = 0.0; ///< the smallest of theirs
    std::string slowest{};       ///< whose it is: "weight", "individuals", "persons found" or a sample
    std::array<std::size_t, 6> proposed{};
    std::array<std::size_t, 6> accepted{};
};

struct JointOptions {
    std::optional<PartitionPrior>
        partition{}; ///< none: injective assignments (each person one sample at most), weighed by the pairwise prior
    JointEvidence evidence{};
    /// Sample and person of whom it is asked why; answered in `JointAnswer::contrast`.
    std::optional<std::pair<std::string, std::string>> question{};
    Listing listing = Listing::top;
    std::size_t top = 10;  ///< assignments to list
    std::size_t draws = 0; ///< assignments to draw from the posterior
    std::uint64_t draw_seed = 1;
    std::size_t most_listed = 100'000; ///< `Listing::all` is refused above this
    bool sample_large = true;          ///< false: a component too large for exact inference is an error
    ChainOptions chains{};
    double most_transitions = 4.0e6;           ///< what exact inference may cost a component
    std::size_t most_family_terms = 1'000'000; ///< assignments within one family
    /// (sweeps of all chains of a component, how many until it is seen whether they agree); (0, 0) between components,
    /// and while the best assignment of one is sought.
    /// Called by several threads; false stops.
    std::function<bool(std::size_t, std::size_t)> progress{};
};

/// One joint assignment.
struct Assignment {
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);
    std::vector<std::size_t> person; ///< by sample; `nobody`: none of the roster
    /// Individuals who are not on the roster: their samples, ascending, and their population.
    struct Unknown {
        std::vector<std::size_t> samples;
        std::size_t population = 0;
    };
    std::vector<Unknown> unknown{};
    double log_likelihood = 0.0; ///< natural, of all profiles and other evidence; −∞: impossible
    double log10_lr = 0.0;       ///< against nobody identified and all samples of different individuals
    double posterior = 0.0;
};

/// The best assignment in which a sample is a person, and the best in which it is not.
struct Contrast {
    std::optional<Assignment> with;    ///< nothing: impossible
    std::optional<Assignment> without; ///< nothing: he is the only possibility
};

/// Identifications made one after the other, the largest LR first, as laboratories do: `log10_lr` is the LR of each
/// when it was made.
struct SequentialPath {
    struct Step {
        std::size_t sample;
        std::size_t person;
        double log10_lr;
    };
    std::vector<Step> steps;
};

/// Samples of whom the best assignments say that they are these persons, but not which of them is which, or which one
/// of them: brothers whose references are the same.
struct Symmetry {
    std::vector<std::size_t> samples;
    std::vector<std::size_t> persons;
    /// log10 of (weight of the best assignment / of the best in which some of the samples is none of the persons), the
    /// generalised LR of a "symmetric match" of `dvir`.
    double log10_glr = 0.0;
};

/// A sample of whom something else is to be said than in an earlier run. "*": nobody on the roster; empty: the sample
/// was, or is, not among the remains.
struct JointChange {
    std::string sample;
    std::string before;
    double posterior_before = 0.0;
    std::string now;
    double posterior_now = 0.0;
};

/// The posterior over all assignments. Matrices are [sample][person].
struct JointAnswer {
    std::vector<std::string> samples;
    std::vector<std::string> persons;
    std::vector<std::string> populations;       ///< of individuals that are not on the roster
    std::vector<std::vector<double>> posterior; ///< P(sample is person)
    std::vector<std::vector<double>> unknown;   ///< P(sample is of an individual not on the roster), by population
    std::vector<double> sampled;                ///< P(some sample is the person)
    std::vector<double> present;                ///< P(the person is among the remains, sampled or not)
    std::vector<std::vector<double>> together;  ///< P(two samples are one individual); flat prior: empty
    std::vector<double> individuals;            ///< P(n individuals were sampled), n = 0 …
    std::vector<Assignment> assignments;        ///< as asked for, best first
    double mass_left_out = 0.0;                 ///< posterior of the assignments that are not listed
    std::optional<Assignment> best;             ///< the most probable; where sampled: the most probable that was found
    double log10_odds_to_next = 0.0;            ///< best against the next (sampled: found); +∞ if there is none
    /// log10 of (weight of the best assignment in which the sample is the person / of the best in which it is not), the
    /// generalised LR of `dvir`; −∞: impossible, +∞: certain. Of samples whose component was sampled: NaN.
    std::vector<std::vector<double>> log10_glr;
    std::vector<Symmetry> symmetries; ///< of components that are exact, by their first sample
    std::vector<Assignment> draws;    ///< persons and unknown individuals only, without likelihood and posterior
    std::optional<Contrast> contrast; ///< if it was asked for and its component is exact
    /// Flat prior and small cases only. Each branch of what is equally likely is a path.
    std::vector<SequentialPath> sequential;          ///< what is identified becomes a reference for the next
    std::vector<SequentialPath> sequential_pairwise; ///< the LRs stay what they were
    double assignments_possible = 0.0;               ///< how many have a likelihood above 0 (rounded above 2^64)
    double log_likelihood_none = 0.0;                ///< ln P(all profiles | nobody identified)
    double log_evidence = 0.0;                       ///< ln Σ prior weight · likelihood over all assignments
    std::vector<Convergence> sampled_components;     ///< of components that were sampled; empty: all is exact
    std::vector<std::size_t> components;             ///< samples in each component with a choice, largest first
    std::vector<std::size_t> without_candidate;      ///< samples that are excluded from every person
    std::string prior;                               ///< in words
    std::string since{};                             ///< the earlier run that `changes` compare with; empty: none
    std::vector<JointChange> changes{}; ///< another person is most probable, or the posterior moved by 0.01
    std::vector<std::string> warnings;
};

/// The joint posterior of `subject`: exactly, but for components that are too large, which are sampled. `pairwise` is
/// the answer of `identify` with the same `options`. Errors: bad_input (evidence that names nobody, or links that
/// contradict each other; a prior that is not one), unanswerable (a family too entangled; more than `most_listed`
/// assignments to list, or all of a component that was sampled), interrupted.
[[nodiscard]] Result<JointAnswer> identify_jointly(const Case& subject, const IdentifyOptions& options,
                                                   const Identification& pairwise, const JointOptions& joint);

} // namespace muster
