#include "muster/base/nfc.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

using Names = std::vector<std::string>;

TEST(Nfc, MakesOneCharacterOfALetterAndItsAccent) {
    EXPECT_EQ(nfc("Jose\u0301"), "Jos\u00e9");
    EXPECT_EQ(nfc("Jos\u00e9"), "Jos\u00e9");
    EXPECT_EQ(nfc("\u1112\u1161\u11ab"), "\ud55c");
    EXPECT_EQ(nfc("plain 42"), "plain 42");
    EXPECT_EQ(nfc(""), "");
    EXPECT_EQ(nfc("\u212b"), "\u00c5") << "the sign of the angstrom is the letter";
}

TEST(Nfc, TellsEverySpellingThatANameMayBeRecordedIn) {
    EXPECT_EQ(spellings_of("plain"), Names{"plain"});
    EXPECT_EQ(spellings_of("e\u0301"), (Names{"e\u0301", "\u00e9"}));
    EXPECT_EQ(spellings_of("\u00e9"), (Names{"\u00e9", "e\u0301"}));
}

} // namespace
} // namespace muster
