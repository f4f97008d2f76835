#include "muster/screening/bench.hpp"

#include "block_rows.hpp"
#include "kernels/scan.hpp"
#include "muster/base/random.hpp"
#include "muster/identify/family_shape.hpp"
#include "muster/identify/gene_drop.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <numeric>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace muster {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<Locus> bench_locus(std::size_t number, std::size_t alleles) {
    LocusSpec spec;
    spec.name = "SIM" + std::to_string(number + 1);
    std::vector<double> freqs;
    for (std::size_t a = 0; a < alleles; ++a) {
        spec.alleles.push_back(std::to_string(8 + a));
        freqs.push_back(1.0 / static_cast<double>(a + 2)); // a few common ones, many rare: as at real loci
    }
    const double sum = std::accumulate(freqs.begin(), freqs.end(), 0.0);
    for (double& f : freqs) {
        f /= sum;
    }
    spec.freqs.push_back(std::move(freqs));
    spec.male = {MutationModel::equal, 0.002};
    spec.female = {MutationModel::equal, 0.0005};
    return Locus::make(std::move(spec));
}

/// A simulated family.
Result<TargetQuestion> bench_family(const std::vector<Locus>& loci, std::uint64_t seed, std::size_t number) {
    constexpr std::array shapes{FamilyShape::siblings, FamilyShape::child,        FamilyShape::one_parent,
                                FamilyShape::parents,  FamilyShape::half_sibling, FamilyShape::niece,
                                FamilyShape::cousins,  FamilyShape::grandparents};
    const std::string label = "SIM-F" + std::to_string(number + 1);
    const std::array<std::string_view, 2> stream{"bench family", label};
    Random random(stream_seed(seed, stream));
    const std::vector<ShapeMember> members = members_of(shapes[number % shapes.size()], Sex::male);
    std::vector<PersonRecord> records;
    for (const ShapeMember& member : members) {
        records.push_back({member.role, member.father, member.mother, member.sex});
    }
    auto pedigree = Pedigree::make(records);
    if (!pedigree) {
        return fail(pedigree.error());
    }
    TargetQuestion out{{label, *std::move(pedigree), 0, 0, false, {}}, label, Sex::male, std::nullopt};
    for (std::size_t m = 0; m < members.size(); ++m) {
        out.person.missing = members[m].standing == Standing::missing ? m : out.person.missing;
    }
    for (const Locus& locus : loci) {
        const auto genes = drop_genes(locus, out.person.family, 0.0, random);
        std::vector<Observation> seen(members.size());
        for (std::size_t m = 0; genes && m < members.size(); ++m) {
            if (members[m].standing == Standing::reference) {
                auto observation = Observation::make(locus, type_genes(locus, (*genes)[m], false, 0, Typing{}, random));
                if (!observation) {
                    return fail(observation.error());
                }
                seen[m] = *std::move(observation);
            }
        }
        if (!genes) {
            return fail(genes.error());
        }
        out.person.seen.push_back(std::move(seen));
    }
    return out;
}

/// Remains: most of nobody in the index, every hundredth of a family's missing person, every tenth typed at a part of
/// the loci.
Result<ScreenSamples> bench_samples(const FamilyIndex& index, const ScreenBenchPlan& plan) {
    ScreenSamples out(index, TypingErrors{});
    const std::size_t units = index.facts().units.size();
    std::vector<std::vector<double>> unrelated(units);
    for (std::size_t u = 0; u < units; ++u) {
        unrelated[u] = unrelated_genotypes(linked_loci(index.facts().units[u], index.facts().loci), 0, false);
        for (std::size_t g = 0; g < unrelated[u].size(); ++g) { // code g + 1
            static_cast<void>(out.code_of(u, {ObservationRow{true, false, {{g, 1.0}}}}));
        }
    }
    const std::array<std::string_view, 1> stream{"bench samples"};
    Random random(stream_seed(plan.seed, stream));
    std::vector<std::uint32_t> codes(units);
    for (std::size_t i = 0; i < plan.samples; ++i) {
        std::vector<UnitNumbers> family;
        if (i % 100 == 0) {
            auto numbers = index.numbers(random.below(index.facts().targets.size()));
            if (!numbers) {
                return fail(numbers.error());
            }
            family = *std::move(numbers);
        }
        for (std::size_t u = 0; u < units; ++u) {
            const bool typed = i % 10 != 7 || random.chance(0.5);
            codes[u] =
                typed ? static_cast<std::uint32_t>(
                            1 + random.pick(family.empty() ? std::span<const double>(unrelated[u]) : family[u].related))
                      : ScreenSamples::nothing;
        }
        out.add("SIM-R" + std::to_string(i + 1), Sex::male, codes);
    }
    return out;
}

/// GB/s of all threads together, each loading its own block's worth of bytes again and again.
double load_bandwidth(std::size_t bytes, std::size_t threads) {
    bytes = bytes / 1024 * 1024;
    const auto work = [bytes] {
        Rows rows(bytes / Rows::row_bytes);
        std::fill_n(rows.row(0), bytes / sizeof(std::int16_t), std::int16_t{1});
        constexpr std::size_t rounds = 400;
        double best = 0.0;
        std::int16_t sum = 0;
        for (std::size_t turn = 0; turn < 20; ++turn) {
            const auto start = Clock::now();
            for (std::size_t n = 0; n < rounds; ++n) {
                sum = static_cast<std::int16_t>(sum + kernels::load_all(rows.row(0), bytes));
            }
            best = std::max(best, static_cast<double>(rounds * bytes) / seconds_since(start));
        }
        return sum == 1 ? 0.0 : best; // the sum is even: the loads cannot be left out
    };
    std::vector<std::future<double>> running;
    for (std::size_t t = 0; t < threads; ++t) {
        running.push_back(std::async(std::launch::async, work));
    }
    double sum = 0.0;
    for (auto& one : running) {
        sum += one.get();
    }
    return sum / 1e9;
}

