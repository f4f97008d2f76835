#pragma once

#include "muster/screening/screen.hpp"

namespace muster {

/// What is measured: simulated families and remains, `alleles` at each of `loci` loci.
struct ScreenBenchPlan {
    std::size_t samples = 40'000;
    std::size_t families = 30'000;
    std::size_t loci = 20;
    std::size_t alleles = 14; ///< 105 genotypes
    std::size_t threads = 1;
    double min_log10_lr = 6.0;
    std::size_t compared_plainly = 10'000'000; ///< pairs
    std::uint64_t seed = 1;
    std::filesystem::path folder{}; ///< for the index; empty: the system's folder for temporary files
};

struct ScreenBench {
    std::string target; ///< instruction set
    std::size_t threads = 0;
    double index_seconds = 0.0;  ///< to build it, with so many threads
    double open_seconds = 0.0;   ///< to open it
    double screen_seconds = 0.0; ///< all samples against all families, exact scores included: the best of three
    double first_seconds = 0.0;  ///< the first of them, which reads the index from the disk or its cache
    std::uint64_t pairs = 0;
    std::uint64_t scored = 0; ///< exactly
    std::size_t hits = 0;
    std::size_t bytes_per_pair = 0;
    std::size_t block_bytes = 0;     ///< that one block's rows take
    double load_bandwidth_gbs = 0.0; ///< measured: loads of so many bytes, again and again, by all threads together
    bool identical = false;          ///< hits and LRs as of scoring every pair, on each of:
    std::vector<std::string> checked_targets;
    std::uint64_t checked_pairs = 0;
    double peak_memory_gb = 0.0;

    [[nodiscard]] double pairs_per_second() const {
        return static_cast<double>(pairs) / (open_seconds + screen_seconds);
    }
    /// Of the bandwidth that the machine was measured to have.
    [[nodiscard]] double roofline_share() const {
        return pairs_per_second() * static_cast<double>(bytes_per_pair) / (load_bandwidth_gbs * 1e9);
    }
};

/// Builds, opens, screens and compares. Errors: the disk.
[[nodiscard]] Result<ScreenBench> bench_screening(const ScreenBenchPlan& plan);

} // namespace muster
