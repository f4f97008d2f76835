#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::kernels {

/// Samples against one block of 64 targets.
struct ScanTask {
    const std::int16_t* rows = nullptr;            ///< rows of 64 entries; on a 128-byte boundary
    const std::uint32_t* offsets = nullptr;        ///< [sample][unit]: where the unit's row begins, in bytes
    std::size_t units = 0;                         ///< at least 1
    const std::int16_t* thresholds = nullptr;      ///< by sample
    const std::int16_t* lane_thresholds = nullptr; ///< by target; on a 128-byte boundary
    std::size_t samples = 0;
};

/// A sample and the targets (bit = lane) whose sum of entries reaches the sample's threshold or the target's own.
struct Survivor {
    std::uint32_t sample;
    std::uint64_t lanes;
};

/// Gives the survivors in the order of samples; `out` has room for all samples. Sums are cut off at the ends of 16
/// bits, entry by entry in the order of units. Uses the widest instructions that the processor has.
[[nodiscard]] std::size_t scan(const ScanTask& task, Survivor* out);

/// The same in plain C++: the yardstick.
[[nodiscard]] std::size_t scan_plain(const ScanTask& task, Survivor* out);

/// The instruction set that `scan` uses: "AVX3", "AVX2", "NEON", … (Highway's names).
[[nodiscard]] const char* scan_target();
/// All that this processor can run; and that only one of them is used from now on (for tests; 0: all again).
[[nodiscard]] std::vector<std::int64_t> scan_targets();
void use_scan_target(std::int64_t target);

/// Loads all of `bytes` (a multiple of 256, on a 128-byte boundary) once, as wide and as fast as the processor can, and
/// gives something that depends on them: the roofline of the scan.
[[nodiscard]] std::int16_t load_all(const std::int16_t* bytes, std::size_t size);

} // namespace muster::kernels
