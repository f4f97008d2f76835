#include "muster/formats/text_input.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(TextInput, DropsAByteOrderMark) {
    const auto input = decode_text("\xEF\xBB\xBFid,sex\n", "x.csv");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->text, "id,sex\n");
    EXPECT_TRUE(input->notes.empty());
}

TEST(TextInput, ReadsLatin1WhereTheBytesAreNotUtf8AndNotesIt) {
    const auto input = decode_text("Fr\xE9jus", "x.csv");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->text, "Fréjus");
    ASSERT_EQ(input->notes.size(), 1U);
    EXPECT_NE(input->notes[0].find("Latin-1"), std::string::npos);
}

TEST(TextInput, KeepsUtf8AsItIs) {
    const std::string text = "Zoë, 김, 𐍈";
    const auto input = decode_text(text, "x.csv");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->text, text);
    EXPECT_TRUE(input->notes.empty());
}

TEST(TextInput, TakesOverlongFormsAndSurrogatesForLatin1) {
    for (const std::string bytes :
         {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
        const auto input = decode_text(bytes, "x");
        ASSERT_TRUE(input);
        EXPECT_EQ(input->notes.size(), 1U);
    }
}

TEST(TextInput, RefusesUtf16AndBinaryFiles) {
    const auto utf16 = decode_text(std::string("\xFF\xFEi\0d\0", 6), "x.csv");
    ASSERT_FALSE(utf16);
    EXPECT_NE(utf16.error().message.find("UTF-16"), std::string::npos);
    const auto binary = decode_text(std::string("a\0b", 3), "x.csv");
    ASSERT_FALSE(binary);
    EXPECT_EQ(binary.error().kind, ErrorKind::bad_input);
}

TEST(TextInput, NamesAMissingFileAndAFolder) {
    const auto none = read_text("/no/such/file.csv");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().text(), "/no/such/file.csv: there is no such file");
    const auto folder = read_text(std::filesystem::temp_directory_path());
    ASSERT_FALSE(folder);
    EXPECT_NE(folder.error().message.find("folder"), std::string::npos);
}

TEST(TextInput, SplitsLinesWithAnyKindOfEnd) {
    const auto lines = split_lines("a\nb\r\nc\rd\n\ne");
    EXPECT_EQ(lines, (std::vector<std::string_view>{"a", "b", "c", "d", "", "e"}));
    EXPECT_TRUE(split_lines("").empty());
    EXPECT_EQ(split_lines("a\n").size(), 1U);
}

TEST(TextInput, TakesALineOfTenMegabytes) {
    const std::string text(10'000'000, 'x');
    const auto input = decode_text(text, "x");
    ASSERT_TRUE(input);
    EXPECT_EQ(split_lines(input->text).size(), 1U);
}

} // namespace
} // namespace muster
