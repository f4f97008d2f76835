#include "muster/formats/case_folder.hpp"
#include "muster/formats/simulated_case_files.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace muster {
namespace {

namespace fs = std::filesystem;

SimulatedCase simulated(Result<SimulationPlan> plan) {
    EXPECT_TRUE(plan) << plan.error().text();
    auto made = simulate_case(plan.value_or(SimulationPlan{}));
    EXPECT_TRUE(made) << made.error().text();
    return made.value_or(SimulatedCase{});
}

FrequencyTable shipped() {
    return shipped_frequency_table().value_or(FrequencyTable{});
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A folder that is gone when the test is.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "muster-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

TEST(FirstLightExample, IsWhatItsPlanMakesByteForByte) {
    const fs::path folder = fs::path(MUSTER_SOURCE_DIR) / "examples" / "first-light";
    const auto files = simulated_case_files(simulated(first_light_plan(shipped())));
    for (const auto& [name, text] : files) {
        EXPECT_EQ(text_of(folder / name), text) << name;
    }
    for (const auto& entry : fs::directory_iterator(folder)) {
        EXPECT_TRUE(files.count(entry.path().filename().string()) > 0) << entry.path();
    }
}

TEST(SimulatedCaseFiles, SayThatTheyAreSimulated) {
    const auto files = simulated_case_files(simulated(plan_case({}, shipped())));
    EXPECT_NE(files.at("SIMULATED").find("simulated"), std::string::npos);
    EXPECT_NE(files.at("README.md").find("**SIMULATED.**"), std::string::npos);
    EXPECT_NE(files.at("README.md").find("muster simulate --families 10 --seed 1"), std::string::npos);
}

TEST(SimulatedCaseFiles, WriteAThirdAlleleOnlyWhereADropInShowsOne) {
    SimulationRequest request;
    EXPECT_EQ(simulated_case_files(simulated(plan_case(request, shipped()))).at("profiles.csv").substr(0, 37),
              "sample,marker,allele1,allele2,status\n");
    request.dropin = 0.5;
    EXPECT_EQ(simulated_case_files(simulated(plan_case(request, shipped()))).at("profiles.csv").substr(0, 45),
              "sample,marker,allele1,allele2,allele3,status\n");
}

TEST(SimulatedCaseFiles, StateTheMutationModel) {
    SimulationRequest request;
    request.mutation = MutationModel::none;
    const std::string none = simulated_case_files(simulated(plan_case(request, shipped()))).at("mutation.json");
    EXPECT_EQ(nlohmann::json::parse(none)["default"]["male"]["model"], "none");
    const std::string stepwise = simulated_case_files(simulated(plan_case({}, shipped()))).at("mutation.json");
    const auto female = nlohmann::json::parse(stepwise)["default"]["female"];
    EXPECT_EQ(female["model"], "stepwise");
    EXPECT_EQ(female["rate"], 0.0005);
    EXPECT_EQ(female["rate2"], 1e-6);
    EXPECT_EQ(female["range"], 0.1);
}

TEST(SimulatedCaseFiles, ReadBackAsTheCaseThatWasDrawn) {
    SimulationRequest request;
    request.degraded = 3;
    const SimulatedCase made = simulated(plan_case(request, shipped()));
    const TemporaryFolder folder;
    ASSERT_TRUE(write_case_folder(folder.path(), simulated_case_files(made)));
    const auto read = read_case_folder(folder.path(), {});
    ASSERT_TRUE(read) << read.error().text();
    const CaseInput& input = read->input();
    EXPECT_TRUE(input.simulated);
    EXPECT_EQ(input.populations, made.input.populations);
    EXPECT_EQ(input.family_of, made.input.family_of);
    ASSERT_EQ(input.loci.size(), made.input.loci.size());
    for (std::size_t i = 0; i < input.loci.size(); ++i) {
        EXPECT_EQ(input.loci[i].alleles(), made.input.loci[i].alleles());
        EXPECT_EQ(input.loci[i].freqs(0), made.input.loci[i].freqs(0));
        EXPECT_EQ(input.loci[i].male(), made.input.loci[i].male());
        EXPECT_EQ(input.loci[i].female(), made.input.loci[i].female());
    }
    ASSERT_EQ(input.missing.size(), made.input.missing.size());
    for (std::size_t i = 0; i < input.missing.size(); ++i) {
        EXPECT_EQ(input.missing[i].person, made.input.missing[i].person);
    }
    ASSERT_EQ(input.remains.size(), made.input.remains.size());
    for (std::size_t i = 0; i < input.remains.size(); ++i) {
        EXPECT_EQ(input.remains[i].sample, made.input.remains[i].sample);
        EXPECT_EQ(consensus(input.remains[i]), consensus(made.input.remains[i]));
    }
    ASSERT_EQ(input.references.size(), made.input.references.size());
    for (const auto& [person, profile] : made.input.references) {
        EXPECT_EQ(consensus(input.references.at(person)), consensus(profile));
    }
}

TEST(CaseFolderWriter, WritesIntoANewFolderAndOverwritesNothing) {
    const TemporaryFolder folder;
    const auto inside = folder.path() / "case";
    const auto written = write_case_folder(inside, {{"a.txt", "one\n"}, {"b.txt", ""}});
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(text_of(inside / "a.txt"), "one\n");
    EXPECT_TRUE(fs::exists(inside / "b.txt"));
    const auto again = write_case_folder(inside, {{"a.txt", "two\n"}});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::refused);
    EXPECT_EQ(text_of(inside / "a.txt"), "one\n");
}

TEST(CaseFolderWriter, NamesAPlaceThatIsNoFolder) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    const auto written = write_case_folder(folder.path() / "file", {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().file, (folder.path() / "file").string());
}

} // namespace
} // namespace muster
