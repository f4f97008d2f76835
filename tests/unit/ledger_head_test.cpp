#include "muster/ledger/head.hpp"

#include "ledger_fixture.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace muster::ledger {
namespace {

const std::string first_line = "muster signing key 1\n";
/// RFC 8032, 7.1, test 1.
const std::string seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const std::string public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

Result<SigningKey> key_from(const std::string& text, mode_t mode = 0600) {
    const TemporaryFolder folder;
    write_text(folder / "key", text);
    ::chmod((folder / "key").c_str(), mode);
    return SigningKey::read(folder / "key");
}

TreeHead some_head() {
    return {"ledger \"one\"", 55, sha256("root"), "2018-07-28T00:00:11.000Z"};
}

/// RFC 8032, 7.1, tests 1 to 3.
TEST(SigningKey, HasThePublishedPublicKeys) {
    const std::pair<std::string, std::string> known[] = {
        {seed, public_key},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"}};
    for (const auto& [secret, expected] : known) {
        const auto key = key_from(first_line + secret + "\n");
        ASSERT_TRUE(key) << key.error().text();
        EXPECT_EQ(hex(key->public_key()), expected);
    }
}

/// Ed25519 is deterministic; the files were signed with the same key by another implementation (tests/data/SOURCE.md).
TEST(SigningKey, SignsAsAnotherImplementationDoes) {
    const auto key = key_from(first_line + seed + "\n");
    const auto theirs = decode_head(read_text(MUSTER_SOURCE_DIR "/tests/data/ledger/head.json"));
    ASSERT_TRUE(key && theirs);
    EXPECT_EQ(hex(theirs->key), public_key);
    EXPECT_EQ(key->sign(theirs->head), *theirs);
    EXPECT_TRUE(signature_holds(*theirs));
}

TEST(SigningKey, ComesBackFromItsFile) {
    const TemporaryFolder folder;
    const SigningKey key = SigningKey::generate();
    ASSERT_TRUE(key.write(folder / "key"));
    struct stat status {};
    ASSERT_EQ(::stat((folder / "key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    const auto read = SigningKey::read(folder / "key");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->public_key(), key.public_key());
    EXPECT_EQ(read->sign(some_head()), key.sign(some_head()));
}

TEST(SigningKey, NeverTakesThePlaceOfAnotherFile) {
    const TemporaryFolder folder;
    write_text(folder / "key", "precious");
    const auto written = SigningKey::generate().write(folder / "key");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::refused);
    EXPECT_EQ(read_text(folder / "key"), "precious");
}

TEST(SigningKey, IsNotWrittenWhereThereIsNoFolder) {
    const TemporaryFolder folder;
    const auto written = SigningKey::generate().write(folder / "none/key");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::bad_input);
    EXPECT_NE(written.error().text().find("none/key"), std::string::npos);
}

TEST(SigningKey, IsRefusedWhenOthersMayReadIt) {
    for (const mode_t mode : {0640U, 0604U, 0620U, 0660U, 0644U}) {
        const auto key = key_from(first_line + seed + "\n", mode);
        ASSERT_FALSE(key) << mode;
        EXPECT_EQ(key.error().kind, ErrorKind::refused);
    }
    EXPECT_TRUE(key_from(first_line + seed + "\n", 0400));
}

TEST(SigningKey, AnotherFileIsNoKey) {
    const std::string texts[] = {"",
                                 first_line,
                                 first_line + seed,
                                 first_line + seed + "\n\n",
                                 first_line + seed.substr(1) + "\n",
                                 first_line + "g" + seed.substr(1) + "\n",
                                 "muster signing key 2\n" + seed + "\n",
                                 first_line + seed + " ",
                                 std::string(100'000, 'x')};
    for (const std::string& text : texts) {
        const auto key = key_from(text);
        ASSERT_FALSE(key) << text;
        EXPECT_EQ(key.error().kind, ErrorKind::bad_input);
    }
    const TemporaryFolder folder;
    EXPECT_EQ(SigningKey::read(folder / "absent").error().kind, ErrorKind::bad_input);
    EXPECT_EQ(SigningKey::read(folder / ".").error().kind, ErrorKind::bad_input);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(SigningKey::read(folder / "pipe").error().kind, ErrorKind::bad_input);
}

TEST(TreeHead, IsSignedAsOneText) {
    EXPECT_EQ(signed_text(some_head()), "muster tree head 1\n"
                                        R"({"ledger":"ledger \"one\"","root":")" +
                                            hex(sha256("root")) +
                                            R"(","size":"55","time":"2018-07-28T00:00:11.000Z"})");
}

TEST(TreeHead, IsWrittenOnOneLineAndReadBack) {
    const SignedHead head = SigningKey::generate().sign(some_head());
    const std::string text = encode(head);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(decode_head(text), head);
    EXPECT_EQ(decode_head(" \r\n" + text + "\n\t"), head);
    EXPECT_TRUE(signature_holds(head));
}

TEST(TreeHead, ASignatureIsOfOneHeadAndOneKey) {
    const SigningKey key = SigningKey::generate();
    const SignedHead good = key.sign(some_head());
    SignedHead other = good;
    other.head.size += 1;
    EXPECT_FALSE(signature_holds(other));
    other = good;
    other.head.ledger += "x";
    EXPECT_FALSE(signature_holds(other));
    other = good;
    other.head.time.clear();
    EXPECT_FALSE(signature_holds(other));
    other = good;
    other.key = SigningKey::generate().public_key();
    EXPECT_FALSE(signature_holds(other));
    // A key of small order, under which a signature of zeros would hold for any text in a careless implementation.
    other = SignedHead{some_head(), {1}, {1}};
    EXPECT_FALSE(signature_holds(other));
}

TEST(TreeHead, AnyOtherTextIsNone) {
    const std::string good = encode(SigningKey::generate().sign(some_head()));
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    const std::string texts[] = {"",
                                 "  \n",
                                 "{}",
                                 good + good,
                                 good + ",",
                                 with("\"key\"", "\"kee\""),
                                 with("\"root\":\"", "\"root\":\"A"),
                                 with("\"size\":\"55\"", "\"size\":\"055\""),
                                 with("\"size\":\"55\"", "\"size\":\"-55\""),
                                 with("\"size\":\"55\"", "\"size\":55"),
                                 with("\"size\":\"55\"", "\"size\":[\"55\"]"),
                                 with(",\"size\":\"55\"", ""),
                                 with(",\"time\":\"2018-07-28T00:00:11.000Z\"", ""),
                                 with("\"time\"", "\"tame\":\"x\",\"time\""),
                                 with("\"signature\":\"", "\"signature\":\"00")};
    for (const std::string& text : texts) {
        const auto head = decode_head(text);
        ASSERT_FALSE(head) << text;
        EXPECT_EQ(head.error().kind, ErrorKind::verification);
    }
}

} // namespace
} // namespace muster::ledger
