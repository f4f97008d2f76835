#include "folded.hpp"

namespace muster {
namespace {

using testing::Folded;

class Rules : public ::testing::Test {
  protected:
    Rules() {
        add("party", {{"key", "A"}, {"name", "a"}, {"type", "Military"}});
        add("party", {{"key", "B"}, {"name", "b"}, {"type", "Military"}});
        add("accession", {{"key", "ACC"}, {"on", "2019-01-01"}, {"lab", "A"}});
        add("specimen", {{"accession", "ACC"},
                         {"designator", "1"},
                         {"human", "Human"},
                         {"bone", "Femur"},
                         {"side", "Left"},
                         {"completeness", "Complete"}});
    }
    void add(const char* kind, const WrittenFields& fields) {
        NewEntry entry;
        entry.kind = kind;
        entry.fields = fields;
        folded_.take(entry);
    }
    void correct(const char* kind, const char* key, const WrittenFields& fields) {
        NewEntry entry;
        entry.action = ledger::Action::correct;
        entry.kind = kind;
        entry.key = key;
        entry.fields = fields;
        entry.reason = "a test";
        folded_.take(entry);
    }
    void cut(const char* key, const char* on, const char* retained) {
        add("cut", {{"key", key},
                    {"of", "specimen:ACC, 1"},
                    {"on", on},
                    {"removed_g", "1"},
                    {"kerf_g", "0"},
                    {"retained_g", retained}});
    }

    Folded folded_;
};

TEST_F(Rules, ASamplingAfterAnyCertainConsumptionIsFoundThoughAnotherConsumptionIsDatedByYearAlone) {
    cut("C1", "2019", "0"); // some time in 2019: before or after the sampling
    cut("C2", "2019-02-01", "0");
    cut("C3", "2019-03-01", "1");
    EXPECT_EQ(folded_.detail("cut:C3", "sampled after consumption"),
              "specimen:ACC, 1: sampled on 2019-03-01, but consumed on 2019-02-01 (cut:C2)");
    EXPECT_EQ(folded_.detail("cut:C1", "sampled after consumption"), "");
}

TEST_F(Rules, AFindingNamesEveryItemSoThatAnotherMissingOneIsAnotherFinding) {
    add("turnover",
        {{"key", "T"}, {"on", "2018-01-01"}, {"place", "p"}, {"from", "B"}, {"to", "A"}, {"claimed", "30"}});
    std::string all;
    std::string received;
    for (int i = 10; i < 40; ++i) {
        const std::string number = std::to_string(i);
        add("case", {{"turnover", "T"}, {"number", number}});
        all += (all.empty() ? "" : ";") + ("case:T/" + number);
        if (i < 15) {
            received += (received.empty() ? "" : ";") + ("case:T/" + number);
        }
    }
    add("transfer", {{"key", "L"}, {"items", all}, {"from", "A"}, {"to", "B"}, {"departed", "2018-02-01"}});
    add("confirmation", {{"transfer", "L"},
                         {"received", "2018-02-02"},
                         {"by", "x"},
                         {"items", received},
                         {"seal_condition", "Intact"}});
    const std::string before = folded_.detail("transfer:L", "count mismatch");
    EXPECT_NE(before.find("case:T/39"), std::string::npos) << before;
    const std::string key = "#" + std::to_string(folded_.next() - 1);
    correct("confirmation", key.c_str(), {{"items", received.substr(0, received.rfind(';')) + ";case:T/39"}});
    const std::string after = folded_.detail("transfer:L", "count mismatch");
    EXPECT_NE(after, before);
    EXPECT_EQ(after.find("case:T/39"), std::string::npos) << after;
}

TEST_F(Rules, ABoneThatIsReleasedWithAnotherManIsFoundUntilItIsAssignedToHim) {
    add("individual", {{"accession", "ACC"}, {"number", "01"}});
    add("individual", {{"accession", "ACC"}, {"number", "02"}});
    add("assignment", {{"specimen", "ACC, 1"}, {"individual", "ACC-I-01"}, {"on", "2019-01-02"}});
    add("release", {{"individual", "ACC-I-02"}, {"items", "ACC, 1"}, {"on", "2019-02-01"}});
    const std::string key = "release:#" + std::to_string(folded_.next() - 1);
    EXPECT_EQ(folded_.detail(key, "released as another"), "specimen:ACC, 1: assigned to individual:ACC-I-01");
    add("release", {{"individual", "ACC-I-01"}, {"on", "2019-03-01"}}); // all of him: the bone is gone
    EXPECT_EQ(folded_.detail("release:#" + std::to_string(folded_.next() - 1), "released twice"),
              "specimen:ACC, 1: released before (" + key + ")");
    add("assignment", {{"specimen", "ACC, 1"}, {"individual", "ACC-I-02"}, {"on", "2019-03-02"}});
    EXPECT_EQ(folded_.detail(key, "released as another"), "");
    EXPECT_EQ(folded_.detail("release:#" + std::to_string(folded_.next() - 2), "released twice"), "");
}

} // namespace
} // namespace muster
