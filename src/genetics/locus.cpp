#include "muster/genetics/locus.hpp"

#include "stationary.hpp"

#include <cmath>
#include <unordered_set>
#include <utility>

namespace muster {

namespace {

using detail::shown;

std::string locus_text(const LocusSpec& spec) {
    return "locus '" + spec.name + "': ";
}

std::optional<Error> check_alleles(const LocusSpec& spec) {
    const auto wrong = [&](const std::string& what) { return Error{ErrorKind::bad_input, locus_text(spec) + what}; };
    if (spec.alleles.empty()) {
        return wrong("it has no alleles, expected at least one");
    }
    std::unordered_set<std::string> seen;
    for (const auto& allele : spec.alleles) {
        if (allele.empty()) {
            return wrong("an allele has an empty name");
        }
        if (!seen.insert(allele).second) {
            return wrong("allele '" + allele + "' is given twice; keep one of them");
        }
    }
    if (!spec.silent.empty() && !seen.contains(spec.silent)) {
        return wrong("the silent allele '" + spec.silent + "' is not among its alleles; give it a frequency");
    }
    return std::nullopt;
}

std::optional<Error> check_freqs(const LocusSpec& spec, bool sum_to_one) {
    const auto wrong = [&](const std::string& what) { return Error{ErrorKind::bad_input, locus_text(spec) + what}; };
    if (spec.freqs.empty()) {
        return wrong("it has no allele frequencies, expected those of at least one population");
    }
    for (std::size_t p = 0; p < spec.freqs.size(); ++p) {
        const auto& freqs = spec.freqs[p];
        const std::string population = spec.freqs.size() == 1 ? "" : " in population " + std::to_string(p + 1);
        if (freqs.size() != spec.alleles.size()) {
            return wrong("there are " + std::to_string(freqs.size()) + " frequencies" + population + " for " +
                         std::to_string(spec.alleles.size()) + " alleles, expected one for each");
        }
        double sum = 0.0;
        for (std::size_t a = 0; a < freqs.size(); ++a) {
            if (!(freqs[a] >= 0.0 && freqs[a] <= 1.0)) {
                return wrong("allele '" + spec.alleles[a] + "' has frequency " + shown(freqs[a]) + population +
                             ", expected a number from 0 to 1");
            }
            sum += freqs[a];
        }
        if (sum_to_one && std::abs(sum - 1.0) > 1e-3) {
            return wrong("the frequencies" + population + " sum to " + shown(sum) +
                         ", expected 1 within 0.001; correct them, or add the missing alleles");
        }
    }
    return std::nullopt;
}

/// The matrix of one sex over all alleles, the silent one included.
Result<Matrix> transmission(const MutationSpec& mutation, const LocusSpec& spec, std::optional<std::size_t> silent) {
    const auto& freqs = spec.freqs.front();
    if (!silent || mutation.model == MutationModel::custom) {
        return mutation_matrix(mutation, spec.alleles, freqs);
    }
    std::vector<std::size_t> visible;
    std::vector<std::string> names;
    std::vector<double> visible_freqs;
    for (std::size_t a = 0; a < spec.alleles.size(); ++a) {
        if (a != *silent) {
            visible.push_back(a);
            names.push_back(spec.alleles[a]);
            visible_freqs.push_back(freqs[a]);
        }
    }
    Matrix all = Matrix::identity(spec.alleles.size());
    if (visible.empty()) {
        return all;
    }
    auto part = mutation_matrix(mutation, names, visible_freqs);
    if (!part) {
        return part;
    }
    for (std::size_t i = 0; i < visible.size(); ++i) {
        for (std::size_t j = 0; j < visible.size(); ++j) {
            all(visible[i], visible[j]) = (*part)(i, j);
        }
    }
    return all;
}

} // namespace

Result<Locus> Locus::make(LocusSpec spec) {
    if (auto error = check_alleles(spec)) {
        return fail(std::move(*error));
    }
    if (auto error = check_freqs(spec, true)) {
        return fail(std::move(*error));
    }
    return build(std::move(spec));
}

Result<Locus> Locus::restore(LocusSpec spec) {
    if (auto error = check_alleles(spec)) {
        return fail(std::move(*error));
    }
    if (auto error = check_freqs(spec, false)) {
        return fail(std::move(*error));
    }
    return build(std::move(spec));
}

Result<Locus> Locus::build(LocusSpec spec) {
    Locus locus;
    for (std::size_t a = 0; a < spec.alleles.size(); ++a) {
        locus.index_.emplace(spec.alleles[a], a);
    }
    if (!spec.silent.empty()) {
        locus.silent_ = locus.index_.at(spec.silent);
    }
    auto male = transmission(spec.male, spec, locus.silent_);
    if (!male) {
        return fail(ErrorKind::bad_input, locus_text(spec) + male.error().message + " (male mutation model)");
    }
    auto female = transmission(spec.female, spec, locus.silent_);
    if (!female) {
        return fail(ErrorKind::bad_input, locus_text(spec) + female.error().message + " (female mutation model)");
    }
    const Matrix identity = Matrix::identity(spec.alleles.size());
    locus.mutates_ = *male != identity || *female != identity;
    locus.male_ = std::move(*male);
    locus.female_ = std::move(*female);
    locus.spec_ = std::move(spec);
    return locus;
}

std::optional<std::size_t> Locus::find(std::string_view allele) const {
    const auto found = index_.find(std::string(allele));
    return found == index_.end() ? std::nullopt : std::optional(found->second);
}

Locus Locus::without_mutation() const {
    Locus locus = *this;
    locus.spec_.male = {};
    locus.spec_.female = {};
    locus.male_ = Matrix::identity(allele_count());
    locus.female_ = locus.male_;
    locus.mutates_ = false;
    return locus;
}

Result<Locus> Locus::with_alleles(const std::vector<std::string>& names, double freq) const {
    if (!(freq > 0.0 && freq < 1.0)) {
        return fail(ErrorKind::bad_input, locus_text(spec_) +
                                              "the frequency for alleles that the table has not seen is " +
                                              shown(freq) + ", expected a number between 0 and 1");
    }
    LocusSpec spec = spec_;
    spec.alleles.insert(spec.alleles.end(), names.begin(), names.end());
    for (auto& freqs : spec.freqs) {
        freqs.insert(freqs.end(), names.size(), freq);
    }
    if (auto error = check_alleles(spec)) {
        return fail(std::move(*error));
    }
    // The sum is past 1 by what was added, knowingly; so it is not checked again.
    return build(std::move(spec));
}

} // namespace muster
