#include "command.hpp"

namespace muster::cli {

std::vector<Command> all_commands() {
    return {identify_command(),
            explain_command(),
            next_command(),
            likelihood_command(),
            mutation_matrix_command(),
            coefficients_command(),
            exclusion_power_command(),
            simulate_command(),
            account_command(),
            init_command(),
            import_command(),
            template_command(),
            list_command(),
            show_command(),
            correct_command(),
            withdraw_command(),
            reinstate_command(),
            backup_command(),
            restore_command(),
            example_command(),
            inventory_command(),
            search_command(),
            labels_command(),
            serve_command(),
            completion_command()};
}

} // namespace muster::cli
