#pragma once

#include "muster/base/random.hpp"
#include "muster/identify/units.hpp"
#include "muster/joint/next.hpp"

#include <set>

namespace muster {

/// Draws what a step would show, given an assignment and everything typed: the genotype of whoever is typed from his
/// table under that assignment (genotype_table), each locus by itself, then its typing with the errors in force.
class OutcomeDraw {
  public:
    /// The case must outlive it. Errors: those of `sample_rows`.
    [[nodiscard]] static Result<OutcomeDraw> make(const Case& part, const IdentifyOptions& options);

    /// The case with what the step showed. A further sample of the same bone is linked to it in `evidence`, and does
    /// not count for the prior.
    [[nodiscard]] Result<CaseInput> draw(const NextStep& step, const Assignment& assignment, Random& random,
                                         JointEvidence& evidence) const;

  private:
    OutcomeDraw(const Case& part, const IdentifyOptions& options) : part_(&part), options_(options) {}
    [[nodiscard]] Result<std::map<std::string, LocusResult>>
    relative(const std::string& id, const Assignment& assignment, Random& random) const;
    [[nodiscard]] Result<std::map<std::string, LocusResult>> sample(std::size_t sample, const Assignment& assignment,
                                                                    bool all, Random& random) const;
    /// P(genotype of a member | his family's typing, and the samples that are of its missing), by locus; not
    /// normalised.
    [[nodiscard]] Result<GenotypeTable> table(std::size_t member, std::size_t locus,
                                              const Assignment& assignment) const;
    [[nodiscard]] GenotypeTable stranger(std::size_t sample, std::size_t locus, const Assignment& assignment) const;

    const Case* part_;
    IdentifyOptions options_;
    std::vector<Locus> loci_;
    SampleRows samples_;
};

} // namespace muster
