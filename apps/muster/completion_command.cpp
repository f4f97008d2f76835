#include "command.hpp"

#include <iostream>
#include <memory>

namespace muster::cli {
namespace {

/// The words that may follow a command: its options.
std::string option_words(const Command& command) {
    std::string words;
    for (const Option& option : command.options) {
        if (option.name.starts_with("--")) {
            words += (words.empty() ? "" : " ") + option.name;
        }
    }
    return words;
}

std::string bash_script() {
    std::string names = "help --version --help";
    std::string cases;
    for (const Command& command : all_commands()) {
        const std::string first = command.name.substr(0, command.name.find(' '));
        names += " " + first;
        std::string words = option_words(command);
        if (first != command.name) {
            words = command.name.substr(first.size() + 1) + " " + words;
        }
        cases += "        " + first + ") words=\"" + words + " --help\" ;;\n";
    }
    return "# Completion of muster for bash; zsh reads it after `autoload bashcompinit && bashcompinit`.\n"
           "_muster() {\n"
           "    local words current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
           "    case \"${COMP_WORDS[1]}\" in\n" +
           cases + "        *) words=\"" + names +
           "\" ;;\n"
           "    esac\n"
           "    [ \"$COMP_CWORD\" -eq 1 ] && words=\"" +
           names +
           "\"\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\") $(compgen -f -- \"$current\"))\n"
           "}\n"
           "complete -o filenames -F _muster muster\n";
}

} // namespace

Command completion_command() {
    return {"completion",
            "Print a completion script for bash and zsh",
            "Use it with: source <(muster completion)",
            {},
            []() -> Result<int> {
                std::cout << bash_script();
                return 0;
            }};
}

} // namespace muster::cli
