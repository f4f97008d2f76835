#include "familias_questions.hpp"

#include "muster/formats/answers.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

namespace muster {
namespace {

Result<std::vector<Observation>> observations_at(const FamiliasProject& project, const Pedigree& pedigree,
                                                 const Locus& locus, double dropout) {
    std::vector<Observation> seen(pedigree.size());
    for (const FamiliasPerson& person : project.persons) {
        const auto member = pedigree.find(person.name);
        const auto typed = person.genotypes.find(locus.name());
        if (!member || typed == person.genotypes.end()) {
            continue;
        }
        const TypingErrors errors =
            person.consider_dropout ? TypingErrors{dropout, dropout * dropout, 0.0} : TypingErrors{};
        auto observation = Observation::make(locus, typed->second, errors);
        if (!observation) {
            Error error = observation.error();
            error.message = "'" + person.name + "', " + error.message;
            return fail(std::move(error));
        }
        seen[*member] = *std::move(observation);
    }
    return seen;
}

Result<std::string> answer_pedigree(const FamiliasProject& project, const std::vector<Locus>& loci,
                                    const FamiliasPedigree& asked) {
    auto pedigree = Pedigree::make(asked.members);
    if (!pedigree) {
        return fail(pedigree.error());
    }
    LikelihoodOptions options;
    options.theta = project.theta;
    std::vector<std::string> names;
    std::vector<double> values;
    for (std::size_t l = 0; l < loci.size(); ++l) {
        auto seen = observations_at(project, *pedigree, loci[l], project.loci[l].dropout);
        if (!seen) {
            return fail(seen.error());
        }
        auto value = log_likelihood(*pedigree, loci[l], *seen, options);
        if (!value) {
            return fail(value.error());
        }
        names.push_back(loci[l].name());
        values.push_back(*value);
    }
    return likelihood_by_locus_json(asked.name, names, values);
}

} // namespace

bool is_familias(const std::string& text) {
    return text.substr(0, 64).find("Output from Familias") != std::string::npos;
}

std::vector<Result<std::string>> answer_familias(const FamiliasProject& project) {
    const auto loci = familias_loci(project);
    if (!loci) {
        return {fail(loci.error())};
    }
    std::vector<Result<std::string>> out;
    for (const FamiliasPedigree& pedigree : project.pedigrees) {
        auto answer = answer_pedigree(project, *loci, pedigree);
        if (!answer) {
            Error error = answer.error();
            error.message = "pedigree '" + pedigree.name + "': " + error.message;
            answer = fail(std::move(error));
        }
        out.push_back(std::move(answer));
    }
    return out;
}

} // namespace muster
