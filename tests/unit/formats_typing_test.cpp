#include "muster/formats/typing.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

auto read(const std::string& text) {
    const auto table = CsvTable::parse(text, "typing.csv");
    EXPECT_TRUE(table) << table.error().text();
    return read_typing(*table);
}

std::vector<std::string> messages(const std::string& text) {
    std::vector<std::string> out;
    for (const Error& error : read(text).problems) {
        out.push_back(error.text());
    }
    return out;
}

TEST(Typing, GroupsTheLongFormByReplicateInTheOrderOfTheTable) {
    const Typing typing = read("sample,extraction,replicate,kit,test,marker,allele1,allele2,allele3\n"
                               "01A,E1,R1,KitX,autosomal STR,TH01,\"9,3\",6,\n"
                               "02A,E1,R1,KitX,,TH01,7,,\n"
                               "01A,E1,R2,KitX,,TH01,6,9.3,\n"
                               "01A,E1,R1,,,D18S51,14,16,17\n");
    ASSERT_TRUE(typing.problems.empty());
    ASSERT_EQ(typing.rows.size(), 3U);
    const TypingRow& first = typing.rows[0];
    EXPECT_EQ(first.sample + first.extraction + first.replicate, "01AE1R1");
    EXPECT_EQ(first.kit, "KitX");
    EXPECT_EQ(first.test, "autosomal STR");
    EXPECT_EQ(first.line, 2U);
    ASSERT_EQ(first.loci.size(), 2U);
    EXPECT_EQ(first.loci.at("TH01"), (LocusResult{LocusStatus::typed, {"9.3", "6"}, {}}));
    EXPECT_EQ(first.loci.at("D18S51"), (LocusResult{LocusStatus::typed, {"14", "16", "17"}, {}}));
    EXPECT_EQ(typing.rows[1].sample, "02A");
    EXPECT_EQ(typing.rows[1].loci.at("TH01"), (LocusResult{LocusStatus::partial, {"7"}, {}}));
    EXPECT_EQ(typing.rows[2].replicate, "R2");
    EXPECT_EQ(typing.rows[2].line, 4U);
}

TEST(Typing, ReadsTheWideFormWithAColumnAMarker) {
    const Typing typing = read("sample,kit,TH01,D18S51,SE33\n01A,KitX,6/9.3,14,\n02A,KitX,-/-,?/16,12 13\n");
    ASSERT_TRUE(typing.problems.empty());
    ASSERT_EQ(typing.rows.size(), 2U);
    EXPECT_EQ(typing.rows[0].extraction, "1");
    EXPECT_EQ(typing.rows[0].replicate, "1");
    EXPECT_EQ(typing.rows[0].loci.at("TH01"), (LocusResult{LocusStatus::typed, {"6", "9.3"}, {}}));
    EXPECT_EQ(typing.rows[0].loci.at("D18S51"), (LocusResult{LocusStatus::partial, {"14"}, {}}));
    EXPECT_FALSE(typing.rows[0].loci.contains("SE33")); // blank: not said
    EXPECT_EQ(typing.rows[1].loci.at("TH01").status, LocusStatus::not_tested);
    EXPECT_EQ(typing.rows[1].loci.at("SE33").alleles, (std::vector<std::string>{"12", "13"}));
}

TEST(Typing, TakesTheLaboratorysWordForAStatus) {
    const Typing typing = read("sample,marker,allele1,allele2,status\n"
                               "A,M1,14,16,partial\nA,M2,14,,typed\nA,M3,,,empty\nA,M4,,,not_tested\nA,M5,,,\n");
    ASSERT_TRUE(typing.problems.empty());
    const auto& loci = typing.rows.front().loci;
    EXPECT_EQ(loci.at("M1"), (LocusResult{LocusStatus::partial, {"14", "16"}, {}}));
    EXPECT_EQ(loci.at("M2"), (LocusResult{LocusStatus::typed, {"14"}, {}}));
    EXPECT_EQ(loci.at("M3").status, LocusStatus::tested_and_empty);
    EXPECT_EQ(loci.at("M4").status, LocusStatus::not_tested);
    EXPECT_EQ(loci.at("M5").status, LocusStatus::not_tested);
}

TEST(Typing, AStatusOfTheWideFormSpeaksOfBlankCellsOnlyWhereItSaysThatNothingWasSeen) {
    const Typing typing = read("sample,status,TH01,SE33\nA,empty,,\nB,typed,14,\nC,,,\n");
    ASSERT_TRUE(typing.problems.empty());
    EXPECT_EQ(typing.rows[0].loci.at("TH01").status, LocusStatus::tested_and_empty);
    EXPECT_EQ(typing.rows[0].loci.at("SE33").status, LocusStatus::tested_and_empty);
    EXPECT_EQ(typing.rows[1].loci.size(), 1U);
    EXPECT_EQ(typing.rows[1].loci.at("TH01").status, LocusStatus::typed);
    EXPECT_TRUE(typing.rows[2].loci.empty()); // a failed replicate is kept
}

