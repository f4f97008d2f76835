#include "muster/report/identification_report.hpp"
#include "report_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace muster;
using muster::testing::fixture_case;
using muster::testing::fixture_identification;

const ReportInfo info{"0.1.0", "1 January 2026", "muster identify 'a & b.fam' <x>"};

std::string page(bool simulated = true) {
    const Case subject = fixture_case(simulated);
    return html_report(subject, fixture_identification(subject), info);
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// What an XML parser would object to first; empty if nothing. Attributes must be quoted, tags nested.
std::string malformed(const std::string& text) {
    std::vector<std::string> open;
    std::size_t at = text.find('>') + 1; // after the doctype
    while (at < text.size()) {
        const std::size_t start = text.find_first_of("<&", at);
        if (start == std::string::npos) {
            break;
        }
        if (text[start] == '&') {
            const std::size_t end = text.find(';', start);
            const std::string entity = text.substr(start + 1, end - start - 1);
            const std::vector<std::string> known{"amp", "lt", "gt", "quot", "#39"};
            if (std::find(known.begin(), known.end(), entity) == known.end()) {
                return "bare & before: " + text.substr(start, 30);
            }
            at = end + 1;
            continue;
        }
        bool quoted = false;
        std::size_t end = start + 1;
        for (; end < text.size() && (quoted || text[end] != '>'); ++end) {
            if (text[end] == '"') {
                quoted = !quoted;
            } else if (text[end] == '<') {
                return "< inside a tag: " + text.substr(start, 60);
            }
        }
        const std::string tag = text.substr(start + 1, end - start - 1);
        const std::string name = tag.substr(0, tag.find_first_of(" /\n", 1));
        if (tag[0] == '/') {
            if (open.empty() || open.back() != tag.substr(1)) {
                return "unexpected <" + tag + ">, open: " + (open.empty() ? "nothing" : open.back());
            }
            open.pop_back();
        } else if (tag.back() != '/') {
            open.push_back(name);
        }
        at = end + 1;
    }
    return open.empty() ? std::string() : "never closed: " + open.back();
}

TEST(HtmlReport, IsWellFormed) {
    EXPECT_EQ(malformed(page()), "");
}

TEST(HtmlReport, AsksForNothingFromOutside) {
    const std::string text = page();
    for (const char* outside :
         {"http", "//", "src=", "@import", "url(h", "<link", "<iframe", "<img", "fetch(", "XMLHttp"}) {
        EXPECT_FALSE(has(text, outside)) << outside;
    }
}

TEST(HtmlReport, NamesEverySampleAndPersonEscaped) {
    const std::string text = page();
    for (int s = 1; s <= 12; ++s) {
        EXPECT_TRUE(
            has(text, "<bdi>" + muster::testing::FixtureCase::label("B-", static_cast<std::size_t>(s)) + "</bdi>"));
    }
    for (const char* person :
         {"F01-elder", "F01-younger", "F02-lost", "F03-second-son", "실종자 넷째", "F06-lost", "F07-lost", "F08-lost",
          "F09-lost", "F10-lost", "F11-lost", "Lost &amp; &lt;found&gt; &quot;5&quot; &#39;x&#39;"}) {
        EXPECT_TRUE(has(text, std::string("<bdi>") + person + "</bdi>")) << person;
    }
    EXPECT_FALSE(has(text, "<found>"));
    EXPECT_FALSE(has(text, "<b>"));
    EXPECT_FALSE(has(text, "<not>"));
    EXPECT_TRUE(has(text, "muster identify &#39;a &amp; b.fam&#39; &lt;x&gt;"));
}

TEST(HtmlReport, SaysSimulatedOnThePageAndInPrintIfAndOnlyIfItIs) {
    const std::string simulated = page(true);
    EXPECT_TRUE(has(simulated, "<strong>SIMULATED DATA</strong>"));
    EXPECT_TRUE(has(simulated, "@top-right{content:\"SIMULATED DATA\""));
    EXPECT_TRUE(has(simulated, "<title>SIMULATED DATA"));
    const std::string real = page(false);
    EXPECT_FALSE(has(real, "SIMULATED"));
    EXPECT_FALSE(has(real, "simulated"));
}

TEST(HtmlReport, IsTheSameEveryTime) {
    EXPECT_EQ(page(), page());
}

TEST(HtmlReport, HoldsNoNumberThatIsNone) {
    const std::string text = page();
    EXPECT_FALSE(has(text, "nan"));
    EXPECT_FALSE(has(text, ">inf"));
    EXPECT_FALSE(has(text, "-inf"));
}

TEST(HtmlReport, TellsTwoBrothersApartFromACertainty) {
    const std::string text = page();
    const std::size_t row = text.find("<tr role=\"row\" data-sample=\"B-01\">");
    ASSERT_NE(row, std::string::npos);
    const std::string first = text.substr(row, text.find("</tr>", row) - row);
    EXPECT_TRUE(has(first, "close runner-up"));
    EXPECT_TRUE(has(first, "F01-elder"));
    EXPECT_TRUE(has(first, "F01-younger"));
    EXPECT_TRUE(has(first, "odds 1\u00a0to\u00a01"));
    EXPECT_TRUE(has(first, "times more likely than from an unrelated person"));
}

TEST(HtmlReport, SaysWhoHasNoCandidateAndWhy) {
    const std::string text = page();
    const std::size_t samples = text.find("Samples without a candidate");
    ASSERT_NE(samples, std::string::npos);
    EXPECT_TRUE(has(text.substr(samples, 120), "<bdi>B-10</bdi>, <bdi>B-11</bdi>"));
    const std::size_t persons = text.find("Missing persons without a candidate");
    const std::string after = text.substr(persons, 400);
    EXPECT_TRUE(has(after, "F09-lost"));
    EXPECT_TRUE(has(after, "no relative is typed"));
}

TEST(HtmlReport, MarksASampleWhosePersonIsBestForAnotherToo) {
    EXPECT_TRUE(has(page(), "also best for <bdi>B-08</bdi>"));
}

TEST(HtmlReport, DrawsCousinsWithADoubleLineAndSaysHowPeopleAreRelated) {
    const std::string text = page();
    EXPECT_TRUE(has(text, "class=\"double\" d=\"M"));
    EXPECT_TRUE(has(text, "half-sister of <bdi>F03-second-son</bdi>"));
    EXPECT_TRUE(has(text, "grandfather of <bdi>F02-lost</bdi>"));
    EXPECT_TRUE(has(text, "mother of <bdi>F01-elder</bdi>, <bdi>F01-younger</bdi>"));
    EXPECT_TRUE(has(text, "partner of <bdi>F11-lost</bdi>"));
    EXPECT_TRUE(has(text, "Nobody of this family is typed."));
}

TEST(HtmlReport, ShowsPartialEmptyAndUntestedLociApart) {
    const std::string text = page();
    EXPECT_TRUE(has(text, ">12/?</td>"));
    EXPECT_TRUE(has(text, ">none seen</td>"));
    EXPECT_TRUE(has(text, "Tested, nothing seen at: <bdi>LOC04</bdi>"));
    EXPECT_TRUE(has(text, "No result at: <bdi>LOC05</bdi>"));
}

TEST(HtmlReport, SaysInWordsWhereALocusExcludes) {
    const Case subject = fixture_case();
    IdentifyOptions options;
    options.mutation = false;
    const auto id = identify(subject, options);
    ASSERT_TRUE(id) << id.error().text();
    const std::string text = html_report(subject, *id, info);
    EXPECT_EQ(malformed(text), "");
    EXPECT_TRUE(has(text, "excluded, and at which loci"));
    EXPECT_TRUE(has(text, "<bdi>F11-lost</bdi> is excluded at <bdi>LOC10</bdi> only"));
    EXPECT_TRUE(has(text, "A true relative who carries a mutation is then excluded."));
}

TEST(HtmlReport, ShowsBothLociOfALinkedGroup) {
    CaseInput input = muster::testing::FixtureCase(true).input();
    input.linkage.push_back({{"LOC01", "LOC02"}, {0.1}});
    const auto subject = Case::make(input);
    ASSERT_TRUE(subject) << subject.error().text();
    const std::string text = html_report(*subject, fixture_identification(*subject), info);
    EXPECT_EQ(malformed(text), "");
    EXPECT_TRUE(has(text, "LOC01<br/>LOC02<br/><small>linked</small>"));
    EXPECT_TRUE(has(text, "20; 1 linked group"));
}

TEST(HtmlReport, OfAnAnswerThatTheCaseDoesNotKnowStillStands) {
    const std::string text = html_report(fixture_case(), muster::testing::small_identification(), info);
    EXPECT_EQ(malformed(text), "");
    EXPECT_TRUE(has(text, "Without a pedigree: <bdi>P1</bdi>, <bdi>say &quot;P2&quot;</bdi>, <bdi>=P3</bdi>"));
}

TEST(HtmlReport, OfNothingIsAPage) {
    EXPECT_EQ(malformed(html_report(fixture_case(), Identification{}, ReportInfo{})), "");
}

TEST(HtmlReport, FallsBackToTheFirstCandidatesInAVeryLargeMatrix) {
    Identification id;
    for (std::size_t p = 0; p < 60; ++p) {
        id.persons.push_back(muster::testing::FixtureCase::label("Q", p));
        id.families.emplace_back();
        id.by_person.emplace_back();
    }
    for (std::size_t s = 0; s < 100; ++s) {
        id.samples.push_back(muster::testing::FixtureCase::label("R", s));
        id.pairs.emplace_back(60,
                              Pair{PairStatus::excluded, -std::numeric_limits<double>::infinity(), 3, {"LOC01"}, {}});
        id.pairs.back()[s % 60] = Pair{PairStatus::ok, 4.5, 20, {}, {{"LOC01", 4.5, true}}};
        id.by_sample.push_back({Candidate{s % 60, 4.5, 0.9}});
        id.by_person[s % 60].push_back(Candidate{s, 4.5, 0.9});
        id.posterior.emplace_back(60, 0.0);
        id.posterior_none.push_back(0.1);
    }
    const std::string text = html_report(fixture_case(), id, info);
    EXPECT_EQ(malformed(text), "");
    EXPECT_TRUE(has(text, "6,000 pairs are too many to draw"));
    EXPECT_TRUE(has(text, "lr_matrix.csv"));
    EXPECT_LT(text.size(), 2'000'000U);
}

TEST(HtmlReport, KeepsHarmfulNamesHarmless) {
    CaseInput input = muster::testing::FixtureCase(false).input();
    input.name = "</title><script>alert(1)</script>\"; } body { display:none } \x01 \xFF";
    input.notes = {"</style><script>alert(2)</script>"};
    const auto subject = Case::make(input);
    ASSERT_TRUE(subject) << subject.error().text();
    const std::string text = html_report(*subject, fixture_identification(*subject), info);
    EXPECT_EQ(malformed(text), "");
    EXPECT_FALSE(has(text, "<script>alert"));
    EXPECT_FALSE(has(text, "\x01"));
    EXPECT_FALSE(has(text, "\xFF"));
    EXPECT_FALSE(has(text, "\"; }"));
}

} // namespace
