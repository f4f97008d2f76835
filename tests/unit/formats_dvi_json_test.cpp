#include "muster/formats/dvi_json.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

const std::string small = R"({
  "loci": [{"name": "M1", "alleles": [10, "11"], "freqs": [0.4, 0.6],
            "mutation": {"male": {"model": "equal", "rate": 0.002}, "female": {"model": "equal", "rate": 0.001},
                         "male_matrix": [[0.9, 0.1], [0.2, 0.8]]}}],
  "pm": [{"id": "V1", "sex": 1, "genotypes": {"M1": ["10", "11"]}}, {"id": "V2", "sex": 2, "genotypes": []}],
  "am": [{"family": "F1", "members": [{"id": "R1", "fid": "0", "mid": "0", "sex": 1}, {"id": "MO", "sex": 2},
                                      {"id": "M1", "fid": "R1", "mid": "MO", "sex": 1},
                                      {"id": "M2", "fid": "R1", "mid": "0", "sex": 2}],
          "genotypes": {"R1": {"M1": ["10", "0"]}}}],
  "missing": ["M2", "M1"],
  "pairings": {"V1": ["*", "M1"], "V2": ["*"]},
  "priors": {"M1": 0.5}, "theta": 0.01, "simulated": true
})";

Result<Case> read(const std::string& text, const CaseOptions& options = {}) {
    return parse_dvi_json({"case.json", text, {}}, options);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(DviJson, ReadsACaseAloneOrUnderInputs) {
    for (const std::string& text : {small, "{\"dataset\": \"d\", \"inputs\": " + small + "}"}) {
        const auto made = read(text);
        ASSERT_TRUE(made) << made.error().text();
        const CaseInput& input = made->input();
        EXPECT_EQ(input.remains.size(), 2U);
        EXPECT_EQ(input.missing[0].person, "M2");
        EXPECT_EQ(input.missing[1].family, "F1");
        EXPECT_DOUBLE_EQ(input.missing[1].prior.value_or(0.0), 0.5);
        EXPECT_EQ(input.pairings.at("V1"), std::vector<std::string>{"M1"});
        EXPECT_TRUE(input.pairings.at("V2").empty());
        EXPECT_TRUE(input.on_roster.empty());
        EXPECT_EQ(consensus(input.references.at("R1")).at("M1").status, LocusStatus::partial);
        EXPECT_DOUBLE_EQ(input.theta, 0.01);
        EXPECT_TRUE(input.simulated);
        EXPECT_EQ(made->pedigree().member(made->pedigree().member(*made->pedigree().find("M2")).mother).id, "added_1");
    }
}

TEST(DviJson, UsesAGivenMatrixElseTheParameters) {
    const auto made = read(small);
    ASSERT_TRUE(made) << made.error().text();
    const Locus& locus = made->input().loci[0];
    EXPECT_DOUBLE_EQ(locus.male()(1, 0), 0.2);
    EXPECT_DOUBLE_EQ(locus.female()(1, 0), 0.001);
}

TEST(DviJson, GivesLineAndColumnOfATruncatedFile) {
    const std::string cut = small.substr(0, small.find("\"pm\"") + 7);
    const auto made = read(cut);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().line, 5U);
    EXPECT_NE(made.error().message.find("ends too early"), std::string::npos) << made.error().text();
    EXPECT_NE(made.error().message.find("column"), std::string::npos);
    for (std::size_t size = 0; size < small.size() - 1; ++size) {
        EXPECT_FALSE(read(small.substr(0, size)));
    }
}

TEST(DviJson, RefusesHostileNesting) {
    const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
    const auto made = read(deep);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("nested deeper than 200"), std::string::npos);
    const std::string brackets(500, '{');
    const auto quoted = read("[\"" + brackets + "\"]");
    ASSERT_FALSE(quoted);
    EXPECT_EQ(quoted.error().message.find("nested"), std::string::npos) << "brackets inside strings are no nesting";
}

