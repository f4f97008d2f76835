#include "evidence.hpp"
#include "family_model.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

/// So many multiply-adds take as long as setting up one elimination.
constexpr double operations_to_set_up = 1e5;
/// Fewer questions than that are not worth a table of all genotypes.
constexpr std::size_t often = 24;
/// Fewer combinations than that are not worth one, and are not worth being weighed against questions either.
constexpr double few_combinations = 4096.0;
/// More than that are not all expected from the start.
constexpr double many_combinations = 1048576.0;
constexpr auto never = static_cast<std::size_t>(-1);
constexpr std::size_t most_shown = std::size_t{1} << 16;      // sets of samples remembered
constexpr std::size_t most_known_rows = std::size_t{1} << 14; // a locus

double product_of_sizes(const std::vector<std::vector<std::size_t>>& lists) {
    double out = 1.0;
    for (const auto& list : lists) {
        out *= static_cast<double>(list.size() + 1);
    }
    return out;
}

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
        return read_ties(f);
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

const Evidence::Shown& Evidence::shown(const Item& samples) {
    if (const auto at = shown_.find(samples); at != shown_.end()) {
        return at->second;
    }
    Shown out;
    const std::vector<ObservationRow> rows = this->rows(samples);
    for (std::size_t l = 0; l < loci_.size(); ++l) {
        double largest = 0.0;
        for (const auto& [genotype, weight] : rows[l].entries) {
            largest = std::max(largest, weight);
        }
        out.log_factor.push_back(std::log(largest));
        if (!rows[l].informative) {
            out.id.push_back(Shown::nothing);
            continue;
        }
        ByteWriter bytes;
        bytes.put(rows[l].hemizygous);
        for (const auto& [genotype, weight] : rows[l].entries) {
            bytes.put(genotype);
            bytes.put(weight / largest);
        }
        auto& known = known_rows_[l];
        const bool held = largest > 0.0 && known.size() < most_known_rows;
        out.id.push_back(
            held ? known.try_emplace(bytes.bytes(), static_cast<std::uint32_t>(known.size() + 1)).first->second
                 : Shown::not_held);
    }
    return shown_.emplace(samples, std::move(out)).first->second;
}

/// What a member's samples show at a locus; not held where only some of them can be compared.
std::uint32_t Evidence::shown_at(std::size_t f, std::size_t k, std::size_t locus, const Item& samples,
                                 const Shown* shown) const {
    if (samples.empty()) {
        return Shown::nothing;
    }
    if (loci_[locus].x_linked()) {
        const auto compared =
            std::count_if(samples.begin(), samples.end(), [&](std::size_t i) { return comparable(f, k, locus, i); });
        if (static_cast<std::size_t>(compared) < samples.size()) {
            return compared == 0 ? Shown::nothing : Shown::not_held;
        }
    }
    return shown->id[locus];
}

/// Another thing that may be seen of a member.
void Evidence::expect(Combinations& of, std::size_t k, std::uint32_t id, const Item& samples, double log_factor) const {
    if (id == Shown::nothing || id == Shown::not_held) {
        return;
    }
    auto& known = of.of_shown[k];
    known.resize(std::max(known.size(), std::size_t{id} + 1), 0);
    if (known[id] == 0) {
        of.alternatives[k].push_back(samples);
        of.log_factor[k].push_back(log_factor);
        known[id] = of.alternatives[k].size();
    }
}

/// Expects every item that fits, if these are not too many.
void Evidence::begin_combinations(std::size_t f, std::size_t u, Combinations& of) {
    const FamilyModel& model = *models_[f];
    const std::size_t members = families_[f].size();
    of.alternatives.resize(members);
    of.log_factor.resize(members);
    of.of_shown.resize(members);
    of.sizes.assign(members, 0);
    const double combinations = product_of_sizes(ties_[f]);
    of.genotypes = model.has_genotype_table(u);
    if (!model.one_elimination(u) || (of.genotypes && combinations > few_combinations)) {
        of.next_try = never;
        return;
    }
    const std::size_t locus = units_[u].loci.front();
    for (std::size_t k = 0; k < members && combinations <= many_combinations; ++k) {
        for (std::size_t item : ties_[f][k]) {
            const Item& samples = items_[item];
            const Shown& all = shown(samples);
            expect(of, k, shown_at(f, k, locus, samples, &all), samples, all.log_factor[locus]);
        }
    }
}

