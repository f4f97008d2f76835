#pragma once

#include "muster/base/result.hpp"
#include "muster/ledger/hash.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

// The Merkle tree of RFC 9162, section 2.1: SHA-256, leaves hashed with a 0x00 before them, nodes with 0x01.
namespace muster::ledger {

[[nodiscard]] Hash leaf_hash(std::string_view entry);
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);

/// A perfect subtree: its root covers the 2^level leaves from index · 2^level on. Complete once its last leaf is there,
/// and the same in every later tree.
struct NodeId {
    unsigned level = 0;
    std::uint64_t index = 0;

    friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

/// The leaf with which a perfect subtree becomes complete: (index + 1) · 2^level − 1.
[[nodiscard]] std::uint64_t completed_by(const NodeId& node);

/// The perfect subtrees that make up a tree of this size, the largest (leftmost) first.
[[nodiscard]] std::vector<NodeId> peaks(std::uint64_t size);

/// A growing tree, of which only its peaks are held.
class Frontier {
  public:
    Frontier() = default;
    /// `hashes`: those of `peaks(size)`, in that order.
    Frontier(std::uint64_t size, std::vector<Hash> hashes);

    /// Adds a leaf. Gives the roots of the perfect subtrees that it completes, level 0 (the leaf's own hash) first.
    std::vector<Hash> append(const Hash& leaf);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// MTH of RFC 9162; of an empty tree, the hash of nothing.
    [[nodiscard]] Hash root() const;

  private:
    std::uint64_t size_ = 0;
    std::vector<Hash> peaks_{};
};

/// Where the roots of perfect subtrees come from.
using NodeSource = std::function<Hash(const NodeId&)>;

/// RFC 9162, 2.1.3.1: that leaf `index` is in the tree of `size` leaves. Precondition: index < size.
[[nodiscard]] std::vector<Hash> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes);
/// RFC 9162, 2.1.4.1: that the tree of `old_size` leaves is the beginning of that of `size`. Precondition:
/// 0 < old_size <= size.
[[nodiscard]] std::vector<Hash> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeSource& nodes);
/// The perfect subtrees that a proof needs, so that they can be fetched at once.
[[nodiscard]] std::vector<NodeId> inclusion_nodes(std::uint64_t index, std::uint64_t size);
[[nodiscard]] std::vector<NodeId> consistency_nodes(std::uint64_t old_size, std::uint64_t size);

/// RFC 9162, 2.1.3.2.
[[nodiscard]] bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Hash> proof, const Hash& root);
/// RFC 9162, 2.1.4.2.
[[nodiscard]] bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                                      const Hash& root, std::span<const Hash> proof);

} // namespace muster::ledger
