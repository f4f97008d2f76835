#pragma once

#include "register_session.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster {

/// Which reviews a signature needs.
struct ReviewPolicy {
    std::size_t technical = 1;
    std::size_t administrative = 1;
    bool different = true; ///< author and reviewers are different people
    std::string name = "the policy of muster";
    std::optional<std::uint64_t> entry{};

    [[nodiscard]] std::string text() const;
};

/// A decision and what belongs to it, as far as it counts.
struct Decision {
    FullRecord record;
    std::vector<FullRecord> evidence{};
    std::vector<FullRecord> grounds{}; ///< on which the evidence rests
    std::vector<FullRecord> hypotheses{};
    std::vector<FullRecord> reviews{};
    std::vector<FullRecord> statements{}; ///< of a figure
    std::optional<FullRecord> signature{};
    ReviewPolicy policy{};

    /// All entries that made it what it is, in order; those of the policy too.
    [[nodiscard]] std::set<std::uint64_t> entries() const;
};

/// Reads a decision of one of the kinds that are signed. Errors: bad_input (there is none), those of the store.
[[nodiscard]] Result<Decision> read_decision(ReadSession& session, const std::string& kind, const std::string& key);

/// What is missing before it can be signed by `signer`; each in a sentence.
[[nodiscard]] std::vector<std::string> missing_for_signature(const Decision& decision, const std::string& signer);

/// The entries that a signature covers.
[[nodiscard]] std::set<std::uint64_t> signed_entries(const FullRecord& signature);

/// SHA-256 of the leaf hashes of these entries, one after another.
[[nodiscard]] Result<std::string> digest_of(Register& reg, const std::set<std::uint64_t>& entries);

} // namespace muster
