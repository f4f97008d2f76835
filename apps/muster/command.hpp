#pragma once

#include "muster/base/result.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::cli {

/// An option or a positional argument of a command, and where its value goes.
struct Option {
    using Target =
        std::variant<std::string*, bool*, double*, std::optional<double>*, std::uint64_t*, std::vector<std::string>*>;
    std::string name; ///< "--prior"; without dashes: positional
    Target target;
    std::string help;
    bool required = false;
};

/// A command: what its help says, its options, and what it does. `run` gives the exit status, or an error that main
/// prints and turns into one.
struct Command {
    std::string name; ///< "identify", or "power exclusion" for one within a group
    std::string summary;
    std::string description;
    std::vector<Option> options;
    std::function<Result<int>()> run;
};

/// The command line as it was given, for reports.
[[nodiscard]] const std::string& command_line();

// One for each file of this folder.
[[nodiscard]] Command likelihood_command();
[[nodiscard]] Command mutation_matrix_command();
[[nodiscard]] Command coefficients_command();
[[nodiscard]] Command exclusion_power_command();
[[nodiscard]] Command identify_command();
[[nodiscard]] Command simulate_command();
[[nodiscard]] Command completion_command();

/// All of them, in the order of the help. A new command: its file, its line here and in commands.cpp.
[[nodiscard]] std::vector<Command> all_commands();

} // namespace muster::cli
