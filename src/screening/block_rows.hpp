#pragma once

#include "muster/screening/samples.hpp"
#include "muster/screening/screen.hpp"

#include <cstdlib>
#include <memory>
#include <new>

namespace muster {

/// Memory on a 128-byte boundary: two cache lines, which one row fills.
class Rows {
  public:
    explicit Rows(std::size_t rows)
        : numbers_(static_cast<std::int16_t*>(std::aligned_alloc(128, (rows + 1) * row_bytes))) {
        if (!numbers_) {
            throw std::bad_alloc();
        }
    }
    [[nodiscard]] std::int16_t* row(std::size_t at) { return numbers_.get() + at * block_lanes; }
    static constexpr std::size_t row_bytes = block_lanes * sizeof(std::int16_t);

  private:
    struct Free {
        void operator()(std::int16_t* at) const { std::free(at); } // NOLINT: aligned_alloc's counterpart
    };
    std::unique_ptr<std::int16_t, Free> numbers_;
};

/// The rows that some samples need of every block, and for each sample where they stand: first one for his sex, then
/// one for each unit. Rows: one of zeros for units that say nothing; one for each sex of a sample, which bars targets
/// of the other sex; then one for each result that some sample shows at a unit.
class BlockRows {
  public:
    BlockRows(const ScreenSamples& samples, Range of_samples);

    /// Takes or makes the rows of a block. Errors: verification.
    [[nodiscard]] Result<void> fill(std::size_t block);

    [[nodiscard]] const std::int16_t* rows() { return rows_.row(0); }
    [[nodiscard]] const std::uint32_t* offsets(std::size_t sample) const {
        return offsets_.data() + (sample - first_sample_) * width();
    }
    /// Rows of each sample.
    [[nodiscard]] std::size_t width() const { return samples_.index().facts().units.size() + 1; }
    [[nodiscard]] std::size_t bytes() const { return (needed_.size() + fixed_rows) * Rows::row_bytes; }

  private:
    /// A row after the fixed ones.
    struct Needed {
        std::size_t unit;
        std::uint32_t code;
        std::optional<std::size_t> coarse; ///< the block's row, where it is just that
    };
    static constexpr std::size_t fixed_rows = 4; ///< zeros; samples of unknown sex, male, female
    void fill_sexes(std::size_t block);

    const ScreenSamples& samples_;
    std::size_t first_sample_;
    std::vector<Needed> needed_;
    std::vector<std::uint32_t> offsets_;
    bool computed_ = false; ///< some rows are not just the block's
    Rows rows_{0};
};

} // namespace muster
