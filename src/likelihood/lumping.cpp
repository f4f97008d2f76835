#include "muster/likelihood/lumping.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster {
namespace {

bool same(double x, double y) {
    return std::abs(x - y) <= 4.0 * std::numeric_limits<double>::epsilon() * std::max(std::abs(x), std::abs(y));
}

using Blocks = std::vector<std::vector<std::size_t>>;

/// Rows of a printed matrix may miss 1 by 1e-6; what they sum to counts beyond the rounding of sums.
constexpr double row_rounding = 1e-13;

/// The probabilities that allele a goes to each other block, and last what its row misses of 1. Staying within the
/// block is what is left.
std::vector<double> signature(const Matrix& m, std::size_t a, const Blocks& blocks, std::size_t own) {
    std::vector<double> sums;
    sums.reserve(blocks.size() + 1);
    double row = 0.0;
    for (std::size_t to = 0; to < m.cols(); ++to) {
        row += m(a, to);
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        double sum = 0.0;
        if (b != own) {
            for (std::size_t to : blocks[b]) {
                sum += m(a, to);
            }
        }
        sums.push_back(sum);
    }
    sums.push_back(row - 1.0);
    return sums;
}

bool same(const std::vector<double>& x, const std::vector<double>& y) {
    return std::abs(x.back() - y.back()) <= row_rounding &&
           std::equal(x.begin(), x.end() - 1, y.begin(), [](double a, double b) { return same(a, b); });
}

/// Splits one block into groups of alleles that behave alike; one group: nothing to split.
Blocks split(const Locus& locus, const Blocks& blocks, std::size_t b) {
    struct Group {
        std::vector<double> male;
        std::vector<double> female;
        std::vector<std::size_t> alleles;
    };
    std::vector<Group> groups;
    for (std::size_t a : blocks[b]) {
        auto male = signature(locus.male(), a, blocks, b);
        auto female = signature(locus.female(), a, blocks, b);
        const auto alike = std::find_if(groups.begin(), groups.end(),
                                        [&](const Group& g) { return same(g.male, male) && same(g.female, female); });
        if (alike == groups.end()) {
            groups.push_back({std::move(male), std::move(female), {a}});
        } else {
            alike->alleles.push_back(a);
        }
    }
    Blocks out;
    for (Group& g : groups) {
        out.push_back(std::move(g.alleles));
    }
    return out;
}

AllelePartition from_blocks(Blocks blocks, std::size_t allele_count) {
    std::sort(blocks.begin(), blocks.end());
    AllelePartition partition;
    partition.block_of.resize(allele_count);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        partition.representative.push_back(blocks[b].front());
        for (std::size_t a : blocks[b]) {
            partition.block_of[a] = b;
        }
    }
    return partition;
}

} // namespace

AllelePartition AllelePartition::singletons(std::size_t allele_count) {
    AllelePartition partition;
    partition.block_of.resize(allele_count);
    std::iota(partition.block_of.begin(), partition.block_of.end(), std::size_t{0});
    partition.representative = partition.block_of;
    return partition;
}

AllelePartition coarsest_partition(const Locus& locus, const std::vector<Observation>& observations) {
    const std::size_t k = locus.allele_count();
    if (!std::all_of(observations.begin(), observations.end(), [](const auto& o) { return o.lumpable(); })) {
        return AllelePartition::singletons(k);
    }
    std::vector<char> alone(k, 0);
    if (locus.silent()) {
        alone[*locus.silent()] = 1;
    }
    for (const Observation& o : observations) {
        for (std::size_t a : o.alleles()) {
            alone[a] = 1;
        }
    }
    Blocks blocks;
    std::vector<std::size_t> rest;
    for (std::size_t a = 0; a < k; ++a) {
        if (alone[a] != 0) {
            blocks.push_back({a});
        } else {
            rest.push_back(a);
        }
    }
    if (!rest.empty()) {
        blocks.push_back(std::move(rest));
    }
    for (std::size_t b = 0; locus.mutates() && b < blocks.size();) {
        Blocks parts = blocks[b].size() > 1 ? split(locus, blocks, b) : Blocks{};
        if (parts.size() > 1) {
            blocks[b] = std::move(parts.front());
            blocks.insert(blocks.end(), parts.begin() + 1, parts.end());
            b = 0; // a finer partition may tell apart what looked alike before
        } else {
            ++b;
        }
    }
    return from_blocks(std::move(blocks), k);
}

} // namespace muster
