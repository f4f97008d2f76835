#include "muster/app/example.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {

Command example_command() {
    struct Asked {
        Choices choices{};
        bool small = false;
    };
    auto asked = std::make_shared<Asked>();
    Choices& c = asked->choices;
    c.key = "wonsan-2018";
    return {"example",
            "Make a register with an example in it",
            "NAME is wonsan-2018: the turnover of 2018 as it was reported, and behind it a laboratory, a roster and "
            "families that are simulated.",
            {{"NAME", &c.key, "which example", true},
             store_option(c),
             {"--key", &c.recorder.key_file, "file for the ledger's signing key (otherwise PATH.key)"},
             {"--by", &c.recorder.who, "who records this (MUSTER_USER, otherwise your login name)"},
             {"--small", &asked->small, "a roster of 400 instead of 7,700, 45 bones instead of 600"},
             json_option(c)},
            [asked] {
                return print(make_example(asked->choices.writer(), asked->choices.key, asked->small), asked->choices);
            }};
}

} // namespace muster::cli
