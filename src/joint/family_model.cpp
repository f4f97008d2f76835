#include "family_model.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

std::vector<PersonRecord> records_of(const Pedigree& pedigree) {
    std::vector<PersonRecord> out;
    for (const Member& m : pedigree.members()) {
        PersonRecord record{m.id, "", "", m.sex, m.founder_inbreeding, m.population};
        if (!m.is_founder()) {
            record.father = pedigree.member(m.father).id;
            record.mother = pedigree.member(m.mother).id;
        }
        out.push_back(std::move(record));
    }
    return out;
}

} // namespace

Result<FamilyModel> FamilyModel::make(const Case& subject, const std::vector<Locus>& loci,
                                      const std::vector<Unit>& units, const std::vector<std::size_t>& missing,
                                      const LikelihoodOptions& options) {
    FamilyModel model;
    const std::vector<std::size_t> family = subject.pedigree().family_of(missing.front());
    model.pedigree_ = subject.pedigree().subset(family);
    for (std::size_t m : missing) {
        const auto at = std::lower_bound(family.begin(), family.end(), m);
        model.members_.push_back(static_cast<std::size_t>(at - family.begin()));
    }
    model.loci_ = &loci;
    model.units_ = &units;
    model.options_ = options;
    std::vector<std::string> told_already;
    auto observations = reference_observations(subject, model.pedigree_, loci, told_already);
    if (!observations) {
        return fail(observations.error());
    }
    model.observations_ = *std::move(observations);
    if (options.theta > 0.0) {
        std::vector<PersonRecord> records = records_of(model.pedigree_);
        for (std::size_t m : model.members_) {
            const Member& member = model.pedigree_.member(m);
            // No id of a case holds a line break.
            records.push_back({"unrelated\n" + member.id, "", "", member.sex, 0.0, member.population});
        }
        auto larger = Pedigree::make(records);
        if (!larger) {
            return fail(larger.error());
        }
        model.with_unrelated_ = *std::move(larger);
    }
    for (std::size_t u = 0; u < units.size(); ++u) {
        auto alone = model.related(u, SeenMembers(missing.size()));
        if (!alone) {
            return fail(alone.error());
        }
        model.references_.push_back(*alone);
        model.contradictory_.push_back(std::isinf(*alone) ? 1 : 0);
    }
    return model;
}

bool FamilyModel::hemizygous(std::size_t missing, std::size_t locus) const {
    return (*loci_)[locus].x_linked() && pedigree_.member(members_[missing]).sex == Sex::male;
}

Result<double> FamilyModel::log_lr(std::size_t unit, const SeenMembers& seen, double alone) const {
    auto value = related(unit, seen);
    if (!value) {
        return value;
    }
    if (options_.theta == 0.0) {
        *value -= references_[unit] + alone;
    } else {
        auto other = unrelated(unit, seen);
        if (!other) {
            return other;
        }
        *value -= *other;
    }
    return value;
}

Result<double> FamilyModel::related(std::size_t unit, const SeenMembers& seen) const {
    std::vector<std::vector<Observation>> observations;
    for (std::size_t l : (*units_)[unit].loci) {
        observations.push_back(observations_[l]);
        for (std::size_t k = 0; k < seen.size(); ++k) {
            if (!seen[k].empty()) {
                Observation& of = observations.back()[members_[k]];
                of = of.and_also(seen[k][l]);
            }
        }
    }
    return evaluate(pedigree_, unit, observations);
}

Result<double> FamilyModel::unrelated(std::size_t unit, const SeenMembers& seen) const {
    std::vector<std::vector<Observation>> observations;
    for (std::size_t l : (*units_)[unit].loci) {
        observations.push_back(observations_[l]);
        for (const auto& of : seen) {
            observations.back().push_back(of.empty() ? Observation() : of[l]);
        }
    }
    return evaluate(with_unrelated_, unit, observations);
}

Result<double> FamilyModel::evaluate(const Pedigree& pedigree, std::size_t unit,
                                     const std::vector<std::vector<Observation>>& observations) const {
    const Unit& of = (*units_)[unit];
    return of.loci.size() == 1 ? log_likelihood(pedigree, (*loci_)[of.loci.front()], observations.front(), options_)
                               : log_likelihood(pedigree, linked_loci(of, *loci_), observations, options_);
}

