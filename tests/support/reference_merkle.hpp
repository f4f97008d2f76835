#pragma once

#include "muster/ledger/hash.hpp"
#include "muster/ledger/merkle.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

// The definitions of RFC 9162, section 2.1, word for word and without any regard for speed: what muster::ledger has to
// agree with. Shares only SHA-256 with it.
namespace muster::ledger::reference {

using Leaves = std::span<const std::string>;

inline std::string bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// "let k be the largest power of two smaller than n"
inline std::size_t largest_power_of_two_below(std::size_t n) {
    std::size_t k = 1;
    while (2 * k < n) {
        k *= 2;
    }
    return k;
}

/// 2.1.1
inline Hash mth(Leaves d) {
    if (d.empty()) {
        return sha256("");
    }
    if (d.size() == 1) {
        return sha256(std::string(1, '\0') + d[0]);
    }
    const std::size_t k = largest_power_of_two_below(d.size());
    return sha256("\x01" + bytes_of(mth(d.first(k))) + bytes_of(mth(d.subspan(k))));
}

/// 2.1.3.1
inline std::vector<Hash> path(std::size_t m, Leaves d) {
    if (d.size() == 1) {
        return {};
    }
    const std::size_t k = largest_power_of_two_below(d.size());
    std::vector<Hash> made = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
    made.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
    return made;
}

/// 2.1.4.1
inline std::vector<Hash> subproof(std::size_t m, Leaves d, bool b) {
    if (m == d.size()) {
        return b ? std::vector<Hash>{} : std::vector<Hash>{mth(d)};
    }
    const std::size_t k = largest_power_of_two_below(d.size());
    std::vector<Hash> made = m <= k ? subproof(m, d.first(k), b) : subproof(m - k, d.subspan(k), false);
    made.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
    return made;
}

inline std::vector<Hash> proof(std::size_t m, Leaves d) {
    return subproof(m, d, true);
}

} // namespace muster::ledger::reference

namespace muster::ledger {

/// A ledger's tree in memory: what a store keeps.
struct TreeInMemory {
    std::vector<std::string> leaves;
    std::map<NodeId, Hash> nodes;
    std::vector<Hash> roots{Frontier().root()}; ///< by size
    Frontier frontier;

    void append(const std::string& leaf) {
        const std::uint64_t seq = frontier.size();
        const auto completed = frontier.append(leaf_hash(leaf));
        for (unsigned level = 0; level < completed.size(); ++level) {
            nodes[{level, seq >> level}] = completed[level];
        }
        leaves.push_back(leaf);
        roots.push_back(frontier.root());
    }

    /// `leaves`: texts that all differ.
    static TreeInMemory of(std::size_t leaves) {
        TreeInMemory tree;
        for (std::size_t i = 0; i < leaves; ++i) {
            tree.append("leaf " + std::to_string(i));
        }
        return tree;
    }

    /// Asking for a node that is not there throws.
    [[nodiscard]] NodeSource source() const {
        return [this](const NodeId& node) { return nodes.at(node); };
    }
};

} // namespace muster::ledger
