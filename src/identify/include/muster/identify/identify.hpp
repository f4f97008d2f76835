#pragma once

#include "muster/identify/case.hpp"
#include "muster/identify/result.hpp"
#include "muster/likelihood/observation.hpp"

#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <variant>

namespace muster {

/// Every person, and "none of them", equally probable for each sample.
struct FlatPrior {};
/// Each person has this probability of being the sample; "none of them" has what is left.
struct EqualPrior {
    double each;
};
/// Person id → probability of being the sample; persons not named: 0.
using PriorTable = std::map<std::string, double>;
/// Prior over who a sample is. `FlatPrior` gives way to priors that the case itself states.
using Prior = std::variant<FlatPrior, EqualPrior, PriorTable>;

/// A person, and the prior that the case states of him.
struct StatedPrior {
    std::string person;
    std::optional<double> prior{};
};
/// Weights of who a sample is.
struct PersonPriors {
    std::vector<double> weight; ///< by person; empty if flat
    double none = 0.0;          ///< of "none of them"
    bool flat = true;           ///< all equal, "none" included, over the persons that a sample is compared with
    std::string words;
};
/// Errors (bad_input): a prior outside [0,1] or of nobody here, priors that add up to more than 1.
[[nodiscard]] Result<PersonPriors> person_priors(std::span<const StatedPrior> persons, const Prior& prior);

struct IdentifyOptions {
    bool mutation = true;  ///< false: every locus without mutation
    TypingErrors errors{}; ///< dropout and drop-in of the remains (references are taken as typed)
    Prior prior = FlatPrior{};
    /// Pairs with a log10 LR below this are not opened into loci (`lines` and `excluding` stay empty): of millions of
    /// pairs nobody asks about most.
    double open_from = -std::numeric_limits<double>::infinity();
    /// Called with (done, all) as families are finished; may be empty. Returning false stops the work (interrupted).
    std::function<bool(std::size_t, std::size_t)> progress{};
};

/// LR of every sample against every missing person, the others of the family being untyped (pairwise), with
/// exclusions, candidates, posteriors and warnings. Sexes that differ are not compared.
/// A family too entangled to compute is named in `unanswered` and in a warning; the others are answered.
/// Errors: bad_input (a prior that is not one, a sample that cannot be read at some locus), interrupted.
[[nodiscard]] Result<Identification> identify(const Case& input, const IdentifyOptions& options);

} // namespace muster
