#pragma once

#include "muster/register/roster.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster {

/// A figure that somebody gives, held against what the register counts.
struct Said {
    std::string ref;              ///< "statement:#12", "figure:#31"
    std::uint64_t entry = 0;      ///< that says so
    bool simulated = false;       ///< not of the real world
    std::string text{};           ///< the canonical JSON of its fields
    std::string words{};          ///< "about 7700 persons"
    std::optional<double> more{}; ///< what the register counts more (less: below 0); of a range, beyond its nearer end
    std::string verdict{};        ///< "agrees", "explained", "open", "counts something else"; empty: nothing is counted
    std::vector<std::uint64_t> explained_by{}; ///< the entries of the explanations
};

/// All that is said of a topic.
struct TopicAccount {
    std::string key;
    std::uint64_t entry = 0; ///< that says so
    bool simulated = false;
    std::string text{};                       ///< the canonical JSON of its fields
    std::optional<Figure> own{};              ///< what the register counts, if the topic says what that is
    std::string uncounted{};                  ///< why it cannot
    std::vector<Said> statements{};           ///< in the order of their entries
    std::optional<Said> of_record{};          ///< the newest figure that counts
    std::vector<Said> explanations{};         ///< with ref, entry and text only
    std::vector<store::FindingRow> conflicts; ///< open and resolved ones of rule "statements differ"
};

/// All topics that count, in the order of their entries, as they stood then. `roster`: of the same past and day; of
/// what is counted, only what certainly was not after `on`. Error (verification): see `Past`.
[[nodiscard]] Result<std::vector<TopicAccount>> read_topics(Past& past, const std::optional<Moment>& on,
                                                            const std::vector<Missing>& roster);

} // namespace muster
