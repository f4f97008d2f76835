#include "app_register.hpp"
#include "muster/app/analyses.hpp"
#include "muster/app/family_reach.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/search.hpp"
#include "muster/app/typing.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

/// Samples on their way through the laboratory, and a family to compare them with.
class Typing : public WithRegister {
  protected:
    void SetUp() override {
        WithRegister::SetUp();
        record("specimen", {{"accession", "A"},
                            {"designator", "1"},
                            {"human", "Human"},
                            {"bone", "Femur"},
                            {"side", "Left"},
                            {"completeness", "Complete"}});
        for (const char* label : {"01A", "02A", "03A", "04A"}) {
            record("sample", {{"specimen", "A, 1"}, {"label", label}, {"material", "bone"}, {"on", "2020-01-01"}});
        }
    }
    void request(const std::string& sample) {
        record("request", {{"sample", sample}, {"test", "autosomal STR"}, {"lab", "CIL"}, {"requested", "2020-02-01"}});
    }
    void result(const std::string& sample, const char* outcome) {
        record("result", {{"sample", sample}, {"test", "autosomal STR"}, {"on", "2020-03-01"}, {"outcome", outcome}});
    }
    void import(const std::string& table, bool references = false) {
        ProfileImport request{recorder_, write("typing.csv", table), "autosomal STR", "2020-03-01"};
        request.references = references;
        const auto done = import_profiles(request);
        ASSERT_TRUE(done) << (done ? "" : done.error().text());
        for (const Error& problem : done->problems) {
            ADD_FAILURE() << problem.text();
        }
    }
    [[nodiscard]] json typing(const std::string& sample) const {
        return json::parse(show_typing(recorder_, sample)->json);
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Typing, ::testing::ValuesIn(backends()), database_name);

TEST_P(Typing, TellsHowFarEachSampleIs) {
    request("A, 1, 02A");
    request("A, 1, 03A");
    result("A, 1, 03A", "No results");
    import("sample,marker,allele1,allele2\n04A,TH01,6,9.3\n");
    const json all = json::parse(list_samples(recorder_, {})->json);
    ASSERT_EQ(all["total"], 4);
    const std::vector<std::string> expected{"not requested", "requested", "failed", "typed"};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(all["rows"][i]["state"], expected[i]);
        EXPECT_EQ(all["states"][expected[i]], 1);
    }
    const json failed = json::parse(list_samples(recorder_, {{}, "failed"})->json);
    EXPECT_EQ(failed["total"], 1);
    EXPECT_EQ(failed["rows"][0]["key"], "A, 1, 03A");
    request("A, 1, 03A"); // once more
    EXPECT_FALSE(list_samples(recorder_, {{}, "nonsense"}));
}

TEST_P(Typing, ShowsEachReplicateAndWhereTheyDisagree) {
    import("sample,replicate,kit,marker,allele1,allele2\n"
           "01A,1,K,TH01,6,9.3\n01A,1,K,vWA,16,18\n01A,2,K,TH01,6,9.3\n01A,2,K,vWA,16,16\n");
    const json found = typing("A, 1, 01A");
    EXPECT_EQ(found["state"], "typed");
    ASSERT_EQ(found["results"].size(), 2U);
    EXPECT_EQ(found["results"][0]["loci"]["TH01"], json({"6", "9.3"}));
    ASSERT_EQ(found["consensus"].size(), 2U);
    EXPECT_EQ(found["consensus"][0]["locus"], "TH01");
    EXPECT_EQ(found["consensus"][0]["agrees"], true);
    EXPECT_EQ(found["consensus"][1]["locus"], "vWA");
    EXPECT_EQ(found["consensus"][1]["agrees"], false);
    EXPECT_EQ(found["consensus"][1]["seen"].size(), 2U);
    EXPECT_FALSE(show_typing(recorder_, "none"));
}

