#include "muster/ledger/seal.hpp"

#include <gtest/gtest.h>

namespace muster::ledger {
namespace {

void expect_shut(const Result<std::string>& opened) {
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::verification);
}

TEST(Seal, OpensWithItsKeyAndContextOnly) {
    const SubjectKey key = new_subject_key();
    const Sealed sealed = seal("a name", key, "ledger-1 subject-1 17");
    EXPECT_EQ(open(sealed.box, sealed.commitment, key, "ledger-1 subject-1 17"), "a name");
    expect_shut(open(sealed.box, sealed.commitment, key, "ledger-1 subject-1 18"));
    expect_shut(open(sealed.box, sealed.commitment, key, ""));
    expect_shut(open(sealed.box, sealed.commitment, new_subject_key(), "ledger-1 subject-1 17"));
}

TEST(Seal, IsNotWhatAnotherCommitmentWasMadeFor) {
    const SubjectKey key = new_subject_key();
    const Sealed one = seal("a name", key, "c");
    const Sealed other = seal("another name", key, "c");
    expect_shut(open(one.box, other.commitment, key, "c"));
}

TEST(Seal, TellsNothingOfTheText) {
    const SubjectKey key = new_subject_key();
    const Sealed one = seal("a name", key, "c");
    const Sealed other = seal("a name", key, "c");
    EXPECT_NE(one.commitment, other.commitment);
    EXPECT_NE(one.box, other.box);
    EXPECT_NE(one.commitment, sha256("muster commitment 1\na name"));
    EXPECT_EQ(one.box.find("a name"), std::string::npos);
    EXPECT_EQ(one.box.size(), 24U + 32U + 6U + 16U);
    EXPECT_NE(new_subject_key(), new_subject_key());
}

TEST(Seal, HoldsAnyTextAlsoNone) {
    const SubjectKey key = new_subject_key();
    for (const std::string& text : {std::string(), std::string(3, '\0'), std::string(1'000'000, 'x')}) {
        const Sealed sealed = seal(text, key, "");
        EXPECT_EQ(open(sealed.box, sealed.commitment, key, ""), text);
    }
}

TEST(Seal, ACutOffBoxStaysShut) {
    const SubjectKey key = new_subject_key();
    const Sealed sealed = seal("a name", key, "c");
    for (std::size_t size = 0; size < sealed.box.size(); ++size) {
        expect_shut(open(sealed.box.substr(0, size), sealed.commitment, key, "c"));
    }
    expect_shut(open(sealed.box + '\0', sealed.commitment, key, "c"));
}

} // namespace
} // namespace muster::ledger
