#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/frequencies.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/identify/case.hpp"
#include "muster/identify/family_shape.hpp"
#include "muster/identify/gene_drop.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace muster {

/// A family of a simulated case. Its members are named `label` + "-" + role: "SIM-F03-father".
struct FamilyPlan {
    std::string label;
    FamilyShape shape = FamilyShape::parents;
    Sex missing = Sex::male;
};

/// Remains of a simulated case.
struct RemainsPlan {
    std::string sample;
    std::string person{};   ///< a missing person ("SIM-F03-missing"); empty: somebody on no roster
    Sex sex = Sex::unknown; ///< of somebody on no roster; otherwise the person's own
    Typing typing{};
};

/// Everything that a simulated case follows from.
struct SimulationPlan {
    std::string name;
    std::uint64_t seed = 0;
    std::string population;      ///< all founders, and those on no roster, are of it
    std::vector<LocusSpec> loci; ///< frequencies of that one population; the plan's mutation replaces theirs
    double theta = 0.0;          ///< each family, and each person on no roster, is a pool of its own
    MutationModel mutation = MutationModel::none; ///< not `random` or `custom`
    double rate_male = 0.0;
    double rate_female = 0.0;
    std::vector<FamilyPlan> families;
    std::vector<RemainsPlan> remains;
    std::string command{}; ///< what makes the case again, for its README
    std::string expect{};  ///< what to expect of it (Markdown), for its README
};

/// The mutation model of one sex that a plan stands for: further steps a tenth as likely each, and
/// under `stepwise` a mutation to another microvariant class with probability 10⁻⁶.
[[nodiscard]] MutationSpec mutation_spec(const SimulationPlan& plan, Sex parent);

/// What a user asks of `muster simulate`.
struct SimulationRequest {
    std::size_t families = 10; ///< 1 … 100,000
    std::uint64_t seed = 1;
    std::string population = "Cauc";   ///< one of the frequency table's
    std::string kit = "codis20";       ///< "codis20", or "all" (every marker of the table)
    std::vector<FamilyShape> shapes{}; ///< gone through in turn; empty: all
    std::size_t unknowns = 1;          ///< remains of people on no roster
    std::size_t degraded = 1;          ///< so many of the missing persons' remains lose half of their alleles
    double dropout = 0.0;              ///< of all remains
    double dropin = 0.0;               ///< of all remains
    double theta = 0.0;
    MutationModel mutation = MutationModel::stepwise; ///< rates 0.002 (fathers) and 0.0005 (mothers)
};

/// The plan of a case with one set of remains for each missing person, plus the unknown: numbered in a random
/// order, so that a number tells nothing. Errors (usage): a number outside of its range, an
/// unknown kit or population; those of `locus_specs`.
[[nodiscard]] Result<SimulationPlan> plan_case(const SimulationRequest& request, const FrequencyTable& table);

/// The plan of examples/first-light: twelve families, thirteen missing, twelve remains.
/// Errors: those of `locus_specs`, if `table` is not the one that ships.
[[nodiscard]] Result<SimulationPlan> first_light_plan(const FrequencyTable& table);

/// The markers of a kit: "codis20" or "all". Error (usage): another name.
[[nodiscard]] Result<std::vector<std::string>> kit_markers(const std::string& kit, const FrequencyTable& table);

/// A simulated case with the truth that only a simulation knows.
struct SimulatedCase {
    SimulationPlan plan;
    CaseInput input;
    std::map<std::string, std::string> truth; ///< sample → person, or "*" for somebody on no roster
};

/// Draws the case. Each family, and each sample's typing, has random numbers of its own, by the
/// seed, its label and the marker's name: leaving one out, adding one, changing their order or taking
/// another kit changes nothing of the others.
/// Errors: a family or sample given twice, remains of somebody who is not missing, probabilities
/// outside [0,1], a mutation model that a plan cannot have (usage); those of `Locus::make`,
/// `Pedigree::make` and `drop_genes`.
[[nodiscard]] Result<SimulatedCase> simulate_case(const SimulationPlan& plan);

} // namespace muster
