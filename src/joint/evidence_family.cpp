#include "evidence.hpp"
#include "family_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {

Result<FamilyModel*> Evidence::model(std::size_t f) {
    if (!models_[f]) {
        const auto& missing = subject_.input().missing;
        std::vector<std::size_t> members;
        for (std::size_t person : families_[f]) {
            members.push_back(*subject_.pedigree().find(missing[person].person));
        }
        auto made = FamilyModel::make(subject_, loci_, units_, members, likelihood_);
        if (!made) {
            return fail(made.error());
        }
        models_[f] = std::make_unique<FamilyModel>(*std::move(made));
        if (auto expected = expect_ties(f); !expected) {
            return fail(expected.error());
        }
    }
    return models_[f].get();
}

/// Tells the model of a family what may come, unless that is too much to be tabulated.
Result<void> Evidence::expect_ties(std::size_t f) {
    std::vector<std::vector<std::size_t>> ties(families_[f].size());
    double combinations = 1.0;
    for (std::size_t k = 0; k < ties.size(); ++k) {
        for (std::size_t item = 0; item < items_.size(); ++item) {
            const auto fits = tie(item, families_[f][k]);
            if (!fits) {
                return fail(fits.error());
            }
            if (*fits) {
                ties[k].push_back(item);
            }
        }
        combinations *= static_cast<double>(ties[k].size() + 1);
    }
    for (std::size_t k = 0; k < ties.size() && combinations <= FamilyModel::largest_table; ++k) {
        for (std::size_t item : ties[k]) {
            models_[f]->expect(k, id_of(items_[item]), seen(*models_[f], f, k, items_[item]));
        }
    }
    return {};
}

std::size_t Evidence::id_of(const Item& samples) const {
    const auto at = std::lower_bound(items_.begin(), items_.end(), samples);
    const bool item = at != items_.end() && *at == samples;
    return samples.empty() ? 0 : item ? static_cast<std::size_t>(at - items_.begin()) + 1 : items_.size() + 1;
}

/// What samples show of a missing member, by locus: nothing where they cannot be compared (an X of unknown sex).
std::vector<Observation> Evidence::seen(const FamilyModel& model, std::size_t f, std::size_t k,
                                        const Item& samples) const {
    const MissingPerson& person = subject_.input().missing[families_[f][k]];
    const bool open_sex = has_open_sex(subject_, person);
    std::vector<Observation> out(loci_.size());
    for (std::size_t l = 0; l < loci_.size(); ++l) {
        if (loci_[l].x_linked() && open_sex) {
            continue;
        }
        for (std::size_t i : samples) {
            if (samples_.rows[i][l].informative && samples_.rows[i][l].hemizygous == model.hemizygous(k, l)) {
                out[l] = out[l].and_also(samples_.seen[i][l]);
            }
        }
    }
    return out;
}

/// One locus, or linked pair: by the table of what was expected, by that of all genotypes, or by itself.
Result<double> Evidence::unit_of_family(std::size_t f, std::size_t u, const std::vector<std::size_t>& ids,
                                        const SeenMembers& seen, const std::vector<std::vector<ObservationRow>>& rows,
                                        double alone) {
    FamilyModel& model = *models_[f];
    if (model.expects(u, ids)) {
        return model.log_lr(u, ids, seen, alone);
    }
    // Few questions are cheaper answered one by one. Counted here, not where chains share: which way an answer came
    // must not depend on another chain.
    constexpr std::size_t often = 24;
    if (++asked_[{f, u}] < often || !model.has_genotype_table(u)) {
        return model.log_lr(u, ids, seen, alone);
    }
    const auto table = comparison_->table(f, u, model);
    if (!table) {
        return fail(table.error());
    }
    const std::size_t locus = units_[u].loci.front();
    std::vector<const ObservationRow*> at;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        at.push_back(ids[k] != 0 && seen[k][locus].informative() ? &rows[k][locus] : nullptr);
    }
    return model.log_lr(u, **table, at, alone);
}

Result<double> Evidence::joint_family(std::size_t f, const std::vector<Item>& samples, double other) {
    auto key = std::pair(f, samples);
    if (const double* known = joint_families_.find(key)) {
        return *known + other;
    }
    auto of = model(f);
    if (!of) {
        return fail(of.error());
    }
    SeenMembers all(samples.size());
    std::vector<std::size_t> ids(samples.size());
    for (std::size_t k = 0; k < samples.size(); ++k) {
        ids[k] = id_of(samples[k]);
        if (ids[k] != 0) {
            all[k] = seen(**of, f, k, samples[k]);
        }
    }
    double sum = 0.0;
    std::vector<std::vector<ObservationRow>> merged;
    for (const Item& one : samples) {
        merged.push_back(one.empty() ? std::vector<ObservationRow>() : rows(one));
    }
    for (const Item& one : samples) {
        sum += one.size() > 1 ? block(one, 0) : 0.0;
    }
    for (std::size_t u = 0; u < units_.size() && std::isfinite(sum); ++u) {
        bool any = false;
        double alone = 0.0;
        for (std::size_t k = 0; k < samples.size(); ++k) {
            for (std::size_t l : units_[u].loci) {
                if (ids[k] != 0 && all[k][l].informative()) {
                    any = true;
                    alone += locus_weight(l, merged[k][l], 0);
                }
            }
        }
        if (!any || (*of)->contradictory(u)) {
            continue;
        }
        auto value = unit_of_family(f, u, ids, all, merged, alone);
        if (!value) {
            return value;
        }
        sum += *value;
    }
    joint_families_.keep(std::move(key), sum);
    return sum + other;
}

} // namespace muster
