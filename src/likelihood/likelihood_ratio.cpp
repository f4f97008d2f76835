#include "muster/likelihood/likelihood_ratio.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster {
namespace {

/// Hardy–Weinberg (or hemizygous) probabilities in the layout of a GenotypeTable.
std::vector<double> population_genotypes(const Locus& locus, std::size_t population, bool hemizygous) {
    const std::vector<double>& p = locus.freqs(population);
    if (hemizygous) {
        return p;
    }
    std::vector<double> out;
    out.reserve(p.size() * (p.size() + 1) / 2);
    for (std::size_t a = 0; a < p.size(); ++a) {
        for (std::size_t b = a; b < p.size(); ++b) {
            out.push_back(a == b ? p[a] * p[a] : 2.0 * p[a] * p[b]);
        }
    }
    return out;
}

/// Divides by the sum; false if that is zero.
bool normalise(std::vector<double>& values) {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (!(sum > 0.0)) {
        return false;
    }
    for (double& v : values) {
        v /= sum;
    }
    return true;
}

/// The family with one more founder, unrelated to all: u. Co-ancestry ties him to the founders of his population.
Result<Pedigree> with_unrelated(const Pedigree& family, Sex sex, std::size_t population) {
    std::vector<PersonRecord> persons;
    for (const Member& m : family.members()) {
        PersonRecord record;
        record.id = m.id;
        record.sex = m.sex;
        record.founder_inbreeding = m.founder_inbreeding;
        record.population = m.population;
        if (!m.is_founder()) {
            record.father = family.member(m.father).id;
            record.mother = family.member(m.mother).id;
        }
        persons.push_back(std::move(record));
    }
    PersonRecord unrelated;
    unrelated.id = "unrelated";
    while (family.find(unrelated.id)) {
        unrelated.id += '\'';
    }
    unrelated.sex = sex;
    unrelated.population = population;
    persons.push_back(std::move(unrelated));
    return Pedigree::make(persons);
}

Result<std::vector<double>> unrelated_with_theta(const Pedigree& family, const Locus& locus,
                                                 const std::vector<Observation>& observations, Sex sex,
                                                 std::size_t population, const LikelihoodOptions& options) {
    auto larger = with_unrelated(family, sex, population);
    if (!larger) {
        return fail(larger.error());
    }
    std::vector<Observation> seen = observations;
    seen.emplace_back();
    auto table = genotype_table(*larger, locus, seen, larger->size() - 1, options);
    if (!table) {
        return fail(table.error());
    }
    return std::move(table->values);
}

} // namespace

ObservationRow observation_row(const Locus& locus, const Observation& seen, bool hemizygous) {
    ObservationRow row;
    row.informative = seen.informative();
    row.hemizygous = hemizygous;
    if (!row.informative) {
        return row;
    }
    GenotypeTable layout;
    layout.allele_count = locus.allele_count();
    layout.hemizygous = hemizygous;
    const auto put = [&](std::size_t a, std::size_t b, double probability) {
        if (probability > 0.0) {
            row.entries.emplace_back(layout.index(a, b), probability);
        }
    };
    const auto& alleles = seen.alleles();
    if (!hemizygous && seen.clean() && alleles.size() == 2) {
        put(std::min(alleles[0], alleles[1]), std::max(alleles[0], alleles[1]), 1.0);
        return row;
    }
    for (std::size_t a = 0; a < layout.allele_count; ++a) {
        if (hemizygous) {
            put(a, a, seen.probability(a));
            continue;
        }
        for (std::size_t b = a; b < layout.allele_count; ++b) {
            put(a, b, seen.probability(a, b));
        }
    }
    return row;
}

std::vector<double> unrelated_genotypes(const LinkedLoci& unit, std::size_t population, bool hemizygous) {
    auto first = population_genotypes(*unit.loci[0], population, hemizygous);
    if (unit.loci.size() == 1) {
        return first;
    }
    const auto second = population_genotypes(*unit.loci[1], population, hemizygous);
    std::vector<double> out;
    out.reserve(first.size() * second.size());
    for (double p : first) {
        for (double q : second) {
            out.push_back(p * q);
        }
    }
    return out;
}

Result<UnitTable> UnitTable::make(const Pedigree& family, const LinkedLoci& unit,
                                  std::span<const std::vector<Observation>> observations, std::size_t missing,
                                  std::size_t population, const LikelihoodOptions& options) {
    UnitTable table;
    table.contradictory_ = false;
    table.hemizygous_ = unit.loci.front()->x_linked() && family.member(missing).sex == Sex::male;
    if (unit.loci.size() == 1) {
        const Locus& locus = *unit.loci.front();
        auto related = genotype_table(family, locus, observations[0], missing, options);
        if (!related) {
            return fail(related.error());
        }
        if (options.theta == 0.0) {
            table.unrelated_ = unrelated_genotypes(unit, population, related->hemizygous);
        } else {
            auto unrelated =
                unrelated_with_theta(family, locus, observations[0], family.member(missing).sex, population, options);
            if (!unrelated) {
                return fail(unrelated.error());
            }
            table.unrelated_ = std::move(*unrelated);
            table.contradictory_ = !normalise(table.unrelated_);
        }
        table.related_ = std::move(related->values);
    } else {
        if (options.theta != 0.0) {
            return fail(ErrorKind::unanswerable,
                        "a missing person's table for linked loci is made for theta = 0 only; set theta to 0, or take "
                        "the linkage out of the case");
        }
        auto related = pair_table(family, unit, observations, missing, options);
        if (!related) {
            return fail(related.error());
        }
        table.unrelated_ = unrelated_genotypes(unit, population, table.hemizygous_);
        table.size2_ = related->size2;
        table.related_ = std::move(related->values);
    }
    table.contradictory_ = !normalise(table.related_) || table.contradictory_;
    return table;
}

UnitTable UnitTable::of(const UnitNumbers& numbers, bool contradictory) {
    UnitTable out;
    out.size2_ = numbers.size2;
    out.related_.assign(numbers.related.begin(), numbers.related.end());
    out.unrelated_.assign(numbers.unrelated.begin(), numbers.unrelated.end());
    out.hemizygous_ = numbers.hemizygous;
    out.contradictory_ = contradictory;
    return out;
}

double UnitNumbers::log10_lr(std::span<const ObservationRow* const> rows) const {
    double seen_related = 0.0;
    double seen_unrelated = 0.0;
    const auto add = [&](std::size_t at, double weight) {
        seen_related += weight * related[at];
        seen_unrelated += weight * unrelated[at];
    };
    if (rows.size() == 1) {
        for (const auto& [i, weight] : rows[0]->entries) {
            add(i, weight);
        }
    } else {
        const std::size_t size1 = related.size() / size2;
        const auto each = [](const ObservationRow& row, std::size_t size, const auto& visit) {
            if (row.informative) {
                for (const auto& [i, weight] : row.entries) {
                    visit(i, weight);
                }
            } else {
                for (std::size_t i = 0; i < size; ++i) {
                    visit(i, 1.0);
                }
            }
        };
        each(*rows[0], size1, [&](std::size_t i, double wi) {
            each(*rows[1], size2, [&](std::size_t j, double wj) { add(i * size2 + j, wi * wj); });
        });
    }
    return seen_related > 0.0 && seen_unrelated > 0.0 ? std::log10(seen_related / seen_unrelated)
                                                      : -std::numeric_limits<double>::infinity();
}

} // namespace muster
