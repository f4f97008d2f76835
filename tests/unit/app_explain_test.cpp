#include "app_register.hpp"
#include "muster/app/explain.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/register_identification.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

const std::string bone = "A, 1, 01A";

/// Two brothers are missing; their father and mother gave references. One bone is typed.
class Explanation : public WithRegister {
  protected:
    void SetUp() override {
        WithRegister::SetUp();
        const std::string persons = "key,role,sex,father,mother,population\n"
                                    "SIM-F,Relative,Male,,,Cauc\nSIM-M,Relative,Female,,,Cauc\n"
                                    "SIM-1,Missing,Male,SIM-F,SIM-M,Cauc\n"
                                    "SIM-2,Missing,Male,SIM-F,SIM-M,Cauc\n";
        const auto imported = import_records({recorder_, "person", write("persons.csv", persons)});
        ASSERT_TRUE(imported && imported->problems.empty());
        for (const char* person : {"SIM-F", "SIM-M"}) {
            record("consent",
                   {{"person", person}, {"given", "Given"}, {"scope", "identification"}, {"on", "2018-01-01"}});
        }
        ProfileImport request{recorder_,
                              write("typing.csv", "sample,marker,allele1,allele2\nSIM-F,TH01,6,9.3\nSIM-F,FGA,20,24\n"
                                                  "SIM-M,TH01,7,8\nSIM-M,FGA,21,22\n"),
                              "autosomal STR", "2019-01-01"};
        request.references = true;
        ASSERT_TRUE(import_profiles(request)->problems.empty());
        add_bone("1", "01A", "TH01,9.3,7", "FGA,20,22");
    }
    void add_bone(const std::string& designator, const std::string& label, const std::string& one,
                  const std::string& other) {
        record("specimen", {{"accession", "A"},
                            {"designator", designator},
                            {"human", "Human"},
                            {"bone", "Femur"},
                            {"side", "Left"},
                            {"completeness", "Complete"}});
        record("sample",
               {{"specimen", "A, " + designator}, {"label", label}, {"material", "bone"}, {"on", "2019-01-02"}});
        type(label, one, other);
    }
    void type(const std::string& label, const std::string& one, const std::string& other) {
        const std::string kit = one.starts_with("TH01") ? "kit" : "second kit";
        const auto row = [&](const std::string& typed) { return label + "," + kit + "," + typed + "\n"; };
        const std::string table = "sample,kit,marker,allele1,allele2\n" + row(one) + row(other);
        const auto imported = import_profiles({recorder_, write("bone.csv", table), "autosomal STR", "2019-01-03"});
        ASSERT_TRUE(imported) << imported.error().text();
        ASSERT_TRUE(imported->problems.empty()) << imported->problems.front().text();
    }
    [[nodiscard]] Answer explained(const std::string& person) const {
        const auto answer = explain_register(recorder_, {bone, person, {}});
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().text());
        return answer ? *answer : Answer{};
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Explanation, ::testing::ValuesIn(backends()), database_name);

TEST_P(Explanation, IsByTheNewestAnalysisAndItsSettings) {
    add_bone("2", "02A", "TH01,6,8", "FGA,24,21");
    IdentificationRequest request;
    request.dropout = "0.1";
    const auto analysis = identify_register(recorder_, request);
    ASSERT_TRUE(analysis) << analysis.error().text();
    const json result = json::parse(analysis->reply.json);
    const Answer answer = explained("SIM-1");
    const json said = json::parse(answer.json);
    EXPECT_EQ(said["analysis"]["name"], analysis->analysis);
    const json candidate = result["samples"][0]["candidates"][0];
    ASSERT_EQ(result["samples"][0]["sample"], bone);
    ASSERT_EQ(candidate["person"], "SIM-1");
    EXPECT_NEAR(said["log10_lr"].get<double>(), candidate["log10_lr"].get<double>(), 1e-12);
    EXPECT_EQ(said["posterior_alone"], candidate["posterior"]);
    for (const json& pair : result["joint"]["pairings"]) {
        if (pair["sample"] == bone && pair["person"] == "SIM-1") {
            EXPECT_EQ(said["joint"]["posterior"], pair["posterior"]);
            EXPECT_EQ(said["joint"]["log10_glr"], pair["log10_glr"]);
        }
    }
    EXPECT_TRUE(says(answer.text, "By " + analysis->analysis)) << answer.text;
    EXPECT_TRUE(says(answer.text, "dropout 0.1 (0.01 of a homozygote)")) << answer.text;
    EXPECT_TRUE(says(answer.text, "A, 2, 02A")) << "the other sample of the family\n" << answer.text;
    const auto six_digits = [](double value) { return std::to_string(value); };
    EXPECT_TRUE(says(answer.text, six_digits(result["samples"][0]["posterior_none"].get<double>())))
        << "nobody, by this sample alone\n"
        << answer.text;
    EXPECT_FALSE(says(answer.text, "NOTE")) << answer.text;
    const auto anew = explain_register(recorder_, {bone, "SIM-1", request});
    ASSERT_TRUE(anew);
    EXPECT_NEAR(json::parse(anew->json)["log10_lr"].get<double>(), said["log10_lr"].get<double>(), 1e-12);
    EXPECT_FALSE(says(anew->text, "By analysis:"));
}

TEST_P(Explanation, SaysThatWhatIsRecordedHasChangedSinceTheAnalysis) {
    ASSERT_TRUE(identify_register(recorder_, {}));
    type("01A", "D3S1358,15,16", "vWA,16,17");
    ProfileImport request{recorder_, write("more.csv", "sample,marker,allele1,allele2\nSIM-F,D3S1358,15,17\n"),
                          "autosomal STR", "2019-02-01"};
    request.references = true;
    ASSERT_TRUE(import_profiles(request)->problems.empty());
    EXPECT_TRUE(says(explained("SIM-1").text, "what is recorded has changed since"));
    add_bone("2", "02A", "TH01,6,8", "FGA,24,21");
    const auto late = explain_register(recorder_, {"A, 2, 02A", "SIM-1", {}});
    ASSERT_TRUE(late);
    EXPECT_TRUE(says(late->text, "was not typed yet when analysis:")) << late->text;
    EXPECT_TRUE(json::parse(late->json)["posterior_alone"].is_null());
}

TEST_P(Explanation, TellsNamesThatAreNear) {
    ASSERT_TRUE(identify_register(recorder_, {}));
    const auto answer = explain_register(recorder_, {bone, "SIM-3", {}});
    ASSERT_FALSE(answer);
    EXPECT_TRUE(says(answer.error().message, "there is no missing person 'SIM-3' in this case; did you mean 'SIM-"))
        << answer.error().message;
}

} // namespace
