#include "ledger_fixture.hpp"
#include "muster/ledger/merkle.hpp"
#include "muster/ledger/seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace muster::ledger {
namespace {

std::string bytes_of(const Hash& hash) {
    return reference::bytes_of(hash);
}

Hash hash_of(const std::string& bytes) {
    Hash hash{};
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

Hash with_a_flipped_bit(const Hash& hash) {
    return hash_of(flipped(bytes_of(hash), *rc::gen::inRange<std::size_t>(0, 256)));
}

const TreeInMemory& big_tree() {
    static const TreeInMemory tree = TreeInMemory::of(3000);
    return tree;
}

RC_GTEST_PROP(MerkleProperty, ProofsOfBiggerTreesAreThoseOfTheRfcAndHold, ()) {
    const TreeInMemory& tree = big_tree();
    const auto size = *rc::gen::inRange<std::uint64_t>(131, 3001);
    const auto i = *rc::gen::inRange<std::uint64_t>(0, size);
    const reference::Leaves leaves(tree.leaves.data(), size);
    const auto inclusion = inclusion_proof(i, size, tree.source());
    const auto consistency = consistency_proof(i + 1, size, tree.source());
    RC_ASSERT(tree.roots[size] == reference::mth(leaves));
    RC_ASSERT(inclusion == reference::path(i, leaves));
    RC_ASSERT(consistency == reference::proof(i + 1, leaves));
    RC_ASSERT(verify_inclusion(leaf_hash(leaves[i]), i, size, inclusion, tree.roots[size]));
    RC_ASSERT(verify_consistency(i + 1, tree.roots[i + 1], size, tree.roots[size], consistency));
}

RC_GTEST_PROP(MerkleProperty, EveryChangedBitBreaksAnInclusionProof, ()) {
    const TreeInMemory& tree = big_tree();
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 3001);
    const auto i = *rc::gen::inRange<std::uint64_t>(0, size);
    const Hash leaf = leaf_hash(tree.leaves[i]);
    const Hash& root = tree.roots[size];
    const auto proof = inclusion_proof(i, size, tree.source());
    RC_ASSERT_FALSE(verify_inclusion(with_a_flipped_bit(leaf), i, size, proof, root));
    RC_ASSERT_FALSE(verify_inclusion(leaf, i, size, proof, with_a_flipped_bit(root)));
    RC_ASSERT_FALSE(verify_inclusion(leaf, i ^ 1U, size, proof, root));
    for (std::size_t at = 0; at < proof.size(); ++at) {
        auto changed = proof;
        changed[at] = with_a_flipped_bit(proof[at]);
        RC_ASSERT_FALSE(verify_inclusion(leaf, i, size, changed, root));
    }
}

RC_GTEST_PROP(MerkleProperty, EveryChangedBitBreaksAConsistencyProof, ()) {
    const TreeInMemory& tree = big_tree();
    const auto size = *rc::gen::inRange<std::uint64_t>(2, 3001);
    const auto old = *rc::gen::inRange<std::uint64_t>(1, size);
    const auto proof = consistency_proof(old, size, tree.source());
    RC_ASSERT_FALSE(verify_consistency(old, with_a_flipped_bit(tree.roots[old]), size, tree.roots[size], proof));
    RC_ASSERT_FALSE(verify_consistency(old, tree.roots[old], size, with_a_flipped_bit(tree.roots[size]), proof));
    for (std::size_t at = 0; at < proof.size(); ++at) {
        auto changed = proof;
        changed[at] = with_a_flipped_bit(proof[at]);
        RC_ASSERT_FALSE(verify_consistency(old, tree.roots[old], size, tree.roots[size], changed));
    }
}

RC_GTEST_PROP(MerkleProperty, AnyProofIsJudgedWithoutHarm, ()) {
    const auto index = *rc::gen::arbitrary<std::uint64_t>();
    const auto size = *rc::gen::arbitrary<std::uint64_t>();
    const auto n = *rc::gen::inRange<std::size_t>(0, 130);
    const std::vector<Hash> proof(n, sha256("any"));
    const Hash root = sha256("root");
    RC_ASSERT_FALSE(verify_inclusion(sha256("leaf"), index, size, proof, root));
    RC_ASSERT_FALSE(verify_consistency(index, sha256("old"), size, root, proof));
}

/// A tree of up to 2^64 − 1 leaves: the nodes asked for are complete in it, and are as few as the RFC's bound says.
RC_GTEST_PROP(MerkleProperty, ProofsOfHugeTreesAskForCompleteNodesOnly, ()) {
    const auto size = *rc::gen::arbitrary<std::uint64_t>() >> *rc::gen::inRange(0, 63) | 1U;
    const std::uint64_t i = *rc::gen::arbitrary<std::uint64_t>() % size;
    for (const auto& nodes : {inclusion_nodes(i, size), consistency_nodes(i + 1, size), peaks(size)}) {
        RC_ASSERT(nodes.size() <= 2 * 64U);
        for (const NodeId& node : nodes) {
            RC_ASSERT(completed_by(node) < size);
        }
    }
}

RC_GTEST_PROP(HeadProperty, EveryChangedBitBreaksASignedHead, ()) {
    static const SigningKey key = SigningKey::generate();
    const SignedHead head = key.sign({*rc::gen::element<std::string>("a", "b c"), *rc::gen::arbitrary<std::uint64_t>(),
                                      sha256(*rc::gen::arbitrary<std::string>()), "2018-07-28T00:00:00.000Z"});
    const std::string text = encode(head);
    RC_ASSERT((decode_head(text) == head));
    RC_ASSERT(signature_holds(head));
    for (std::size_t bit = 0; bit < 8 * text.size(); bit += *rc::gen::inRange<std::size_t>(1, 40)) {
        const auto changed = decode_head(flipped(text, bit));
        RC_ASSERT_FALSE((changed && signature_holds(*changed)));
    }
}

RC_GTEST_PROP(SealProperty, EveryChangedBitKeepsABoxShut, ()) {
    const SubjectKey key = new_subject_key();
    const auto text = *rc::gen::arbitrary<std::string>();
    const std::string context = "ledger subject " + *rc::gen::string<std::string>();
    const Sealed sealed = seal(text, key, context);
    RC_ASSERT((open(sealed.box, sealed.commitment, key, context) == text));
    for (std::size_t bit = 0; bit < 8 * sealed.box.size(); ++bit) {
        RC_ASSERT_FALSE(open(flipped(sealed.box, bit), sealed.commitment, key, context));
    }
    for (std::size_t bit = 0; bit < 8 * context.size(); ++bit) {
        RC_ASSERT_FALSE(open(sealed.box, sealed.commitment, key, flipped(context, bit)));
    }
    for (std::size_t bit = 0; bit < 256; ++bit) {
        RC_ASSERT_FALSE(open(sealed.box, hash_of(flipped(bytes_of(sealed.commitment), bit)), key, context));
        RC_ASSERT_FALSE(open(sealed.box, sealed.commitment, hash_of(flipped(bytes_of(key), bit)), context));
    }
}

} // namespace
} // namespace muster::ledger
