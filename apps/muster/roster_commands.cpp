#include "muster/app/roster.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {

std::vector<Command> roster_commands() {
    struct Asked {
        Choices choices{};
        std::uint64_t top = 10;
    };
    auto asked = std::make_shared<Asked>();
    Choices& c = asked->choices;
    return {{"roster find", "Find persons by any spelling of a name, or by a part of a number",
             "Any script and romanisation, any order of the words, initials, short forms and slips of the pen; or four "
             "or more signs of a service number or key.",
             joined({{"NAME", &c.key, "whom to look for", true},
                     {"--top", &asked->top, "so many answers (10)"},
                     json_option(c),
                     csv_option(c)},
                    reader_options(c)),
             [asked] {
                 return print(
                     find_persons({asked->choices.caller(), asked->choices.key, static_cast<std::size_t>(asked->top)}),
                     asked->choices);
             }}};
}

} // namespace muster::cli
