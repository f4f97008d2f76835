#include "muster/screening/tiles.hpp"

#include "screening_fixture.hpp"

namespace muster {
namespace {

using testing::bytes_of;
using testing::ScreenedCase;
using testing::simulated_input;
using testing::value_of;
using testing::write_bytes;

class Tiles : public ::testing::Test {
  protected:
    Tiles() {
        TilePlan plan;
        plan.program = "this one";
        plan.index = screened_.folder / "a.index";
        plan.min_lr = 10.0;
        plan.top = 3;
        plan.by_samples = 2;
        plan.by_blocks = 2;
        plan.references_left_out = {"SIM-left-out"};
        plan.notes = {"a note"};
        value_of(write_tile_plan(folder_, plan, *screened_.samples).transform([] { return true; }));
    }

    static SimulationRequest a_case() {
        SimulationRequest request;
        request.families = 70;
        return request;
    }
    [[nodiscard]] std::unique_ptr<TileWork> work() const { return value_of(TileWork::open(folder_, "this one")); }
    [[nodiscard]] std::filesystem::path tile(const char* name) const { return folder_ / "tiles" / name; }

    ScreenedCase screened_{simulated_input(a_case())};
    testing::TestFolder place_;
    std::filesystem::path folder_ = place_ / "plan";
};

TEST_F(Tiles, GiveTogetherWhatOneScreeningGives) {
    const auto tiles = work();
    ASSERT_EQ(tiles->tiles(), 4U);
    EXPECT_EQ(tiles->missing().size(), 4U);
    ASSERT_TRUE(tiles->run(3));
    EXPECT_EQ(value_of(tiles->run_missing(2, {})), 3U);
    EXPECT_TRUE(tiles->missing().empty());
    ScreenRun run;
    run.rule = tiles->plan().rule();
    const PartHits whole = value_of(screen(*screened_.samples, run));
    const PartHits merged = value_of(tiles->merge());
    EXPECT_FALSE(whole.hits.empty());
    EXPECT_EQ(merged.hits, whole.hits);
    EXPECT_EQ(merged.compared, whole.compared);
}

TEST_F(Tiles, KeepWhatThePlanSays) {
    const TilePlan plan = work()->plan();
    EXPECT_EQ(plan.top, 3U);
    EXPECT_EQ(plan.references_left_out, std::vector<std::string>{"SIM-left-out"});
    EXPECT_EQ(plan.notes, std::vector<std::string>{"a note"});
}

TEST_F(Tiles, AreTheSameBytesHoweverOftenTheyAreDone) {
    ASSERT_TRUE(work()->run(1));
    const std::string first = bytes_of(tile("0001"));
    ASSERT_TRUE(work()->run(1));
    EXPECT_EQ(bytes_of(tile("0001")), first);
}

TEST_F(Tiles, OfAnotherProgramAreRefused) {
    const auto other = TileWork::open(folder_, "another one");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, ErrorKind::refused);
}

TEST_F(Tiles, OfAnotherIndexAreRefused) {
    value_of(build_index(missing_persons(screened_.subject, false), screened_.folder / "a.index", {}));
    const auto other = TileWork::open(folder_, "this one");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, ErrorKind::verification);
    EXPECT_NE(other.error().message.find("not the one that the plan was made for"), std::string::npos);
}

TEST_F(Tiles, ThatAreDamagedOrExchangedAreFoundAndDoneAgain) {
    const auto tiles = work();
    ASSERT_TRUE(tiles->run_missing(1, {}));
    const std::string good = bytes_of(tile("0002"));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 4);
        write_bytes(tile("0002"), bad);
        ASSERT_EQ(tiles->missing(), std::vector<std::size_t>{2}) << "byte " << at;
    }
    EXPECT_FALSE(tiles->merge());
    std::filesystem::copy_file(tile("0001"), tile("0002"), std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(tiles->missing(), std::vector<std::size_t>{2});
    ASSERT_TRUE(tiles->run_missing(1, {}));
    EXPECT_EQ(bytes_of(tile("0002")), good);
}

TEST_F(Tiles, StopWhenTheyAreToldTo) {
    const auto stopped = work()->run_missing(1, [](std::size_t, std::size_t) { return false; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::interrupted);
    EXPECT_EQ(work()->missing().size(), 3U);
}

TEST_F(Tiles, AreToldFromAFolderWithoutAPlan) {
    const auto none = TileWork::open(place_ / "elsewhere", "this one");
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().message.find("holds no plan"), std::string::npos);
}

} // namespace
} // namespace muster
