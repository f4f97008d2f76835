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
    std::string name; ///< "--prior", "--by,--recorder"; without dashes: positional
    Target target;
    std::string help;
    bool required = false;
    /// An empty text is as good as none. Otherwise it is wrong usage: a script's variable without a value must not
    /// choose what happens where an option is left out (who records, which head to compare).
    bool may_be_empty = false;
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

/// Commands with the same first word. They are made only when the command line names the word: the register has a
/// hundred, with a thousand options.
struct Group {
    std::string name;
    std::string summary;
    std::function<std::vector<Command>()> commands;
};

/// The command line as it was given, for reports.
[[nodiscard]] const std::string& command_line();

// One for each file of this folder.
[[nodiscard]] Command likelihood_command();
[[nodiscard]] Command mutation_matrix_command();
[[nodiscard]] Command coefficients_command();
[[nodiscard]] Command exclusion_power_command();
[[nodiscard]] Command identify_command();
[[nodiscard]] Command explain_command();
[[nodiscard]] Command next_command();
[[nodiscard]] Command simulate_command();
[[nodiscard]] Command completion_command();

[[nodiscard]] Command account_command();
[[nodiscard]] Command init_command();
[[nodiscard]] Command backup_command();
[[nodiscard]] Command restore_command();
[[nodiscard]] Command example_command();
[[nodiscard]] Command inventory_command();
[[nodiscard]] Command search_command();
[[nodiscard]] Command labels_command();
[[nodiscard]] Command serve_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command template_command();
[[nodiscard]] Command list_command();
[[nodiscard]] Command show_command();
[[nodiscard]] Command correct_command();
[[nodiscard]] Command withdraw_command();
[[nodiscard]] Command reinstate_command();

/// All of them, in the order of the help. A new command: its file, its line here and in commands.cpp.
[[nodiscard]] std::vector<Command> all_commands();

/// What is recorded: a group for each first word of a kind's command, with profile and ledger behind them.
[[nodiscard]] std::vector<Group> all_groups();

} // namespace muster::cli
