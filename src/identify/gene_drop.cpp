#include "muster/identify/gene_drop.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace muster {
namespace {

// Founder genes of one pedigree, drawn in sequence: with θ > 0 each makes its like more probable.
class FounderPool {
  public:
    FounderPool(const Locus& locus, double theta)
        : locus_(locus), theta_(theta),
          drawn_(locus.population_count(), std::vector<double>(locus.allele_count(), 0.0)) {}

    std::size_t draw(std::size_t population, Random& random) {
        std::vector<double> weights = locus_.freqs(population);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            weights[i] = (1.0 - theta_) * weights[i] + theta_ * drawn_[population][i];
        }
        const std::size_t allele = random.pick(weights);
        drawn_[population][allele] += 1.0;
        return allele;
    }

  private:
    const Locus& locus_;
    double theta_;
    std::vector<std::vector<double>> drawn_; // [population][allele]
};

bool has_one_gene(const Locus& locus, const Member& member) {
    return locus.x_linked() && member.sex == Sex::male;
}

std::size_t transmitted(const Genes& parent, const Matrix& mutation, Random& random) {
    const std::size_t gene = random.chance(0.5) ? parent.paternal : parent.maternal;
    const std::span<const double> row(mutation.values().data() + gene * mutation.cols(), mutation.cols());
    return random.pick(row);
}

Genes founder_genes(const Locus& locus, const Member& member, FounderPool& pool, Random& random) {
    const std::size_t first = pool.draw(member.population, random);
    if (has_one_gene(locus, member) || random.chance(member.founder_inbreeding)) {
        return {first, first};
    }
    return {first, pool.draw(member.population, random)};
}

Genes child_genes(const Locus& locus, const Member& child, const Genes& father, const Genes& mother, Random& random) {
    const std::size_t maternal = transmitted(mother, locus.female(), random);
    if (has_one_gene(locus, child)) {
        return {maternal, maternal};
    }
    return {transmitted(father, locus.male(), random), maternal};
}

Result<void> check(const Locus& locus, const Pedigree& pedigree, double theta) {
    if (!(theta >= 0.0 && theta < 1.0)) {
        return fail(ErrorKind::usage, "theta is " + std::to_string(theta) + "; give a number from 0 to below 1");
    }
    for (const Member& member : pedigree.members()) {
        if (member.is_founder() && member.population >= locus.population_count()) {
            return fail(ErrorKind::bad_input, "founder '" + member.id + "' is of population number " +
                                                  std::to_string(member.population + 1) + ", but locus " +
                                                  locus.name() + " has frequencies of " +
                                                  std::to_string(locus.population_count()) + " only");
        }
        if (locus.x_linked() && member.sex == Sex::unknown) {
            return fail(ErrorKind::bad_input, "the sex of '" + member.id + "' is unknown, but locus " + locus.name() +
                                                  " is X-linked; state the sex, or leave the locus out");
        }
    }
    return {};
}

// A lone allele is a homozygote only where no partner can have been missed.
LocusResult result_of(std::vector<std::string> seen, const Typing& typing) {
    std::sort(seen.begin(), seen.end(), allele_less);
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    if (seen.empty()) {
        return {LocusStatus::tested_and_empty, {}, {}};
    }
    if (seen.size() > 1) {
        return {LocusStatus::typed, std::move(seen), {}};
    }
    if (typing.dropout > 0.0) {
        return {LocusStatus::partial, std::move(seen), {}};
    }
    return {LocusStatus::typed, {seen.front(), seen.front()}, {}};
}

} // namespace

Result<std::vector<Genes>> drop_genes(const Locus& locus, const Pedigree& pedigree, double theta, Random& random) {
    if (const Result<void> checked = check(locus, pedigree, theta); !checked) {
        return fail(checked.error());
    }
    // A stream for each member, and founders in the members' order: what is drawn does not hang on
    // which of several possible orders parents_first() takes.
    std::vector<Random> random_of;
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        random_of.emplace_back(random.bits());
    }
    FounderPool pool(locus, theta);
    std::vector<Genes> genes(pedigree.size());
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        if (pedigree.member(i).is_founder()) {
            genes[i] = founder_genes(locus, pedigree.member(i), pool, random_of[i]);
        }
    }
    for (const std::size_t i : pedigree.parents_first()) {
        const Member& member = pedigree.member(i);
        if (!member.is_founder()) {
            genes[i] = child_genes(locus, member, genes[member.father], genes[member.mother], random_of[i]);
        }
    }
    return genes;
}

LocusResult type_genes(const Locus& locus, const Genes& genes, bool hemizygous, std::size_t population,
                       const Typing& typing, Random& random) {
    std::vector<std::string> seen;
    const auto show = [&](std::size_t allele) {
        if (locus.silent() != allele) {
            seen.push_back(locus.alleles()[allele]);
        }
    };
    if (!random.chance(typing.dropout)) {
        show(genes.paternal);
    }
    if (!hemizygous && !random.chance(typing.dropout)) {
        show(genes.maternal);
    }
    if (random.chance(typing.dropin)) {
        show(random.pick(locus.freqs(population)));
    }
    return result_of(std::move(seen), typing);
}

LocusResult type_amelogenin(Sex sex, const Typing& typing, Random& random) {
    if (sex == Sex::unknown) {
        return {};
    }
    std::vector<std::string> seen;
    for (const char* chromosome : {"X", sex == Sex::male ? "Y" : "X"}) {
        if (!random.chance(typing.dropout)) {
            seen.emplace_back(chromosome);
        }
    }
    return result_of(std::move(seen), typing);
}

} // namespace muster
