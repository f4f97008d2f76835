#include "muster/ledger/proof_file.hpp"

#include "ledger_fixture.hpp"

#include <gtest/gtest.h>

namespace muster::ledger {
namespace {

const std::string data = MUSTER_SOURCE_DIR "/tests/data/ledger/";

/// The message of the check that failed; "holds" if none did.
std::string outcome(const Proof& proof, const PublicKey* trusted = nullptr) {
    const auto checked = check_proof(encode(proof), trusted);
    if (checked) {
        EXPECT_EQ(*checked, proof);
        return "holds";
    }
    EXPECT_EQ(checked.error().kind, ErrorKind::verification);
    return checked.error().message;
}

void expect_message(const std::string& message, const std::string& part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST(ProofFile, OfAnotherImplementationHolds) {
    const auto head = decode_head(read_text(data + "head.json"));
    ASSERT_TRUE(head);
    for (const char* name : {"inclusion.json", "consistency.json"}) {
        const std::string text = read_text(data + name);
        const auto proof = check_proof(text, &head->key);
        ASSERT_TRUE(proof) << proof.error().message;
        EXPECT_EQ(encode(*proof) + "\n", text);
    }
}

TEST(ProofFile, OfEveryEntryAndEveryOlderHeadHolds) {
    const SmallLedger ledger(21);
    const PublicKey key = ledger.key.public_key();
    for (std::uint64_t i = 0; i < 21; ++i) {
        EXPECT_EQ(outcome(ledger.inclusion(i, 21), &key), "holds");
        EXPECT_EQ(outcome(ledger.consistency(i + 1, 21), &key), "holds");
    }
    EXPECT_EQ(outcome(ConsistencyProof{ledger.head(0), ledger.head(21), {}}, &key), "holds");
}

TEST(ProofFile, AnotherKeyIsNamed) {
    const SmallLedger ledger(9);
    const PublicKey other = SigningKey::generate().public_key();
    expect_message(outcome(ledger.inclusion(3, 9), &other), "the head is signed by the key");
    expect_message(outcome(ledger.consistency(3, 9), &other), "the old head is signed by the key");
    ConsistencyProof mixed = ledger.consistency(3, 9);
    mixed.new_head = SigningKey::generate().sign(mixed.new_head.head);
    expect_message(outcome(mixed), "signed by different keys");
}

TEST(ProofFile, ABrokenSignatureIsNamed) {
    const SmallLedger ledger(9);
    InclusionProof inclusion = ledger.inclusion(3, 9);
    inclusion.head.head.time = "2019-01-01T00:00:00.000Z";
    expect_message(outcome(inclusion), "the signature of the head does not hold");
    ConsistencyProof consistency = ledger.consistency(3, 9);
    consistency.new_head.head.size = 8;
    expect_message(outcome(consistency), "the signature of the new head does not hold");
}

TEST(ProofFile, AnotherEntryIsNamed) {
    const SmallLedger ledger(9);
    InclusionProof proof = ledger.inclusion(3, 9);
    proof.entry.replace(proof.entry.find("\"case\":\"4\""), 10, "\"case\":\"5\"");
    expect_message(outcome(proof), "the path from entry 3 does not lead to the root");
    proof.entry += " ";
    expect_message(outcome(proof), "the entry of the proof is not an entry in its canonical form");
    proof = ledger.inclusion(3, 9);
    proof.index = 4;
    expect_message(outcome(proof), "the entry calls itself number 3, the proof is of number 4");
    proof = ledger.inclusion(8, 9);
    proof.head = ledger.head(8);
    expect_message(outcome(proof), "the proof is of entry 8, but the head's ledger ends before 8");
}

TEST(ProofFile, AnotherHistoryIsNamed) {
    const SmallLedger ledger(9);
    ConsistencyProof proof = ledger.consistency(3, 9);
    proof.old_head = ledger.key.sign({"simulated-ledger", 3, sha256("another history"), "t"});
    expect_message(outcome(proof), "the ledger of the old head (3 entries) is not shown to be the beginning");
    proof.old_head = ledger.key.sign({"other-ledger", 3, ledger.tree.roots[3], "t"});
    expect_message(outcome(proof), "the two heads are of different ledgers, \"other-ledger\" and \"simulated-ledger\"");
}

TEST(ProofFile, ACutOffLedgerIsNamed) {
    const SmallLedger ledger(9);
    expect_message(outcome(ConsistencyProof{ledger.head(9), ledger.head(3), {}}),
                   "the ledger of the old head has 9 entries, that of the new one only 3: entries are missing");
}

TEST(ProofFile, AnyOtherTextIsNone) {
    const std::string inclusion = encode(SmallLedger(9).inclusion(3, 9));
    const std::string consistency = encode(SmallLedger(9).consistency(3, 9));
    const auto with = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const std::string texts[] = {"",
                                 "{}",
                                 "[]",
                                 R"({"type":"inclusion"})",
                                 R"({"type":["inclusion"]})",
                                 inclusion + inclusion,
                                 with(inclusion, ",\"index\"", ", \"index\""),
                                 with(inclusion, "\"index\":\"3\"", "\"index\":\"03\""),
                                 with(inclusion, "\"index\":\"3\"", "\"index\":\"x\""),
                                 with(inclusion, "\"index\":\"3\"", "\"index\":3"),
                                 with(inclusion, "\"proof\":[", "\"proof\":[\"00\","),
                                 with(inclusion, "\"proof\":[\"", "\"proof\":[\"\\u0030"),
                                 with(inclusion, "\"inclusion\"", "\"exclusion\""),
                                 with(inclusion, "\"inclusion\"", "\"consistency\""),
                                 with(inclusion, "\"type\"", "\"signed\":\"x\",\"type\""),
                                 with(inclusion, "\"key\":\"", "\"a\":\"\",\"key\":\""),
                                 with(inclusion, "\"size\":\"9\"", "\"size\":\"9\",\"size\":\"9\""),
                                 with(consistency, "\"old\"", "\"odd\""),
                                 with(consistency, "\"consistency\"", "\"inclusion\"")};
    for (const std::string& text : texts) {
        const auto proof = decode_proof(text);
        ASSERT_FALSE(proof) << text;
        EXPECT_EQ(proof.error().kind, ErrorKind::verification);
        EXPECT_FALSE(check_proof(text, nullptr));
    }
    EXPECT_TRUE(decode_proof(" " + inclusion + "\r\n"));
}

TEST(ProofFile, EveryBitOfItCounts) {
    const SmallLedger ledger(6);
    const PublicKey key = ledger.key.public_key();
    for (const std::string& text : {encode(ledger.inclusion(4, 6)), encode(ledger.consistency(3, 6))}) {
        ASSERT_TRUE(check_proof(text, &key));
        for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
            ASSERT_FALSE(check_proof(flipped(text, bit), nullptr)) << flipped(text, bit);
        }
    }
}

} // namespace
} // namespace muster::ledger
