#include "muster/screening/index.hpp"

#include "index_file.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace muster {
namespace {

std::size_t genotype_count(const Locus& locus) {
    return locus.allele_count() * (locus.allele_count() + 1) / 2;
}

/// Is there room for so many pieces?
bool holds(std::size_t room, std::size_t pieces, std::size_t size) {
    return pieces == 0 || size <= room / pieces;
}

} // namespace

IndexLayout IndexLayout::of(const std::vector<Unit>& units, const std::vector<Locus>& loci, double theta) {
    IndexLayout out;
    for (const Unit& unit : units) {
        UnitLayout layout;
        const Locus& first = loci[unit.loci.front()];
        layout.first_row = out.rows;
        layout.first_number = out.numbers;
        layout.numbers = genotype_count(first);
        if (unit.loci.size() == 1) {
            layout.genotypes = layout.numbers;
            layout.alleles = first.x_linked() ? first.allele_count() : 0;
            layout.hemizygous_numbers = first.allele_count();
        } else {
            const Locus& second = loci[unit.loci.back()];
            layout.size2 = genotype_count(second);
            layout.numbers *= layout.size2;
            layout.hemizygous_size2 = second.allele_count();
            layout.hemizygous_numbers = first.allele_count() * second.allele_count();
        }
        out.rows += layout.genotypes + layout.alleles;
        out.numbers += layout.numbers * (theta > 0.0 ? 2 : 1);
        out.units.push_back(layout);
    }
    return out;
}

Error FamilyIndex::damaged(const std::string& what) const {
    return {ErrorKind::verification, "the index is damaged (" + what + "); build it again with muster screen index",
            path_};
}

bool FamilyIndex::is_one(const std::filesystem::path& path) {
    std::array<char, IndexHead::magic_words.size()> begin{};
    std::ifstream file(path, std::ios::binary);
    file.read(begin.data(), begin.size());
    return file && begin == IndexHead::magic_words;
}

Result<FamilyIndex> FamilyIndex::open(const std::filesystem::path& path) {
    auto file = MappedFile::open(path);
    if (!file) {
        return fail(file.error());
    }
    FamilyIndex out(*std::move(file));
    out.path_ = path.string();
    const std::string_view bytes = out.file_.bytes();
    IndexHead head;
    if (bytes.size() < sizeof head ||
        std::memcmp(bytes.data(), IndexHead::magic_words.data(), IndexHead::magic_words.size()) != 0) {
        return fail(Error{ErrorKind::bad_input, "is no screening index; muster screen index makes one", out.path_});
    }
    std::memcpy(&head, bytes.data(), sizeof head);
    if (head.version != IndexHead::this_version || head.lanes != block_lanes) {
        return fail(Error{ErrorKind::bad_input,
                          "is a screening index of version " + std::to_string(head.version) + ", expected " +
                              std::to_string(IndexHead::this_version) + "; build it again with muster screen index",
                          out.path_});
    }
    if (checksum_of(bytes.substr(0, offsetof(IndexHead, head))) != head.head) {
        return fail(out.damaged("its head"));
    }
    if (head.facts_offset > bytes.size() || head.facts_size != bytes.size() - head.facts_offset) {
        return fail(out.damaged("it ends early"));
    }
    const std::string_view facts = bytes.substr(head.facts_offset);
    auto read = checksum_of(facts) == head.facts ? facts_of(facts) : std::nullopt;
    if (!read) {
        return fail(out.damaged("its list of persons and loci"));
    }
    out.facts_ = std::make_unique<IndexFacts>(*std::move(read));
    out.checksum_ = head.facts;
    out.layout_ = IndexLayout::of(out.facts_->units, out.facts_->loci, out.facts_->theta);
    out.coarse_offset_ = head.coarse_offset;
    out.numbers_offset_ = head.numbers_offset;
    const bool in_order = head.coarse_offset <= head.numbers_offset && head.numbers_offset <= head.facts_offset;
    if (!in_order || head.coarse_offset % index_page != 0 || head.numbers_offset % index_page != 0 ||
        !holds(head.numbers_offset - head.coarse_offset, out.blocks(),
               out.layout_.rows * block_lanes * sizeof(std::int16_t)) ||
        !holds(head.facts_offset - head.numbers_offset, out.facts_->targets.size(),
               out.layout_.numbers * sizeof(double))) {
        return fail(out.damaged("its sections"));
    }
    const std::size_t populations = std::max<std::size_t>(out.facts_->populations.size(), 1);
    for (const Unit& unit : out.facts_->units) {
        const LinkedLoci loci = linked_loci(unit, out.facts_->loci);
        for (std::size_t p = 0; p < populations && out.facts_->theta == 0.0; ++p) {
            out.unrelated_.push_back({unrelated_genotypes(loci, p, false), loci.loci.front()->x_linked()
                                                                               ? unrelated_genotypes(loci, p, true)
                                                                               : std::vector<double>()});
        }
    }
    out.block_good_ = std::make_unique<std::atomic<bool>[]>(out.blocks());                // NOLINT
    out.target_good_ = std::make_unique<std::atomic<bool>[]>(out.facts_->targets.size()); // NOLINT
    return out;
}