Result<void> Evidence::try_combinations(std::size_t f, std::size_t u, Combinations& of, const Question& asked) {
    of.next_try = 2 * of.asked;
    const FamilyModel& model = *models_[f];
    const std::size_t locus = units_[u].loci.front();
    double entries = 1.0;
    FamilyModel::MaySee all(of.alternatives.size());
    FamilyModel::MaySee one(of.alternatives.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
        entries *= static_cast<double>(of.alternatives[k].size() + 1);
        for (const Item& samples : of.alternatives[k]) {
            all[k].push_back(seen(f, k, locus, samples));
        }
        if (!asked.samples[k].empty()) {
            one[k].push_back(seen(f, k, locus, asked.samples[k]));
        }
    }
    if (entries > static_cast<double>(room_ + of.log_lr.size())) {
        of.next_try = never;
        return {};
    }
    if (entries > few_combinations) {
        const auto question = model.operations(u, one);
        const auto table = model.operations(u, all);
        if (!question || !table) {
            return fail(question ? table.error() : question.error());
        }
        if (*table > static_cast<double>(of.asked) * (*question + operations_to_set_up)) {
            return {};
        }
    }
    EliminationLimits limits;
    limits.max_table_bytes = 2.5e8;
    auto made = model.combinations(u, all, limits);
    if (made) {
        room_ = room_ + of.log_lr.size() - made->size();
        of.log_lr = *std::move(made);
        for (std::size_t k = 0; k < all.size(); ++k) {
            of.sizes[k] = all[k].size() + 1;
        }
    } else if (made.error().kind != ErrorKind::unanswerable) {
        return fail(made.error());
    }
    return {};
}

std::optional<double> Evidence::by_combinations(std::size_t f, std::size_t u, const Combinations& of,
                                                const Question& asked) const {
    const std::size_t locus = units_[u].loci.front();
    std::size_t at = 0;
    double factor = 0.0;
    for (std::size_t k = 0; k < of.sizes.size(); ++k) {
        const std::uint32_t id = shown_at(f, k, locus, asked.samples[k], asked.shown[k]);
        std::size_t alternative = 0;
        if (id != Shown::nothing) {
            alternative = id < of.of_shown[k].size() ? of.of_shown[k][id] : 0;
            if (alternative == 0 || alternative >= of.sizes[k]) {
                return std::nullopt;
            }
            factor += asked.shown[k]->log_factor[locus] - of.log_factor[k][alternative - 1];
        }
        at = at * of.sizes[k] + alternative;
    }
    return of.log_lr[at] + factor;
}

/// One locus, or linked pair: by the table of combinations, by that of all genotypes, or by itself. Which way depends
/// on how often it was asked here, not where chains share: an answer must not depend on what another chain did.
Result<double> Evidence::unit_of_family(std::size_t f, std::size_t u, const Question& asked, double alone) {
    Combinations& of = combinations_[{f, u}];
    if (of.asked == 0) {
        begin_combinations(f, u, of);
    }
    const auto answer = [&] { return of.log_lr.empty() ? std::nullopt : by_combinations(f, u, of, asked); };
    if (const auto known = answer()) {
        return *known - alone;
    }
    ++of.asked;
    if (of.next_try != never) {
        const std::size_t locus = units_[u].loci.front();
        for (std::size_t k = 0; k < asked.samples.size(); ++k) {
            if (asked.shown[k] != nullptr) {
                expect(of, k, shown_at(f, k, locus, asked.samples[k], asked.shown[k]), asked.samples[k],
                       asked.shown[k]->log_factor[locus]);
            }
        }
        if (of.asked >= of.next_try) {
            if (auto done = try_combinations(f, u, of, asked); !done) {
                return fail(done.error());
            }
            if (const auto known = answer()) {
                return *known - alone;
            }
        }
    }
    return of.genotypes && of.asked >= often ? by_genotype_table(f, u, asked, alone) : by_itself(f, u, asked, alone);
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
    if (shown_.size() >= most_shown) {
        shown_.clear();
    }
    Question asked{samples, {}, {}};
    double sum = 0.0;
    std::vector<std::vector<ObservationRow>> merged(samples.size());
    for (std::size_t k = 0; k < samples.size(); ++k) {
        merged[k] = samples[k].size() > 1 ? rows(samples[k]) : std::vector<ObservationRow>();
        asked.rows.push_back(samples[k].empty()       ? nullptr
                             : samples[k].size() == 1 ? samples_.rows[samples[k].front()].data()
                                                      : merged[k].data());
        asked.shown.push_back(samples[k].empty() ? nullptr : &shown(samples[k]));
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
