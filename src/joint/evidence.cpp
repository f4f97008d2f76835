#include "evidence.hpp"

#include "family_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
const double ln10 = std::log(10.0);

/// P(g) of somebody unrelated, in the layout of a GenotypeTable. With θ his two alleles share a pool (Balding & Nichols
/// 1994): P(aa) = p_a [θ + (1−θ) p_a], P(ab) = 2 (1−θ) p_a p_b.
std::vector<double> genotypes_of(const std::vector<double>& p, bool hemizygous, double theta) {
    if (hemizygous) {
        return p;
    }
    std::vector<double> out;
    for (std::size_t a = 0; a < p.size(); ++a) {
        for (std::size_t b = a; b < p.size(); ++b) {
            out.push_back(a == b ? p[a] * (theta + (1.0 - theta) * p[a]) : 2.0 * (1.0 - theta) * p[a] * p[b]);
        }
    }
    return out;
}

/// The same person's rows at one locus: what each says of the genotype, multiplied.
ObservationRow product(const ObservationRow& a, const ObservationRow& b) {
    if (!a.informative || !b.informative || a.hemizygous != b.hemizygous) {
        return a.informative ? a : b;
    }
    ObservationRow out{true, a.hemizygous, {}};
    for (std::size_t i = 0, j = 0; i < a.entries.size() && j < b.entries.size();) {
        const auto [at_a, weight_a] = a.entries[i];
        const auto [at_b, weight_b] = b.entries[j];
        if (at_a == at_b) {
            out.entries.emplace_back(at_a, weight_a * weight_b);
        }
        i += at_a <= at_b ? 1 : 0;
        j += at_b <= at_a ? 1 : 0;
    }
    return out;
}

std::pair<std::size_t, std::size_t> unordered(std::size_t a, std::size_t b) {
    return {std::min(a, b), std::max(a, b)};
}

Result<std::size_t> index_in(const std::vector<std::string>& names, const std::string& name, const char* what) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
        return fail(ErrorKind::bad_input,
                    "the evidence names the " + std::string(what) + " '" + name + "', which this case does not have");
    }
    return static_cast<std::size_t>(at - names.begin());
}

} // namespace

Evidence::Evidence(const Case& subject, const Identification& pairwise, const JointOptions& joint,
                   std::shared_ptr<Comparison> comparison)
    : subject_(subject), pairwise_(pairwise), joint_(joint), comparison_(std::move(comparison)),
      loci_(comparison_->loci()), units_(comparison_->units()) {
    likelihood_.theta = subject.input().theta;
}

Evidence::~Evidence() = default;

Result<std::unique_ptr<Evidence>> Evidence::make(const Case& subject, const IdentifyOptions& options,
                                                 const Identification& pairwise, const JointOptions& joint,
                                                 std::shared_ptr<Comparison> comparison) {
    std::unique_ptr<Evidence> out(new Evidence(subject, pairwise, joint, std::move(comparison)));
    auto samples = sample_rows(subject.input().remains, out->loci_, options.errors);
    if (!samples) {
        return fail(samples.error());
    }
    out->samples_ = *std::move(samples);
    for (const auto& rows : out->samples_.rows) {
        out->alone_.emplace_back();
        for (std::size_t l = 0; l < out->loci_.size(); ++l) {
            out->alone_.back().push_back(out->locus_weight(l, rows[l], 0));
        }
    }
    for (const auto& step : {&Evidence::read_links, &Evidence::read_families}) {
        if (auto done = (out.get()->*step)(); !done) {
            return fail(done.error());
        }
    }
    return out;
}

Result<void> Evidence::read_links() {
    const std::vector<std::string>& samples = pairwise_.samples;
    const auto couple = [&](const JointEvidence::Couple& names) -> Result<std::pair<std::size_t, std::size_t>> {
        const auto a = index_in(samples, names.first, "sample");
        const auto b = index_in(samples, names.second, "sample");
        if (!a || !b) {
            return fail(a ? b.error() : a.error());
        }
        if (*a == *b) {
            return fail(ErrorKind::bad_input, "the evidence sets the sample '" + names.first + "' beside itself");
        }
        return unordered(*a, *b);
    };
    for (const auto& [names, value] : joint_.evidence.same_individual) {
        const auto both = couple(names);
        if (!both) {
            return fail(both.error());
        }
        same_[*both] += value;
    }
    for (const JointEvidence::Couple& names : joint_.evidence.cannot_link) {
        const auto both = couple(names);
        if (!both) {
            return fail(both.error());
        }
        apart_[*both] = 1;
    }
    for (const auto& [names, value] : joint_.evidence.is_person) {
        const auto sample = index_in(samples, names.first, "sample");
        const auto person = index_in(pairwise_.persons, names.second, "missing person");
        if (!sample || !person) {
            return fail(sample ? person.error() : sample.error());
        }
        is_[{*sample, *person}] += value;
    }
    std::vector<std::size_t> group(samples.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    for (const JointEvidence::Couple& names : joint_.evidence.must_link) {
        const auto both = couple(names);
        if (!both) {
            return fail(both.error());
        }
        const std::size_t from = group[both->second];
        const std::size_t to = group[both->first];
        std::replace(group.begin(), group.end(), from, to);
    }
    std::map<std::size_t, Item> items;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        items[group[i]].push_back(i);
    }
    for (const auto& [first, item] : items) {
        if (kept_apart(item)) {
            return fail(ErrorKind::bad_input,
                        "the evidence says both that '" + samples[item.front()] +
                            "' and samples linked to it are one individual and that they are not");
        }
        items_.push_back(item);
    }
    std::sort(items_.begin(), items_.end());
    for (const Item& item : items_) {
        counted_.push_back(static_cast<std::size_t>(std::count_if(item.begin(), item.end(), [&](std::size_t sample) {
            const auto& repeats = joint_.evidence.repeats;
            return std::find(repeats.begin(), repeats.end(), samples[sample]) == repeats.end();
        })));
    }
    return {};
}

