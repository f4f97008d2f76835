#include "muster/identify/identify.hpp"

#include "muster/identify/units.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <future>
#include <limits>
#include <thread>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// Fewer compared loci than this are pointed out: the least that a direct or kinship comparison is usually reported on.
constexpr std::size_t few_loci = 8;

/// May this sample be this person, as far as the case's pairings and the sexes go?
PairStatus comparable(const Case& input, std::size_t sample, const MissingPerson& person, Sex sample_sex) {
    const std::string& id = input.input().remains[sample].sample;
    const auto allowed = input.input().pairings.find(id);
    if (allowed != input.input().pairings.end() &&
        std::find(allowed->second.begin(), allowed->second.end(), person.person) == allowed->second.end()) {
        return PairStatus::not_considered;
    }
    const Sex sex = input.pedigree().member(*input.pedigree().find(person.person)).sex;
    if (!person.sex_unknown && sex != Sex::unknown && sample_sex != Sex::unknown && sex != sample_sex) {
        return PairStatus::sex;
    }
    return PairStatus::ok;
}

/// What a unit says, before it has a name.
struct UnitValue {
    double log10_lr = 0.0;
    bool compared = false;
};

/// `values`: room for the units, which is used again from pair to pair.
Pair compare(const std::vector<Unit>& units, const std::vector<Locus>& loci, const SampleRows& samples,
             std::size_t sample, const PersonTables& person, double open_from, std::vector<UnitValue>& values) {
    Pair pair;
    values.assign(units.size(), {});
    std::vector<const ObservationRow*> rows;
    for (std::size_t u = 0; u < units.size(); ++u) {
        rows.clear();
        std::size_t seen = 0;
        for (std::size_t l : units[u].loci) {
            rows.push_back(&samples.rows[sample][l]);
            seen += rows.back()->informative ? 1 : 0;
        }
        // A sample without a recorded sex may meet a person of either: an X then has no common table.
        const bool same_layout = std::all_of(rows.begin(), rows.end(), [&](const ObservationRow* row) {
            return !row->informative || row->hemizygous == person.units[u].hemizygous();
        });
        if (seen > 0 && same_layout && person.unit_informative[u]) {
            values[u] = {person.units[u].log10_lr(rows), true};
            pair.log10_lr += values[u].log10_lr;
            pair.loci_compared += person.unit_typed[u] ? seen : 0;
        }
    }
    pair.status = pair.log10_lr == minus_infinity ? PairStatus::excluded : PairStatus::ok;
    if (pair.log10_lr < open_from) {
        return pair;
    }
    for (std::size_t u = 0; u < units.size(); ++u) {
        pair.lines.push_back({units[u].name, values[u].log10_lr, values[u].compared});
    }
    for (std::size_t l = 0; l < loci.size(); ++l) {
        const ObservationRow* row = &samples.clean_rows[sample][l];
        if (row->informative && !person.exclusion[l].contradictory() &&
            row->hemizygous == person.exclusion[l].hemizygous() &&
            std::isinf(person.exclusion[l].log10_lr(std::span(&row, 1)))) {
            pair.excluding.push_back(loci[l].name());
        }
    }
    // Without any locus in common the LR is 1: the person stays as probable as the prior says.
    return pair;
}

constexpr std::size_t persons_at_once = 64; ///< before it is asked whether to go on

/// Compares persons with all samples. Several threads may ask it: each person writes his own column.
struct PersonComparison {
    const Case& input;
    const IdentifyOptions& options;
    const std::vector<Locus>& loci;
    const std::vector<Unit>& units;
    const SampleRows& samples;

    /// What there is to say of a person, beside the pairs.
    struct Said {
        std::vector<std::string> warnings{};
        std::vector<std::string> unanswered{};
    };

    [[nodiscard]] Result<Said> compare_one(std::size_t j, std::vector<std::vector<Pair>>& pairs) const {
        const MissingPerson& person = input.input().missing[j];
        auto tables = person_tables(input, loci, units, person);
        if (!tables && tables.error().kind != ErrorKind::unanswerable) {
            return fail(tables.error());
        }
        if (!tables) { // one family too entangled does not stop the others
            return Said{{"NOT COMPUTED: " + tables.error().text()}, {person.person}};
        }
        std::vector<UnitValue> values;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const PairStatus status = comparable(input, i, person, samples.sex[i]);
            pairs[i][j] = status == PairStatus::ok
                              ? compare(units, loci, samples, i, *tables, options.open_from, values)
                              : Pair{status};
        }
        return Said{std::move(tables->warnings), {}};
    }

    /// Persons from … to−1, as many at a time as the machine has threads; the answers are in their order.
    [[nodiscard]] std::vector<Result<Said>> compare_all(std::size_t from, std::size_t to,
                                                        std::vector<std::vector<Pair>>& pairs) const {
        std::vector<Result<Said>> out(to - from, Said{});
        std::atomic<std::size_t> next{from};
        const auto work = [&] {
            for (std::size_t j = next++; j < to; j = next++) {
                out[j - from] = compare_one(j, pairs);
            }
        };
        std::vector<std::future<void>> others;
        const std::size_t threads = std::min<std::size_t>(std::thread::hardware_concurrency(), to - from);
        for (std::size_t t = 1; t < threads; ++t) {
            others.push_back(std::async(std::launch::async, work));
        }
        work();
        for (auto& other : others) {
            other.get();
        }
        return out;
    }
};

