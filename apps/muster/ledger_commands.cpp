#include "muster/app/ledger_checks.hpp"
#include "muster/app/record_entry.hpp"
#include "progress.hpp"
#include "register_options.hpp"

#include <charconv>
#include <iostream>
#include <memory>

namespace muster::cli {
namespace {

using Shared = std::shared_ptr<Choices>;

Shared choices() {
    return std::make_shared<Choices>();
}

/// A number as it was typed. Error (usage): it is none; `expected` says what it should be.
Result<std::uint64_t> number_of(const std::string& typed, const std::string& expected) {
    std::uint64_t number = 0;
    const char* const last = typed.data() + typed.size();
    const auto [end, error] = std::from_chars(typed.data(), last, number);
    if (error != std::errc{} || end != last) {
        return fail(ErrorKind::usage, "expected " + expected + ", a whole number, found '" + typed + "'");
    }
    return number;
}

Result<std::uint64_t> entry_number(const std::string& typed) {
    return number_of(typed, "the number of an entry");
}

/// What is erased is gone: there is no trial of it.
std::vector<Option> without_trial(std::vector<Option> options) {
    std::erase_if(options, [](const Option& option) { return option.name.starts_with("--dry-run"); });
    return options;
}

/// A command with another --key of its own.
std::vector<Option> without_key(std::vector<Option> options) {
    std::erase_if(options, [](const Option& option) { return option.name == "--key"; });
    return options;
}

Command verify_command(const Shared& c) {
    return {"ledger verify", "Check every entry, signature and table",
            "Exit status 0: whole; 5: not, and the first line names the first bad entry. An end that was cut off shows "
            "only "
            "against an older head that somebody kept: give it with --head.",
            joined({{"--head", &c->file, "an older head: the ledger must go on from it"},
                    {"--key", &c->recorder.key_file,
                     "the ledger's public key (64 digits), or its key file, to be held against the ledger (MUSTER_KEY, "
                     "otherwise "
                     "PATH.key if it is there)"},
                    json_option(*c)},
                   without_key(reader_options(*c))),
            [c]() -> Result<int> {
                Result<Answer> answer;
                {
                    Progress progress("ledger verify");
                    answer = verify_ledger(c->caller(), c->file, progress.counter(), c->recorder.key_file);
                } // the line on the terminal goes before the answer comes
                return print(answer, *c);
            }};
}

Command head_command(const Shared& c) {
    return {"ledger head", "Print the newest signed head",
            "Hand it to somebody outside: with it, they find out whether anything is changed or removed later.",
            joined({out_option(*c, "file for it; it must not be there yet"), json_option(*c)}, reader_options(*c)),
            [c] { return print(ledger_head(c->caller(), c->out), *c); }};
}

Command prove_command(const Shared& c) {
    return {"ledger prove", "Write the proof that an entry is in the ledger", "",
            joined({{"ENTRY", &c->key, "its number", true},
                    out_option(*c, "file for it; it must not be there yet"),
                    json_option(*c)},
                   reader_options(*c)),
            [c] {
                return print(entry_number(c->key).and_then(
                                 [&](std::uint64_t seq) { return prove_entry(c->caller(), seq, c->out); }),
                             *c);
            }};
}

Command consistency_command(const Shared& c) {
    return {"ledger consistency", "Write the proof that the ledger goes on from an older head", "",
            joined({{"HEAD", &c->file, "file with the older head", true},
                    out_option(*c, "file for it; it must not be there yet"),
                    json_option(*c)},
                   reader_options(*c)),
            [c] { return print(prove_consistency(c->caller(), c->file, c->out), *c); }};
}

Command check_command(const Shared& c) {
    return {"ledger check",
            "Check a proof, or a signed head; needs no store",
            "",
            {{"PROOF", &c->file, "the file that holds it", true},
             {"--key", &c->public_key, "the ledger's public key as you know it from elsewhere, 64 digits"},
             json_option(*c)},
            [c] { return print(check_proof_file(c->file, c->public_key), *c); }};
}

Command entry_command(const Shared& c) {
    return {"ledger show", "Show one entry", "",
            joined({{"ENTRY", &c->key, "its number", true}, json_option(*c)}, reader_options(*c)), [c] {
                return print(
                    entry_number(c->key).and_then([&](std::uint64_t seq) { return show_entry(c->caller(), seq); }), *c);
            }};
}

Command log_command(const Shared& c) {
    c->key = "20";
    return {"ledger log", "List the last entries", "",
            joined({{"--last", &c->key, "how many (20)"}, json_option(*c), csv_option(*c)}, reader_options(*c)), [c] {
                return print(number_of(c->key, "--last").and_then([&](std::uint64_t last) {
                    return ledger_log(c->caller(), last);
                }),
                             *c);
            }};
}

Command export_command(const Shared& c) {
    return {"ledger export", "Write every entry's canonical text, one a line", "",
            joined({out_option(*c, "file, which must not be there yet (standard output)")}, reader_options(*c)),
            [c]() -> Result<int> {
                if (!c->out.empty()) {
                    return print(write_export(c->caller(), c->out), *c);
                }
                const auto count = export_ledger(c->caller(), std::cout);
                return count ? Result<int>(0) : fail(count.error());
            }};
}

Command rebuild_command(const Shared& c) {
    return {"ledger rebuild", "Build all tables again from the ledger", "", reader_options(*c),
            [c] { return print(rebuild_tables(c->caller()), *c); }};
}

Command erase_command(const Shared& c) {
    return {
        "ledger erase", "Erase a subject's personal data for good",
        "Their key and the encrypted data go from the disk; the entries stay, and every proof still holds. The reason "
        "is required.",
        joined({{"SUBJECT", &c->key, "whose, such as sample:…; muster show REF tells it", true}},
               without_trial(recorder_options(*c))),
        [c] { return print(erase_subject(c->writer(), c->key), *c); }};
}

} // namespace

std::vector<Command> ledger_commands() {
    return {verify_command(choices()),      head_command(choices()),   prove_command(choices()),
            consistency_command(choices()), check_command(choices()),  entry_command(choices()),
            log_command(choices()),         export_command(choices()), rebuild_command(choices()),
            erase_command(choices())};
}

} // namespace muster::cli