/// A missing son of a mother who was typed.
class Searched : public Typing {
  protected:
    void SetUp() override {
        Typing::SetUp();
        for (const auto& [key, sex] : {std::pair("SIM-mother", "Female"), {"SIM-father", "Male"}}) {
            record("person", {{"key", key}, {"role", "Relative"}, {"sex", sex}, {"population", "Cauc"}});
        }
        record("person", {{"key", "SIM-son"},
                          {"role", "Missing"},
                          {"sex", "Male"},
                          {"population", "Cauc"},
                          {"father", "SIM-father"},
                          {"mother", "SIM-mother"}});
        record("family", {{"key", "SIM-family"}, {"missing", "SIM-son"}});
        record("consent",
               {{"person", "SIM-mother"}, {"given", "Given"}, {"on", "2020-01-01"}, {"scope", "identification"}});
        import("sample,marker,allele1,allele2\nSIM-mother,TH01,6,9.3\nSIM-mother,vWA,16,18\n", true);
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Searched, ::testing::ValuesIn(backends()), database_name);

TEST_P(Searched, WeighsAProfileThatIsNotRecorded) {
    const auto answer = search_profile({recorder_, "TH01 6,7; vWA 18,19; nonsense", "SIM-son"});
    ASSERT_TRUE(answer) << (answer ? "" : answer.error().text());
    const json found = json::parse(answer->json);
    EXPECT_EQ(found["persons"], 1);
    EXPECT_EQ(found["candidates"][0]["person"], "SIM-son");
    EXPECT_EQ(found["candidates"][0]["loci_compared"], 2);
    EXPECT_EQ(found["not_read"].size(), 1U);
    double sum = 0.0;
    for (const json& row : found["opened"]) {
        sum += row["log10_lr"].get<double>();
    }
    EXPECT_NEAR(sum, found["candidates"][0]["log10_lr"].get<double>(), 1e-12);
    EXPECT_EQ(found["opened"][0]["relatives"]["SIM-mother"], json({"6", "9.3"}));
    const double lr = std::pow(10.0, sum);
    EXPECT_NEAR(found["candidates"][0]["posterior"].get<double>(), lr / (1.0 + lr), 1e-12);
    EXPECT_DOUBLE_EQ(found["chance"]["expected_hits"].get<double>(), 1e-4);
    EXPECT_TRUE(json::parse(search_profile({recorder_, ""})->json)["candidates"].empty());
    EXPECT_FALSE(search_profile({recorder_, "TH01 6,7", "SIM-nobody"}));
    EXPECT_FALSE(search_profile({recorder_, "TH01 6,7", {}, "much"}));
}

TEST_P(Searched, FollowsWhatIsRecorded) {
    EXPECT_EQ(json::parse(search_profile({recorder_, "TH01 6,7"})->json)["persons"], 1);
    record("consent",
           {{"person", "SIM-mother"}, {"given", "Withdrawn"}, {"on", "2020-06-01"}, {"scope", "identification"}});
    EXPECT_FALSE(search_profile({recorder_, "TH01 6,7"})) << "nobody may be compared any more";
}

TEST_P(Searched, TellsWhatAFurtherRelativeWouldAdd) {
    const auto answer = family_reach(recorder_, "SIM-family");
    ASSERT_TRUE(answer) << (answer ? "" : answer.error().text());
    const json found = json::parse(answer->json);
    EXPECT_EQ(found["now"].size(), 1U);
    ASSERT_EQ(found["relatives"].size(), 1U);
    EXPECT_EQ(found["relatives"][0]["person"], "SIM-father");
    EXPECT_GE(found["relatives"][0]["probability"].get<double>(), found["now"]["SIM-son"].get<double>());
    EXPECT_FALSE(family_reach(recorder_, "none"));
}

TEST_P(Searched, SaysThatNoAnalysisIsRecordedYet) {
    const json none = json::parse(newest_analysis(recorder_)->json);
    EXPECT_TRUE(none["analysis"].is_null());
    EXPECT_TRUE(none["samples"].empty());
}

} // namespace