/// P(sample is j | data) ∝ π_j LR_j, and ∝ π_none for none of them (LR 1), by sample. Scaled by the largest LR that
/// has a chance, so that not all underflow.
void fill_posteriors(Identification& out, const PersonPriors& priors, const CaseInput& input) {
    const auto prior = [&](std::size_t j) { return priors.flat ? 1.0 : priors.weight[j]; };
    for (std::size_t i = 0; i < out.pairs.size(); ++i) {
        const std::vector<Pair>& row = out.pairs[i];
        const bool open = !input.on_roster.contains(input.remains[i].sample);
        const double prior_none = !open ? 0.0 : priors.flat ? 1.0 : priors.none;
        double largest = prior_none > 0.0 ? 0.0 : minus_infinity;
        for (std::size_t j = 0; j < row.size(); ++j) {
            if (row[j].status == PairStatus::ok && prior(j) > 0.0) {
                largest = std::max(largest, row[j].log10_lr);
            }
        }
        std::vector<double> weight(row.size(), 0.0);
        double none = prior_none > 0.0 ? prior_none * std::pow(10.0, -largest) : 0.0;
        double sum = none;
        for (std::size_t j = 0; j < row.size(); ++j) {
            if (row[j].status == PairStatus::ok && prior(j) > 0.0) {
                weight[j] = prior(j) * std::pow(10.0, row[j].log10_lr - largest);
                sum += weight[j];
            }
        }
        if (sum > 0.0) {
            for (double& w : weight) {
                w /= sum;
            }
            none /= sum;
        }
        out.posterior.push_back(std::move(weight));
        out.posterior_none.push_back(none);
    }
}

void rank(std::vector<Candidate>& candidates) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.log10_lr > b.log10_lr; });
}

void fill_candidates(Identification& out) {
    out.by_sample.resize(out.samples.size());
    out.by_person.resize(out.persons.size());
    for (std::size_t i = 0; i < out.samples.size(); ++i) {
        for (std::size_t j = 0; j < out.persons.size(); ++j) {
            if (out.pairs[i][j].status == PairStatus::ok) {
                out.by_sample[i].push_back({j, out.pairs[i][j].log10_lr, out.posterior[i][j]});
                out.by_person[j].push_back({i, out.pairs[i][j].log10_lr, out.posterior[i][j]});
            }
        }
        rank(out.by_sample[i]);
    }
    std::for_each(out.by_person.begin(), out.by_person.end(), rank);
}

/// Persons to whom a stated prior gives nothing, and samples for whom it leaves nobody.
void warn_about_priors(Identification& out, const PersonPriors& priors) {
    std::string without;
    std::size_t count = 0;
    for (std::size_t j = 0; j < priors.weight.size(); ++j) {
        if (priors.weight[j] == 0.0 && ++count <= 5) {
            without += (count == 1 ? "'" : ", '") + out.persons[j] + "'";
        }
    }
    if (count > 0) {
        out.warnings.push_back("the prior gives " + without +
                               (count > 5 ? " and " + std::to_string(count - 5) + " more" : "") +
                               " no probability: no evidence can raise it");
    }
    for (std::size_t i = 0; i < out.samples.size(); ++i) {
        double sum = out.posterior_none[i];
        for (double p : out.posterior[i]) {
            sum += p;
        }
        if (sum == 0.0) {
            out.warnings.push_back("sample '" + out.samples[i] +
                                   "': the prior and the exclusions leave nobody, and not "
                                   "\"none of them\" either; all posteriors are 0");
        }
    }
}

/// Comparisons that rest on few loci: of the sample itself, or with its best candidate.
void warn_about_samples(Identification& out, const SampleRows& samples) {
    for (std::size_t i = 0; i < out.samples.size(); ++i) {
        const auto loci = static_cast<std::size_t>(std::count_if(
            samples.rows[i].begin(), samples.rows[i].end(), [](const ObservationRow& row) { return row.informative; }));
        if (loci < few_loci) {
            out.warnings.push_back("sample '" + out.samples[i] + "' can be compared at only " + std::to_string(loci) +
                                   " of " + std::to_string(samples.rows[i].size()) +
                                   " loci: chance matches are to be expected");
            continue;
        }
        if (out.by_sample[i].empty()) {
            continue;
        }
        const Candidate& best = out.by_sample[i].front();
        const std::size_t common = out.pairs[i][best.other].loci_compared;
        if (best.log10_lr > 0.0 && common < few_loci) {
            out.warnings.push_back("sample '" + out.samples[i] + "' and '" + out.persons[best.other] +
                                   "' are compared at only " + std::to_string(common) + " loci");
        }
    }
}

} // namespace