const std::string two_families = R"({
  "loci": [{"name": "L1", "alleles": ["10", "11"], "freqs": [0.4, 0.6]}],
  "pm": [{"id": "V1", "sex": 1, "genotypes": {"L1": ["10", "11"]}}],
  "am": [{"family": "F1", "members": [{"id": "F", "sex": 1}, {"id": "Mo", "sex": 2},
                                      {"id": "M1", "fid": "F", "mid": "Mo", "sex": 1}],
          "genotypes": {"F": {"L1": ["10", "10"]}}},
         {"family": "F2", "members": [{"id": "G", "sex": 1}, {"id": "Mo", "sex": 2},
                                      {"id": "N1", "fid": "G", "mid": "Mo", "sex": 1}],
          "genotypes": {"G": {"L1": ["11", "11"]}}}],
  "missing": ["M1", "N1"]
})";

TEST(DviJson, NotesAnUntypedFounderWhomOnlyHisIdJoinsToTwoFamilies) {
    const auto made = read(two_families);
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->input().notes.size(), 1U);
    EXPECT_NE(made->input().notes[0].find("person 'Mo' is in the families 'F1', 'F2'"), std::string::npos)
        << made->input().notes[0];
    EXPECT_NE(made->input().notes[0].find("give different ids"), std::string::npos);
}

TEST(DviJson, AFounderWhoIsTypedJoinsFamiliesWithoutANote) {
    const auto made = read(replaced(two_families, R"({"F": {)", R"({"Mo": {"L1": ["10", "11"]}, "F": {)"));
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_TRUE(made->input().notes.empty());
}

TEST(DviJson, RefusesTwoTypingsOfOnePerson) {
    const std::string once = replaced(two_families, R"({"F": {)", R"({"Mo": {"L1": ["10", "11"]}, "F": {)");
    EXPECT_TRUE(read(replaced(once, R"({"G": {)", R"({"Mo": {"L1": ["10", "11"]}, "G": {)")));
    const auto made = read(replaced(once, R"({"G": {)", R"({"Mo": {"L1": ["10", "10"]}, "G": {)"));
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().text().find("family 'F2': 'Mo' is typed otherwise than in an earlier family"),
              std::string::npos)
        << made.error().text();
}

TEST(DviJson, NamesWhatIsWrong) {
    const std::tuple<const char*, const char*, const char*> refusals[] = {
        {"\"loci\"", "\"locis\"", "the array \"loci\" is missing; found: locis, pm"},
        {"\"M1\", \"alleles\"", "7, \"allele\"", "locus '7': \"alleles\" is missing"},
        {"[0.4, 0.6]", "[0.4, \"b\"]", "\"freqs\" holds a JSON string"},
        {"[0.4, 0.6]", "[0.4, 0.2]", "sum to 0.6"},
        {"[0.4, 0.6]", "1e999", "too large"},
        {"\"female\": {\"model\": \"equal\"", "\"female\": {\"model\": \"sideways\"", "sideways"},
        {"[[0.9, 0.1], [0.2, 0.8]]", "[[0.9, 0.1], [0.2]]", "it must be square"},
        {"[\"10\", \"11\"]", "[\"10\"]", "has 1 alleles, expected two"},
        {"[\"10\", \"11\"]", "[\"10\", \"12\"]", "allele '12' at 'M1'"},
        {"{\"M1\": [\"10\", \"11\"]}", "{\"M8\": [\"10\", \"11\"]}", "marker 'M8'"},
        {"\"sex\": 1", "\"sex\": 5", "another sex than"},
        {"\"MO\", \"sex\": 2", "\"MO\", \"sex\": true", "the sex of member 'MO' is true"},
        {"\"fid\": \"R1\"", "\"fid\": \"R7\"", "'R7'"},
        {"{\"R1\": {\"M1\"", "{\"R8\": {\"M1\"", "'R8' is typed, but not a member"},
        {"[\"M2\", \"M1\"]", "[\"M2\", \"M9\"]", "missing person 'M9' is in no family"},
        {"[\"*\", \"M1\"]", "[\"*\", \"R1\"]", "who is not a missing person"},
        {"\"theta\": 0.01", "\"theta\": \"low\"", "\"theta\" is a JSON string"},
        {"\"theta\": 0.01", "\"theta\": 3", "theta"},
    };
    for (const auto& [what, by, message] : refusals) {
        const auto made = read(replaced(small, what, by));
        ASSERT_FALSE(made) << message;
        EXPECT_NE(made.error().text().find(message), std::string::npos)
            << made.error().text() << "\nexpected " << message;
        EXPECT_EQ(made.error().file, "case.json");
    }
}

} // namespace
} // namespace muster
