// Benchmarks of the likelihood engine and of identify; docs/benchmarks.md has the figures. Each asserts its answer
// where one is known, so that a fast wrong number cannot pass.

#include "gene_network.hpp"
#include "muster/app/identification.hpp"
#include "muster/app/questions.hpp"
#include "muster/formats/jsonl.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/likelihood/likelihood_ratio.hpp"
#include "order.hpp"

#include <benchmark/benchmark.h>
#include <cmath>
#include <map>
#include <sstream>

namespace {

using namespace muster;

const std::string root = MUSTER_SOURCE_DIR;

/// W3: about 42 members in four generations, 15 typed, one locus.
const std::map<std::string, PedigreeCase>& large_pedigrees() {
    static const auto by_id = [] {
        const std::string file = root + "/tests/data/workloads/W3_cases.jsonl";
        std::map<std::string, PedigreeCase> out;
        const auto input = read_text(file);
        if (input) {
            auto cases = parse_pedigree_cases(input->text, file).value();
            for (PedigreeCase& c : cases) {
                out.emplace(c.id, std::move(c));
            }
        }
        return out;
    }();
    return by_id;
}

void large_pedigree(benchmark::State& state, const std::string& id) {
    const auto found = large_pedigrees().find(id);
    if (found == large_pedigrees().end()) {
        state.SkipWithError("tests/data/workloads/W3_cases.jsonl has no such case");
        return;
    }
    const PedigreeCase& c = found->second;
    const Pedigree pedigree = Pedigree::make(c.members).value();
    const Locus locus = Locus::make(c.loci.front()).value();
    std::vector<Observation> seen(pedigree.size());
    for (const auto& [person, result] : c.genotypes.front()) {
        seen[*pedigree.find(person)] = Observation::make(locus, result).value();
    }
    const LocusProblem problem = make_problem(pedigree, locus, seen, std::nullopt).value();
    const GeneNetwork genes = make_network(problem, FounderModel::independent(problem));
    const double planned = plan_elimination(genes.network, {}).operations;
    for (auto _ : state) {
        const auto value = log_likelihood(pedigree, locus, seen);
        if (!value || !std::isfinite(*value)) {
            state.SkipWithError("no likelihood");
        }
        benchmark::DoNotOptimize(value);
    }
    state.counters["multiply_adds"] = planned;
    state.counters["rate"] = benchmark::Counter(planned, benchmark::Counter::kIsIterationInvariantRate);
}

/// The limit beside the large pedigrees' rate: the same inner loop (four rows into one) with everything in the
/// first-level cache, as this compiler and its target make it.
void multiply_add_limit(benchmark::State& state) {
    constexpr std::size_t n = 406;
    std::vector<double> rows(4 * n, 1.0);
    std::vector<double> out(n, 0.0);
    const double a[4] = {0.5, 0.25, 0.125, 0.0625};
    for (auto _ : state) {
        for (std::size_t i = 0; i < n; ++i) {
            out[i] += a[0] * rows[i] + a[1] * rows[n + i] + a[2] * rows[2 * n + i] + a[3] * rows[3 * n + i];
        }
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.counters["rate"] = benchmark::Counter(4.0 * n, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(multiply_add_limit);

BENCHMARK_CAPTURE(large_pedigree, no_loop_28_stepwise, "W3_loops0_n28_step")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(large_pedigree, one_loop_28_stepwise, "W3_loops1_n28_step")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(large_pedigree, two_loops_28_stepwise, "W3_loops2_n28_step")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(large_pedigree, two_loops_28_proportional, "W3_loops2_n28_prop")->Unit(benchmark::kMillisecond);

/// A nuclear family's missing child: father and mother typed, or a sibling only; 24 loci of 15 alleles, stepwise.
void nuclear_tables(benchmark::State& state, bool parents_typed) {
    PersonRecord father{"father", "", "", Sex::male};
    PersonRecord mother{"mother", "", "", Sex::female};
    PersonRecord missing{"missing", "father", "mother", Sex::male};
    PersonRecord sister{"sister", "father", "mother", Sex::female};
    const Pedigree pedigree = Pedigree::make({father, mother, missing, sister}).value();
    LocusSpec spec;
    spec.name = "L";
    for (int a = 8; a < 23; ++a) {
        spec.alleles.push_back(std::to_string(a));
    }
    spec.freqs = {std::vector<double>(15, 1.0 / 15.0)};
    spec.male.model = spec.female.model = MutationModel::stepwise;
    spec.male.rate = 0.003;
    spec.female.rate = 0.001;
    spec.male.rate2 = spec.female.rate2 = 1e-6;
    const std::vector<Locus> loci(24, Locus::make(spec).value());
    std::vector<Observation> seen(4);
    if (parents_typed) {
        seen[0] = Observation::make(loci[0], locus_result("10", "12")).value();
        seen[1] = Observation::make(loci[0], locus_result("13", "17")).value();
    } else {
        seen[3] = Observation::make(loci[0], locus_result("10", "13")).value();
    }
    for (auto _ : state) {
        for (const Locus& locus : loci) {
            LinkedLoci unit;
            unit.loci.push_back(&locus);
            auto table = UnitTable::make(pedigree, unit, std::span(&seen, 1), 2, 0);
            benchmark::DoNotOptimize(table);
        }
    }
}
BENCHMARK_CAPTURE(nuclear_tables, parents_typed_24_loci, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(nuclear_tables, sister_typed_24_loci, false)->Unit(benchmark::kMicrosecond);

/// The whole suite A (372 cases), reading and writing JSON included.
void suite_a(benchmark::State& state) {
    for (auto _ : state) {
        std::ostringstream out;
        const auto summary =
            answer_questions({Question::likelihood, root + "/tests/data/oracle/A_single_autosomal.jsonl", {}}, out);
        if (!summary || summary->asked != 372 || summary->unanswered != 0) {
            state.SkipWithError("suite A was not answered");
        }
    }
}
BENCHMARK(suite_a)->Unit(benchmark::kMillisecond);

/// W1 end to end: read a case folder, 100 remains × 20 families × 20 loci, answer as JSON.
void identify_w1(benchmark::State& state, const char* mutation) {
    for (auto _ : state) {
        IdentificationRequest request;
        request.subject = root + "/tests/data/workloads/W1";
        request.mutation_setting = mutation;
        const auto reply = run_identification(request);
        if (!reply) {
            state.SkipWithError(reply.error().text().c_str());
            return;
        }
        benchmark::DoNotOptimize(reply);
    }
}
BENCHMARK_CAPTURE(identify_w1, no_mutation, "none")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(identify_w1, proportional, "prop")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(identify_w1, stepwise, "step")->Unit(benchmark::kMillisecond);

} // namespace