Result<void> Evidence::read_families() {
    std::map<std::size_t, std::size_t> family_of;
    const auto components = subject_.pedigree().components();
    for (std::size_t c = 0; c < components.size(); ++c) {
        for (std::size_t member : components[c]) {
            family_of[member] = c;
        }
    }
    std::map<std::size_t, std::vector<std::size_t>> families;
    for (std::size_t j = 0; j < pairwise_.persons.size(); ++j) {
        families[family_of.at(*subject_.pedigree().find(pairwise_.persons[j]))].push_back(j);
    }
    for (auto& [component, persons] : families) {
        families_.push_back(std::move(persons));
    }
    models_.resize(families_.size());
    ties_.resize(families_.size());
    known_rows_.resize(loci_.size());
    return {};
}

Result<double> Evidence::log_none() const {
    double sum = 0.0;
    for (const auto& by_locus : alone_) {
        sum = std::accumulate(by_locus.begin(), by_locus.end(), sum);
    }
    for (const auto& component : subject_.pedigree().components()) {
        const Pedigree family = subject_.pedigree().subset(component);
        std::vector<std::string> told_already;
        const auto seen = reference_observations(subject_, family, loci_, told_already);
        if (!seen) {
            return fail(seen.error());
        }
        for (const Unit& unit : units_) {
            std::vector<std::vector<Observation>> at;
            for (std::size_t l : unit.loci) {
                at.push_back((*seen)[l]);
            }
            const auto value = unit.loci.size() == 1
                                   ? log_likelihood(family, loci_[unit.loci.front()], at.front(), likelihood_)
                                   : log_likelihood(family, linked_loci(unit, loci_), at, likelihood_);
            if (!value && value.error().kind != ErrorKind::unanswerable) {
                return fail(value.error());
            }
            // References that contradict their pedigree are left out, as everywhere; the pairwise answer warned.
            sum += value && std::isfinite(*value) ? *value : 0.0;
        }
    }
    return sum;
}

Item Evidence::samples_of(const std::vector<std::size_t>& items) const {
    Item out;
    for (std::size_t item : items) {
        out.insert(out.end(), items_[item].begin(), items_[item].end());
    }
    std::sort(out.begin(), out.end());
    return out;
}

bool Evidence::kept_apart(const Item& samples) const {
    for (std::size_t a = 0; !apart_.empty() && a < samples.size(); ++a) {
        for (std::size_t b = a + 1; b < samples.size(); ++b) {
            if (apart_.contains({samples[a], samples[b]})) {
                return true;
            }
        }
    }
    return false;
}

/// What is known beside the DNA of these being one individual, and that person (any index that is none: nobody).
double Evidence::other_evidence(const Item& samples, std::size_t person) const {
    double sum = 0.0;
    for (std::size_t a = 0; a < samples.size(); ++a) {
        if (const auto at = is_.find({samples[a], person}); at != is_.end()) {
            sum += at->second;
        }
        for (std::size_t b = a + 1; !same_.empty() && b < samples.size(); ++b) {
            if (const auto at = same_.find({samples[a], samples[b]}); at != same_.end()) {
                sum += at->second;
            }
        }
    }
    return sum;
}

std::vector<ObservationRow> Evidence::rows(const Item& samples) const {
    std::vector<ObservationRow> out = samples_.rows[samples.front()];
    for (std::size_t n = 1; n < samples.size(); ++n) {
        for (std::size_t l = 0; l < out.size(); ++l) {
            out[l] = product(out[l], samples_.rows[samples[n]][l]);
        }
    }
    return out;
}

