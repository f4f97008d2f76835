#include "command.hpp"
#include "muster/app/version.hpp"
#include "muster/base/files.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
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
                CLI::Option* made = app.add_option(option.name, *target, option.help);
                if constexpr (std::is_same_v<decltype(target), std::vector<std::string>*>) {
                    made->allow_extra_args(false); // one value after each --set, so that others may follow
                }
                if (option.name.starts_with("--") && !option.may_be_empty) {
                    made->check([](const std::string& text) {
                        return text.find_first_not_of(" \t") == std::string::npos
                                   ? "its value is empty; give one, or leave the option out"
                                   : "";
                    });
                }
                return made;
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

/// Adds the groups, and the commands of those that the command line names; of the others the help needs no more than
/// the name.
void add_groups(CLI::App& root, const std::vector<std::string>& words, std::vector<Command>& commands,
                std::map<std::string, CLI::App*>& groups) {
    for (const Group& group : all_groups()) {
        CLI::App* app = root.add_subcommand(group.name, group.summary);
        groups[group.name] = app->require_subcommand(1)->group("What is recorded");
        if (std::find(words.begin(), words.end(), group.name) != words.end()) {
            for (Command& command : group.commands()) {
                commands.push_back(std::move(command));
            }
        }
    }
}

int print_help(CLI::App& root, const std::vector<std::string>& names) {
    CLI::App* app = &root;
    std::string before; // the commands that stand before its name
    for (const std::string& name : names) {
        const auto known = app->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == name; });
        before += (before.empty() ? "" : " ") + app->get_name();
        if (known.empty()) {
            return print_error({ErrorKind::usage, "there is no command '" + name + "'; see muster --help"});
        }
        app = known.front();
    }
    std::cout << app->help(before);
    return 0;
}

/// What is wrong with the command line: a word that is no command, or what CLI11 says; and where help is to be found.
std::string what_is_wrong(CLI::App& root, const std::vector<std::string>& words, const std::string& said) {
    const CLI::App* app = &root;
    std::string name;
    for (const std::string& word : words) {
        const auto known = app->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
        const bool has_commands = !app->get_subcommands([](const CLI::App*) { return true; }).empty();
        if (known.empty() && has_commands && !word.starts_with('-')) {
            return "there is no command '" + name + word + "'; see muster " + name + "--help";
        }
        if (known.empty()) {
            break;
        }
        app = known.front();
        name += word + " ";
    }
    const bool stopped_early = !app->get_subcommands([](const CLI::App*) { return true; }).empty();
    return (stopped_early ? "a command is needed" : said) + "; see muster " + name + "--help";
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
        "5 a verification failed, 6 the store or its disk fails, 7 forbidden: not your role, or a wrong password, 70 a "
        "defect of muster, 130 interrupted.");
    std::map<std::string, CLI::App*> groups;
    std::vector<Command> commands = all_commands();
    add_groups(root, {argv + std::min(argc, 1), argv + std::min(argc, 3)}, commands, groups); // "help specimen …"
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
        return print_error({ErrorKind::usage, what_is_wrong(root, {argv + 1, argv + argc}, error.what())});
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
