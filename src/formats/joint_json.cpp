#include "joint_json.hpp"

#include <cmath>
#include <numeric>

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
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
            Json samples = Json::array();
            for (std::size_t i : individual.samples) {
                samples.push_back(answer.samples[i]);
            }
            unknown.push_back({{"samples", samples}, {"population", answer.populations[individual.population]}});
        }
        out["unknown_individuals"] = std::move(unknown);
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
    return {{"rows", answer.samples}, {"cols", std::move(columns)}, {"values", std::move(values)}};
}

Json convergence_json(const Convergence& of) {
    Json moves = Json::object();
    constexpr std::array names{"relocate", "exchange", "split", "merge"};
    for (std::size_t m = 0; m < names.size(); ++m) {
        moves[names[m]] = {{"proposed", of.proposed[m]}, {"accepted", of.accepted[m]}};
    }
    return {{"converged", of.converged},
            {"chains", of.chains},
            {"sweeps", of.sweeps},
            {"r_hat", number_or_null(of.r_hat)},
            {"effective_size", number_or_null(of.effective_size)},
            {"moves", std::move(moves)}};
}

} // namespace

Json joint_json(const JointAnswer& answer) {
    Json out{{"prior", answer.prior}};
    Json assignments = Json::array();
    for (const Assignment& one : answer.assignments) {
        assignments.push_back(assignment_json(answer, one));
    }
    out["assignments"] = std::move(assignments);
    out["mass_left_out"] = answer.mass_left_out;
    out["assignments_possible"] = number_or_null(answer.assignments_possible);
    out["marginals"] = marginals_json(answer);
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
        out["together"] = answer.together;
    }
    out["component_sizes"] = answer.components;
    out["exact"] = answer.sampled_components.empty();
    if (!answer.sampled_components.empty()) {
        out["monte_carlo"] = Json::array();
        for (const Convergence& one : answer.sampled_components) {
            out["monte_carlo"].push_back(convergence_json(one));
        }
    }
    Json without = Json::array();
    for (std::size_t i : answer.without_candidate) {
        without.push_back(answer.samples[i]);
    }
    out["without_candidate"] = std::move(without);
    out["warnings"] = answer.warnings;
    return out;
}

} // namespace muster
