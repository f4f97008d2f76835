#pragma once

#include "muster/genetics/matrix.hpp"
#include "muster/identify/case.hpp"
#include "muster/identify/result.hpp"
#include "muster/joint/next.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster {

// The program's answers as JSON, each one line without its end. Numbers are written so that they read back
// exactly; −∞ is null.

/// {"id","loglik"[,"excluded":true,"excluding_loci"]} of one locus, or of one linked group "A+B".
[[nodiscard]] std::string likelihood_json(const std::string& id, const std::string& locus, double log_likelihood);

/// {"id","loglik","loci","loglik_by_locus"[,"excluded":true,"excluding_loci"]}: several unlinked loci of one pedigree.
[[nodiscard]] std::string likelihood_by_locus_json(const std::string& id, const std::vector<std::string>& loci,
                                                   const std::vector<double>& log_likelihoods);

/// {"id","log10_lr","loglik_h1","loglik_h2","loci"[,"excluded":true]}: by locus, and all together.
[[nodiscard]] std::string likelihood_ratio_json(const std::string& id, const std::vector<std::string>& loci,
                                                const std::vector<double>& h1, const std::vector<double>& h2);

/// {"id","matrix","stationary","reversible","overall_rate"}
[[nodiscard]] std::string matrix_json(const std::string& id, const Matrix& matrix, bool stationary, bool reversible,
                                      double overall_rate);

/// What is known of a pedigree's identity by descent.
struct CoefficientAnswer {
    struct PairOf {
        std::string a;
        std::string b;
        std::optional<std::array<double, 3>> kappa;
        std::array<double, 9> jacquard;
        std::optional<std::array<double, 3>> kappa_x; ///< nothing where not defined or the sexes are unknown
        std::optional<std::array<double, 9>> jacquard_x;
    };
    std::vector<std::string> ids;
    Matrix kinship;
    std::optional<Matrix> kinship_x; ///< nothing if a sex is unknown
    std::vector<double> inbreeding;
    std::vector<PairOf> pairs;
};

/// {"id","kinship":{"ids","values"},"kinshipX",…,"inbreeding":{id: f},"pairs":[{"a","b","kappa","jacquard9",…}]}
[[nodiscard]] std::string coefficients_json(const std::string& id, const CoefficientAnswer& answer);

/// {"id","EPperMarker","EPtotal","expectedMismatch","distribMismatch"}
[[nodiscard]] std::string exclusion_power_json(const std::string& id, const std::vector<double>& by_locus, double total,
                                               double expected_mismatches,
                                               const std::vector<double>& mismatch_distribution);

/// {"sample","person","log10_lr","status","loci":[…],"joint":…}: one pair of a case. `joint` may be null.
[[nodiscard]] std::string explain_json(const Case& subject, const Identification& answer, const JointAnswer* joint,
                                       std::size_t sample, std::size_t person);

/// What a recorded analysis says of a pair that is explained.
struct RecordedPair {
    std::string analysis; ///< "analysis:#412"
    std::string prior;
    std::optional<double> log10_lr{}; ///< nothing: the person is not among the sample's candidates
    std::optional<double> alone{};
    std::optional<double> joint{}; ///< nothing: not weighed together
    std::optional<double> log10_glr{};
};
/// The same of a part of the case, with the posteriors of a recorded analysis of the whole.
[[nodiscard]] std::string explain_json(const Case& subject, const Identification& answer, const RecordedPair& recorded,
                                       std::size_t sample, std::size_t person);

/// {"identified","threshold","simulations","steps":[{"step","what","family","gain","standard_error",…}]}
[[nodiscard]] std::string next_json(const Case& subject, const NextAnswer& answer);

/// {"id","error"}
[[nodiscard]] std::string error_json(const std::string& id, const std::string& message);

/// The whole answer of `muster identify`, with "joint" if there is a joint answer.
[[nodiscard]] std::string identification_json(const Case& subject, const Identification& answer,
                                              const JointAnswer* joint, const std::string& version);

/// The same for many pairs: for each sample its `most` best candidates, opened into loci, and with how many persons it
/// was compared: {…settings, "persons_compared",
/// "samples":[{"sample","posterior_none","candidates":[{"person","family",
/// "log10_lr","posterior","loci_compared","excluding_loci","log10_lr_by_locus"}]}]}
[[nodiscard]] std::string candidates_json(const Case& subject, const Identification& answer, const JointAnswer* joint,
                                          const std::string& version, std::size_t most);

} // namespace muster
