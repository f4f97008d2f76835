#include "../../src/report/html.hpp"
#include "../../src/report/view.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace {

using namespace muster;

TEST(ReportText, EscapesWhatMeansSomethingInHtml) {
    EXPECT_EQ(html::text("a<b>&\"'c"), "a&lt;b&gt;&amp;&quot;&#39;c");
    EXPECT_EQ(html::text("실종자 日本 עברית 🕯"), "실종자 日本 עברית 🕯");
    EXPECT_EQ(html::text("tab\tline\n"), "tab\tline\n");
}

TEST(ReportText, ReplacesControlCharactersAndBrokenUtf8) {
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(html::text(std::string("a\0b", 3)), "a" + mark + "b");
    EXPECT_EQ(html::text("\x1B["), mark + "[");
    EXPECT_EQ(html::text("\xC3("), mark + "(");                // a lead byte without its next
    EXPECT_EQ(html::text("\xED\xA0\x80"), mark + mark + mark); // half of a surrogate pair
    EXPECT_EQ(html::text("\xC0\xAF"), mark + mark);            // overlong
    EXPECT_EQ(html::text("\xF0\x9F\x95"), mark + mark + mark); // cut short
    EXPECT_EQ(html::text("\xEF\xBF\xBE"), mark);               // U+FFFE is not a character
}

TEST(ReportText, WritesCssStringsThatCannotEnd) {
    EXPECT_EQ(html::css_string("a\"</style>"), "a\\22 \\3c \\2f style\\3e ");
    EXPECT_EQ(html::css_string("가"), "\\ac00 ");
}

TEST(ReportText, ReadsLargeRatiosAloud) {
    EXPECT_EQ(html::magnitude(0.505149978), "about 3.2");
    EXPECT_EQ(html::magnitude(2.50515), "about 320");
    EXPECT_EQ(html::magnitude(3.0), "about 1,000");
    EXPECT_EQ(html::magnitude(4.3222193), "about 21,000");
    EXPECT_EQ(html::magnitude(6.3222193), "about 2.1 million");
    EXPECT_EQ(html::magnitude(8.3222193), "about 210 million");
    EXPECT_EQ(html::magnitude(9.0), "about 1.0 billion");
    EXPECT_EQ(html::magnitude(13.0), "about 10 trillion");
    EXPECT_EQ(html::magnitude(17.4771213), "about 3.0\u00a0×\u00a010¹⁷");
}

TEST(ReportText, RoundsUpIntoTheNextWord) {
    EXPECT_EQ(html::magnitude(5.99995), "about 1.0 million");
    EXPECT_EQ(html::magnitude(8.99995), "about 1.0 billion");
    EXPECT_EQ(html::magnitude(2.99995), "about 1,000");
    EXPECT_EQ(html::magnitude(17.99995), "about 1.0\u00a0×\u00a010¹⁸");
}

TEST(ReportText, WritesSmallRatiosAndExclusions) {
    EXPECT_EQ(html::ratio(-0.30103), "0.50");
    EXPECT_EQ(html::ratio(-6.50864), "3.1\u00a0×\u00a010⁻⁷");
    EXPECT_EQ(html::ratio(-std::numeric_limits<double>::infinity()), "0");
    EXPECT_EQ(html::log10_lr(-std::numeric_limits<double>::infinity()), "excluded");
    EXPECT_EQ(html::log10_lr(-0.4), "−0.40");
    EXPECT_EQ(html::number(-0.001, 2), "0.00");
}

TEST(ReportText, NeverClaimsAHundredPerCent) {
    EXPECT_EQ(html::percent(1.0), "more than 99.99\u00a0%");
    EXPECT_EQ(html::percent(0.99995), "more than 99.99\u00a0%");
    EXPECT_EQ(html::percent(0.9987), "99.87\u00a0%");
    EXPECT_EQ(html::percent(0.5), "50.0\u00a0%");
    EXPECT_EQ(html::percent(0.00001), "less than 0.01\u00a0%");
    EXPECT_EQ(html::percent(0.0), "0\u00a0%");
}

TEST(ReportText, CutsLongNamesBetweenLetters) {
    EXPECT_EQ(html::fitted("short", 10.0), "short");
    EXPECT_EQ(html::fitted("가나다라마바사", 4.0), "가나다…");
}

TEST(ReportText, NamesRelativesAsFamiliesDo) {
    const auto record = [](const char* id, Sex sex, const char* father = "", const char* mother = "") {
        PersonRecord r;
        r.id = id;
        r.sex = sex;
        r.father = father;
        r.mother = mother;
        return r;
    };
    const auto pedigree = Pedigree::make({
        record("gf", Sex::male),
        record("gm", Sex::female),
        record("f", Sex::male, "gf", "gm"),
        record("aunt", Sex::female, "gf", "gm"),
        record("m", Sex::female),
        record("other", Sex::female),
        record("me", Sex::male, "f", "m"),
        record("sis", Sex::female, "f", "m"),
        record("half", Sex::male, "f", "other"),
        record("in-law", Sex::male),
        record("niece", Sex::female, "in-law", "sis"),
        record("uncle", Sex::male),
        record("cousin", Sex::unknown, "uncle", "aunt"),
        record("wife", Sex::female),
        record("kid", Sex::unknown, "me", "wife"),
    });
    ASSERT_TRUE(pedigree) << pedigree.error().text();
    const auto is = [&](const char* relative) {
        return report::relation(*pedigree, *pedigree->find("me"), *pedigree->find(relative));
    };
    EXPECT_EQ(is("me"), "own profile");
    EXPECT_EQ(is("gm"), "grandmother");
    EXPECT_EQ(is("f"), "father");
    EXPECT_EQ(is("aunt"), "aunt");
    EXPECT_EQ(is("sis"), "sister");
    EXPECT_EQ(is("half"), "half-brother");
    EXPECT_EQ(is("niece"), "niece");
    EXPECT_EQ(is("cousin"), "cousin");
    EXPECT_EQ(is("wife"), "partner");
    EXPECT_EQ(is("kid"), "child");
    EXPECT_EQ(is("other"), "relative by marriage");
}

} // namespace
