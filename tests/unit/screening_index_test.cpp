#include "index_file.hpp"
#include "screening_fixture.hpp"

#include <cmath>
#include <cstring>

namespace muster {
namespace {

using testing::bytes_of;
using testing::ScreenedCase;
using testing::simulated_input;
using testing::value_of;
using testing::write_bytes;

SimulationRequest a_case() {
    SimulationRequest request;
    request.families = 70;
    request.unknowns = 0;
    request.degraded = 0;
    return request;
}

Result<void> opened(const std::filesystem::path& path) {
    const auto index = FamilyIndex::open(path);
    return index ? index->verify() : fail(index.error());
}

TEST(FamilyIndex, HoldsWhatItWasBuiltFrom) {
    const ScreenedCase screened(simulated_input(a_case()));
    const IndexFacts& facts = screened.index->facts();
    const CaseInput& input = screened.subject.input();
    ASSERT_EQ(facts.targets.size(), input.missing.size());
    EXPECT_EQ(screened.index->blocks(), 2U);
    EXPECT_TRUE(facts.simulated);
    for (std::size_t t = 0; t < facts.targets.size(); ++t) {
        EXPECT_EQ(facts.targets[t].person, input.missing[t].person);
        EXPECT_EQ(facts.targets[t].family, input.missing[t].family);
    }
    EXPECT_TRUE(screened.index->verify());
}

TEST(FamilyIndex, IsTheSameFileOnAnyNumberOfThreads) {
    const ScreenedCase screened(simulated_input(a_case()));
    const IndexSource source = missing_persons(screened.subject, true);
    for (const std::size_t threads : {1U, 2U, 3U}) {
        IndexOptions options;
        options.threads = threads;
        value_of(build_index(source, screened.folder / "b.index", options));
        EXPECT_EQ(bytes_of(screened.folder / "b.index"), bytes_of(screened.folder / "a.index"));
    }
}

TEST(FamilyIndex, RefusesWhatIsNoIndex) {
    const testing::TestFolder folder;
    EXPECT_EQ(FamilyIndex::open(folder / "none").error().kind, ErrorKind::bad_input);
    write_bytes(folder / "text",
                "sample,marker,allele1,allele2\nwhatever else, more than a head is long ......................"
                "....................................................................................");
    const auto foreign = FamilyIndex::open(folder / "text");
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().kind, ErrorKind::bad_input);
    EXPECT_NE(foreign.error().message.find("is no screening index"), std::string::npos);
    EXPECT_FALSE(FamilyIndex::is_one(folder / "text"));
}

TEST(FamilyIndex, RefusesAnotherVersion) {
    const ScreenedCase screened(simulated_input(a_case()));
    std::string bytes = bytes_of(screened.folder / "a.index");
    bytes[offsetof(IndexHead, version)] = 9;
    write_bytes(screened.folder / "b.index", bytes);
    const auto other = FamilyIndex::open(screened.folder / "b.index");
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().message.find("of version 9, expected 2"), std::string::npos);
}

TEST(FamilyIndex, FindsEveryDamage) {
    const ScreenedCase screened(simulated_input(a_case()));
    const std::string whole = bytes_of(screened.folder / "a.index");
    IndexHead head;
    std::memcpy(&head, whole.data(), sizeof head);
    const IndexLayout& layout = screened.index->layout();
    const std::size_t coarse = screened.index->blocks() * layout.rows * block_lanes * sizeof(std::int16_t);
    const std::size_t numbers = screened.index->facts().targets.size() * layout.numbers * sizeof(double);
    // Of the bytes between sections nothing follows.
    const auto matters = [&](std::size_t at) {
        return at < sizeof head || (at >= head.coarse_offset && at < head.coarse_offset + coarse) ||
               (at >= head.numbers_offset && at < head.numbers_offset + numbers) || at >= head.facts_offset;
    };
    Random random(7);
    std::size_t damaged = 0;
    for (int n = 0; n < 60; ++n) {
        const std::size_t at = n < 20 ? random.below(sizeof head) : random.below(whole.size());
        if (!matters(at)) {
            continue;
        }
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
        write_bytes(screened.folder / "b.index", bytes);
        EXPECT_FALSE(opened(screened.folder / "b.index")) << "byte " << at;
        ++damaged;
    }
    EXPECT_GT(damaged, 30U);
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, sizeof head, std::size_t{10}}) {
        write_bytes(screened.folder / "b.index", whole.substr(0, size));
        EXPECT_FALSE(opened(screened.folder / "b.index")) << size << " bytes";
    }
}

TEST(FamilyIndex, KeepsAllelesThatWereAddedToATable) {
    CaseInput input = simulated_input(a_case());
    input.loci[0] = value_of(input.loci[0].with_alleles({"99"}, 0.01));
    const ScreenedCase screened(std::move(input));
    EXPECT_TRUE(screened.index->facts().loci[0].find("99"));
    EXPECT_TRUE(screened.index->verify());
}

TEST(FamilyIndex, ComputesAgainOnlyWhatChanged) {
    CaseInput input = simulated_input(a_case());
    const ScreenedCase before(input);
    // One reference shows another allele at one locus.
    auto& [person, profile] = *input.references.begin();
    auto& result = profile.extractions.front().replicates.front().loci.at(input.loci[3].name());
    const auto& alleles = input.loci[3].alleles();
    result.alleles[0] = result.alleles[0] == alleles[4] ? alleles[5] : alleles[4];
    const Case changed = value_of(Case::make(input));
    IndexOptions options;
    options.earlier = before.index.get();
    const auto summary = value_of(build_index(missing_persons(changed, true), before.folder / "b.index", options));
    EXPECT_LE(summary.tables_made, 2U); // two brothers may be missing in that family
    EXPECT_GE(summary.tables_made, 1U);
    value_of(build_index(missing_persons(changed, true), before.folder / "c.index", {}));
    EXPECT_EQ(bytes_of(before.folder / "b.index"), bytes_of(before.folder / "c.index"));
}

TEST(CoarseEntries, AreNeverBelowWhatTheyStandFor) {
    Random random(3);
    for (int n = 0; n < 100'000; ++n) {
        const double scale = 10.0 + 4000.0 * random.uniform();
        const double value = (random.uniform() - 0.5) * 2.0 * 32'000.0 / scale;
        const std::int16_t entry = coarse_entry(value, scale);
        EXPECT_GE(static_cast<double>(entry), scale * value);
        EXPECT_LE(static_cast<double>(entry), scale * value + 1.00001);
    }
    EXPECT_EQ(coarse_entry(-std::numeric_limits<double>::infinity(), 100.0), -32768);
}

} // namespace
} // namespace muster
