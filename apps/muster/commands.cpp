#include "command.hpp"

namespace muster::cli {

std::vector<Command> all_commands() {
    return {identify_command(),        likelihood_command(), mutation_matrix_command(), coefficients_command(),
            exclusion_power_command(), simulate_command(),   completion_command()};
}

} // namespace muster::cli
