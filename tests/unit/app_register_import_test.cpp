#include "app_register.hpp"
#include "muster/app/import_records.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class RegisterImport : public WithRegister {
  protected:
    Result<Answer> import(const std::string& kind, const std::string& text) {
        return import_records({recorder_, kind, write("table.csv", text), folder_ / "errors.csv"});
    }
    /// A specimen with a sample and extractions of these labels.
    void add_sample(const std::vector<std::string>& extractions) {
        ASSERT_TRUE(import("specimen", "accession,designator,human,bone,side,completeness\n"
                                       "A,1,Human,Femur,Left,Complete\n"));
        record("sample", {{"specimen", "A, 1"}, {"label", "01A"}, {"material", "bone"}, {"on", "2018-08-02"}});
        for (const std::string& label : extractions) {
            record("extraction", {{"sample", "A, 1, 01A"}, {"label", label}, {"on", "2018-08-03"}});
        }
    }
    Result<Answer> import_typing(const std::string& text) {
        return import_profiles({recorder_, write("typing.csv", text), "autosomal str", "2018-08-04", "", ""});
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, RegisterImport, ::testing::ValuesIn(backends()), database_name);

TEST_P(RegisterImport, EveryRowIsAnEntryWithItsPlace) {
    const auto answer = import("specimen", "Accession,DESIGNATOR,human,bone,side,completeness,Mass G\n"
                                           "A,1,human,femur,left,complete,412.50\n"
                                           "\n"
                                           "A,2,human,tibia,right,incomplete,\n");
    ASSERT_TRUE(answer);
    ASSERT_TRUE(answer->problems.empty()) << answer->problems[0].text();
    EXPECT_TRUE(says(answer->text, "recorded 2 specimen records, entries 9 to 10\n")) << answer->text;
    const json first = shown("A, 1");
    EXPECT_EQ(first["fields"]["mass_g"], "412.50");
    EXPECT_EQ(first["fields"]["bone"], "Femur");
    EXPECT_EQ(first["entries"][0]["source"], "table.csv:2");
    EXPECT_EQ(shown("A, 2")["entries"][0]["source"], "table.csv:4");
}

TEST_P(RegisterImport, OneBadRowStopsAllAndEveryProblemIsTold) {
    const auto answer = import("specimen", "accession,designator,human,bone,side,completeness,mass_g\n"
                                           "A,1,human,femur,left,complete,4x\n"
                                           "A,2,human,tibia,right,incomplete,5\n"
                                           "B,3,human,femurr,left,complete,5\n");
    ASSERT_TRUE(answer);
    std::string all;
    for (const Error& problem : answer->problems) {
        all += problem.text() + "\n";
    }
    EXPECT_TRUE(says(all, "table.csv:2: mass_g: '4x'")) << all;
    EXPECT_TRUE(says(all, "table.csv:4: accession: 'B' is not recorded")) << all;
    EXPECT_TRUE(says(all, "table.csv:4: bone: 'femurr'")) << all;
    EXPECT_EQ(count("specimen"), 0U);
    EXPECT_TRUE(says(read("errors.csv"), "row,problem\r\n2,mass_g: '4x'")) << read("errors.csv");
}

TEST_P(RegisterImport, RowsMayReferToRowsBeforeThem) {
    const auto answer = import("specimen", "accession,designator,human,bone,side,completeness,parent\n"
                                           "A,1,human,femur,left,complete,\n"
                                           "A,2,human,femur,left,incomplete,\"A, 1\"\n");
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->problems.empty());
    EXPECT_EQ(count("specimen"), 2U);
}

TEST_P(RegisterImport, ANameThatIsRecordedAlreadyIsAProblemOfItsRow) {
    const std::string table = "turnover,number\nW,01\nW,04\nW,04\n";
    auto answer = import("case", table);
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 2U);
    EXPECT_TRUE(says(answer->problems[0].text(), "table.csv:2: 'W/01' is recorded already (entry 5)"))
        << answer->problems[0].text();
    EXPECT_TRUE(says(answer->problems[1].text(), "table.csv:4: 'W/04' stands in line 3 already"))
        << answer->problems[1].text();
    EXPECT_EQ(count("case"), 3U);
    answer = import_records({recorder_, "case", write("table.csv", table), "", true});
    ASSERT_TRUE(answer && answer->problems.empty());
    EXPECT_EQ(count("case"), 6U);
}

