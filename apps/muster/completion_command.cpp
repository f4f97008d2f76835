#include "command.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

namespace muster::cli {
namespace {

/// The options of a command, and the words that may follow the first one of its name.
std::set<std::string> words_after(const Command& command) {
    std::set<std::string> words{"--help"};
    for (const Option& option : command.options) {
        for (std::size_t at = 0; option.name.starts_with("--") && at < option.name.size();) {
            const std::size_t end = std::min(option.name.find(',', at), option.name.size());
            words.insert(option.name.substr(at, end - at));
            at = end + 1;
        }
    }
    if (const std::size_t space = command.name.find(' '); space != std::string::npos) {
        words.insert(command.name.substr(space + 1));
    }
    return words;
}

std::string bash_script() {
    std::vector<Command> commands = all_commands();
    for (const Group& group : all_groups()) {
        for (Command& command : group.commands()) {
            commands.push_back(std::move(command));
        }
    }
    std::map<std::string, std::set<std::string>> by_first_word;
    for (const Command& command : commands) {
        by_first_word[command.name.substr(0, command.name.find(' '))].merge(words_after(command));
    }
    const auto joined = [](const std::set<std::string>& words) {
        std::string text;
        for (const std::string& word : words) {
            text += (text.empty() ? "" : " ") + word;
        }
        return text;
    };
    std::string names = "help --version --help";
    std::string cases;
    for (const auto& [first, words] : by_first_word) {
        names += " " + first;
        cases += "        " + first + ") words=\"" + joined(words) + "\" ;;\n";
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
