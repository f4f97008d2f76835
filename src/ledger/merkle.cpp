#include "muster/ledger/merkle.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace muster::ledger {
namespace {

/// Where MTH(D[n]) splits: the largest power of two smaller than n. Precondition: n > 1.
std::uint64_t split(std::uint64_t n) {
    return std::bit_floor(n - 1);
}

/// The root over peaks, largest first: each is the left sibling of all that follows it.
Hash fold(std::span<const Hash> peaks) {
    Hash root = peaks.back();
    for (std::size_t i = peaks.size() - 1; i > 0; --i) {
        root = node_hash(peaks[i - 1], root);
    }
    return root;
}

/// MTH(D[first : first + n]). `first` is a multiple of the power of two at or above n, as everywhere in a proof, so
/// that the perfect subtrees of the part are those of the whole tree.
Hash range_root(std::uint64_t first, std::uint64_t n, const NodeSource& nodes) {
    std::vector<Hash> hashes;
    for (const NodeId& peak : peaks(n)) {
        hashes.push_back(nodes({peak.level, (first >> peak.level) + peak.index}));
    }
    return fold(hashes);
}

/// PATH(index, D[first : first + n]).
void add_path(std::uint64_t index, std::uint64_t first, std::uint64_t n, const NodeSource& nodes,
              std::vector<Hash>& path) {
    if (n == 1) {
        return;
    }
    const std::uint64_t k = split(n);
    if (index < k) {
        add_path(index, first, k, nodes, path);
        path.push_back(range_root(first + k, n - k, nodes));
    } else {
        add_path(index - k, first + k, n - k, nodes, path);
        path.push_back(range_root(first, k, nodes));
    }
}

/// SUBPROOF(m, D[first : first + n], whole).
void add_subproof(std::uint64_t m, std::uint64_t first, std::uint64_t n, bool whole, const NodeSource& nodes,
                  std::vector<Hash>& proof) {
    if (m == n) {
        if (!whole) {
            proof.push_back(range_root(first, n, nodes));
        }
        return;
    }
    const std::uint64_t k = split(n);
    if (m <= k) {
        add_subproof(m, first, k, whole, nodes, proof);
        proof.push_back(range_root(first + k, n - k, nodes));
    } else {
        add_subproof(m - k, first + k, n - k, false, nodes, proof);
        proof.push_back(range_root(first, k, nodes));
    }
}

/// A source that only notes what it is asked for.
NodeSource noting(std::vector<NodeId>& asked) {
    return [&asked](const NodeId& node) {
        asked.push_back(node);
        return Hash{};
    };
}

} // namespace

Hash leaf_hash(std::string_view entry) {
    return Sha256::of(std::string_view("\0", 1), entry);
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 65> bytes;
    bytes[0] = 0x01;
    std::copy(left.begin(), left.end(), bytes.begin() + 1);
    std::copy(right.begin(), right.end(), bytes.begin() + 33);
    return sha256({bytes.data(), bytes.size()});
}

std::uint64_t completed_by(const NodeId& node) {
    return ((node.index + 1) << node.level) - 1;
}

std::vector<NodeId> peaks(std::uint64_t size) {
    std::vector<NodeId> found;
    for (std::uint64_t rest = size; rest > 0; rest -= std::bit_floor(rest)) {
        const auto level = static_cast<unsigned>(std::bit_width(rest) - 1);
        found.push_back({level, (size - rest) >> level});
    }
    return found;
}

Frontier::Frontier(std::uint64_t size, std::vector<Hash> hashes) : size_(size), peaks_(std::move(hashes)) {
    assert(peaks_.size() == static_cast<std::size_t>(std::popcount(size_)));
}

std::vector<Hash> Frontier::append(const Hash& leaf) {
    std::vector<Hash> completed{leaf};
    // Each trailing 1 of the size is a peak that the new leaf makes the left half of a larger one.
    for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
        completed.push_back(node_hash(peaks_.back(), completed.back()));
        peaks_.pop_back();
    }
    peaks_.push_back(completed.back());
    ++size_;
    return completed;
}

Hash Frontier::root() const {
    return peaks_.empty() ? sha256({}) : fold(peaks_);
}

std::vector<Hash> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes) {
    assert(index < size);
    std::vector<Hash> path;
    add_path(index, 0, size, nodes, path);
    return path;
}

std::vector<Hash> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeSource& nodes) {
    assert(old_size > 0 && old_size <= size);
    std::vector<Hash> proof;
    add_subproof(old_size, 0, size, true, nodes, proof);
    return proof;
}

std::vector<NodeId> inclusion_nodes(std::uint64_t index, std::uint64_t size) {
    std::vector<NodeId> asked;
    (void)inclusion_proof(index, size, noting(asked));
    return asked;
}

std::vector<NodeId> consistency_nodes(std::uint64_t old_size, std::uint64_t size) {
    std::vector<NodeId> asked;
    (void)consistency_proof(old_size, size, noting(asked));
    return asked;
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root) {
    if (index >= size) {
        return false;
    }
    std::uint64_t fn = index; // the names of the RFC's algorithm
    std::uint64_t sn = size - 1;
    Hash r = leaf;
    for (const Hash& p : proof) {
        if (sn == 0) {
            return false;
        }
        if ((fn & 1U) != 0 || fn == sn) {
            r = node_hash(p, r);
            const int levels = (fn & 1U) != 0 ? 0 : std::countr_zero(fn);
            fn >>= levels;
            sn >>= levels;
        } else {
            r = node_hash(r, p);
        }
        fn >>= 1U;
        sn >>= 1U;
    }
    return sn == 0 && r == root;
}

bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root,
                        std::span<const Hash> proof) {
    // The RFC leaves these two out: an empty tree is the beginning of every tree, and a tree of itself.
    if (old_size == 0) {
        return proof.empty() && old_root == sha256({}) && (size > 0 || root == old_root);
    }
    if (old_size == size) {
        return proof.empty() && old_root == root;
    }
    if (old_size > size || proof.empty()) {
        return false;
    }
    std::uint64_t fn = old_size - 1; // the names of the RFC's algorithm
    std::uint64_t sn = size - 1;
    const int shared = std::countr_one(fn);
    fn >>= shared;
    sn >>= shared;
    // The first node of the proof is the old root itself when the old tree is perfect, and is then left out.
    const bool perfect = std::has_single_bit(old_size);
    Hash fr = perfect ? old_root : proof.front();
    Hash sr = fr;
    for (const Hash& c : perfect ? proof : proof.subspan(1)) {
        if (sn == 0) {
            return false;
        }
        if ((fn & 1U) != 0 || fn == sn) {
            fr = node_hash(c, fr);
            sr = node_hash(c, sr);
            const int levels = (fn & 1U) != 0 ? 0 : std::countr_zero(fn);
            fn >>= levels;
            sn >>= levels;
        } else {
            sr = node_hash(sr, c);
        }
        fn >>= 1U;
        sn >>= 1U;
    }
    return fr == old_root && sr == root && sn == 0;
}

} // namespace muster::ledger
