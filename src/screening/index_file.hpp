#pragma once

#include "muster/screening/index.hpp"

#include <array>

namespace muster {

/// The head of an index file; see docs/index-format.md. All numbers little-endian.
struct IndexHead {
    static constexpr std::array<char, 16> magic_words{'m', 'u', 's', 't', 'e', 'r', ' ', 'i', 'n', 'd', 'e', 'x', '\n'};
    static constexpr std::uint32_t this_version = 2;

    std::array<char, 16> magic = magic_words;
    std::uint32_t version = this_version;
    std::uint32_t lanes = block_lanes;
    std::uint64_t coarse_offset = 0;
    std::uint64_t numbers_offset = 0;
    std::uint64_t facts_offset = 0;
    std::uint64_t facts_size = 0;
    Checksum facts{}; ///< of the facts; they hold the checksums of all else
    Checksum head{};  ///< of the bytes before
};
constexpr std::size_t index_page = 4096; ///< sections begin at multiples of it

/// Not any other number, as a file may have it.
[[nodiscard]] constexpr bool is_sex(Sex sex) {
    return sex == Sex::unknown || sex == Sex::male || sex == Sex::female;
}

void put(ByteWriter& out, const Checksum& checksum);
[[nodiscard]] Checksum get_checksum(ByteReader& in);

[[nodiscard]] std::string facts_bytes(const IndexFacts& facts);
/// Nothing if the bytes are no facts that hang together.
[[nodiscard]] std::optional<IndexFacts> facts_of(std::string_view bytes);

/// All that the table of a unit follows from.
[[nodiscard]] Checksum table_key(const Sought& person, const std::vector<Locus>& loci, const Unit& unit, double theta);

/// The coarse rows of a block from the exact numbers of its targets ([target in the block][number]).
struct CoarseBlock {
    double scale = 1.0;
    std::vector<std::int16_t> rows;
};
[[nodiscard]] CoarseBlock coarse_block(const IndexLayout& layout, std::span<const Target> targets,
                                       const std::vector<std::vector<UnitNumbers>>& numbers);

/// The entry of a log10 LR: never below scale · log10_lr, whatever is rounded. −∞: the least.
[[nodiscard]] std::int16_t coarse_entry(double log10_lr, double scale);

} // namespace muster
