#include "evidence.hpp"
#include "family_model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace muster {
namespace {

/// So many multiply-adds take as long as setting up and going through one elimination of a family at a locus.
constexpr double operations_of_a_question = 1e5;
/// Fewer questions than that are not worth a table of all genotypes.
constexpr std::size_t often = 24;
/// Fewer combinations than that are not worth one.
constexpr double few_combinations = 4096.0;
constexpr auto never = static_cast<std::size_t>(-1);

} // namespace

Result<void> Evidence::model(std::size_t f) {
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
        if (auto done = read_ties(f); !done) {
            return fail(done.error());
        }
    }
    return {};
}

Result<void> Evidence::read_ties(std::size_t f) {
    ties_[f].resize(families_[f].size());
    for (std::size_t k = 0; k < ties_[f].size(); ++k) {
        for (std::size_t item = 0; item < items_.size(); ++item) {
            const auto fits = tie(item, families_[f][k]);
            if (!fits) {
                return fail(fits.error());
            }
            if (*fits) {
                ties_[f][k].push_back(item);
            }
        }
    }
    return {};
}

std::size_t Evidence::id_of(const Item& samples) const {
    const auto at = std::lower_bound(items_.begin(), items_.end(), samples);
    const bool item = at != items_.end() && *at == samples;
    return samples.empty() ? 0 : item ? static_cast<std::size_t>(at - items_.begin()) + 1 : items_.size() + 1;
}

/// Can what the sample shows at a locus be set beside the missing member? Not an X of a person of unknown sex.
bool Evidence::comparable(std::size_t f, std::size_t k, std::size_t locus, std::size_t sample) const {
    const ObservationRow& row = samples_.rows[sample][locus];
    if (!loci_[locus].x_linked()) {
        return row.informative;
    }
    return row.informative && row.hemizygous == models_[f]->hemizygous(k, locus) &&
           !has_open_sex(subject_, subject_.input().missing[families_[f][k]]);
}

/// What samples show of a missing member at a locus.
Observation Evidence::seen(std::size_t f, std::size_t k, std::size_t locus, const Item& samples) const {
    Observation out;
    for (std::size_t i : samples) {
        out = comparable(f, k, locus, i) ? out.and_also(samples_.seen[i][locus]) : out;
    }
    return out;
}

double Evidence::combinations_of_ties(std::size_t f) const {
    double out = 1.0;
    for (const auto& items : ties_[f]) {
        out *= static_cast<double>(items.size() + 1);
    }
    return out;
}

std::optional<std::size_t> Evidence::Combinations::find(const std::vector<std::size_t>& ids) const {
    if (log_lr.empty()) {
        return std::nullopt;
    }
    std::size_t at = 0;
    for (std::size_t k = 0; k < ids.size(); ++k) {
        if (alternative[k][ids[k]] == not_held) {
            return std::nullopt;
        }
        at = at * sizes[k] + alternative[k][ids[k]];
    }
    return at;
}

/// The different things that the ties of each member show, and which of them is what an item shows.
std::vector<std::vector<Observation>> Evidence::alternatives(std::size_t f, std::size_t u, Combinations& of) const {
    const std::size_t locus = units_[u].loci.front();
    std::vector<std::vector<Observation>> out(ties_[f].size());
    of.alternative.assign(out.size(), std::vector(items_.size() + 2, Combinations::not_held));
    of.sizes.clear();
    for (std::size_t k = 0; k < out.size(); ++k) {
        of.alternative[k][0] = 0;
        std::map<std::string, std::size_t> known;
        for (std::size_t item : ties_[f][k]) {
            const Observation shown = seen(f, k, locus, items_[item]);
            ByteWriter bytes;
            shown.describe(bytes);
            const auto [at, is_new] = known.try_emplace(bytes.bytes(), shown.informative() ? out[k].size() + 1 : 0);
            if (is_new && shown.informative()) {
                out[k].push_back(shown);
            }
            of.alternative[k][item + 1] = at->second;
        }
        of.sizes.push_back(out[k].size() + 1);
    }
    return out;
}

Result<void> Evidence::try_combinations(std::size_t f, std::size_t u, Combinations& of) {
    of.next_try = 2 * of.asked;
    const auto shown = alternatives(f, u, of);
    const double entries = std::accumulate(of.sizes.begin(), of.sizes.end(), 1.0, std::multiplies<>());
    if (entries > static_cast<double>(room_)) {
        of.next_try = never;
        return {};
    }
    EliminationLimits limits;
    limits.max_operations = operations_of_a_question * static_cast<double>(of.asked);
    limits.max_table_bytes = 2.5e8;
    auto made = models_[f]->combinations(u, shown, limits);
    if (made) {
        room_ -= made->size();
        of.log_lr = *std::move(made);
    } else if (made.error().kind != ErrorKind::unanswerable) {
        return fail(made.error());
    }
    return {};
}

