#include "muster/app/family_reach.hpp"
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

std::vector<Command> family_commands() {
    auto c = std::make_shared<Choices>();
    return {
        {"family reach", "Show what a family can still tell, by the relative who could still be asked",
         "The probability that the right remains reach an LR of 10^4, with the references that there are and with one "
         "of each further relative, by conditional simulation (docs/methods.md).",
         joined({{"FAMILY", &c->key, "its number", true}, json_option(*c)}, reader_options(*c)),
         [c] { return print(family_reach(c->caller(), c->key), *c); }}};
}

} // namespace muster::cli
