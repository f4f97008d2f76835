#include "case_finish.hpp"

#include "muster/likelihood/locus_likelihood.hpp"
#include "text.hpp"

#include <algorithm>
#include <map>

namespace muster {

namespace {

/// Alleles that profiles show and the tables do not have, by marker, in the order in which they are met.
std::map<std::string, std::vector<std::string>> unseen_alleles(const CaseInput& input) {
    std::map<std::string, const Locus*> loci;
    for (const Locus& locus : input.loci) {
        loci.emplace(locus.name(), &locus);
    }
    std::map<std::string, std::vector<std::string>> unseen;
    const auto look_at = [&](const SampleProfile& profile) {
        for (const Extraction& extraction : profile.extractions) {
            for (const Replicate& replicate : extraction.replicates) {
                for (const auto& [marker, result] : replicate.loci) {
                    const auto locus = loci.find(marker);
                    for (const std::string& allele : result.alleles) {
                        if (locus == loci.end() || locus->second->find(allele)) {
                            continue;
                        }
                        auto& list = unseen[marker];
                        if (std::find(list.begin(), list.end(), allele) == list.end()) {
                            list.push_back(allele);
                        }
                    }
                }
            }
        }
    };
    for (const SampleProfile& profile : input.remains) {
        look_at(profile);
    }
    for (const auto& [person, profile] : input.references) {
        look_at(profile);
    }
    return unseen;
}

Result<void> add_rare_alleles(CaseInput& input, double frequency) {
    constexpr double least = 1e-9; // rarer than one of all people; LRs stay far from the ends of the numbers
    if (!(frequency >= least && frequency < 1.0)) {
        return fail(ErrorKind::usage, "the frequency for rare alleles is " + text::show(frequency) +
                                          ", expected a number from 1e-9 to below 1");
    }
    const auto unseen = unseen_alleles(input);
    for (Locus& locus : input.loci) {
        const auto found = unseen.find(locus.name());
        if (found == unseen.end()) {
            continue;
        }
        auto extended = locus.with_alleles(found->second, frequency);
        if (!extended) {
            return fail(std::move(extended.error()));
        }
        locus = *std::move(extended);
        input.notes.push_back("marker " + text::quote(locus.name()) + ": " + text::join(found->second) +
                              " not in the frequency table, taken at frequency " + text::show(frequency));
    }
    return {};
}

} // namespace

Result<Case> finish_case(CaseInput input, const CaseOptions& options, const std::string& source) {
    if (options.theta) {
        if (!is_theta(*options.theta)) {
            return fail(ErrorKind::usage,
                        "theta is " + text::show(*options.theta) + ", expected 0, or a number from 1e-12 to below 1");
        }
        input.theta = *options.theta;
    }
    if (options.rare_allele_frequency) {
        auto added = add_rare_alleles(input, *options.rare_allele_frequency);
        if (!added) {
            return fail(added.error().in(source));
        }
    }
    auto made = Case::make(std::move(input));
    if (!made) {
        return fail(made.error().in(source));
    }
    return made;
}

Result<void> choose_only_mutation(std::vector<Locus>& loci, const CaseOptions& options, const std::string& source) {
    if (options.mutation.empty()) {
        return {};
    }
    if (options.mutation != "none") {
        return fail(Error{ErrorKind::usage,
                          "the mutation setting " + text::quote(options.mutation) +
                              " is asked for, but this file holds one setting without a name; leave the choice out, or "
                              "choose 'none' to switch mutation off",
                          source, 0});
    }
    for (Locus& locus : loci) {
        locus = locus.without_mutation();
    }
    return {};
}

Result<void> choose_only_population(const std::string& name, const CaseOptions& options, const std::string& source) {
    if (options.population.empty() || options.population == name) {
        return {};
    }
    return fail(Error{ErrorKind::usage,
                      "the population " + text::quote(options.population) +
                          " is asked for, but this file has the frequencies of one population only, " +
                          text::quote(name) + "; leave the choice out",
                      source, 0});
}

} // namespace muster
