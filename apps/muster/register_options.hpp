#pragma once

#include "command.hpp"
#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// What every command of the register takes.
struct Choices {
    Recorder recorder;
    bool json = false;
    bool csv = false;
    bool all = false;
    bool again = false;
    std::string kind{};
    std::string key{}; ///< or another text that names what it is about
    std::string file{};
    std::string out{};
    std::string errors{};
    std::string title{};
    std::string as_of{};
    std::string public_key{};
    std::string password_file{};
    std::vector<std::string> set{};

    /// Store, key file and recorder as the environment says: MUSTER_STORE (otherwise sqlite:muster.db), MUSTER_KEY,
    /// MUSTER_USER.
    Choices();
    /// Who writes: the recorder; if nobody is named, the one who is logged in. Asked only by the command that runs, for
    /// the answer may take the system a while.
    [[nodiscard]] Recorder writer() const;
    /// The same, who asks only.
    [[nodiscard]] Caller caller() const { return writer(); }
};

[[nodiscard]] Option store_option(Choices& choices);
/// Store, and who asks: what every command takes that reads a register. `taken`: as below.
[[nodiscard]] std::vector<Option> reader_options(Choices& choices, const std::vector<std::string>& taken = {});
[[nodiscard]] Option password_option(Choices& choices);
[[nodiscard]] Option json_option(Choices& choices);
[[nodiscard]] Option csv_option(Choices& choices);
[[nodiscard]] Option all_option(Choices& choices, const std::string& help);
[[nodiscard]] Option again_option(Choices& choices);
[[nodiscard]] Option out_option(Choices& choices, const std::string& help);

/// Store, key, who records on whose authority, and why. `taken`: options ("--by") that the command has for a field of
/// its own.
[[nodiscard]] std::vector<Option> recorder_options(Choices& choices, const std::vector<std::string>& taken = {});

/// `first` with `more` behind.
[[nodiscard]] std::vector<Option> joined(std::vector<Option> first, std::vector<Option> more);

/// Prints an answer as it was asked for, and the problems on standard error; the exit status.
[[nodiscard]] Result<int> print(const Result<Answer>& answer, const Choices& choices);

// The verbs that every kind has, with or without the kind in their name.
[[nodiscard]] Command import_verb(const std::string& name, const std::string& kind);
[[nodiscard]] Command template_verb(const std::string& name, const std::string& kind);
[[nodiscard]] Command list_verb(const std::string& name, const std::string& kind);
[[nodiscard]] Command show_verb(const std::string& name, const std::string& kind);
[[nodiscard]] Command correct_verb(const std::string& name, const std::string& kind);
[[nodiscard]] Command withdraw_verb(const std::string& name, const std::string& kind);
[[nodiscard]] Command reinstate_verb(const std::string& name, const std::string& kind);

// The commands of a group that are not made from the table of kinds.
[[nodiscard]] std::vector<Command> photograph_commands();
[[nodiscard]] std::vector<Command> custody_commands();
[[nodiscard]] std::vector<Command> finding_commands();
[[nodiscard]] std::vector<Command> profile_commands();
[[nodiscard]] std::vector<Command> ledger_commands();
[[nodiscard]] std::vector<Command> screen_commands();
[[nodiscard]] std::vector<Command> bench_commands();
[[nodiscard]] std::vector<Command> roster_commands();
[[nodiscard]] std::vector<Command> family_commands();
[[nodiscard]] std::vector<Command> user_commands();
/// `kind`: identification, examination or figure.
[[nodiscard]] std::vector<Command> decision_commands(const std::string& kind);

} // namespace muster::cli
