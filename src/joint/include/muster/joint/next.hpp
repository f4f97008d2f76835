#pragma once

#include "muster/joint/joint.hpp"

namespace muster {

/// What a laboratory may do next.
enum class NextKind {
    more_loci,      ///< type the sample at the loci of the case where it shows nothing
    another_sample, ///< take another sample of the same bone, and type it at all loci
    relative,       ///< take a reference of a relative who has none
};

/// What one step would bring.
struct NextStep {
    NextKind kind = NextKind::relative;
    std::string what;            ///< sample, or member of the family
    std::string family{};        ///< of a relative
    double gain = 0.0;           ///< expected further identifications
    double standard_error = 0.0; ///< of that, from the simulations
    std::size_t samples = 0;     ///< of the part of the case that was simulated
    std::size_t persons = 0;
    bool whole = true; ///< that part depends on nothing outside of it; otherwise the gain is of this part alone
};

struct NextOptions {
    std::size_t simulations = 40; ///< of each step
    double threshold = 0.99;      ///< a person is identified when the posterior of some sample is at least this
    std::uint64_t seed = 1;
    std::size_t threads = 0;    ///< 0: as many as the machine has; the answer does not depend on it
    std::size_t most_steps = 0; ///< 0: all that may bring something
    std::function<bool(std::size_t, std::size_t)> progress{}; ///< (steps done, all); false stops
};

struct NextAnswer {
    double threshold = 0.0;
    std::size_t simulations = 0;
    std::size_t identified = 0;  ///< persons now
    std::vector<NextStep> steps; ///< largest gain first
    std::size_t left_out = 0;    ///< steps that were not simulated
};

/// The expected gain of each step by conditional simulation: an assignment is drawn from the joint posterior, what the
/// step would show is drawn given that assignment and everything typed, and the part of the case that it bears on is
/// weighed again. Errors: those of `identify` and `identify_jointly`, interrupted.
[[nodiscard]] Result<NextAnswer> what_next(const Case& subject, const IdentifyOptions& options,
                                           const JointOptions& joint, const NextOptions& next);

/// How many persons have a sample whose joint posterior is at least this.
[[nodiscard]] std::size_t identified_persons(const JointAnswer& answer, double threshold);

} // namespace muster
