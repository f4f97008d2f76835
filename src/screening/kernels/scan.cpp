// Compiled once for each instruction set; scan() takes the best that the processor has. For a block of 64 targets the
// rows of all genotypes (some 250 kB at 20 loci of 100 genotypes) stay in the second-level cache, and each sample loads
// one row a locus: the loads are the limit, not the additions. 64 targets, and not the 32 of one AVX-512 register, give
// two independent sums, which hides the latency of both (measured: 3.3 against 2.4 · 10⁹ pairs/s).
#include "scan.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/scan.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace muster::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes16 = hn::CappedTag<std::int16_t, 32>;
constexpr std::size_t lanes = 64;

HWY_ATTR std::size_t scan(const ScanTask& task, Survivor* out) {
    const Lanes16 d;
    const std::size_t width = hn::Lanes(d);
    std::size_t found = 0;
    for (std::size_t i = 0; i < task.samples; ++i) {
        const std::uint32_t* offsets = task.offsets + i * task.units;
        const auto threshold = hn::Set(d, task.thresholds[i]);
        std::uint64_t survivors = 0;
        for (std::size_t from = 0; from < lanes; from += 2 * width) {
            const auto row = [&](std::size_t u) {
                return reinterpret_cast<const std::int16_t*>( // NOLINT: rows are found by bytes
                           reinterpret_cast<const char*>(task.rows) + offsets[u]) +
                       from;
            };
            auto low = hn::Load(d, row(0));
            auto high = hn::Load(d, row(0) + width);
            for (std::size_t u = 1; u < task.units; ++u) {
                low = hn::SaturatedAdd(low, hn::Load(d, row(u)));
                high = hn::SaturatedAdd(high, hn::Load(d, row(u) + width));
            }
            const auto low_least = hn::Min(threshold, hn::Load(d, task.lane_thresholds + from));
            const auto high_least = hn::Min(threshold, hn::Load(d, task.lane_thresholds + from + width));
            const auto low_mask = hn::Not(hn::Lt(low, low_least));
            const auto high_mask = hn::Not(hn::Lt(high, high_least));
            if (!hn::AllFalse(d, hn::Or(low_mask, high_mask))) {
                std::uint64_t bits[2] = {0, 0}; // StoreMaskBits may write a byte more than it needs
                hn::StoreMaskBits(d, low_mask, reinterpret_cast<std::uint8_t*>(&bits[0]));  // NOLINT
                hn::StoreMaskBits(d, high_mask, reinterpret_cast<std::uint8_t*>(&bits[1])); // NOLINT
                survivors |= (bits[0] | bits[1] << width) << from;
            }
        }
        out[found] = {static_cast<std::uint32_t>(i), survivors};
        found += survivors != 0 ? 1 : 0;
    }
    return found;
}

HWY_ATTR std::int16_t load_all(const std::int16_t* numbers, std::size_t size) {
    const Lanes16 d;
    const std::size_t width = hn::Lanes(d);
    auto a = hn::Zero(d);
    auto b = a;
    auto c = a;
    auto e = a;
    for (std::size_t at = 0; at + 4 * width <= size / sizeof(std::int16_t); at += 4 * width) {
        a = hn::Xor(a, hn::Load(d, numbers + at));
        b = hn::Xor(b, hn::Load(d, numbers + at + width));
        c = hn::Xor(c, hn::Load(d, numbers + at + 2 * width));
        e = hn::Xor(e, hn::Load(d, numbers + at + 3 * width));
    }
    return hn::GetLane(hn::Xor(hn::Xor(a, b), hn::Xor(c, e)));
}

HWY_ATTR const char* name() {
    return hwy::TargetName(HWY_TARGET);
}

} // namespace HWY_NAMESPACE
} // namespace muster::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace muster::kernels {

HWY_EXPORT(scan);
HWY_EXPORT(load_all);
HWY_EXPORT(name);

std::size_t scan(const ScanTask& task, Survivor* out) {
    return HWY_DYNAMIC_DISPATCH(scan)(task, out);
}

std::int16_t load_all(const std::int16_t* bytes, std::size_t size) {
    return HWY_DYNAMIC_DISPATCH(load_all)(bytes, size);
}

const char* scan_target() {
    return HWY_DYNAMIC_DISPATCH(name)();
}

std::vector<std::int64_t> scan_targets() {
    return hwy::SupportedAndGeneratedTargets();
}

void use_scan_target(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace muster::kernels
#endif
