// The scan on ARM's instruction sets against plain code, on random rows; exit status 1 if they differ. Built by a
// cross-compiler and run by an emulator (neon_test.py).
#include "kernels/scan.hpp"

#include <cstdio>
#include <cstdlib>
#include <hwy/highway.h>
#include <random>

// Highway's library for that processor is not needed: what is to be used is said.
namespace hwy {
static std::int64_t allowed = HWY_NEON;
std::int64_t SupportedTargets() {
    return allowed;
}
void SetSupportedTargetsForTest(std::int64_t targets) {
    allowed = targets;
}
ChosenTarget& GetChosenTarget() {
    static ChosenTarget chosen;
    return chosen;
}
} // namespace hwy

using namespace muster::kernels;

namespace {

std::mt19937 random_bits(1);

std::int16_t entry() {
    const auto kind = random_bits() % 8;
    return static_cast<std::int16_t>(kind == 0   ? static_cast<int>(random_bits())
                                     : kind == 1 ? -32768
                                                 : static_cast<int>(random_bits() % 2900) - 2000);
}

bool same(std::int16_t* rows, std::int16_t* lanes) {
    for (int n = 0; n < 20 * 64; ++n) {
        rows[n] = entry();
    }
    for (int n = 0; n < 64; ++n) {
        lanes[n] = entry();
    }
    const std::size_t units = 1 + random_bits() % 30;
    const std::size_t samples = 50;
    std::vector<std::uint32_t> offsets(units * samples);
    for (auto& offset : offsets) {
        offset = static_cast<std::uint32_t>(random_bits() % 20 * 128);
    }
    std::vector<std::int16_t> thresholds(samples);
    for (auto& threshold : thresholds) {
        threshold = entry();
    }
    const ScanTask task{rows, offsets.data(), units, thresholds.data(), lanes, samples};
    std::vector<Survivor> found(samples);
    std::vector<Survivor> expected(samples);
    bool equal = scan(task, found.data()) == scan_plain(task, expected.data());
    for (std::size_t n = 0; n < samples; ++n) {
        equal = equal && found[n].sample == expected[n].sample && found[n].lanes == expected[n].lanes;
    }
    return equal;
}

} // namespace

int main() {
    auto* rows = static_cast<std::int16_t*>(std::aligned_alloc(128, 20 * 128));
    auto* lanes = static_cast<std::int16_t*>(std::aligned_alloc(128, 128));
    for (const std::int64_t target : {std::int64_t{HWY_NEON}, std::int64_t{HWY_SVE}, std::int64_t{HWY_SVE2}}) {
        if ((target & HWY_TARGETS) == 0) {
            continue;
        }
        use_scan_target(target);
        for (int round = 0; round < 200; ++round) {
            if (!same(rows, lanes)) {
                std::printf("%s: DIFFERENT\n", scan_target());
                return 1;
            }
        }
        std::printf("%s: the same as plain code\n", scan_target());
    }
    return 0;
}
