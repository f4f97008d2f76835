#include "muster/ledger/merkle.hpp"

#include "reference_merkle.hpp"

#include <gtest/gtest.h>

namespace muster::ledger {
namespace {

/// The eight leaves, roots and proofs with which implementations of Certificate Transparency are commonly tested.
TreeInMemory eight_leaves() {
    TreeInMemory tree;
    tree.append("");
    tree.append(std::string(1, '\0'));
    for (const char* leaf : {"\x10", "\x20\x21", "\x30\x31", "\x40\x41\x42\x43", "\x50\x51\x52\x53\x54\x55\x56\x57",
                             "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"}) {
        tree.append(leaf);
    }
    return tree;
}

std::vector<std::string> hexes(const std::vector<Hash>& hashes) {
    std::vector<std::string> texts;
    for (const Hash& hash : hashes) {
        texts.push_back(hex(hash));
    }
    return texts;
}

using Hexes = std::vector<std::string>;

const std::string leaf_1 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
const std::string leaf_2 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const std::string leaf_5 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const std::string leaves_1_2 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
const std::string leaves_3_4 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const std::string leaves_1_4 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
const std::string leaves_5_6 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const std::string leaves_7_8 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const std::string leaves_5_8 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

TEST(MerkleTree, HasTheWellKnownRoots) {
    const Hexes roots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                         leaf_1,
                         leaves_1_2,
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         leaves_1_4,
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    EXPECT_EQ(hexes(eight_leaves().roots), roots);
}

TEST(MerkleTree, HasTheWellKnownInclusionProofs) {
    const TreeInMemory tree = eight_leaves();
    const NodeSource nodes = tree.source();
    EXPECT_EQ(hexes(inclusion_proof(0, 1, nodes)), Hexes{});
    EXPECT_EQ(hexes(inclusion_proof(0, 8, nodes)), (Hexes{leaf_2, leaves_3_4, leaves_5_8}));
    EXPECT_EQ(hexes(inclusion_proof(5, 8, nodes)), (Hexes{leaf_5, leaves_7_8, leaves_1_4}));
    EXPECT_EQ(hexes(inclusion_proof(2, 3, nodes)), Hexes{leaves_1_2});
    EXPECT_EQ(hexes(inclusion_proof(1, 5, nodes)), (Hexes{leaf_1, leaves_3_4, leaf_5}));
}

TEST(MerkleTree, HasTheWellKnownConsistencyProofs) {
    const TreeInMemory tree = eight_leaves();
    const NodeSource nodes = tree.source();
    EXPECT_EQ(hexes(consistency_proof(1, 1, nodes)), Hexes{});
    EXPECT_EQ(hexes(consistency_proof(1, 8, nodes)), (Hexes{leaf_2, leaves_3_4, leaves_5_8}));
    EXPECT_EQ(hexes(consistency_proof(6, 8, nodes)), (Hexes{leaves_5_6, leaves_7_8, leaves_1_4}));
    EXPECT_EQ(hexes(consistency_proof(2, 5, nodes)), (Hexes{leaves_3_4, leaf_5}));
}

TEST(MerkleTree, ProofsOfAllSmallTreesAreThoseOfTheRfcAndHold) {
    const TreeInMemory tree = TreeInMemory::of(131);
    const NodeSource nodes = tree.source();
    for (std::uint64_t size = 0; size <= tree.leaves.size(); ++size) {
        const reference::Leaves leaves(tree.leaves.data(), size);
        ASSERT_EQ(tree.roots[size], reference::mth(leaves)) << size;
        for (std::uint64_t i = 0; i < size; ++i) {
            const auto proof = inclusion_proof(i, size, nodes);
            ASSERT_EQ(proof, reference::path(i, leaves)) << i << " in " << size;
            ASSERT_TRUE(verify_inclusion(leaf_hash(leaves[i]), i, size, proof, tree.roots[size]));
        }
        for (std::uint64_t old = 1; old <= size; ++old) {
            const auto proof = consistency_proof(old, size, nodes);
            ASSERT_EQ(proof, reference::proof(old, leaves)) << old << " in " << size;
            ASSERT_TRUE(verify_consistency(old, tree.roots[old], size, tree.roots[size], proof));
        }
    }
}

TEST(MerkleTree, AProofForAnotherLeafDoesNotHold) {
    const TreeInMemory tree = TreeInMemory::of(70);
    const NodeSource nodes = tree.source();
    for (std::uint64_t size = 2; size <= 70; ++size) {
        for (std::uint64_t i = 0; i < size; ++i) {
            const auto proof = inclusion_proof(i, size, nodes);
            const std::uint64_t other = (i + 1) % size;
            EXPECT_FALSE(verify_inclusion(leaf_hash(tree.leaves[other]), i, size, proof, tree.roots[size]));
            EXPECT_FALSE(verify_inclusion(leaf_hash(tree.leaves[i]), other, size, proof, tree.roots[size]));
            EXPECT_FALSE(verify_inclusion(leaf_hash(tree.leaves[i]), i, size, proof, tree.roots[size - 1]));
            EXPECT_FALSE(verify_inclusion(leaf_hash(tree.leaves[i]), size, size, proof, tree.roots[size]));
        }
    }
}

TEST(MerkleTree, AProofThatIsTooShortOrTooLongDoesNotHold) {
    const TreeInMemory tree = TreeInMemory::of(40);
    const NodeSource nodes = tree.source();
    for (std::uint64_t size = 2; size <= 40; ++size) {
        for (std::uint64_t i = 1; i < size; ++i) {
            auto inclusion = inclusion_proof(i, size, nodes);
            auto consistency = consistency_proof(i, size, nodes);
            inclusion.push_back(tree.roots[1]);
            consistency.push_back(tree.roots[1]);
            const auto holds = [&] {
                return verify_inclusion(leaf_hash(tree.leaves[i]), i, size, inclusion, tree.roots[size]) ||
                       verify_consistency(i, tree.roots[i], size, tree.roots[size], consistency);
            };
            EXPECT_FALSE(holds());
            inclusion.resize(inclusion.size() - 2);
            consistency.resize(consistency.size() - 2);
            EXPECT_FALSE(holds());
            EXPECT_FALSE(verify_consistency(i, tree.roots[i], size, tree.roots[size], {}));
        }
    }
}

/// What a proof may be passed off as: one for another place, in a tree where a proof is longer or shorter.
TEST(MerkleTree, AProofOfAnotherLengthThanItsPlaceWantsDoesNotHold) {
    const TreeInMemory tree = TreeInMemory::of(17);
    const NodeSource nodes = tree.source();
    for (std::uint64_t size = 1; size <= 17; ++size) {
        for (std::uint64_t i = 0; i < size; ++i) {
            const Hash leaf = leaf_hash(tree.leaves[i]);
            const auto inclusion = inclusion_proof(i, size, nodes);
            const auto consistency = consistency_proof(i + 1, size, nodes);
            for (std::uint64_t as_size = 1; as_size <= 17; ++as_size) {
                for (std::uint64_t as = 0; as < as_size; ++as) {
                    EXPECT_FALSE(inclusion.size() != inclusion_proof(as, as_size, nodes).size() &&
                                 verify_inclusion(leaf, as, as_size, inclusion, tree.roots[size]));
                    EXPECT_FALSE(consistency.size() != consistency_proof(as + 1, as_size, nodes).size() &&
                                 verify_consistency(as + 1, tree.roots[i + 1], as_size, tree.roots[size], consistency));
                }
            }
        }
    }
}

TEST(MerkleTree, ASmallerTreeIsNotShownByALargerOneNorTheOtherWayRound) {
    const TreeInMemory tree = TreeInMemory::of(20);
    const auto proof = consistency_proof(7, 20, tree.source());
    EXPECT_TRUE(verify_consistency(7, tree.roots[7], 20, tree.roots[20], proof));
    EXPECT_FALSE(verify_consistency(20, tree.roots[20], 7, tree.roots[7], proof));
    EXPECT_FALSE(verify_consistency(6, tree.roots[6], 20, tree.roots[20], proof));
    EXPECT_FALSE(verify_consistency(7, tree.roots[7], 19, tree.roots[19], proof));
    EXPECT_FALSE(verify_consistency(7, tree.roots[7], 7, tree.roots[7], proof));
    EXPECT_TRUE(verify_consistency(7, tree.roots[7], 7, tree.roots[7], {}));
    EXPECT_FALSE(verify_consistency(7, tree.roots[7], 7, tree.roots[8], {}));
}

TEST(MerkleTree, AnEmptyTreeIsTheBeginningOfEveryTree) {
    const TreeInMemory tree = TreeInMemory::of(5);
    EXPECT_TRUE(verify_consistency(0, tree.roots[0], 5, tree.roots[5], {}));
    EXPECT_TRUE(verify_consistency(0, tree.roots[0], 0, tree.roots[0], {}));
    EXPECT_FALSE(verify_consistency(0, tree.roots[1], 5, tree.roots[5], {}));
    EXPECT_FALSE(verify_consistency(0, tree.roots[0], 0, tree.roots[5], {}));
    EXPECT_FALSE(verify_consistency(0, tree.roots[0], 5, tree.roots[5], std::vector{tree.roots[1]}));
    EXPECT_FALSE(verify_inclusion(tree.roots[0], 0, 0, {}, tree.roots[0]));
}

TEST(MerkleTree, ANodeIsCompleteWithItsLastLeaf) {
    EXPECT_EQ(completed_by({0, 6}), 6U);
    EXPECT_EQ(completed_by({1, 2}), 5U);
    EXPECT_EQ(completed_by({3, 1}), 15U);
    EXPECT_EQ(peaks(0), std::vector<NodeId>{});
    EXPECT_EQ(peaks(13), (std::vector<NodeId>{{3, 0}, {2, 2}, {0, 12}}));
    EXPECT_EQ(peaks(8), (std::vector<NodeId>{{3, 0}}));
}

TEST(MerkleTree, GoesOnFromItsPeaks) {
    const TreeInMemory whole = TreeInMemory::of(100);
    for (std::uint64_t size = 0; size <= 100; ++size) {
        std::vector<Hash> hashes;
        for (const NodeId& peak : peaks(size)) {
            EXPECT_LT(completed_by(peak), size);
            hashes.push_back(whole.nodes.at(peak));
        }
        Frontier frontier(size, hashes);
        EXPECT_EQ(frontier.root(), whole.roots[size]);
        for (std::uint64_t i = size; i < 100; ++i) {
            frontier.append(leaf_hash(whole.leaves[i]));
        }
        EXPECT_EQ(frontier.root(), whole.roots[100]);
    }
}

TEST(MerkleTree, TheNodesOfAProofAreThoseThatItAsksFor) {
    const TreeInMemory tree = TreeInMemory::of(60);
    for (std::uint64_t i = 1; i < 60; ++i) {
        std::map<NodeId, Hash> fetched;
        for (const auto& ids : {inclusion_nodes(i, 60), consistency_nodes(i, 60)}) {
            for (const NodeId& id : ids) {
                fetched[id] = tree.nodes.at(id);
            }
        }
        const NodeSource only = [&](const NodeId& id) { return fetched.at(id); };
        EXPECT_EQ(inclusion_proof(i, 60, only), inclusion_proof(i, 60, tree.source()));
        EXPECT_EQ(consistency_proof(i, 60, only), consistency_proof(i, 60, tree.source()));
    }
}

} // namespace
} // namespace muster::ledger
