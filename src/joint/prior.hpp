#pragma once

#include "muster/joint/joint.hpp"

namespace muster {

/// The prior weight of an assignment as natural logarithms of factors, checked once.
class PriorWeights {
  public:
    /// `stated`: who a sample is; it weighs the assignments where `joint` has no prior over partitions.
    /// Errors (bad_input): a probability outside [0,1], a person who is not missing, f that does not add up to 1, ν
    /// that is negative or of a population that the case does not have; those of `person_priors`.
    [[nodiscard]] static Result<PriorWeights> make(const Case& subject, const Prior& stated, const JointOptions& joint);

    /// Each person at most one item, each unknown individual one item, and no weights but those that were stated.
    [[nodiscard]] bool flat() const { return flat_; }
    /// Of a person of whom there are n samples; n = 0: none, whether present or not.
    [[nodiscard]] double person(std::size_t person, std::size_t n) const;
    /// Of an individual who is not on the roster.
    [[nodiscard]] double unknown(std::size_t population, std::size_t n) const;
    /// What `person` says of being found at all, and `unknown` of being there, without the number of samples.
    [[nodiscard]] double place(std::size_t person) const;
    [[nodiscard]] double unknown_place(std::size_t population) const;
    /// The first population of which an unknown individual is possible; 0 if there is none.
    [[nodiscard]] std::size_t first_population() const;
    /// The most samples that an individual may have.
    [[nodiscard]] std::size_t most_samples() const;
    /// Some number of samples from 1 to the most is impossible: a chain that goes from one to the next cannot pass.
    [[nodiscard]] bool has_gap() const;
    /// ln f(2) 2! / f(1)²; 0 if an individual cannot have one sample, or two.
    [[nodiscard]] double same_individual() const;
    /// P(present | no sample).
    [[nodiscard]] double present_unsampled(std::size_t person) const;
    [[nodiscard]] std::size_t populations() const { return flat_ ? 1 : unknown_.size(); }
    [[nodiscard]] const std::string& words() const { return words_; }

  private:
    [[nodiscard]] static Result<PriorWeights> injective(const Case& subject, const Prior& stated);
    [[nodiscard]] double log_yield(std::size_t n) const; ///< ln f(n) n!

    bool flat_ = true;
    std::vector<double> present_; ///< by person; flat: empty if nothing was stated
    std::vector<double> unknown_; ///< by population; flat: of "none of them", empty if nothing was stated
    Yield yield_;
    std::string words_;
};

} // namespace muster
