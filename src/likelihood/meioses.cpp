#include "meioses.hpp"

namespace muster {

Meioses::Meioses(const Pedigree& pedigree, const std::vector<char>& relevant, bool x_linked)
    : paternal_(pedigree.size(), fixed), maternal_(pedigree.size(), fixed) {
    for (std::size_t parent = 0; parent < pedigree.size(); ++parent) {
        const Member& p = pedigree.member(parent);
        if (relevant[parent] == 0 || (x_linked && p.sex == Sex::male)) {
            continue; // a man has one X: nothing to choose
        }
        bool first = p.is_founder();
        std::uint64_t flips = 0;
        bool any_fixed = false;
        for (std::size_t child : pedigree.children(parent)) {
            if (relevant[child] == 0) {
                continue;
            }
            if (first) {
                first = false;
                any_fixed = true;
                continue;
            }
            auto& side = pedigree.member(child).father == parent ? paternal_ : maternal_;
            side[child] = bits_++;
            if (p.is_founder()) {
                flips |= std::uint64_t{1} << side[child];
            }
        }
        if (any_fixed && flips != 0) {
            founder_flips_.push_back(flips);
        }
    }
}

void Meioses::recombine(std::vector<double>& values, std::size_t width, double rho) const {
    const auto mix = [&](std::uint64_t flip) {
        for (std::uint64_t v = 0; v < (std::uint64_t{1} << bits_); ++v) {
            const std::uint64_t other = v ^ flip;
            if (other < v) {
                continue;
            }
            for (std::size_t i = 0; i < width; ++i) {
                double& x = values[v * width + i];
                double& y = values[other * width + i];
                const double mixed = (1.0 - rho) * x + rho * y;
                y = (1.0 - rho) * y + rho * x;
                x = mixed;
            }
        }
    };
    for (int bit = 0; bit < bits_; ++bit) {
        mix(std::uint64_t{1} << bit);
    }
    for (std::uint64_t flips : founder_flips_) {
        mix(flips);
    }
}

} // namespace muster
