#pragma once

// A small case made by hand, and what tests ask of it.

#include "muster/identify/identify.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace muster::small {

inline constexpr double pa = 0.1;
inline constexpr double pb = 0.2;
inline constexpr double pc = 0.3;

/// "AB" typed, "A?" partial, "-" tested and empty.
inline LocusResult result(const std::string& text) {
    LocusResult out;
    for (char c : text) {
        if (c != '?' && c != '-') {
            out.alleles.emplace_back(1, c);
        }
    }
    out.status = text == "-"                           ? LocusStatus::tested_and_empty
                 : text.find('?') != std::string::npos ? LocusStatus::partial
                                                       : LocusStatus::typed;
    return out;
}

/// Results at loci L1, L2, … in this order; "" is not tested.
inline SampleProfile profile(const std::string& id, Sex sex, const std::vector<std::string>& results) {
    std::map<std::string, LocusResult> loci;
    for (std::size_t l = 0; l < results.size(); ++l) {
        if (!results[l].empty()) {
            loci[std::string("L").append(std::to_string(l + 1))] = result(results[l]);
        }
    }
    return single_replicate(id, sex, loci);
}

inline LocusSpec locus_spec(std::size_t number) {
    LocusSpec spec;
    spec.name = std::string("L").append(std::to_string(number));
    spec.alleles = {"A", "B", "C", "D"};
    spec.freqs = {{pa, pb, pc, 0.4}};
    spec.male.model = MutationModel::equal;
    spec.male.rate = 0.003;
    spec.female = spec.male;
    return spec;
}

/// Two loci with mutation; family 1: parents F1, M1 of the missing X1; family 2: a father F2 of the missing X2.
inline CaseInput small_case() {
    CaseInput input;
    input.name = "small";
    input.populations = {"pop"};
    input.loci = {Locus::make(locus_spec(1)).value(), Locus::make(locus_spec(2)).value()};
    input.persons = {{"F1", "", "", Sex::male}, {"M1", "", "", Sex::female}, {"X1", "F1", "M1", Sex::male},
                     {"F2", "", "", Sex::male}, {"M2", "", "", Sex::female}, {"X2", "F2", "M2", Sex::female}};
    for (const PersonRecord& p : input.persons) {
        input.family_of[p.id] = p.id.back() == '1' ? "one" : "two";
    }
    input.references["F1"] = profile("F1", Sex::male, {"AA", "AB"});
    input.references["M1"] = profile("M1", Sex::female, {"BB", "CC"});
    input.references["F2"] = profile("F2", Sex::male, {"CC", "AB"});
    input.missing = {{"X1", "one"}, {"X2", "two"}};
    return input;
}

inline Result<Identification> answer(const CaseInput& input, const IdentifyOptions& options = {}) {
    auto made = Case::make(input);
    if (!made) {
        return fail(made.error());
    }
    return identify(*made, options);
}

inline IdentifyOptions without_mutation() {
    IdentifyOptions options;
    options.mutation = false;
    return options;
}

inline bool warned(const Identification& found, const std::vector<std::string>& words) {
    return std::any_of(found.warnings.begin(), found.warnings.end(), [&](const std::string& warning) {
        return std::all_of(words.begin(), words.end(),
                           [&](const std::string& word) { return warning.find(word) != std::string::npos; });
    });
}

inline double posterior_sum(const Identification& found, std::size_t sample) {
    return std::accumulate(found.posterior[sample].begin(), found.posterior[sample].end(),
                           found.posterior_none[sample]);
}

} // namespace muster::small
