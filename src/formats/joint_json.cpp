#include "joint_json.hpp"

#include "muster/joint/individuals.hpp"

#include <cmath>
#include <numeric>

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_marginals = 1'000'000; ///< of a larger case, `pairings` say all that is not hopeless

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json names_of(const std::vector<std::string>& names, const std::vector<std::size_t>& which) {
    Json out = Json::array();
    for (const std::size_t n : which) {
        out.push_back(names[n]);
    }
    return out;
}

/// Under the partition prior it says too which samples are one unknown individual, and of which population.
Json assignment_json(const JointAnswer& answer, const Assignment& one) {
    Json who = Json::object();
    for (std::size_t i = 0; i < one.person.size(); ++i) {
        who[answer.samples[i]] = one.person[i] == Assignment::nobody ? "*" : answer.persons[one.person[i]];
    }
    Json out{{"assignment", std::move(who)},
             {"loglik", number_or_null(one.log_likelihood)},
             {"log10_lr", number_or_null(one.log10_lr)},
             {"posterior", one.posterior}};
    if (!answer.together.empty()) {
        Json unknown = Json::array();
        for (const Assignment::Unknown& individual : one.unknown) {
            unknown.push_back({{"samples", names_of(answer.samples, individual.samples)},
                               {"population", answer.populations[individual.population]}});
        }
        out["unknown_individuals"] = std::move(unknown);
    }
    return out;
}

/// Pairs that are not hopeless, so that a large case can be read too.
Json pairings_json(const JointAnswer& answer) {
    constexpr double least = 1e-6;
    Json out = Json::array();
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        for (std::size_t j = 0; j < answer.persons.size(); ++j) {
            if (answer.posterior[i][j] >= least) {
                out.push_back({{"sample", answer.samples[i]},
                               {"person", answer.persons[j]},
                               {"posterior", answer.posterior[i][j]},
                               {"log10_glr", number_or_null(answer.log10_glr[i][j])}});
            }
        }
    }
    return out;
}

Json changes_json(const JointAnswer& answer) {
    const auto who = [](const std::string& name, double posterior) {
        return name.empty() ? Json(nullptr) : Json{{"person", name}, {"posterior", posterior}};
    };
    Json out = Json::array();
    for (const JointChange& one : answer.changes) {
        out.push_back({{"sample", one.sample},
                       {"before", who(one.before, one.posterior_before)},
                       {"now", who(one.now, one.posterior_now)}});
    }
    return out;
}

Json paths_json(const JointAnswer& answer, const std::vector<SequentialPath>& paths) {
    Json out = Json::array();
    for (const SequentialPath& path : paths) {
        Json steps = Json::array();
        for (const SequentialPath::Step& step : path.steps) {
            steps.push_back({{"sample", answer.samples[step.sample]},
                             {"person", answer.persons[step.person]},
                             {"log10_lr", step.log10_lr}});
        }
        out.push_back(std::move(steps));
    }
    return out;
}

Json symmetries_json(const JointAnswer& answer) {
    Json out = Json::array();
    for (const Symmetry& one : answer.symmetries) {
        out.push_back({{"samples", names_of(answer.samples, one.samples)},
                       {"persons", names_of(answer.persons, one.persons)},
                       {"log10_glr", number_or_null(one.log10_glr)}});
    }
    return out;
}

/// The individuals of the best assignment, with what their samples show together and where they differ.
Json individuals_json(const Case& subject, const JointAnswer& answer) {
    Json out = Json::array();
    for (const FoundIndividual& one : found_individuals(subject, answer)) {
        Json profile = Json::object();
        Json differences = Json::array();
        for (const CommonLocus& locus : one.loci) {
            profile[locus.locus] = locus.alleles;
            if (locus.agree) {
                continue;
            }
            Json seen = Json::object();
            for (const auto& [sample, alleles] : locus.seen) {
                seen[answer.samples[sample]] = alleles;
            }
            differences.push_back({{"locus", locus.locus}, {"seen", seen}, {"one_person", locus.one_person}});
        }
        out.push_back({{"samples", names_of(answer.samples, one.samples)},
                       {"person", one.person == Assignment::nobody ? "*" : answer.persons[one.person]},
                       {"population",
                        one.person == Assignment::nobody ? Json(answer.populations[one.population]) : Json(nullptr)},
                       {"together", one.together},
                       {"profile", profile},
                       {"differences", differences}});
    }
    return out;
}