Result<std::span<const std::int16_t>> FamilyIndex::coarse(std::size_t block) const {
    const std::size_t size = layout_.rows * block_lanes;
    const char* at = file_.bytes().data() + coarse_offset_ + block * size * sizeof(std::int16_t);
    if (!block_good_[block].load(std::memory_order_relaxed)) {
        if (checksum_of(at, size * sizeof(std::int16_t)) != facts_->coarse_checksums[block]) {
            return fail(damaged("block " + std::to_string(block + 1)));
        }
        block_good_[block].store(true, std::memory_order_relaxed);
    }
    return std::span(reinterpret_cast<const std::int16_t*>(at), size); // NOLINT: the file's own numbers
}

Result<std::vector<UnitNumbers>> FamilyIndex::numbers(std::size_t target) const {
    const char* bytes = file_.bytes().data() + numbers_offset_ + target * layout_.numbers * sizeof(double);
    const auto* at = reinterpret_cast<const double*>(bytes); // NOLINT: the file's own numbers
    const Target& who = facts_->targets[target];
    if (!target_good_[target].load(std::memory_order_relaxed)) {
        if (checksum_of(at, layout_.numbers * sizeof(double)) != who.numbers) {
            return fail(damaged("the numbers of '" + who.person + "'"));
        }
        target_good_[target].store(true, std::memory_order_relaxed);
    }
    std::vector<UnitNumbers> out;
    const std::size_t populations = std::max<std::size_t>(facts_->populations.size(), 1);
    for (std::size_t u = 0; u < layout_.units.size(); ++u) {
        const UnitLayout& unit = layout_.units[u];
        const bool hemizygous = who.is(u, Target::hemizygous);
        const std::size_t count = hemizygous ? unit.hemizygous_numbers : unit.numbers;
        const std::span<const double> related(at + unit.first_number, count);
        const std::span<const double> unrelated =
            facts_->theta > 0.0
                ? std::span(at + unit.first_number + unit.numbers, count)
                : std::span<const double>(unrelated_[u * populations + who.population][hemizygous ? 1 : 0]);
        out.push_back({related, unrelated, hemizygous ? unit.hemizygous_size2 : unit.size2, hemizygous});
    }
    return out;
}

Result<void> FamilyIndex::verify() const {
    for (std::size_t b = 0; b < blocks(); ++b) {
        if (auto good = coarse(b); !good) {
            return fail(good.error());
        }
    }
    for (std::size_t t = 0; t < facts_->targets.size(); ++t) {
        if (auto good = numbers(t); !good) {
            return fail(good.error());
        }
    }
    return {};
}

} // namespace muster
