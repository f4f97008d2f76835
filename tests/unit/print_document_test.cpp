#include "muster/print/document.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace muster;
using namespace muster::print;

namespace {

/// What a program prints of a PDF on its standard input (poppler, zbar: other hands than those that made it).
std::string seen_by(const std::string& command, const std::string& pdf) {
    const auto file = std::filesystem::temp_directory_path() / ("muster-print-" + std::to_string(getpid()) + ".pdf");
    std::ofstream(file, std::ios::binary) << pdf;
    std::string whole = command;
    whole.replace(whole.find("FILE"), 4, file.string());
    FILE* pipe = popen((whole + " 2>/dev/null").c_str(), "r");
    std::string out;
    std::array<char, 4096> part{};
    for (std::size_t n = 0; (n = fread(part.data(), 1, part.size(), pipe)) > 0;) {
        out.append(part.data(), n);
    }
    EXPECT_EQ(pclose(pipe), 0) << whole;
    std::filesystem::remove(file);
    return out;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Document example() {
    Document document({"Identification SIM-ID-01", "en", "SIM-ID-01 · head 4191", "2026-11-28T09:30:00Z", true});
    document.heading(1, "Identification SIM-ID-01");
    document.notice("A notice in a frame.");
    document.heading(2, "Evidence");
    document.paragraph("The family 모의 (simulated) was told; efficient office.");
    document.facts({{"person", "SIM-F0001-missing"}, {"log10 LR", "6.08"}});
    document.table({{"locus", 1.0}, {"log10 LR", 1.0, true}}, {{"TH01", "1.20"}, {"vWA", "0.30"}});
    document.code("muster:head:4191:abc", "QR code: the tree head", "The tree head, to be checked by its code.");
    document.note("Made by muster.");
    return document;
}

TEST(PrintedDocument, TextCanBeSelectedInLatinAndHangul) {
    const auto pdf = example().pdf();
    ASSERT_TRUE(pdf) << pdf.error().message;
    const std::string text = seen_by("pdftotext FILE -", *pdf);
    for (const char* part : {"Identification SIM-ID-01", "모의", "efficient office", "TH01", "1.20", "1/1",
                             "SIMULATED: nothing of this is of the real world"}) {
        EXPECT_TRUE(has(text, part)) << part << " in:\n" << text;
    }
}

TEST(PrintedDocument, StructureTellsHeadingsTablesAndWhatFiguresShow) {
    const auto pdf = example().pdf();
    ASSERT_TRUE(pdf);
    const std::string tree = seen_by("pdfinfo -struct FILE", *pdf);
    for (const char* part : {"H1", "H2", "P (block)", "Table", "TR", "TH", "TD", "Figure"}) {
        EXPECT_TRUE(has(tree, part)) << part << " in:\n" << tree;
    }
    const std::string info = seen_by("pdfinfo FILE", *pdf);
    EXPECT_TRUE(has(info, "Tagged:          yes")) << info;
    EXPECT_TRUE(has(info, "Title:           Identification SIM-ID-01")) << info;
    const std::string raw = seen_by("qpdf --qdf --object-streams=disable FILE -", *pdf);
    EXPECT_TRUE(has(raw, "/Lang (en)"));
    EXPECT_TRUE(has(raw, "/DisplayDocTitle true"));
    EXPECT_TRUE(has(raw, "/Alt (QR code: the tree head)"));
}

TEST(PrintedDocument, TheSameContentGivesTheSameBytes) {
    EXPECT_EQ(*example().pdf(), *example().pdf());
}

TEST(PrintedDocument, NothingIsLostOverManyPages) {
    Document document({"Long", "en", "long"});
    document.heading(1, "Long");
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < 300; ++i) {
        document.paragraph("paragraph-" + std::to_string(i) + " " + std::string(static_cast<std::size_t>(i), 'x'));
        rows.push_back({"row-" + std::to_string(i), std::string(static_cast<std::size_t>(i % 7) * 40, 'y')});
    }
    rows.push_back({"row-tall", std::string(40000, 'z')}); // higher than a page
    document.table({{"name", 1.0}, {"text", 3.0}}, rows);
    const auto pdf = document.pdf();
    ASSERT_TRUE(pdf) << pdf.error().message;
    const std::string text = seen_by("pdftotext FILE -", *pdf);
    for (int i = 0; i < 300; ++i) {
        EXPECT_TRUE(has(text, "paragraph-" + std::to_string(i) + "\n") ||
                    has(text, "paragraph-" + std::to_string(i) + " "))
            << i;
        EXPECT_TRUE(has(text, "row-" + std::to_string(i) + "\n")) << i;
    }
    EXPECT_EQ(std::count(text.begin(), text.end(), 'z'), 40000);
    seen_by("qpdf --check FILE", *pdf); // its exit status says whether it is sound
    const std::string info = seen_by("pdfinfo FILE", *pdf);
    const auto pages = std::stoul(info.substr(info.find("Pages:") + 6));
    EXPECT_GT(pages, 10U);
    EXPECT_TRUE(has(text, std::to_string(pages) + "/" + std::to_string(pages)));
}

TEST(LabelSheets, CarryCodesThatAScannerReads) {
    std::vector<Label> labels;
    for (int i = 1; i <= 16; ++i) {
        labels.push_back({"case:SIM-TURNOVER/" + std::to_string(i),
                          "SIM-TURNOVER/" + std::to_string(i),
                          {"case", "seal 0" + std::to_string(i)},
                          true});
    }
    const auto pdf = label_sheets({"Labels", "en"}, labels, 0);
    ASSERT_TRUE(pdf) << pdf.error().message;
    const std::string codes =
        seen_by("pdftoppm -r 150 -png -f 1 -l 1 FILE /tmp/muster-label && zbarimg --nodbus --raw -q "
                "/tmp/muster-label-1.png; rm -f /tmp/muster-label-1.png",
                *pdf);
    for (int i = 1; i <= 14; ++i) {
        EXPECT_TRUE(has(codes, "case:SIM-TURNOVER/" + std::to_string(i) + "\n")) << i << " in:\n" << codes;
    }
    EXPECT_FALSE(has(codes, "/15")) << "the fifteenth is on the second sheet";
    EXPECT_TRUE(has(seen_by("pdfinfo FILE", *pdf), "Pages:           2"));
    EXPECT_TRUE(has(seen_by("pdfinfo FILE", *label_sheets({"Labels", "en"}, labels, 13)), "Pages:           3"));
}

TEST(LabelSheets, AskForPlacesThatThereAre) {
    EXPECT_EQ(label_sheets({"Labels", "en"}, {{"a", "a"}}, 14).error().kind, ErrorKind::usage);
    EXPECT_EQ(label_sheets({"Labels", "en"}, {}, 0).error().kind, ErrorKind::usage);
    EXPECT_EQ(label_sheets({"Labels", "en"}, {{std::string(4000, 'a'), "a"}}, 0).error().kind, ErrorKind::usage);
}

} // namespace
