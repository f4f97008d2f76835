#include "muster/likelihood/observation.hpp"

#include <algorithm>
#include <array>

namespace muster {
namespace {

bool is_probability(double x) {
    return x >= 0.0 && x <= 1.0;
}

} // namespace

Result<Observation> Observation::make(const Locus& locus, const LocusResult& seen, const TypingErrors& errors) {
    Observation out;
    out.status_ = seen.status;
    out.errors_ = errors;
    out.silent_ = locus.silent();
    out.silent_freq_ = out.silent_ ? locus.freqs(0)[*out.silent_] : 0.0;
    if (!is_probability(errors.het) || !is_probability(errors.hom) || !is_probability(errors.dropin)) {
        return fail(ErrorKind::bad_input,
                    "locus " + locus.name() + ": dropout and drop-in are probabilities from 0 to 1");
    }
    for (const std::string& name : seen.alleles) {
        const auto allele = locus.find(name);
        if (!allele) {
            return fail(ErrorKind::bad_input, "locus " + locus.name() + ": allele '" + name +
                                                  "' is not in its frequency table; add it, or allow rare alleles");
        }
        if (allele == locus.silent()) {
            return fail(ErrorKind::bad_input,
                        "locus " + locus.name() + ": allele '" + name + "' is silent and cannot be seen; leave it out");
        }
        if (std::find(out.alleles_.begin(), out.alleles_.end(), *allele) == out.alleles_.end()) {
            out.alleles_.push_back(*allele);
            out.dropin_freqs_.push_back(locus.freqs(0)[*allele]);
        }
    }
    const std::size_t most = errors.dropin > 0.0 ? 3 : 2;
    if (out.alleles_.size() > most) {
        return fail(ErrorKind::bad_input, "locus " + locus.name() + ": " + std::to_string(out.alleles_.size()) +
                                              " alleles; one person shows at most " + std::to_string(most));
    }
    const bool wants_alleles = seen.status == LocusStatus::typed || seen.status == LocusStatus::partial;
    if (wants_alleles == out.alleles_.empty()) {
        return fail(ErrorKind::bad_input,
                    "locus " + locus.name() + ": " +
                        (wants_alleles ? "typed, but no allele given" : "alleles given for a locus without a result"));
    }
    return out;
}

void Observation::describe(ByteWriter& out) const {
    out.put(status_);
    out.put(alleles_);
    out.put(dropin_freqs_);
    for (double p : {errors_.het, errors_.hom, errors_.dropin, silent_freq_}) {
        out.put(p);
    }
    out.put(silent_ ? *silent_ + 1 : 0);
    out.put(others_.size());
    for (const Observation& other : others_) {
        other.describe(out);
    }
}

Observation Observation::and_also(const Observation& other) const {
    if (!other.informative()) {
        return *this;
    }
    if (!informative()) {
        return other;
    }
    Observation both = *this;
    both.all_alleles_ = alleles();
    for (std::size_t allele : other.alleles()) {
        if (std::find(both.all_alleles_.begin(), both.all_alleles_.end(), allele) == both.all_alleles_.end()) {
            both.all_alleles_.push_back(allele);
        }
    }
    both.others_.push_back(other);
    return both;
}

double Observation::probability(std::size_t a, std::size_t b) const {
    if (!informative()) {
        return 1.0;
    }
    Copies copies;
    const bool a_seen = a != silent_;
    const bool b_seen = b != silent_;
    if (a_seen && a == b) {
        copies.add(a, errors_.hom);
    } else {
        if (a_seen) {
            copies.add(a, errors_.het);
        }
        if (b_seen) {
            copies.add(b, errors_.het);
        }
    }
    double value = with_errors(copies);
    for (const Observation& other : others_) {
        value *= other.probability(a, b);
    }
    return value;
}

double Observation::probability(std::size_t a) const {
    if (!informative()) {
        return 1.0;
    }
    Copies copies;
    if (a != silent_) {
        copies.add(a, errors_.het);
    }
    double value = with_errors(copies);
    for (const Observation& other : others_) {
        value *= other.probability(a);
    }
    return value;
}

double Observation::with_errors(const Copies& copies) const {
    double value = (1.0 - errors_.dropin) * shown(copies, std::nullopt);
    if (errors_.dropin > 0.0) {
        // An extra allele that was not seen makes the observation impossible (typed, empty) or changes nothing
        // (partial, or the extra allele is silent).
        double unseen = 1.0;
        for (std::size_t i = 0; i < alleles_.size(); ++i) {
            value += errors_.dropin * dropin_freqs_[i] * shown(copies, alleles_[i]);
            unseen -= dropin_freqs_[i];
        }
        const double harmless = status_ == LocusStatus::partial ? unseen : silent_freq_;
        value += errors_.dropin * harmless * shown(copies, std::nullopt);
    }
    return value;
}

double Observation::shown(const Copies& copies, std::optional<std::size_t> extra) const {
    // Sum over which copies survive; `visible` are the distinct alleles that are then to be seen.
    double total = 0.0;
    for (unsigned mask = 0; mask < (1U << copies.count); ++mask) {
        double probability = 1.0;
        std::array<std::size_t, 3> visible{};
        std::size_t count = 0;
        const auto is_visible = [&](std::size_t a) {
            return std::find(visible.begin(), visible.begin() + count, a) != visible.begin() + count;
        };
        if (extra) {
            visible[count++] = *extra;
        }
        for (std::size_t i = 0; i < copies.count; ++i) {
            const auto [allele, drop] = copies.copy[i];
            if ((mask >> i & 1U) == 0) {
                probability *= drop;
            } else {
                probability *= 1.0 - drop;
                if (!is_visible(allele)) {
                    visible[count++] = allele;
                }
            }
        }
        if (probability > 0.0 && (status_ == LocusStatus::partial || count == alleles_.size()) &&
            std::all_of(alleles_.begin(), alleles_.end(), is_visible)) {
            total += probability;
        }
    }
    return total;
}

bool Observation::lumpable() const {
    if (!std::all_of(others_.begin(), others_.end(), [](const Observation& o) { return o.lumpable(); })) {
        return false;
    }
    if (!informative() || errors_.hom == errors_.het * errors_.het) {
        return true;
    }
    // Two unseen alleles both vanished: possible only if nothing seen has to come from them.
    return !alleles_.empty() && errors_.dropin == 0.0;
}

} // namespace muster
