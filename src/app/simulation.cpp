#include "muster/app/simulation.hpp"

#include "muster/formats/simulated_case_files.hpp"
#include "muster/genetics/frequencies.hpp"
#include "muster/identify/simulate.hpp"

namespace muster {
namespace {

Result<SimulationPlan> plan_of(const SimulationCommand& command) {
    auto table = shipped_frequency_table();
    if (!table) {
        return fail(table.error());
    }
    if (!command.plan.empty()) {
        if (command.plan != "first-light") {
            return fail(ErrorKind::usage, "--plan: the plan that ships is first-light, found '" + command.plan + "'");
        }
        return first_light_plan(*table);
    }
    SimulationRequest request;
    request.families = command.families;
    request.seed = command.seed;
    request.population = command.population;
    request.kit = command.kit;
    request.unknowns = command.unknowns;
    request.degraded = command.degraded;
    request.dropout = command.dropout;
    request.dropin = command.dropin;
    request.theta = command.theta;
    auto model = parse_mutation_model(command.mutation);
    if (!model) {
        return fail(ErrorKind::usage, "--mutation: " + model.error().message);
    }
    request.mutation = *model;
    for (const std::string& name : command.shapes) {
        auto shape = parse_family_shape(name);
        if (!shape) {
            return fail(shape.error());
        }
        request.shapes.push_back(*shape);
    }
    return plan_case(request, *table);
}

} // namespace

Result<std::string> run_simulation(const SimulationCommand& command) {
    auto plan = plan_of(command);
    if (!plan) {
        return fail(plan.error());
    }
    auto simulated = simulate_case(*plan);
    if (!simulated) {
        return fail(simulated.error());
    }
    if (auto written = write_case_folder(command.out, simulated_case_files(*simulated)); !written) {
        return fail(written.error());
    }
    return "SIMULATED case in " + command.out.string() + ": " + std::to_string(plan->families.size()) + " families, " +
           std::to_string(simulated->input.missing.size()) + " missing persons, " +
           std::to_string(plan->remains.size()) + " remains; truth.csv says who is who";
}

} // namespace muster
