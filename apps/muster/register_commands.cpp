#include "muster/app/register_files.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {

Command init_command() {
    auto c = std::make_shared<Choices>();
    return {
        "init",
        "Make a new register: a store, and the key that signs its ledger",
        "",
        {store_option(*c),
         {"--key", &c->recorder.key_file, "file for the signing key, must not exist (MUSTER_KEY, otherwise PATH.key)"},
         {"--title", &c->title, "whose register it is"},
         {"--by,--recorder", &c->recorder.who, "who makes it (MUSTER_USER, otherwise your login name)"},
         {"--authority,--on-authority", &c->recorder.authority, "on whose authority"},
         {"--simulated", &c->recorder.simulated, "nothing of it is of the real world"},
         json_option(*c)},
        [c] { return print(start_register(c->writer(), c->title), *c); }};
}

Command backup_command() {
    auto c = std::make_shared<Choices>();
    return {"backup", "Copy the register into a new SQLite file, and prove that the copy is whole",
            "Others may go on recording meanwhile. The signing key is not in the copy.",
            joined({{"FILE", &c->file, "the new file", true}, json_option(*c)}, reader_options(*c)),
            [c] { return print(back_up(c->caller(), c->file), *c); }};
}

Command restore_command() {
    auto c = std::make_shared<Choices>();
    return {"restore", "Copy a backup into a new store, and prove that the copy is whole", "",
            joined({{"FILE", &c->file, "the backup", true}, json_option(*c)}, reader_options(*c)),
            [c] { return print(restore_from(c->file, c->caller()), *c); }};
}

} // namespace muster::cli