/// A rule, and the hits that scoring every pair gives by it.
struct Expected {
    HitRule rule;
    std::vector<Hit> hits;
};

/// For several rules, some with a threshold that just one pair meets exactly.
Result<std::vector<Expected>> score_all(const ScreenSamples& samples, Range of_samples, Range blocks,
                                        double min_log10_lr) {
    const HitRule low{min_log10_lr - 4.0, 0};
    auto all = screen_plainly(samples, of_samples, blocks, low);
    auto best = screen_plainly(samples, of_samples, blocks, {0.0, 2});
    if (!all || !best) {
        return fail(!all ? all.error() : best.error());
    }
    std::vector<Expected> out{{{0.0, 2}, std::move(best->hits)}, {low, all->hits}};
    std::vector<HitRule> rules{{min_log10_lr, 0}, {min_log10_lr, 3}};
    for (std::size_t n = 0; n < std::min<std::size_t>(all->hits.size(), 8); ++n) {
        rules.push_back({all->hits[n * all->hits.size() / 8].log10_lr, 0}); // at the very edge
    }
    for (const HitRule& rule : rules) {
        HitList list(rule, of_samples.last, samples.index().facts().targets.size());
        for (const Hit& hit : all->hits) {
            list.offer(hit);
        }
        out.push_back({rule, list.sorted()});
    }
    return out;
}

Result<void> check_all_targets(ScreenBench& out, const ScreenSamples& samples, const ScreenBenchPlan& plan) {
    const std::size_t blocks = samples.index().blocks();
    const std::size_t few = std::min<std::size_t>(blocks, 40);
    const std::size_t count = std::clamp<std::size_t>(plan.compared_plainly / (few * block_lanes), 1, samples.size());
    const auto expected = score_all(samples, {0, count}, {0, few}, plan.min_log10_lr);
    if (!expected) {
        return fail(expected.error());
    }
    out.identical = true;
    kernels::use_scan_target(0);
    for (const std::int64_t target : kernels::scan_targets()) {
        kernels::use_scan_target(target);
        for (const auto& [rule, hits] : *expected) {
            const auto found = screen_part(samples, {0, count}, {0, few}, rule);
            if (!found) {
                return fail(found.error());
            }
            out.identical = out.identical && found->hits == hits;
        }
        out.checked_targets.emplace_back(kernels::scan_target());
    }
    kernels::use_scan_target(0);
    out.checked_pairs = count * few * block_lanes;
    return {};
}

} // namespace

Result<ScreenBench> bench_screening(const ScreenBenchPlan& plan) {
    IndexSource source;
    source.name = "screening benchmark";
    source.simulated = true;
    source.mutation = true;
    source.populations = {"simulated"};
    for (std::size_t l = 0; l < plan.loci; ++l) {
        auto locus = bench_locus(l, plan.alleles);
        if (!locus) {
            return fail(locus.error());
        }
        source.units.push_back({locus->name(), {l}, {}});
        source.loci.push_back(*std::move(locus));
    }
    source.targets = plan.families;
    source.target = [&](std::size_t i) { return bench_family(source.loci, plan.seed, i); };
    const std::filesystem::path folder = plan.folder.empty() ? std::filesystem::temp_directory_path() : plan.folder;
    const std::filesystem::path path = folder / ("muster-bench-" + std::to_string(::getpid()) + ".index");
    ScreenBench out;
    auto start = Clock::now();
    IndexOptions options;
    options.threads = plan.threads;
    if (auto built = build_index(source, path, options); !built) {
        return fail(built.error());
    }
    out.index_seconds = seconds_since(start);
    start = Clock::now();
    const auto index = FamilyIndex::open(path);
    std::filesystem::remove(path); // the mapping stays
    if (!index) {
        return fail(index.error());
    }
    out.open_seconds = seconds_since(start);
    const auto samples = bench_samples(*index, plan);
    if (!samples) {
        return fail(samples.error());
    }
    ScreenRun run;
    run.rule = {plan.min_log10_lr, 10};
    run.threads = plan.threads;
    Result<PartHits> found = PartHits{};
    out.block_bytes = BlockRows(*samples, {0, samples->size()}).bytes();
    // The best of each, in turns: on a machine that is shared, both meet the same neighbours.
    constexpr std::size_t rounds = 6;
    for (std::size_t round = 0; round < rounds && found; ++round) {
        out.load_bandwidth_gbs = std::max(out.load_bandwidth_gbs, load_bandwidth(out.block_bytes, plan.threads));
        start = Clock::now();
        found = screen(*samples, run);
        const double took = seconds_since(start);
        out.first_seconds = round == 0 ? took : out.first_seconds;
        out.screen_seconds = round == 0 ? took : std::min(out.screen_seconds, took);
    }
    if (!found) {
        return fail(found.error());
    }
    out.target = kernels::scan_target();
    out.threads = plan.threads;
    out.pairs = found->compared;
    out.scored = found->survivors;
    out.hits = found->hits.size();
    out.bytes_per_pair = plan.loci * sizeof(std::int16_t);
    if (auto checked = check_all_targets(out, *samples, plan); !checked) {
        return fail(checked.error());
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    out.peak_memory_gb = static_cast<double>(usage.ru_maxrss) / 1048576.0;
    return out;
}

} // namespace muster