Result<PersonPriors> person_priors(std::span<const StatedPrior> persons, const Prior& prior) {
    PersonPriors out;
    PriorTable table;
    if (const auto* given = std::get_if<PriorTable>(&prior)) {
        table = *given;
        out.words = "per person, as given; the rest is the probability of being none of them";
    } else if (const auto* equal = std::get_if<EqualPrior>(&prior)) {
        for (const StatedPrior& person : persons) {
            table[person.person] = equal->each;
        }
        char text[32];
        std::snprintf(text, sizeof text, "%g", equal->each);
        out.words =
            std::string("probability ") + text + " for each person; the rest is the probability of being none of them";
    } else {
        for (const StatedPrior& person : persons) {
            if (person.prior) {
                table[person.person] = *person.prior;
            }
        }
        out.words = table.empty() ? "flat: each person of fitting sex, and being none of them, equally probable"
                                  : "per person, as the case states; the rest is the probability of being none of them";
    }
    if (table.empty()) {
        return out;
    }
    out.flat = false;
    double sum = 0.0;
    for (const StatedPrior& person : persons) {
        const auto at = table.find(person.person);
        out.weight.push_back(at == table.end() ? 0.0 : at->second);
        sum += out.weight.back();
        if (at != table.end()) {
            if (!(at->second >= 0.0 && at->second <= 1.0)) {
                return fail(ErrorKind::bad_input, "the prior of '" + person.person + "' must lie between 0 and 1");
            }
            table.erase(at);
        }
    }
    if (!table.empty()) {
        return fail(ErrorKind::bad_input,
                    "the prior names '" + table.begin()->first + "', who is not missing in this case");
    }
    if (sum > 1.0 + 1e-9) {
        return fail(ErrorKind::bad_input, "the priors of the " + std::to_string(persons.size()) +
                                              " persons add up to " + std::to_string(sum) +
                                              "; together they may not exceed 1");
    }
    out.none = std::max(0.0, 1.0 - sum);
    return out;
}

Result<Identification> identify(const Case& input, const IdentifyOptions& options) {
    std::vector<StatedPrior> stated;
    for (const MissingPerson& person : input.input().missing) {
        stated.push_back({person.person, person.prior});
    }
    auto priors = person_priors(stated, options.prior);
    if (!priors) {
        return fail(priors.error());
    }
    std::vector<Locus> loci;
    for (const Locus& locus : input.input().loci) {
        loci.push_back(options.mutation ? locus : locus.without_mutation());
    }
    const std::vector<Unit> units = units_of(input);
    auto samples = sample_rows(input.input().remains, loci, options.errors);
    if (!samples) {
        return fail(samples.error());
    }
    Identification out;
    out.warnings = input.input().notes;
    out.warnings.insert(out.warnings.end(), samples->warnings.begin(), samples->warnings.end());
    for (const SampleProfile& sample : input.input().remains) {
        out.samples.push_back(sample.sample);
    }
    out.pairs.assign(out.samples.size(), {});
    const auto& missing = input.input().missing;
    for (auto& row : out.pairs) {
        row.resize(missing.size());
    }
    for (const MissingPerson& person : missing) {
        out.persons.push_back(person.person);
        out.families.push_back(person.family);
    }
    const PersonComparison comparison{input, options, loci, units, *samples};
    std::size_t done = 0;
    for (std::size_t from = 0; from < missing.size(); from += persons_at_once) {
        const std::size_t to = std::min(from + persons_at_once, missing.size());
        for (auto& said : comparison.compare_all(from, to, out.pairs)) {
            if (!said) {
                return fail(said.error());
            }
            out.warnings.insert(out.warnings.end(), said->warnings.begin(), said->warnings.end());
            out.unanswered.insert(out.unanswered.end(), said->unanswered.begin(), said->unanswered.end());
            if (options.progress && !options.progress(++done, missing.size())) {
                return fail(ErrorKind::interrupted, "stopped before all families were compared");
            }
        }
    }
    fill_posteriors(out, *priors, input.input());
    fill_candidates(out);
    warn_about_samples(out, *samples);
    warn_about_priors(out, *priors);
    const bool one_population = std::all_of(missing.begin(), missing.end(), [&](const MissingPerson& person) {
        return person.population == missing.front().population;
    });
    if (!one_population) {
        out.warnings.emplace_back("the unrelated alternative is of another population for some persons: posteriors set "
                                  "LRs against different alternatives side by side");
    }
    out.prior = priors->words;
    out.theta = input.input().theta;
    out.mutation = std::any_of(loci.begin(), loci.end(), [](const Locus& locus) { return locus.mutates(); });
    out.dropout_het = options.errors.het;
    out.dropout_hom = options.errors.hom;
    out.dropin = options.errors.dropin;
    out.population = input.input().populations.empty() ? "" : input.input().populations.front();
    return out;
}

} // namespace muster