/// ln Σ_g P(g) O(row | g).
double Evidence::locus_weight(std::size_t locus, const ObservationRow& row, std::size_t population) {
    if (!row.informative) {
        return 0.0;
    }
    auto& p = populations_[{locus, population * 2 + (row.hemizygous ? 1 : 0)}];
    if (p.empty()) {
        p = genotypes_of(loci_[locus].freqs(population), row.hemizygous, likelihood_.theta);
    }
    double sum = 0.0;
    for (const auto& [at, weight] : row.entries) {
        sum += weight * p[at];
    }
    return std::log(sum);
}

double Evidence::block(const Item& samples, std::size_t population) {
    if (samples.size() == 1 && population == 0) {
        return 0.0;
    }
    const auto has = [&](Sex sex) {
        return std::any_of(samples.begin(), samples.end(), [&](std::size_t i) { return samples_.sex[i] == sex; });
    };
    if (has(Sex::male) && has(Sex::female)) {
        return minus_infinity;
    }
    auto key = std::pair(population, samples);
    if (const double* known = blocks_.find(key)) {
        return *known;
    }
    double sum = 0.0;
    for (std::size_t l = 0; l < loci_.size() && std::isfinite(sum); ++l) {
        ObservationRow merged = samples_.rows[samples.front()][l];
        for (std::size_t n = 1; n < samples.size(); ++n) {
            merged = product(merged, samples_.rows[samples[n]][l]);
        }
        sum += locus_weight(l, merged, population);
        for (std::size_t i : samples) {
            sum -= alone_[i][l];
        }
    }
    blocks_.keep(std::move(key), sum);
    return sum;
}

/// The samples are this person, nobody else of his family is found: their LR, as one unrelated person of his
/// population, times what that person is against several of the first population.
Result<double> Evidence::person(std::size_t person, const Item& samples) {
    const std::size_t population = subject_.input().missing[person].population;
    if (samples.size() == 1) {
        const Pair& pair = pairwise_.pairs[samples.front()][person];
        return pair.status == PairStatus::ok ? pair.log10_lr * ln10 + block(samples, population) : minus_infinity;
    }
    auto key = std::pair(person, samples);
    if (const double* known = persons_.find(key)) {
        return *known;
    }
    double sum = block(samples, population);
    for (std::size_t i : samples) {
        const Pair& pair = pairwise_.pairs[i][person];
        sum = pair.status == PairStatus::ok && std::isfinite(pair.log10_lr) ? sum : minus_infinity;
    }
    if (std::isfinite(sum)) {
        const auto of = comparison_->tables(person);
        if (!of) {
            return fail(of.error());
        }
        const std::vector<ObservationRow> merged = rows(samples);
        for (std::size_t u = 0; u < units_.size(); ++u) {
            std::vector<const ObservationRow*> at;
            bool comparable = (*of)->unit_informative[u];
            bool any = false;
            for (std::size_t l : units_[u].loci) {
                at.push_back(&merged[l]);
                any = any || merged[l].informative;
                comparable =
                    comparable && (!merged[l].informative || merged[l].hemizygous == (*of)->units[u].hemizygous());
            }
            sum += comparable && any ? (*of)->units[u].log10_lr(at) * ln10 : 0.0;
        }
    }
    persons_.keep(std::move(key), sum);
    return sum;
}

Result<double> Evidence::alone(std::size_t item, std::size_t person) {
    auto value = this->person(person, items_[item]);
    return value ? Result<double>(*value + other_evidence(items_[item], person)) : value;
}

Result<bool> Evidence::tie(std::size_t item, std::size_t person) {
    const auto value = alone(item, person);
    return value ? Result<bool>(std::isfinite(*value)) : fail(value.error());
}

Result<double> Evidence::unknown(const std::vector<std::size_t>& items, std::size_t population) {
    const Item samples = samples_of(items);
    const auto on_roster = [&](std::size_t i) { return subject_.input().on_roster.contains(pairwise_.samples[i]); };
    if (kept_apart(samples) || std::any_of(samples.begin(), samples.end(), on_roster)) {
        return minus_infinity;
    }
    return block(samples, population) + other_evidence(samples, Assignment::nobody);
}

Result<double> Evidence::family(std::size_t f, const std::vector<std::vector<std::size_t>>& who) {
    const std::vector<std::size_t>& persons = families_[f];
    std::vector<Item> samples(persons.size());
    std::size_t found = 0;
    std::size_t last = 0;
    double sum = 0.0;
    for (std::size_t k = 0; k < persons.size(); ++k) {
        samples[k] = samples_of(who[k]);
        if (samples[k].empty()) {
            continue;
        }
        if (kept_apart(samples[k])) {
            return minus_infinity;
        }
        ++found;
        last = k;
        auto one = person(persons[k], samples[k]);
        if (!one) {
            return one;
        }
        if (std::isinf(*one)) {
            return minus_infinity; // more evidence makes nothing possible
        }
        sum += other_evidence(samples[k], persons[k]);
    }
    if (found == 0) {
        return 0.0;
    }
    if (found == 1) {
        return sum + *person(persons[last], samples[last]);
    }
    return joint_family(f, samples, sum);
}

} // namespace muster
