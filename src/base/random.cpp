#include "muster/base/random.hpp"

#include <bit>

namespace muster {
namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

std::uint64_t mixed(std::uint64_t value) {
    return splitmix64(value);
}

} // namespace

Random::Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
        word = splitmix64(seed);
    }
}

std::uint64_t Random::bits() {
    const std::uint64_t drawn = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return drawn;
}

// std::uniform_real_distribution may differ between standard libraries; the top 53 bits do not.
double Random::uniform() {
    return static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

std::size_t Random::below(std::size_t n) {
    const std::uint64_t range = n;
    const std::uint64_t surplus = (0 - range) % range; // 2^64 mod n: so many draws would favour the low numbers
    std::uint64_t drawn = bits();
    while (drawn < surplus) {
        drawn = bits();
    }
    return static_cast<std::size_t>(drawn % range);
}

std::size_t Random::pick(std::span<const double> weights) {
    double total = 0.0;
    for (const double weight : weights) {
        total += weight;
    }
    double left = uniform() * total;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0.0) {
            last = i;
            if (left < weights[i]) {
                return i;
            }
            left -= weights[i];
        }
    }
    return last; // rounding can leave a crumb beyond the last weight
}

std::uint64_t stream_seed(std::uint64_t seed, std::span<const std::string_view> name) {
    std::uint64_t hash = mixed(seed);
    for (const std::string_view part : name) {
        hash = mixed(hash ^ part.size()); // the lengths keep ("a","bc") and ("ab","c") apart
        for (const char c : part) {
            hash = mixed(hash ^ static_cast<unsigned char>(c));
        }
    }
    return hash;
}

} // namespace muster
