#include "app_register.hpp"
#include "muster/app/account.hpp"
#include "muster/app/roster.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

/// What is kept in memory must never be older than what was recorded.
class Remembering : public WithRegister {
  protected:
    void SetUp() override {
        WithRegister::SetUp();
        recorder_.keeps_open = false;
    }
    void person(const std::string& key, const std::string& name) {
        record("person", {{"key", key}, {"role", "Missing"}, {"sex", "Male"}, {"name", name}});
    }
    [[nodiscard]] std::size_t missing() const {
        return json::parse(account({recorder_})->json)["total"]["on the roster"]["count"];
    }
    [[nodiscard]] std::vector<std::string> found(const std::string& name) const {
        std::vector<std::string> all;
        for (const json& one : json::parse(find_persons({recorder_, name})->json)) {
            all.push_back(one["person"]);
        }
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Remembering, ::testing::ValuesIn(backends()), database_name);

using Keys = std::vector<std::string>;

TEST_P(Remembering, FiguresFollowEveryEntryThatCounts) {
    const std::size_t before = missing();
    person("SIM-1", "Simulated Alder");
    EXPECT_EQ(missing(), before + 1);
    record("party", {{"key", "SIM-X"}, {"name", "simulated"}, {"type", "Other"}}); // does not count
    EXPECT_EQ(missing(), before + 1);
    ASSERT_TRUE(withdraw_record({because("recorded twice"), "person", "SIM-1"}));
    EXPECT_EQ(missing(), before);
    ASSERT_TRUE(reinstate_record({because("it was right"), "person", "SIM-1"}));
    EXPECT_EQ(missing(), before + 1);
}

TEST_P(Remembering, FiguresAreKeptApartByWhatIsAsked) {
    person("SIM-1", "Simulated Alder");
    AccountRequest request{recorder_};
    EXPECT_TRUE(json::parse(account(request)->json)["total"]["on the roster"].contains("entries"));
    request.json_entries = false;
    EXPECT_FALSE(json::parse(account(request)->json)["total"]["on the roster"].contains("entries"));
    request.by = {"service"};
    EXPECT_EQ(json::parse(account(request)->json)["by"], json({"service"}));
    request.as_of = "1999-01-01";
    EXPECT_EQ(json::parse(account(request)->json)["total"]["on the roster"]["count"], 0);
}

TEST_P(Remembering, PersonsAreFoundAsTheyAreRecordedNow) {
    person("SIM-1", "Simulated Alder");
    EXPECT_EQ(found("Alder"), Keys{"SIM-1"});
    person("SIM-2", "Simulated Alder");
    EXPECT_EQ(found("Alder").size(), 2U);
    ASSERT_TRUE(correct_record({because("misread"), "person", "SIM-2", {"name=Simulated Birch"}}));
    EXPECT_EQ(found("Alder"), Keys{"SIM-1"});
    ASSERT_TRUE(erase_subject(because("asked for"), "person:SIM-1"));
    EXPECT_EQ(found("Alder"), Keys{}) << "what is erased is not kept";
}

TEST_P(Remembering, AConnectionThatIsKeptSeesWhatOthersRecord) {
    if (GetParam() != "sqlite") {
        GTEST_SKIP() << "the database of the test could not be dropped";
    }
    Caller caller = recorder_;
    caller.keeps_open = true;
    const auto parties = [&] { return json::parse(list_records(caller, "party", false)->json).size(); };
    const std::size_t before = parties();
    record("party", {{"key", "SIM-X"}, {"name", "simulated"}, {"type", "Other"}});
    EXPECT_EQ(parties(), before + 1);
}

} // namespace
