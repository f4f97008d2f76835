#include "muster/formats/case_folder.hpp"
#include "muster/formats/csv.hpp"
#include "muster/formats/dvi_json.hpp"
#include "muster/formats/familias.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace muster {
namespace {

const std::string data = MUSTER_SOURCE_DIR "/tests/data/formats/";

std::string quoted(const std::string& field) {
    std::string out = "\"";
    for (const char c : field) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

RC_GTEST_PROP(CsvProperty, AnyFieldComesBackFromQuotes, ()) {
    const auto width = *rc::gen::inRange<std::size_t>(1, 5);
    const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(width, rc::gen::string<std::string>()));
    std::string text;
    for (std::size_t c = 0; c < width; ++c) {
        text += c == 0 ? "" : ",";
        text += static_cast<char>('a' + static_cast<int>(c));
    }
    std::size_t filled = 0;
    for (const auto& row : rows) {
        text += "\n";
        for (std::size_t c = 0; c < width; ++c) {
            text += c == 0 ? "" : ",";
            text += quoted(row[c]);
        }
        filled += std::any_of(row.begin(), row.end(), [](const auto& f) { return !f.empty(); }) ? 1U : 0U;
    }
    const auto csv = CsvTable::parse(text, "x.csv");
    RC_ASSERT(csv.has_value());
    RC_ASSERT(csv->rows().size() == filled);
    std::size_t at = 0;
    for (const auto& row : rows) {
        if (std::any_of(row.begin(), row.end(), [](const auto& f) { return !f.empty(); })) {
            RC_ASSERT(csv->rows()[at++].fields == row);
        }
    }
}

/// One byte changed, a piece cut out or doubled.
std::string damaged(std::string text) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto size = *rc::gen::inRange<std::size_t>(0, 40);
    const std::string before = text.substr(0, at);
    const std::string piece = text.substr(at, size);
    const std::string after = text.substr(at + piece.size());
    switch (*rc::gen::inRange(0, 3)) {
    case 0: text[at] = *rc::gen::arbitrary<char>(); return text;
    case 1: return before + after;
    default: return before + piece + piece + after;
    }
}

RC_GTEST_PROP(FamiliasProperty, DamagedFilesAreReadOrRefusedWithAMessage, ()) {
    static const std::string projects[] = {read_text(data + "dvi.fam")->text, read_text(data + "kinship.fam")->text};
    const std::string text = damaged(projects[*rc::gen::inRange(0, 2)]);
    const auto project = parse_familias(text, "x.fam");
    RC_ASSERT(project.has_value() || !project.error().message.empty());
    const auto made = parse_familias_case({"x.fam", text, {}}, {});
    RC_ASSERT(made.has_value() || !made.error().message.empty());
}

RC_GTEST_PROP(CaseFolderProperty, DamagedFoldersAreReadOrRefusedWithAMessage, ()) {
    static const CaseFiles whole = {
        {"profiles.csv", {"p", "sample,marker,allele1,allele2\nB1,M1,10,12\nB2,M1,11,11\ndad,M1,10,11\n", {}}},
        {"pedigree.csv", {"q", "id,father,mother,sex,missing\ndad,0,0,1,0\nmum,0,0,2,0\nson,dad,mum,1,1\n", {}}},
        {"freqs.csv", {"f", "marker,allele,freq\nM1,10,0.2\nM1,11,0.3\nM1,12,0.5\n", {}}},
        {"mutation.json", {"m", R"({"a":{"model":"stepwise","rate":0.1,"male":{"rate":0.01}},"b":null})", {}}}};
    CaseFiles files = whole;
    auto at = files.begin();
    std::advance(at, *rc::gen::inRange(0, 4));
    at->second.text = damaged(at->second.text);
    const auto made = parse_case_files(files, "x", {});
    RC_ASSERT(made.has_value() || !made.error().message.empty());
}

} // namespace
} // namespace muster
