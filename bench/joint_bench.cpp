// Benchmarks of the joint analysis; docs/benchmarks.md has the figures. Each asserts its answer where one is known, so
// that a fast wrong number cannot pass. The limit beside them: the pairwise tables, without which nothing joint can be
// said, and a pass over the transitions of the exact sum.

#include "joint_cases.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/identify/simulate.hpp"

#include <benchmark/benchmark.h>
#include <cmath>
#include <filesystem>

namespace {

using namespace muster;

void pairwise(benchmark::State& state, const Case& subject, const IdentifyOptions& options) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(identify(subject, options));
    }
}

void joint(benchmark::State& state, const Case& subject, const IdentifyOptions& options, double assignments,
           const JointOptions& asked) {
    for (auto _ : state) {
        const auto alone = identify(subject, options);
        const auto answer = identify_jointly(subject, options, *alone, asked);
        if (!answer || !answer->sampled_components.empty() || answer->assignments_possible != assignments) {
            state.SkipWithError("not the assignments that there are");
            break;
        }
    }
    state.counters["assignments"] = assignments;
}

/// A father and four sons are missing together, mother and daughter are typed; of each of the five there are two
/// samples.
Case father_and_sons() {
    std::vector<PersonRecord> persons{{"SIM-father", "", "", Sex::male},
                                      {"SIM-mother", "", "", Sex::female},
                                      {"SIM-daughter", "SIM-father", "SIM-mother", Sex::female}};
    std::vector<std::string> missing{"SIM-father"};
    for (const std::string n : {"1", "2", "3", "4"}) {
        persons.push_back({"SIM-son" + n, "SIM-father", "SIM-mother", Sex::male});
        missing.push_back("SIM-son" + n);
    }
    const testing::SimulatedFamilies family(persons, 1, 20, 0.001);
    std::vector<SampleProfile> remains;
    for (const std::string& person : missing) {
        remains.push_back(family.sample(person + "-a", person));
        remains.push_back(family.sample(person + "-b", person));
    }
    return family.make(missing, {"SIM-mother", "SIM-daughter"}, std::move(remains));
}

/// Ten sets of remains, ten families with two siblings typed, twenty loci; mutation and dropout leave every pair
/// possible.
Case ten_by_ten() {
    SimulationRequest request;
    request.families = 10;
    request.shapes = {FamilyShape::siblings};
    request.unknowns = 0;
    request.degraded = 0;
    request.dropout = 0.02;
    const auto plan = plan_case(request, shipped_frequency_table().value());
    SimulatedCase drawn = simulate_case(plan.value()).value();
    for (PersonRecord& person : drawn.input.persons) {
        person.sex = person.id.ends_with("missing") ? Sex::male : person.sex; // so that sex excludes nobody
    }
    for (SampleProfile& sample : drawn.input.remains) {
        sample.extractions.front().replicates.front().loci.erase("AMEL");
    }
    return Case::make(std::move(drawn.input)).value();
}

} // namespace

int main(int count, char** words) {
    benchmark::Initialize(&count, words);
    IdentifyOptions dropout;
    dropout.errors = {0.02, 0.0004, 0.0};
    const Case ten = ten_by_ten();
    // Σ_k C(10,k)² k!; of five men and three women the product of two such sums
    constexpr double all = 234'662'231.0;
    benchmark::RegisterBenchmark("ten_by_ten/pairwise_limit", pairwise, ten, dropout)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    benchmark::RegisterBenchmark("ten_by_ten/joint", joint, ten, dropout, all, JointOptions{})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    const Case eight = testing::case_of_eight(testing::SimulatedFamilies(testing::eight_of_one_family(), 1, 20, 0.001));
    benchmark::RegisterBenchmark("eight_of_one_family/pairwise_limit", pairwise, eight, IdentifyOptions{})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    benchmark::RegisterBenchmark("eight_of_one_family/joint", joint, eight, IdentifyOptions{}, 1546.0 * 34.0,
                                 JointOptions{})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    // Each of the five is nobody, one sample or both of one man's, who never are another's; what is left of one man's
    // is one unknown individual or two. Counted apart from this.
    JointOptions several;
    several.partition = PartitionPrior{};
    benchmark::RegisterBenchmark("father_and_sons/joint", joint, father_and_sons(), IdentifyOptions{}, 549'192.0,
                                 several)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    const std::filesystem::path fire = MUSTER_SHARED_DIR "/oracle/dvi/fire.json";
    if (std::filesystem::exists(fire)) {
        static const Case subject = read_case(fire, {}).value();
        benchmark::RegisterBenchmark("fire/pairwise_limit", pairwise, subject, IdentifyOptions{})
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
        benchmark::RegisterBenchmark("fire/joint", joint, subject, IdentifyOptions{}, 34.0, JointOptions{})
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
