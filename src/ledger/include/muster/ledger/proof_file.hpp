#pragma once

#include "muster/base/result.hpp"
#include "muster/ledger/head.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Proofs as files that are handed to somebody outside, who needs nothing else but the ledger's public key
// (docs/ledger-format.md; docs/check_ledger.py checks them too).
namespace muster::ledger {

/// That an entry stands at its place in the ledger that a head was signed for.
struct InclusionProof {
    std::string entry; ///< its canonical text
    SignedHead head{};
    std::uint64_t index = 0;
    std::vector<Hash> proof{}; ///< RFC 9162, 2.1.3.1

    friend bool operator==(const InclusionProof&, const InclusionProof&) = default;
};

/// That everything an older head was signed for is the beginning of what a newer one was signed for.
struct ConsistencyProof {
    SignedHead old_head{};
    SignedHead new_head{};
    std::vector<Hash> proof{}; ///< RFC 9162, 2.1.4.1; none if the older ledger was empty

    friend bool operator==(const ConsistencyProof&, const ConsistencyProof&) = default;
};

using Proof = std::variant<InclusionProof, ConsistencyProof>;

/// Canonical JSON, one line: {"entry","head","index","proof","type":"inclusion"}, or
/// {"new","old","proof","type":"consistency"}.
[[nodiscard]] std::string encode(const Proof& proof);
/// Error (verification): text that is no proof, or is not in its canonical form. Surrounding white space is ignored.
/// Checks nothing of what it says.
[[nodiscard]] Result<Proof> decode_proof(std::string_view text);

/// Checks everything that the file claims: signatures, the entry's form and place, the path to the root. `trusted` is
/// the ledger's public key as known from elsewhere; without it (null) the file is only found to agree with itself.
/// Gives what was proved. Error (verification): names the check that failed.
[[nodiscard]] Result<Proof> check_proof(std::string_view text, const PublicKey* trusted);

} // namespace muster::ledger