bool FamilyModel::one_elimination(std::size_t unit) const {
    const std::vector<std::size_t>& loci = (*units_)[unit].loci;
    const bool open_sex = (*loci_)[loci.front()].x_linked() &&
                          std::any_of(members_.begin(), members_.end(),
                                      [&](std::size_t m) { return pedigree_.member(m).sex == Sex::unknown; });
    return options_.theta == 0.0 && loci.size() == 1 && !open_sex;
}

std::vector<Alternatives> FamilyModel::alternatives(const MaySee& seen) const {
    std::vector<Alternatives> out;
    for (std::size_t k = 0; k < members_.size(); ++k) {
        out.push_back({members_[k], seen[k]});
    }
    return out;
}

Result<std::vector<double>> FamilyModel::combinations(std::size_t unit, const MaySee& seen,
                                                      const EliminationLimits& limits) const {
    const std::size_t locus = (*units_)[unit].loci.front();
    auto table = alternatives_table(pedigree_, (*loci_)[locus], observations_[locus], alternatives(seen), limits);
    if (table) {
        for (double& value : *table) {
            value -= references_[unit];
        }
    }
    return table;
}

Result<double> FamilyModel::operations(std::size_t unit, const MaySee& seen) const {
    const std::size_t locus = (*units_)[unit].loci.front();
    return alternatives_operations(pedigree_, (*loci_)[locus], observations_[locus], alternatives(seen));
}

std::size_t FamilyModel::genotype_count(std::size_t missing, const Locus& locus) const {
    const std::size_t k = locus.allele_count();
    return locus.x_linked() && pedigree_.member(members_[missing]).sex == Sex::male ? k : k * (k + 1) / 2;
}

bool FamilyModel::has_genotype_table(std::size_t unit) const {
    if (!one_elimination(unit)) {
        return false;
    }
    const Locus& locus = (*loci_)[(*units_)[unit].loci.front()];
    double size = 1.0;
    for (std::size_t k = 0; k < members_.size(); ++k) {
        size *= static_cast<double>(genotype_count(k, locus) + 1);
    }
    return !locus.silent() && size <= static_cast<double>(largest_genotype_table);
}

Result<FamilyModel::GenotypeProbabilities> FamilyModel::genotype_table(std::size_t unit) const {
    const std::size_t l = (*units_)[unit].loci.front();
    const Locus& locus = (*loci_)[l];
    GenotypeProbabilities out;
    std::vector<Alternatives> alternatives;
    for (std::size_t k = 0; k < members_.size(); ++k) {
        Alternatives of{members_[k], {}};
        for (std::size_t a = 0; a < locus.allele_count(); ++a) {
            for (std::size_t b = a; b < (hemizygous(k, l) ? a + 1 : locus.allele_count()); ++b) {
                auto seen = Observation::make(locus, {LocusStatus::typed, {locus.alleles()[a], locus.alleles()[b]}});
                if (!seen) {
                    return fail(seen.error());
                }
                of.seen.push_back(*std::move(seen));
            }
        }
        out.sizes.push_back(of.seen.size() + 1);
        alternatives.push_back(std::move(of));
    }
    auto table = alternatives_table(pedigree_, locus, observations_[l], alternatives, options_.limits);
    if (!table) {
        return fail(table.error());
    }
    out.value = *std::move(table);
    out.log_scale = *std::max_element(out.value.begin(), out.value.end());
    for (double& value : out.value) {
        value = std::exp(value - out.log_scale);
    }
    return out;
}

double FamilyModel::log_lr(std::size_t unit, const GenotypeProbabilities& table,
                           const std::vector<const ObservationRow*>& rows, double alone) const {
    // Member by member: the table's index so far, and the product of what the rows say.
    std::vector<std::pair<std::size_t, double>> terms{{0, 1.0}};
    for (std::size_t k = 0; k < rows.size(); ++k) {
        std::vector<std::pair<std::size_t, double>> longer;
        for (const auto& [at, weight] : terms) {
            if (rows[k] == nullptr || !rows[k]->informative) {
                longer.emplace_back(at * table.sizes[k], weight);
                continue;
            }
            for (const auto& [genotype, seen] : rows[k]->entries) {
                longer.emplace_back(at * table.sizes[k] + genotype + 1, weight * seen);
            }
        }
        terms = std::move(longer);
    }
    double sum = 0.0;
    for (const auto& [at, weight] : terms) {
        sum += weight * table.value[at];
    }
    return std::log(sum) + table.log_scale - references_[unit] - alone;
}

} // namespace muster
