#include "pedigree_questions.hpp"

#include "muster/formats/answers.hpp"
#include "muster/likelihood/likelihood_ratio.hpp"
#include "muster/pedigree/coefficients.hpp"

#include <algorithm>

namespace muster {
namespace {

/// A case with its pedigree, loci and observations checked and looked up.
struct Prepared {
    Pedigree pedigree;
    std::vector<Locus> loci;
    std::vector<std::vector<Observation>> observations; ///< [locus][member]
};

Result<Prepared> prepare(const PedigreeCase& asked, const std::vector<PersonRecord>& members) {
    auto pedigree = Pedigree::make(members);
    if (!pedigree) {
        return fail(pedigree.error());
    }
    if (asked.loci.empty()) {
        return fail(ErrorKind::bad_input, "there is no locus; give \"locus\", or \"loci\" with at least one");
    }
    Prepared out{*std::move(pedigree), {}, {}};
    for (std::size_t l = 0; l < asked.loci.size(); ++l) {
        auto locus = Locus::make(asked.loci[l]);
        if (!locus) {
            return fail(locus.error());
        }
        std::vector<Observation> seen(out.pedigree.size());
        for (const auto& [person, result] : asked.genotypes[l]) {
            const auto member = out.pedigree.find(person);
            if (!member) {
                return fail(ErrorKind::bad_input,
                            "locus " + locus->name() + ": '" + person + "' has a genotype but is not a member");
            }
            TypingErrors errors{0.0, 0.0, asked.dropin};
            if (const auto rates = asked.dropout.find(person); rates != asked.dropout.end()) {
                errors.het = rates->second.het;
                errors.hom = rates->second.hom;
            }
            const bool one_allele = locus->x_linked() && out.pedigree.member(*member).sex == Sex::male;
            auto observation = Observation::make(*locus, result, errors);
            if (!observation) {
                Error error = observation.error();
                error.message = "'" + person + "', " + error.message;
                return fail(std::move(error));
            }
            if (one_allele && errors.dropin == 0.0 && observation->alleles().size() > 1) {
                return fail(ErrorKind::bad_input, "locus " + locus->name() + ": '" + person +
                                                      "' is male and has one X, but two alleles are given");
            }
            seen[*member] = *std::move(observation);
        }
        out.observations.push_back(std::move(seen));
        out.loci.push_back(*std::move(locus));
    }
    return out;
}

/// ln-likelihood of each unit: of all loci together if they are linked, else of each.
Result<std::vector<double>> log_likelihoods(const Prepared& prepared, const PedigreeCase& asked) {
    LikelihoodOptions options;
    options.theta = asked.theta;
    std::vector<double> out;
    if (!asked.rho.empty()) {
        LinkedLoci group;
        for (const Locus& locus : prepared.loci) {
            group.loci.push_back(&locus);
        }
        group.rho = asked.rho;
        auto value = log_likelihood(prepared.pedigree, group, prepared.observations, options);
        if (!value) {
            return fail(value.error());
        }
        return std::vector<double>{*value};
    }
    for (std::size_t l = 0; l < prepared.loci.size(); ++l) {
        auto value = log_likelihood(prepared.pedigree, prepared.loci[l], prepared.observations[l], options);
        if (!value) {
            Error error = value.error();
            error.message = "locus " + prepared.loci[l].name() + ": " + error.message;
            return fail(std::move(error));
        }
        out.push_back(*value);
    }
    return out;
}

/// The same persons as unrelated founders: those with a genotype.
std::vector<PersonRecord> unrelated(const PedigreeCase& asked) {
    std::vector<PersonRecord> out;
    for (const PersonRecord& person : asked.members) {
        const bool typed = std::any_of(asked.genotypes.begin(), asked.genotypes.end(), [&](const auto& at_locus) {
            return at_locus.find(person.id) != at_locus.end();
        });
        if (typed) {
            out.push_back(person);
            out.back().father.clear();
            out.back().mother.clear();
        }
    }
    return out;
}

std::vector<std::string> unit_names(const PedigreeCase& asked) {
    std::vector<std::string> names;
    std::string together;
    for (const LocusSpec& locus : asked.loci) {
        names.push_back(locus.name);
        together += (together.empty() ? "" : "+") + locus.name;
    }
    return asked.rho.empty() ? names : std::vector<std::string>{together};
}

/// Probabilities of 0, 1, … events that happen independently with these probabilities.
std::vector<double> number_of_events(const std::vector<double>& probabilities) {
    std::vector<double> out{1.0};
    for (double p : probabilities) {
        out.push_back(0.0);
        for (std::size_t i = out.size() - 1; i > 0; --i) {
            out[i] = out[i] * (1.0 - p) + out[i - 1] * p;
        }
        out[0] *= 1.0 - p;
    }
    return out;
}

Result<double> excluded_at(const Prepared& prepared, std::size_t l, std::size_t missing) {
    const Locus plain = prepared.loci[l].without_mutation();
    const auto table = [&](const Locus& locus) {
        return UnitTable::make(prepared.pedigree, {{&locus}, {}}, std::span(&prepared.observations[l], 1), missing,
                               prepared.pedigree.member(missing).population);
    };
    auto result = table(plain);
    if (result && result->contradictory()) {
        result = table(prepared.loci[l]);
    }
    if (!result) {
        return fail(result.error());
    }
    if (result->contradictory()) {
        return fail(ErrorKind::unanswerable,
                    "locus " + plain.name() + ": the references contradict their own pedigree");
    }
    double power = 0.0;
    for (std::size_t g = 0; g < result->related().size(); ++g) {
        power += result->related()[g] > 0.0 ? 0.0 : result->unrelated()[g];
    }
    return power;
}

} // namespace

Result<std::string> answer_likelihood(const PedigreeCase& asked) {
    if (!asked.rho.empty() && asked.rho.size() + 1 != asked.loci.size()) {
        return fail(ErrorKind::bad_input, "\"rho\" should have one recombination fraction between each two of the " +
                                              std::to_string(asked.loci.size()) + " loci, found " +
                                              std::to_string(asked.rho.size()));
    }
    auto prepared = prepare(asked, asked.members);
    if (!prepared) {
        return fail(prepared.error());
    }
    auto h1 = log_likelihoods(*prepared, asked);
    if (!h1) {
        return fail(h1.error());
    }
    if (!asked.compares) {
        return h1->size() == 1 ? likelihood_json(asked.id, unit_names(asked).front(), h1->front())
                               : likelihood_by_locus_json(asked.id, unit_names(asked), *h1);
    }
    auto other = prepare(asked, asked.alternative.empty() ? unrelated(asked) : asked.alternative);
    if (!other) {
        return fail(other.error());
    }
    auto h2 = log_likelihoods(*other, asked);
    if (!h2) {
        return fail(h2.error());
    }
    return likelihood_ratio_json(asked.id, unit_names(asked), *h1, *h2);
}

Result<std::string> answer_exclusion_power(const PedigreeCase& asked) {
    if (asked.theta != 0.0 || !asked.rho.empty()) {
        return fail(ErrorKind::unanswerable,
                    "exclusion power is computed for unlinked loci and theta = 0 only; leave out "
                    "\"theta\" and \"rho\"");
    }
    PedigreeCase references = asked;
    for (auto& at_locus : references.genotypes) {
        at_locus.erase(asked.missing);
    }
    auto prepared = prepare(references, references.members);
    if (!prepared) {
        return fail(prepared.error());
    }
    const auto missing = prepared->pedigree.find(asked.missing);
    if (!missing) {
        return fail(ErrorKind::bad_input, "\"missing\" should name a member, found '" + asked.missing + "'");
    }
    std::vector<double> powers;
    double none = 1.0;
    double expected = 0.0;
    for (std::size_t l = 0; l < prepared->loci.size(); ++l) {
        auto power = excluded_at(*prepared, l, *missing);
        if (!power) {
            return fail(power.error());
        }
        powers.push_back(*power);
        none *= 1.0 - *power;
        expected += *power;
    }
    return exclusion_power_json(asked.id, powers, 1.0 - none, expected, number_of_events(powers));
}

Result<std::string> answer_matrix(const std::string& id, const MatrixQuestion& asked) {
    auto matrix = mutation_matrix(asked.spec, asked.alleles, asked.freqs);
    if (!matrix) {
        return fail(matrix.error());
    }
    return matrix_json(id, *matrix, is_stationary(*matrix, asked.freqs), is_reversible(*matrix, asked.freqs),
                       overall_mutation_rate(*matrix, asked.freqs));
}

Result<std::string> answer_coefficients(const std::string& id, const CoefficientQuestion& asked) {
    auto pedigree = Pedigree::make(asked.members);
    if (!pedigree) {
        return fail(pedigree.error());
    }
    auto autosomal = IbdCoefficients::make(*pedigree);
    if (!autosomal) {
        return fail(autosomal.error());
    }
    auto x_linked = IbdCoefficients::make(*pedigree, Inheritance::x_linked); // fails where a sex is unknown
    CoefficientAnswer answer;
    answer.kinship = autosomal->kinship();
    if (x_linked) {
        answer.kinship_x = x_linked->kinship();
    }
    std::vector<std::pair<std::string, std::string>> pairs = asked.pairs;
    for (std::size_t i = 0; i < pedigree->size(); ++i) {
        answer.ids.push_back(pedigree->member(i).id);
        answer.inbreeding.push_back(autosomal->inbreeding(i));
        for (std::size_t j = i + 1; asked.pairs.empty() && j < pedigree->size(); ++j) {
            pairs.emplace_back(pedigree->member(i).id, pedigree->member(j).id);
        }
    }
    for (const auto& [a, b] : pairs) {
        const auto i = pedigree->find(a);
        const auto j = pedigree->find(b);
        if (!i || !j) {
            return fail(ErrorKind::bad_input, "\"pairs\" names '" + (i ? b : a) + "', who is not a member");
        }
        CoefficientAnswer::PairOf pair{a, b, autosomal->kappa(*i, *j), autosomal->jacquard(*i, *j), {}, {}};
        if (x_linked) {
            pair.kappa_x = x_linked->kappa(*i, *j);
            pair.jacquard_x = x_linked->jacquard(*i, *j);
        }
        answer.pairs.push_back(std::move(pair));
    }
    return coefficients_json(id, answer);
}

} // namespace muster