TEST(Typing, KeepsHeightsInTheOrderOfTheAlleles) {
    const Typing typing = read("sample;marker;allele1;allele2;allele3;height1;height2;height3\n"
                               "A;M1;14;16;;850;902,5;\nA;M2;?;16;;;77;\nA;M3;12;12;;400;;\nA;M4;1;2;3;;;\n"
                               "A;M5;-;-;;-;-;\n");
    ASSERT_TRUE(typing.problems.empty()) << typing.problems.front().text();
    const auto& loci = typing.rows.front().loci;
    EXPECT_EQ(loci.at("M1").heights, (std::vector<double>{850.0, 902.5}));
    EXPECT_EQ(loci.at("M2").heights, (std::vector<double>{77.0}));
    EXPECT_EQ(loci.at("M3").heights, (std::vector<double>{400.0, 400.0}));
    EXPECT_TRUE(loci.at("M4").heights.empty());
    EXPECT_TRUE(loci.at("M5").heights.empty());
}

TEST(Typing, ReportsEveryBadRow) {
    const auto found = messages("sample,marker,allele1,allele2,height1,height2,status,kit\n"
                                "A,TH01,6,9.3,,,,KitX\n"
                                ",TH01,6,9.3,,,,\n"
                                "A,,6,9.3,,,,\n"
                                "A,TH01,6,7,,,,\n"
                                "A,SE33,14,16,,,empty,\n"
                                "A,FGA,14,16,high,20,,\n"
                                "A,vWA,14,16,-5,20,,\n"
                                "A,D1,14,16,10,,,\n"
                                "A,D2,14,,10,20,,\n"
                                "A,D3,,,,,typed,\n"
                                "A,D4,14,16,,,finished,\n"
                                "A,D5,14,16,,,,KitY\n"
                                "A,D6,14,16,,,,\n"
                                "A,D7,,,,,partial,\n");
    ASSERT_EQ(found.size(), 12U);
    const std::string again = "typed twice; if these are two amplifications, say so in a column \"replicate\"";
    const std::string status = " is not known or contradicts the alleles; expected typed or partial beside alleles, "
                               "empty or not_tested without";
    EXPECT_EQ(found[0], "typing.csv:3: the sample has no name");
    EXPECT_EQ(found[1], "typing.csv:4: sample 'A': the marker has no name");
    EXPECT_EQ(found[2], "typing.csv:5: sample 'A', marker 'TH01': " + again);
    EXPECT_EQ(found[3], "typing.csv:6: sample 'A', marker 'SE33': the status 'empty'" + status);
    EXPECT_EQ(found[4], "typing.csv:7: sample 'A', marker 'FGA': the height 'high' is no number from 0 up");
    EXPECT_EQ(found[5], "typing.csv:8: sample 'A', marker 'vWA': the height '-5' is no number from 0 up");
    EXPECT_EQ(found[6], "typing.csv:9: sample 'A', marker 'D1': allele '16' has no height, but others have; give all "
                        "heights or none");
    EXPECT_EQ(found[7], "typing.csv:10: sample 'A', marker 'D2': the height '20' stands beside no allele");
    EXPECT_EQ(found[8], "typing.csv:11: sample 'A', marker 'D3': the status 'typed'" + status);
    EXPECT_EQ(found[9], "typing.csv:12: sample 'A', marker 'D4': the status 'finished'" + status);
    EXPECT_EQ(found[10], "typing.csv:13: sample 'A': the kit is 'KitY', and 'KitX' before; if these are two "
                         "amplifications, say so in a column \"replicate\"");
    EXPECT_EQ(found[11], "typing.csv:15: sample 'A', marker 'D7': the status 'partial'" + status);
}

TEST(Typing, ReportsBadRowsOfTheWideForm) {
    const auto found = messages("sample,status,TH01,SE33\nA,typed,-/-,14\nA,,6/7,\nA,,8/9,\nB,finished,,\n,,1,2\n");
    ASSERT_EQ(found.size(), 4U);
    EXPECT_NE(found[0].find("typing.csv:2: sample 'A', marker 'TH01': the status 'typed'"), std::string::npos);
    EXPECT_NE(found[1].find("typing.csv:4: sample 'A', marker 'TH01': typed twice"), std::string::npos);
    EXPECT_NE(found[2].find("typing.csv:5: sample 'B': the status 'finished' is not known"), std::string::npos);
    EXPECT_EQ(found[3], "typing.csv:6: the sample has no name");
}

TEST(Typing, RefusesColumnsThatItWouldPassOverOrTakeForMarkers) {
    EXPECT_EQ(messages("sample,marker,allele1,allele2,heigth1,colour\nA,M,1,2,3,red\n").size(), 2U);
    EXPECT_EQ(messages("sample,sex,TH01\nA,M,6/7\n"),
              (std::vector<std::string>{"typing.csv:1: the column 'sex' has no place in a table of typing; correct its "
                                        "name or take it out"}));
    EXPECT_EQ(messages("sample,allele1,allele2\nA,6,7\n").size(), 3U); // neither of them a marker, and no other
    EXPECT_EQ(messages("marker,allele1,allele2\nM,6,7\n").size(), 1U);
    EXPECT_EQ(
        messages("sample,marker,allele1\nA,M,6\n"),
        (std::vector<std::string>{"typing.csv:1: the column 'allele2' is missing; found: sample, marker, allele1"}));
}

} // namespace
} // namespace muster
