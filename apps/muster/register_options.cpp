#include "register_options.hpp"

#include "password_input.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <pwd.h>
#include <set>
#include <unistd.h>

namespace muster::cli {
namespace {

std::string from_environment(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    const std::string text = value == nullptr ? "" : value;
    return text.find_first_not_of(" \t") == std::string::npos ? otherwise : text;
}

std::string login_name() {
    const passwd* user = ::getpwuid(::geteuid());
    return user != nullptr ? user->pw_name : std::to_string(::geteuid());
}

/// "--by,--recorder" where the command has no --by of its own.
std::string with_short_name(const std::string& name, const std::string& other, const std::vector<std::string>& taken) {
    return std::find(taken.begin(), taken.end(), other) == taken.end() ? other + "," + name : name;
}

void print_problems(const std::vector<Error>& problems) {
    constexpr std::size_t most = 200;
    std::set<std::size_t> rows;
    for (std::size_t i = 0; i < problems.size(); ++i) {
        rows.insert(problems[i].line);
        if (i < most) {
            std::cerr << "muster: " << problems[i].text() << '\n';
        }
    }
    if (problems.size() > most) {
        std::cerr << "muster: and " << problems.size() - most << " more problems\n";
    }
    if (problems.front().line > 0) {
        std::cerr << "muster: nothing was recorded: " << problems.size()
                  << (problems.size() == 1 ? " problem" : " problems") << " in " << rows.size()
                  << (rows.size() == 1 ? " row\n" : " rows\n");
    }
}

} // namespace

Choices::Choices() {
    recorder.store = from_environment("MUSTER_STORE", "sqlite:muster.db");
    recorder.key_file = from_environment("MUSTER_KEY", "");
    recorder.who = from_environment("MUSTER_USER", "");
}

Recorder Choices::writer() const {
    Recorder writer = recorder;
    writer.who = writer.who.empty() ? login_name() : writer.who;
    writer.ask = [file = password_file] { return password_from(file, "MUSTER_PASSWORD", "password: "); };
    return writer;
}

Option store_option(Choices& choices) {
    return {"--store", &choices.recorder.store,
            "sqlite:PATH or postgresql:CONNECTION (MUSTER_STORE, otherwise sqlite:muster.db)"};
}

Option json_option(Choices& choices) {
    return {"--json", &choices.json, "print JSON"};
}

Option csv_option(Choices& choices) {
    return {"--csv", &choices.csv, "print CSV"};
}

Option all_option(Choices& choices, const std::string& help) {
    return {"--all", &choices.all, help};
}

Option again_option(Choices& choices) {
    return {"--again", &choices.again, "a name that is recorded already was really used twice"};
}

Option out_option(Choices& choices, const std::string& help) {
    return {"--out", &choices.out, help};
}

Option password_option(Choices& choices) {
    return {"--password-file", &choices.password_file,
            "file with your password, where the register has users (otherwise MUSTER_PASSWORD, or asked for)"};
}

std::vector<Option> reader_options(Choices& choices, const std::vector<std::string>& taken) {
    return {
        store_option(choices),
        {with_short_name("--recorder", "--by", taken), &choices.recorder.who,
         "who asks (MUSTER_USER, otherwise your login name)"},
        password_option(choices),
        {"--key", &choices.recorder.key_file,
         "file of the signing key, for the entry that says who saw personal data (MUSTER_KEY, otherwise PATH.key)"}};
}

std::vector<Option> recorder_options(Choices& choices, const std::vector<std::string>& taken) {
    Recorder& recorder = choices.recorder;
    return {store_option(choices),
            {"--key", &recorder.key_file, "file of the ledger's signing key (MUSTER_KEY, otherwise PATH.key)"},
            {with_short_name("--recorder", "--by", taken), &recorder.who,
             "who records this (MUSTER_USER, otherwise your login name)"},
            password_option(choices),
            {with_short_name("--on-authority", "--authority", taken), &recorder.authority,
             "on whose authority it is recorded"},
            {"--reason", &recorder.reason, "why"},
            {"--simulated", &recorder.simulated, "nothing of it is of the real world"},
            {"--dry-run,--trial", &recorder.trial, "do everything but record it"},
            json_option(choices)};
}

std::vector<Option> joined(std::vector<Option> first, std::vector<Option> more) {
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

Result<int> print(const Result<Answer>& answer, const Choices& choices) {
    if (!answer) {
        return fail(answer.error());
    }
    if (!answer->problems.empty()) {
        print_problems(answer->problems);
        if (choices.json) {
            std::cout << problems_json(answer->problems) << '\n';
        }
        return exit_status(answer->problems.front().kind);
    }
    if (choices.json && !answer->json.empty()) {
        std::cout << answer->json << '\n';
    } else if (choices.csv) {
        std::cout << answer->csv;
    } else {
        std::cout << answer->text;
    }
    return answer->failed ? exit_status(*answer->failed) : 0;
}

} // namespace muster::cli