TEST_P(RegisterImport, AnUnknownColumnIsAProblemThatNamesTheKnownOnes) {
    const auto answer = import("case", "turnover,numbr,colour\nW,9,red\nW,10\n");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 3U);
    EXPECT_TRUE(
        says(answer->problems[0].text(), "table.csv:1: a case has no field 'numbr'; its fields are turnover, number"))
        << answer->problems[0].text();
    EXPECT_TRUE(says(answer->problems[1].text(), "table.csv:1: a case has no field 'colour'"));
    EXPECT_TRUE(says(answer->problems[2].text(), "table.csv:3: this record has 2 fields, the header has 3"));
    EXPECT_TRUE(says(read("errors.csv"), "colour")) << read("errors.csv");
}

TEST_P(RegisterImport, ARowWithTooFewFieldsDoesNotHideWhatIsWrongWithOthers) {
    const auto answer = import("case", "turnover,number\nX,1\nW\nW,9,left over\n\nW,01\nW,\"8\n");
    ASSERT_TRUE(answer);
    std::vector<std::string> told;
    for (const Error& problem : answer->problems) {
        told.push_back(problem.text().substr(problem.text().find("table.csv:")));
    }
    ASSERT_EQ(told.size(), 5U);
    EXPECT_TRUE(says(told[0], "table.csv:2: turnover: 'X' is not recorded")) << told[0];
    EXPECT_EQ(told[1], "table.csv:3: this record has 1 fields, the header has 2");
    EXPECT_EQ(told[2], "table.csv:4: this record has 3 fields, the header has 2");
    EXPECT_TRUE(says(told[3], "table.csv:6: 'W/01' is recorded already (entry 5)")) << told[3];
    EXPECT_TRUE(says(told[4], "table.csv:7: a quotation mark")) << told[4];
    for (const char* row : {"\n2,", "\n3,", "\n4,", "\n6,", "\n7,"}) {
        EXPECT_TRUE(says(read("errors.csv"), row)) << read("errors.csv");
    }
    EXPECT_EQ(count("case"), 3U);
}

TEST_P(RegisterImport, ANameThatABadRowHasIsStillNamedTwice) {
    const auto answer = import("case", "turnover,number,seal\nW,04,\x01\nW,04,S\nW,,S\nW,,S\n");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 4U);
    EXPECT_TRUE(says(answer->problems[1].text(), "table.csv:3: 'W/04' stands in line 2 already"));
    EXPECT_TRUE(says(answer->problems[3].text(), "table.csv:5: number: is missing")) << answer->problems[3].text();
}

TEST_P(RegisterImport, ATableWithoutRowsIsAnError) {
    const auto answer = import("case", "turnover,number\n");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::bad_input);
}

TEST_P(RegisterImport, PhotographsComeWithTheirFiles) {
    write("a.jpg", "\xff\xd8\xff and more");
    write("b.jpg", "no photograph");
    auto answer = import("photograph", "of,file\ncase:W/01,a.jpg\ncase:W/02,b.jpg\ncase:W/03,c.jpg\n");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 2U);
    EXPECT_EQ(answer->problems[0].line, 3U);
    EXPECT_EQ(answer->problems[1].line, 4U);
    EXPECT_EQ(count("photograph"), 0U);
    answer = import("photograph", "of,file\ncase:W/01,a.jpg\n");
    ASSERT_TRUE(answer && answer->problems.empty());
    EXPECT_EQ(shown("photograph:#9")["fields"]["media_type"], "image/jpeg");
}

TEST_P(RegisterImport, ATemplateCanBeReadBackByTheImport) {
    ASSERT_TRUE(write_template("specimen", folder_ / "t.xlsx"));
    const auto answer = import_records({recorder_, "specimen", folder_ / "t.xlsx"});
    ASSERT_FALSE(answer);
    EXPECT_TRUE(says(answer.error().message, "has a header, but no rows")) << answer.error().text();
    const auto csv = write_template("custody transfer", "");
    ASSERT_TRUE(csv);
    EXPECT_TRUE(says(csv->text, "key,items,from,to")) << csv->text;
    EXPECT_EQ(write_template("specimen", folder_ / "t.pdf").error().kind, ErrorKind::usage);
}

