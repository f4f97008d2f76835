#include "muster/ledger/entry.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace muster::ledger {
namespace {

Entry full() {
    Entry entry;
    entry.seq = 17;
    entry.time = "2018-07-27T00:15:02.123Z";
    entry.who = "custodian-3";
    entry.authority = "order 12";
    entry.action = Action::correct;
    entry.kind = "specimen";
    entry.key = "CIL 2003-116, G-42";
    entry.body = {{"bone", "Femur"}, {"zones", std::vector<std::string>{"1", "2"}}};
    entry.reason = "weighed \"again\"";
    entry.source = "specimens.csv:12";
    entry.simulated = true;
    entry.corrects = 4;
    entry.sealed = Commitment{"subject-1", sha256("abc")};
    return entry;
}

const std::string full_text =
    R"({"action":"correct","authority":"order 12","body":{"bone":"Femur","zones":["1","2"]},"corrects":"4",)"
    R"("key":"CIL 2003-116, G-42","kind":"specimen","reason":"weighed \"again\"","sealed":{"commitment":)"
    R"("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","subject":"subject-1"},"seq":"17",)"
    R"("simulated":"yes","source":"specimens.csv:12","time":"2018-07-27T00:15:02.123Z","who":"custodian-3"})";

/// The error's message; "accepted" if there is none.
std::string refusal(std::string_view text) {
    const auto entry = decode(text);
    if (!entry) {
        EXPECT_EQ(entry.error().kind, ErrorKind::verification);
        return entry.error().message;
    }
    return "accepted";
}

TEST(EntryText, HasEveryMemberInOrder) {
    EXPECT_EQ(encode(full()), full_text);
    const auto read = decode(full_text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, full());
}

TEST(EntryText, LeavesOutWhatIsEmpty) {
    EXPECT_EQ(encode(Entry{}), R"({"action":"record","body":{},"seq":"0"})");
    EXPECT_EQ(decode(encode(Entry{})), Entry{});
}

TEST(EntryText, KeepsEmptyTextsAndListsOfABody) {
    Entry entry;
    entry.body = {{"", ""}, {"a", std::vector<std::string>{}}, {"b", std::vector<std::string>{"", ""}}};
    EXPECT_EQ(encode(entry.body), R"({"":"","a":[],"b":["",""]})");
    EXPECT_EQ(decode(encode(entry)), entry);
}

TEST(EntryText, KeepsTheLargestNumbers) {
    Entry entry;
    entry.seq = std::numeric_limits<std::uint64_t>::max();
    entry.corrects = entry.seq - 1;
    EXPECT_EQ(decode(encode(entry)), entry);
    EXPECT_EQ(refusal(R"({"action":"record","body":{},"seq":"18446744073709551616"})").substr(0, 33),
              "is not an entry: its member \"seq\"");
}

/// RFC 8785, 3.2.2.2: seven short escapes, \u00xx in lower case for other control characters, nothing else.
TEST(EntryText, EscapesAsRfc8785Wants) {
    EXPECT_EQ(json_string(std::string_view("\b\t\n\f\r\"\\/\x7f\x00\x1f\x0b", 12)), R"("\b\t\n\f\r\"\\/)"
                                                                                    "\x7f"
                                                                                    R"(\u0000\u001f\u000b")");
    EXPECT_EQ(json_string("한 ü 😀 \u2028"), "\"한 ü 😀 \u2028\"");
}

/// RFC 8785, 3.2.3, with the example of that section: the order is that of UTF-16.
TEST(EntryText, SortsNamesByTheirUtf16) {
    const Body body = {{"\u20ac", "Euro Sign"},          {"\r", "Carriage Return"},
                       {"\ufb33", "Hebrew Dalet"},       {"1", "One"},
                       {"\U0001F600", "Emoji"},          {"\u0080", "Control"},
                       {"\u00f6", "Latin O with marks"}, {"\U0001F600\ufb33", "b"},
                       {"\U0001F600\U0001F601", "a"}};
    const std::string text = encode(body);
    std::size_t last = 0;
    for (const char* value :
         {"Carriage Return", "One", "Control", "Latin O", "Euro Sign", "Emoji", "\"a\"", "\"b\"", "Hebrew Dalet"}) {
        const std::size_t at = text.find(value);
        ASSERT_NE(at, std::string::npos);
        EXPECT_GT(at, last) << value;
        last = at;
    }
    EXPECT_EQ(decode_body(text), body);
}

TEST(EntryText, AnythingNotCanonicalIsRefused) {
    const std::string good = R"({"action":"record","body":{"a":"x"},"kind":"k","seq":"7"})";
    ASSERT_EQ(refusal(good), "accepted");
    const std::string bad[] = {
        "",
        "{}",
        "[]",
        "\"x\"",
        "null",
        good + "\n",
        " " + good,
        good + good,
        "\xef\xbb\xbf" + good,
        good + std::string(1, '\0'),
        R"({"action":"record","body":{"a":"x"},"seq":"7","kind":"k"})",             // order
        R"({"action":"record","body":{"a":"x"},"kind":"k", "seq":"7"})",            // white space
        R"({"action":"record","body":{"a":"x","a":"x"},"kind":"k","seq":"7"})",     // twice
        R"({"action":"record","action":"record","body":{},"kind":"k","seq":"7"})",  // twice
        R"({"action":"record","body":{"a":"\u0078"},"kind":"k","seq":"7"})",        // another escape
        R"({"action":"record","body":{"a":"\u001F"},"kind":"k","seq":"7"})",        // upper case
        R"({"action":"record","body":{"a":"\/"},"kind":"k","seq":"7"})",            // needless escape
        R"({"action":"record","body":{"a":"\ud800"},"kind":"k","seq":"7"})",        // half a character
        R"({"action":"record","body":{"b":"x","a":"y"},"kind":"k","seq":"7"})",     // order
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":"07"})",            // leading zero
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":"+7"})",            // sign
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":"7 "})",            // white space
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":""})",              // empty
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":7})",               // a number
        R"({"action":"record","body":{"a":7},"kind":"k","seq":"7"})",               // a number
        R"({"action":"record","body":{"a":null},"kind":"k","seq":"7"})",            // null
        R"({"action":"record","body":{"a":{"b":"c"}},"kind":"k","seq":"7"})",       // too deep
        R"({"action":"record","body":{"a":[["b"]]},"kind":"k","seq":"7"})",         // too deep
        R"({"action":"record","body":["a"],"kind":"k","seq":"7"})",                 // a list
        R"({"action":"record","body":"a","kind":"k","seq":"7"})",                   // a text
        R"({"action":["record"],"body":{"a":"x"},"kind":"k","seq":"7"})",           // a list
        R"({"action":"delete","body":{"a":"x"},"kind":"k","seq":"7"})",             // unknown
        R"({"action":"record","body":{"a":"x"},"kind":"","seq":"7"})",              // empty
        R"({"action":"record","body":{"a":"x"},"kind":"k","other":"o","seq":"7"})", // unknown
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":"7","simulated":"no"})",
        R"({"action":"record","body":{"a":"x"},"kind":"k","seq":"7","simulated":true})",
        R"({"action":"record","kind":"k","seq":"7"})",
        R"({"body":{"a":"x"},"kind":"k","seq":"7"})",
        R"({"action":"record","body":{"a":"x"},"kind":"k"})",
        R"({"action":"record","body":{},"sealed":{"commitment":"00","subject":"s"},"seq":"7"})",
        R"({"action":"record","body":{},"sealed":{"subject":"s"},"seq":"7"})",
        "{\"action\":\"record\",\"body\":{\"a\":\"\xff\"},\"kind\":\"k\",\"seq\":\"7\"}",
        "{\"action\":\"record\",\"body\":{\"a\":\"\n\"},\"kind\":\"k\",\"seq\":\"7\"}",
    };
    for (const std::string& text : bad) {
        EXPECT_NE(refusal(text), "accepted") << text;
    }
}

TEST(EntryText, TheMessageSaysWhere) {
    EXPECT_EQ(refusal(R"({"action":"record","body":{}, "seq":"7"})"),
              R"(is not an entry in its canonical form: at byte 29 stands " \"seq\":\"7\"}", expected )"
              R"("\"seq\":\"7\"}")");
    EXPECT_EQ(refusal(R"({"action":"record","body":{},"seq":"7"} )"),
              R"(is not an entry in its canonical form: at byte 39 stands " ", expected its end)");
    EXPECT_EQ(refusal(R"({"action":"record","body":{},"seq":"7","type":"x"})"),
              "is not an entry: its member \"type\" is not one that entries have, or has a value that it cannot have; "
              "see docs/ledger-format.md");
    EXPECT_EQ(refusal(""), "is not an entry: it is empty");
}

TEST(EntryText, DeepNestingIsRefusedWithoutHarm) {
    EXPECT_NE(refusal(std::string(100'000, '[')), "accepted");
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "{\"body\":";
    }
    EXPECT_NE(refusal(deep), "accepted");
}

TEST(BodyText, HoldsTextsAndListsOnly) {
    EXPECT_TRUE(decode_body(R"({"bone":"Femur","side":"Left"})"));
    EXPECT_TRUE(decode_body("{}"));
    EXPECT_FALSE(decode_body(R"({"bone":{"a":"b"}})"));
    EXPECT_FALSE(decode_body(R"({"side":"Left","bone":"Femur"})"));
    EXPECT_FALSE(decode_body(R"({"bone":"Femur","bone":"Femur"})"));
    EXPECT_FALSE(decode_body("{} "));
}

TEST(Utf8, IsToldFromWhatIsNot) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Kim 김 😀"));
    EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
    for (const char* bad : {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

} // namespace
} // namespace muster::ledger