/// One locus, or linked pair: by the table of single items, by that of all genotypes, or by itself. Which way depends
/// on how often it was asked here, not where chains share: an answer must not depend on what another chain did.
Result<double> Evidence::unit_of_family(std::size_t f, std::size_t u, const Question& asked, double alone) {
    Combinations& of = combinations_[{f, u}];
    if (const auto at = of.find(asked.ids)) {
        return of.log_lr[*at] - alone;
    }
    const FamilyModel& model = *models_[f];
    const bool genotypes = model.has_genotype_table(u);
    if (++of.asked == 1 && !(model.one_elimination(u) && (!genotypes || combinations_of_ties(f) <= few_combinations))) {
        of.next_try = never;
    }
    if (of.asked >= of.next_try && of.log_lr.empty()) {
        if (auto done = try_combinations(f, u, of); !done) {
            return fail(done.error());
        }
        if (const auto at = of.find(asked.ids)) {
            return of.log_lr[*at] - alone;
        }
    }
    return genotypes && of.asked >= often ? by_genotype_table(f, u, asked, alone) : by_itself(f, u, asked, alone);
}

Result<double> Evidence::by_genotype_table(std::size_t f, std::size_t u, const Question& asked, double alone) const {
    const FamilyModel& model = *models_[f];
    const auto table = comparison_->table(f, u, model);
    if (!table) {
        return fail(table.error());
    }
    const std::size_t locus = units_[u].loci.front();
    std::vector<const ObservationRow*> at;
    for (std::size_t k = 0; k < asked.rows.size(); ++k) {
        const Item& samples = asked.samples[k];
        const bool shown =
            std::any_of(samples.begin(), samples.end(), [&](std::size_t i) { return comparable(f, k, locus, i); });
        at.push_back(shown ? &asked.rows[k][locus] : nullptr);
    }
    return model.log_lr(u, **table, at, alone);
}

Result<double> Evidence::by_itself(std::size_t f, std::size_t u, const Question& asked, double alone) const {
    SeenMembers all(asked.samples.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (!asked.samples[k].empty()) {
            all[k].resize(loci_.size());
            for (std::size_t l : units_[u].loci) {
                all[k][l] = seen(f, k, l, asked.samples[k]);
            }
        }
    }
    return models_[f]->log_lr(u, all, alone);
}

Result<double> Evidence::joint_family(std::size_t f, const std::vector<Item>& samples, double other) {
    auto key = std::pair(f, samples);
    if (const double* known = joint_families_.find(key)) {
        return *known + other;
    }
    if (auto of = model(f); !of) {
        return fail(of.error());
    }
    Question asked{samples, {}, {}};
    double sum = 0.0;
    std::vector<std::vector<ObservationRow>> merged(samples.size());
    for (std::size_t k = 0; k < samples.size(); ++k) {
        asked.ids.push_back(id_of(samples[k]));
        merged[k] = samples[k].size() > 1 ? rows(samples[k]) : std::vector<ObservationRow>();
        asked.rows.push_back(samples[k].empty()       ? nullptr
                             : samples[k].size() == 1 ? samples_.rows[samples[k].front()].data()
                                                      : merged[k].data());
        sum += samples[k].size() > 1 ? block(samples[k], 0) : 0.0;
    }
    for (std::size_t u = 0; u < units_.size() && std::isfinite(sum); ++u) {
        bool any = false;
        double alone = 0.0;
        for (std::size_t k = 0; k < samples.size(); ++k) {
            for (std::size_t l : units_[u].loci) {
                if (std::any_of(samples[k].begin(), samples[k].end(),
                                [&](std::size_t i) { return comparable(f, k, l, i); })) {
                    any = true;
                    alone +=
                        samples[k].size() == 1 ? alone_[samples[k].front()][l] : locus_weight(l, asked.rows[k][l], 0);
                }
            }
        }
        if (!any || models_[f]->contradictory(u)) {
            continue;
        }
        auto value = unit_of_family(f, u, asked, alone);
        if (!value) {
            return value;
        }
        sum += *value;
    }
    joint_families_.keep(std::move(key), sum);
    return sum + other;
}

} // namespace muster