Json marginals_json(const JointAnswer& answer) {
    Json columns = answer.persons;
    columns.push_back("*");
    Json values = Json::array();
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        Json row = answer.posterior[i];
        row.push_back(std::accumulate(answer.unknown[i].begin(), answer.unknown[i].end(), 0.0));
        values.push_back(std::move(row));
    }
    Json out{{"rows", answer.samples}, {"cols", std::move(columns)}, {"values", std::move(values)}};
    if (static_cast<double>(answer.assignments.size()) >= answer.assignments_possible) { // all are listed
        Json glr = Json::array();
        for (const std::vector<double>& row : answer.log10_glr) {
            Json line = Json::array();
            for (const double value : row) {
                line.push_back(number_or_null(value));
            }
            glr.push_back(std::move(line));
        }
        out["log10_glr"] = std::move(glr);
    }
    return out;
}

Json convergence_json(const Convergence& of) {
    Json moves = Json::object();
    constexpr std::array names{"relocate", "exchange", "split", "merge", "transfer", "displace"};
    for (std::size_t m = 0; m < names.size(); ++m) {
        moves[names[m]] = {{"proposed", of.proposed[m]}, {"accepted", of.accepted[m]}};
    }
    return {{"converged", of.converged},
            {"chains", of.chains},
            {"sweeps", of.sweeps},
            {"r_hat", number_or_null(of.r_hat)},
            {"effective_size", number_or_null(of.effective_size)},
            {"slowest", of.slowest},
            {"moves", std::move(moves)}};
}

} // namespace

Json joint_json(const Case& subject, const JointAnswer& answer) {
    Json out{{"prior", answer.prior}};
    Json assignments = Json::array();
    for (const Assignment& one : answer.assignments) {
        assignments.push_back(assignment_json(answer, one));
    }
    out["assignments"] = std::move(assignments);
    out["mass_left_out"] = answer.mass_left_out;
    out["assignments_possible"] = number_or_null(answer.assignments_possible);
    if (answer.samples.size() * answer.persons.size() <= most_marginals) {
        out["marginals"] = marginals_json(answer);
    }
    out["samples"] = answer.samples;
    out["pairings"] = pairings_json(answer);
    out["symmetries"] = symmetries_json(answer);
    out["best"] = answer.best ? assignment_json(answer, *answer.best) : Json(nullptr);
    out["log10_odds_to_next"] = number_or_null(answer.log10_odds_to_next);
    out["loglik_none"] = number_or_null(answer.log_likelihood_none);
    out["log_evidence"] = number_or_null(answer.log_evidence);
    Json persons = Json::array();
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        persons.push_back(
            {{"person", answer.persons[j]}, {"sampled", answer.sampled[j]}, {"present", answer.present[j]}});
    }
    out["persons"] = std::move(persons);
    out["individuals"] = answer.individuals;
    if (!answer.together.empty()) {
        out["populations"] = answer.populations;
        out["unknown"] = answer.unknown;
        if (answer.samples.size() * answer.samples.size() <= most_marginals) {
            out["together"] = answer.together;
        }
        out["individuals_found"] = individuals_json(subject, answer);
    }
    if (!answer.sequential.empty()) {
        out["sequential"] = {{"with_update", paths_json(answer, answer.sequential)},
                             {"without_update", paths_json(answer, answer.sequential_pairwise)}};
    }
    out["component_sizes"] = answer.components;
    out["exact"] = answer.sampled_components.empty();
    if (!answer.sampled_components.empty()) {
        out["monte_carlo"] = Json::array();
        for (const Convergence& one : answer.sampled_components) {
            out["monte_carlo"].push_back(convergence_json(one));
        }
    }
    if (!answer.since.empty()) {
        out["since"] = answer.since;
        out["changes"] = changes_json(answer);
    }
    out["without_candidate"] = names_of(answer.samples, answer.without_candidate);
    out["warnings"] = answer.warnings;
    return out;
}

Json contrast_json(const JointAnswer& answer, std::size_t sample, std::size_t person) {
    Json out{{"prior", answer.prior},
             {"posterior", answer.posterior[sample][person]},
             {"log10_glr", number_or_null(answer.log10_glr[sample][person])}};
    if (answer.contrast) {
        const auto& [with, without] = *answer.contrast;
        out["with"] = with ? assignment_json(answer, *with) : Json(nullptr);
        out["without"] = without ? assignment_json(answer, *without) : Json(nullptr);
    }
    return out;
}

} // namespace muster
