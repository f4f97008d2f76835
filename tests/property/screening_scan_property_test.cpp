#include "block_rows.hpp"
#include "kernels/scan.hpp"

#include <cstring>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::kernels {
namespace {

/// Entries as tables have them, and such as run into both ends of 16 bits.
rc::Gen<std::int16_t> entries() {
    return rc::gen::weightedOneOf<std::int16_t>({{6, rc::gen::inRange<std::int16_t>(-2000, 900)},
                                                 {1, rc::gen::element<std::int16_t>(-32768, 32767, 0)},
                                                 {1, rc::gen::arbitrary<std::int16_t>()}});
}

class EveryTarget {
  public:
    EveryTarget() {
        use_scan_target(0);
        all_ = scan_targets();
    }
    ~EveryTarget() { use_scan_target(0); }
    EveryTarget(const EveryTarget&) = delete;
    EveryTarget& operator=(const EveryTarget&) = delete;
    EveryTarget(EveryTarget&&) = delete;
    EveryTarget& operator=(EveryTarget&&) = delete;
    [[nodiscard]] const std::vector<std::int64_t>& all() const { return all_; }

  private:
    std::vector<std::int64_t> all_;
};

RC_GTEST_PROP(Scan, FindsOnEveryInstructionSetWhatPlainCodeFinds, ()) {
    const auto units = *rc::gen::inRange<std::size_t>(1, 30);
    const auto samples = *rc::gen::inRange<std::size_t>(0, 40);
    const auto row_count = *rc::gen::inRange<std::size_t>(1, 12);
    Rows rows(row_count);
    Rows lanes(1);
    for (std::size_t n = 0; n < row_count * block_lanes; ++n) {
        rows.row(0)[n] = *entries();
    }
    for (std::size_t lane = 0; lane < block_lanes; ++lane) {
        lanes.row(0)[lane] = *entries();
    }
    std::vector<std::uint32_t> offsets;
    for (std::size_t n = 0; n < samples * units; ++n) {
        offsets.push_back(*rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(row_count)) * 128);
    }
    const auto thresholds = *rc::gen::container<std::vector<std::int16_t>>(samples, entries());
    const ScanTask task{rows.row(0), offsets.data(), units, thresholds.data(), lanes.row(0), samples};
    std::vector<Survivor> expected(samples + 1);
    std::vector<Survivor> found(samples + 1);
    const std::size_t count = scan_plain(task, expected.data());
    const EveryTarget targets;
    RC_ASSERT(targets.all().size() >= 1);
    for (const std::int64_t target : targets.all()) {
        use_scan_target(target);
        RC_ASSERT(scan(task, found.data()) == count);
        for (std::size_t n = 0; n < count; ++n) {
            RC_ASSERT(found[n].sample == expected[n].sample);
            RC_ASSERT(found[n].lanes == expected[n].lanes);
        }
    }
}

} // namespace
} // namespace muster::kernels
