#include "command.hpp"
#include "muster/app/version.hpp"
#include "muster/base/files.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <map>
#include <new>
#include <unistd.h>

namespace muster::cli {
namespace {

std::string given_line;

/// Ctrl-C: no half-written file stays behind, and the status says that it was an interruption.
void interrupted(int) {
    remove_unfinished_files();
    ::_exit(exit_status(ErrorKind::interrupted));
}

void add_option(CLI::App& app, const Option& option) {
    CLI::Option* added = std::visit(
        [&](auto* target) -> CLI::Option* {
            if constexpr (std::is_same_v<decltype(target), bool*>) {
                return app.add_flag(option.name, *target, option.help);
            } else {
                return app.add_option(option.name, *target, option.help);
            }
        },
        option.target);
    added->required(option.required);
}

/// Adds a command under its name, or under its group ("power exclusion").
CLI::App* add_command(CLI::App& root, const Command& command, std::map<std::string, CLI::App*>& groups) {
    CLI::App* parent = &root;
    std::string name = command.name;
    if (const std::size_t space = name.find(' '); space != std::string::npos) {
        const std::string group = name.substr(0, space);
        name = name.substr(space + 1);
        if (groups.find(group) == groups.end()) {
            groups[group] =
                root.add_subcommand(group, "Further commands: " + group + " " + name)->require_subcommand(1);
        }
        parent = groups[group];
    }
    CLI::App* app = parent->add_subcommand(name, command.summary);
    app->footer(command.description);
    for (const Option& option : command.options) {
        add_option(*app, option);
    }
    return app;
}

int print_error(const Error& error) {
    std::cerr << "muster: " << error.text() << '\n';
    return exit_status(error.kind);
}

int print_help(CLI::App& root, const std::vector<std::string>& names) {
    CLI::App* app = &root;
    for (const std::string& name : names) {
        const auto known = app->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == name; });
        if (known.empty()) {
            return print_error({ErrorKind::usage, "there is no command '" + name + "'; see muster --help"});
        }
        app = known.front();
    }
    std::cout << app->help();
    return 0;
}

int run(int argc, char** argv) {
    for (int i = 0; i < argc; ++i) {
        given_line += (i == 0 ? "muster" : std::string(" ") + argv[i]);
    }
    CLI::App root("muster: accounting for the missing", "muster");
    root.set_version_flag("--version", std::string("muster ") + version());
    root.require_subcommand(1);
    root.footer(
        "Exit status: 0 done, 1 done but some cases could not be answered, 2 wrong usage, 3 bad input, 4 refused, "
        "5 a verification failed, 70 a defect of muster, 130 interrupted.");
    const std::vector<Command> commands = all_commands();
    std::map<std::string, CLI::App*> groups;
    std::map<CLI::App*, const Command*> by_app;
    for (const Command& command : commands) {
        by_app[add_command(root, command, groups)] = &command;
    }
    std::vector<std::string> help_names;
    CLI::App* help = root.add_subcommand("help", "Explain a command");
    help->add_option("COMMAND", help_names, "the command");
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            return root.exit(error); // help, version
        }
        const std::string first = argc > 1 ? argv[1] : "";
        const auto named = root.get_subcommands([&](const CLI::App* sub) { return sub->get_name() == first; });
        const bool unknown = !first.empty() && first.front() != '-' && named.empty();
        return print_error({ErrorKind::usage, (unknown ? "there is no command '" + first + "'" : error.what()) +
                                                  std::string("; see muster --help")});
    }
    if (help->parsed()) {
        return print_help(root, help_names);
    }
    for (const auto& [app, command] : by_app) {
        if (app->parsed()) {
            const Result<int> status = command->run();
            std::cout.flush();
            if (!std::cout) {
                return print_error({ErrorKind::bad_input, "standard output cannot be written to"});
            }
            return status ? *status : print_error(status.error());
        }
    }
    return exit_status(ErrorKind::usage);
}

} // namespace

const std::string& command_line() {
    return given_line;
}

} // namespace muster::cli

int main(int argc, char** argv) {
    std::signal(SIGINT, muster::cli::interrupted);
    std::signal(SIGTERM, muster::cli::interrupted);
    std::signal(SIGPIPE, SIG_DFL);
    try {
        std::ios::sync_with_stdio(false);
        return muster::cli::run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::cerr << "muster: not enough memory for this case\n";
        return muster::exit_status(muster::ErrorKind::unanswerable);
    } catch (const std::exception& error) {
        std::cerr << "muster: a defect of muster, please report it: " << error.what() << '\n';
        return muster::exit_status(muster::ErrorKind::internal);
    }
}
