#include "muster/app/decisions.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {
namespace {

struct Asked {
    Choices choices{};
    std::string role{};
    std::string on{};
};

Command sign_command(const std::string& kind) {
    auto asked = std::make_shared<Asked>();
    Choices& c = asked->choices;
    return {kind + " sign", "Sign: what was decided is frozen as it is",
            "Nothing of it can be changed or added afterwards, unless the signature is withdrawn, with a reason.",
            joined({{"KEY", &c.key, "which one", true},
                    {"--role", &asked->role, "in which role you sign"},
                    {"--on", &asked->on, "date (today)"}},
                   recorder_options(c)),
            [asked, kind] {
                return print(sign_decision({asked->choices.writer(), kind, asked->choices.key, asked->role, asked->on}),
                             asked->choices);
            }};
}

} // namespace

std::vector<Command> decision_commands(const std::string& kind) {
    std::vector<Command> commands{sign_command(kind)};
    if (kind == "identification") {
        auto c = std::make_shared<Choices>();
        commands.push_back({"identification packet",
                            "Show an identification with all evidence, hypotheses, reviews and its signature", "",
                            joined({{"KEY", &c->key, "which one", true}, json_option(*c)}, reader_options(*c)),
                            [c] { return print(identification_packet(c->caller(), c->key), *c); }});
        auto p = std::make_shared<Choices>();
        auto language = std::make_shared<std::string>("en");
        commands.push_back(
            {"identification print", "Write the packet of an identification as PDF, with the tree head as a QR code",
             "The code holds the signed head: scanned into a file, muster ledger check FILE --key KEY "
             "says whether it is the ledger's.",
             joined({{"KEY", &p->key, "which one", true},
                     {"--out", &p->out, "the file to write; it must not be there yet", true},
                     {"--language", language.get(), "en or ko (en)"}},
                    reader_options(*p)),
             [p, language] { return print(write_printed(print_packet(p->caller(), p->key, *language), p->out), *p); }});
    }
    return commands;
}

} // namespace muster::cli
