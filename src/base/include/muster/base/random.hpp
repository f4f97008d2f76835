#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace muster {

/// A random number generator whose draws are the same on every machine and with every compiler:
/// xoshiro256** (Blackman & Vigna 2018), its state filled by splitmix64 (Steele, Lea & Flood 2014).
/// Not for secrets.
class Random {
  public:
    explicit Random(std::uint64_t seed);

    /// The next 64 bits.
    [[nodiscard]] std::uint64_t bits();
    /// Uniform on [0,1), in steps of 2⁻⁵³.
    [[nodiscard]] double uniform();
    /// True with probability `p`; never for p = 0, always for p = 1.
    [[nodiscard]] bool chance(double p) { return uniform() < p; }
    /// Uniform on 0 … n−1, without bias. Precondition: n > 0.
    [[nodiscard]] std::size_t below(std::size_t n);
    /// Index i with probability weights[i] / Σ weights; never an index of weight 0.
    /// Precondition: weights are non-negative, and their sum is positive and finite.
    [[nodiscard]] std::size_t pick(std::span<const double> weights);

  private:
    std::array<std::uint64_t, 4> state_{};
};

/// A seed for one named part of a larger work ("typing" of "SIM-R01"), so that parts can be drawn in
/// any order, or left out, without a change to the others. Different names give unrelated streams.
[[nodiscard]] std::uint64_t stream_seed(std::uint64_t seed, std::span<const std::string_view> name);

} // namespace muster