TEST_P(RegisterImport, TypingBecomesOneResultForEachReplicate) {
    add_sample({"E1"});
    const auto answer = import_typing("sample,marker,allele1,allele2,height1,height2,replicate,kit\n"
                                      "01A,TH01,6,9.3,1000,800.5,1,K\n"
                                      "01A,D3S1358,14,16,1200,900,1,K\n"
                                      "01A,D3S1358,14,,,,2,K\n");
    ASSERT_TRUE(answer);
    ASSERT_TRUE(answer->problems.empty()) << answer->problems[0].text();
    EXPECT_EQ(count("result"), 2U);
    const json first = shown("result:#12");
    EXPECT_EQ(first["fields"]["extraction"], "A, 1, 01A, E1");
    EXPECT_EQ(first["fields"]["test"], "autosomal STR");
    EXPECT_EQ(first["fields"]["outcome"], "Reportable");
    EXPECT_EQ(first["personal"]["profile"],
              R"({"D3S1358":{"alleles":["14","16"],"heights":["1200","900"],"status":"typed"},)"
              R"("TH01":{"alleles":["6","9.3"],"heights":["1000","800.5"],"status":"typed"}})");
    EXPECT_EQ(shown("result:#13")["personal"]["profile"], R"({"D3S1358":{"alleles":["14"],"status":"partial"}})");
}

TEST_P(RegisterImport, TheSameTypingIsNotTakenTwice) {
    add_sample({"E1"});
    const std::string table = "sample,marker,allele1,allele2\n01A,TH01,6,9.3\n";
    ASSERT_TRUE(import_typing(table));
    const auto again = import_typing(table);
    ASSERT_TRUE(again);
    ASSERT_EQ(again->problems.size(), 1U);
    EXPECT_TRUE(says(again->problems[0].message, "has a result of this test and kit already (result:#12)"));
    ASSERT_TRUE(withdraw_record({because("typed from the wrong tray"), "result", "#12"}));
    const auto anew = import_typing(table);
    ASSERT_TRUE(anew);
    EXPECT_TRUE(anew->problems.empty());
}

TEST_P(RegisterImport, WhatIsWrongWithTypingAndWithItsSamplesIsToldTogether) {
    add_sample({"E1"});
    const auto answer = import_profiles({recorder_,
                                         write("typing.csv", "sample,marker,allele1,allele2,status\n"
                                                             "01A,TH01,6,9.3,finished\n"
                                                             "01B,TH01,6,9.3,\n"
                                                             "01A,D3S1358,14\n"
                                                             ",TH01,6,9.3,\n"),
                                         "autosomal str", "soon", "", folder_ / "errors.csv"});
    ASSERT_TRUE(answer);
    std::vector<std::size_t> lines;
    for (const Error& problem : answer->problems) {
        lines.push_back(problem.line);
    }
    EXPECT_EQ(lines, (std::vector<std::size_t>{2, 2, 3, 4, 5})) << read("errors.csv");
    EXPECT_TRUE(says(read("errors.csv"), "finished")) << read("errors.csv");
    EXPECT_TRUE(says(read("errors.csv"), "on: 'soon' is no date")) << read("errors.csv");
    EXPECT_TRUE(says(read("errors.csv"), "'01B' is not recorded")) << read("errors.csv");
    EXPECT_EQ(count("result"), 0U);
}

TEST_P(RegisterImport, SamplesAndExtractionsThatAreNotClearAreTold) {
    add_sample({"E1", "E2"});
    const auto answer = import_typing("sample,extraction,marker,allele1,allele2\n"
                                      "01B,E1,TH01,6,9.3\n"
                                      "01A,,TH01,6,9.3\n"
                                      "01A,E3,TH01,6,9.3\n"
                                      "01A,E2,TH01,6,9.3\n");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->problems.size(), 3U);
    EXPECT_TRUE(says(answer->problems[0].text(), "typing.csv:2: sample: '01B' is not recorded"));
    EXPECT_TRUE(says(answer->problems[1].text(), "typing.csv:3: sample A, 1, 01A has 2 extractions"));
    EXPECT_TRUE(says(answer->problems[2].text(), "typing.csv:4: extraction of A, 1, 01A: 'E3' is not recorded"));
    EXPECT_EQ(count("result"), 0U);
}

} // namespace
