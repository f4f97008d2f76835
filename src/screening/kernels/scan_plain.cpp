#include "scan.hpp"

#include <algorithm>
#include <limits>

namespace muster::kernels {

std::size_t scan_plain(const ScanTask& task, Survivor* out) {
    constexpr std::size_t lanes = 64;
    constexpr int least = std::numeric_limits<std::int16_t>::min();
    constexpr int most = std::numeric_limits<std::int16_t>::max();
    std::size_t found = 0;
    for (std::size_t i = 0; i < task.samples; ++i) {
        std::uint64_t survivors = 0;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            int sum = 0;
            for (std::size_t u = 0; u < task.units; ++u) {
                const std::size_t row = task.offsets[i * task.units + u] / sizeof(std::int16_t);
                sum = std::clamp(sum + task.rows[row + lane], least, most);
            }
            const bool survives = sum >= std::min(task.thresholds[i], task.lane_thresholds[lane]);
            survivors |= static_cast<std::uint64_t>(survives) << lane;
        }
        if (survivors != 0) {
            out[found++] = {static_cast<std::uint32_t>(i), survivors};
        }
    }
    return found;
}

} // namespace muster::kernels
