#include "app_register.hpp"
#include "muster/app/account.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class PublishedFigures : public WithRegister {
  protected:
    void persons(const std::string& service, int all, int found) {
        for (int n = 0; n < all; ++n) {
            const std::string key = service + std::to_string(n);
            record("person", {{"key", key}, {"role", "Missing"}, {"sex", "Male"}, {"service", service}});
            if (n < found) {
                record("status", {{"person", key}, {"on", "1954"}, {"status", "Accounted for: returned alive"}});
            }
        }
    }
    [[nodiscard]] json figures() const { return json::parse(published_account(recorder_, "service")->json); }
    /// "on the roster", "unaccounted for", "accounted for"; -1: withheld.
    [[nodiscard]] static std::vector<int> row(const json& group) {
        std::vector<int> out;
        for (const char* column : {"on the roster", "unaccounted for", "accounted for"}) {
            const json& figure = group["figures"][column];
            out.push_back(figure["withheld"] ? -1 : figure["count"].get<int>());
            EXPECT_EQ(figure["withheld"], !figure.contains("digest"));
        }
        return out;
    }
    using Row = std::vector<int>;
};
INSTANTIATE_TEST_SUITE_P(Databases, PublishedFigures, ::testing::ValuesIn(backends()), database_name);

TEST_P(PublishedFigures, AreThoseOfTheAccount) {
    persons("Army", 12, 5);
    persons("Navy", 9, 0);
    const json all = figures();
    EXPECT_EQ(row(all["groups"][0]), (Row{12, 7, 5}));
    EXPECT_EQ(row(all["groups"][1]), (Row{9, 9, 0}));
    EXPECT_EQ(row(all["total"]), (Row{21, 16, 5}));
    EXPECT_EQ(all["head"], json::parse(published_head(recorder_)->json));
}

TEST_P(PublishedFigures, OfFewPersonsAreWithheldAndCannotBeComputed) {
    persons("Army", 20, 10);
    persons("Navy", 20, 8);
    persons("Air Force", 20, 2);
    const json all = figures();
    EXPECT_EQ(row(all["total"]), (Row{60, 40, 20}));
    EXPECT_EQ(row(all["groups"][0]), (Row{20, -1, -1})) << "Air Force: two";
    EXPECT_EQ(row(all["groups"][1]), (Row{20, 10, 10})) << "Army";
    EXPECT_EQ(row(all["groups"][2]), (Row{20, -1, -1})) << "Navy: or the two would follow from the total";
}

TEST_P(PublishedFigures, HaveNoNamesAndNoOtherGroups) {
    persons("Army", 6, 0);
    EXPECT_FALSE(says(figures().dump(), "Army0"));
    EXPECT_EQ(published_account(recorder_, "unit").error().kind, ErrorKind::usage);
}

} // namespace
