#pragma once

#include "muster/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// What a recorded analysis says of a sample and a person.
struct RecordedCandidate {
    std::string person;
    std::string family;
    double log10_lr = 0.0;         ///< −∞: impossible
    double alone = 0.0;            ///< posterior of the sample by itself
    std::optional<double> joint{}; ///< posterior of all samples together; nothing: they were not weighed together
    /// Generalised LR of the pair, all samples together; nothing: the analysis sampled, or the person is the only
    /// possibility or none.
    std::optional<double> log10_glr{};
};

struct RecordedSample {
    std::string sample;
    double none_alone = 0.0;                     ///< posterior of being nobody on the roster, of the sample by itself
    double none = 0.0;                           ///< the same, joint where there is one
    std::vector<RecordedCandidate> candidates{}; ///< the likeliest first, by the joint posterior where there is one
};

/// How it was compared.
struct RecordedSettings {
    std::string population;
    double theta = 0.0;
    bool mutation = true;
    double dropout_het = 0.0;
    double dropout_hom = 0.0;
    double dropin = 0.0;
    std::string prior;         ///< of a sample by itself, in words
    std::string joint_prior{}; ///< of all together; empty: they were not weighed together
    std::size_t persons = 0;   ///< who were compared with
};

struct RecordedResult {
    RecordedSettings settings{};
    bool joint = false;
    bool simulated = false;
    std::vector<RecordedSample> samples{};
    std::vector<std::string> changed{}; ///< in sentences
    std::vector<std::string> warnings{};
};

/// Reads what `identify` on a register recorded. Of each sample the `most` likeliest candidates; joint posteriors that
/// the result does not give (below 10⁻⁶) are 0. Error (bad_input): it is no such result.
[[nodiscard]] Result<RecordedResult> read_recorded_result(std::string_view text, const std::string& source,
                                                          std::size_t most);

} // namespace muster
