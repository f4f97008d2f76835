#include "muster/ledger/hash.hpp"

#include <gtest/gtest.h>
#include <set>

namespace muster::ledger {
namespace {

/// Examples of FIPS 180-2, appendix B, and of the NIST validation suite (the empty text).
TEST(Sha256, GivesThePublishedValues) {
    EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameInParts) {
    Sha256 parts;
    for (int i = 0; i < 1000; ++i) {
        parts.update(std::string(1000, 'a'));
        parts.update("");
    }
    EXPECT_EQ(parts.finish(), sha256(std::string(1'000'000, 'a')));
}

TEST(Hex, IsWrittenAndReadInLowerCase) {
    const Hash hash = sha256("abc");
    EXPECT_EQ(hex(std::string_view("\x00\x0f\xf0\xff", 4)), "000ff0ff");
    EXPECT_EQ(hash_from_hex(hex(hash)), hash);
}

TEST(Hex, AnythingElseThanALowerCaseHashIsNone) {
    const std::string good = hex(sha256("abc"));
    EXPECT_FALSE(hash_from_hex(""));
    EXPECT_FALSE(hash_from_hex(good.substr(1)));
    EXPECT_FALSE(hash_from_hex(good + "0"));
    for (const char wrong : {'A', 'F', 'g', '`', '/', ':', ' ', '\0', '\xc3'}) {
        for (std::size_t at = 0; at < good.size(); ++at) {
            std::string changed = good;
            changed[at] = wrong;
            EXPECT_FALSE(hash_from_hex(changed)) << at << wrong;
        }
    }
}

/// RFC 4648, section 10.
TEST(Base64, GivesThePublishedValues) {
    const std::pair<std::string, std::string> known[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : known) {
        EXPECT_EQ(base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
    }
    EXPECT_EQ(base64("\xfb\xff"), "+/8=");
}

TEST(Base64, HasOneFormOnly) {
    for (const std::string text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", " Zm9v", "Zm 9v",
                                   "-_8=", "Zg==Zg==", "Zm9vY", "=", "Zm=v"}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
}

TEST(Base64, WhatIsReadIsAlwaysWrittenThatWay) {
    const std::string signs = "AQZgvw019+/=-_ \n";
    for (std::size_t i = 0; i < signs.size() * signs.size() * signs.size() * signs.size(); ++i) {
        const std::string text = {signs[i % 16], signs[i / 16 % 16], signs[i / 256 % 16], signs[i / 4096]};
        if (const auto bytes = from_base64(text)) {
            ASSERT_EQ(base64(*bytes), text);
        }
    }
}

TEST(RandomBytes, AreAsManyAsAskedForAndDiffer) {
    std::set<std::string> drawn;
    for (int i = 0; i < 100; ++i) {
        drawn.insert(random_bytes(16));
        EXPECT_EQ(drawn.begin()->size(), 16U);
    }
    EXPECT_EQ(drawn.size(), 100U);
    EXPECT_EQ(random_bytes(0), "");
}

} // namespace
} // namespace muster::ledger
