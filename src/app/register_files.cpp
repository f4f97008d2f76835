#include "muster/app/register_files.hpp"

#include "json_text.hpp"
#include "register_session.hpp"
#include "views.hpp"

namespace muster {
namespace {

/// What is said of a copy: what was done, what the two are called, and what becomes of the key.
struct CopyWords {
    std::string done;
    std::string from; ///< as wide as `to`
    std::string to;
    std::string key;
    std::string command;
};

/// Copies, and says what both heads are.
Result<Answer> copy(const Caller& from, const std::string& to, const CopyWords& words) {
    auto session = open_for_reading(from, Action::back_up);
    // A backup is left as it is: whoever restores it has it in hand.
    auto viewed = !session                    ? fail(session.error())
                  : words.command == "backup" ? disclosed(*session, {"*"}, words.command)
                                              : Result<void>();
    auto own = viewed ? session->reg.head() : fail(viewed.error());
    auto copied = own ? session->reg.copy_to(to) : fail(own.error());
    if (!copied) {
        return fail(copied.error());
    }
    const bool same = own->head.size == copied->head.size && own->head.root == copied->head.root;
    Answer answer;
    answer.text = mark(session->reg) + words.done + "\n  " + words.from + "  " + head_line(*own) + "\n  " + words.to +
                  "  " + head_line(*copied) + "\n" +
                  (same ? "The copy was checked entry by entry and has the same head.\n"
                        : "The copy was checked entry by entry; more was recorded meanwhile, and it has that too.\n") +
                  words.key + "\n";
    JsonObject json;
    json.raw("head", ledger::encode(*own));
    json.raw("copy", ledger::encode(*copied));
    json.raw("same", json_bool(same));
    json.raw("simulated", json_bool(session->reg.simulated()));
    answer.json = json.done();
    return answer;
}

/// Is there room for a new store? Asked before a key is made for it.
Result<void> check_free(const std::string& store) {
    constexpr std::string_view sqlite = "sqlite:";
    std::error_code ignored;
    if (store.starts_with(sqlite) && std::filesystem::exists(store.substr(sqlite.size()), ignored)) {
        return fail(ErrorKind::refused, store + ": a file or folder is there already; choose another path");
    }
    const auto opened = store::Store::open(store);
    if (opened) {
        return fail(ErrorKind::refused, opened->name() + ": a store is there already");
    }
    // bad_input: none is there, as it should be.
    return opened.error().kind == ErrorKind::bad_input ? Result<void>() : fail(opened.error());
}

} // namespace

Result<Answer> start_register(const Recorder& recorder, const std::string& title) {
    if (auto checked = check_free(recorder.store); !checked) {
        return fail(checked.error());
    }
    auto key_file = key_file_of(recorder);
    auto reg = key_file ? Register::create(recorder.store, *key_file, title,
                                           {recorder.who, recorder.authority, recorder.simulated})
                        : fail(key_file.error());
    auto head = reg ? reg->head() : fail(reg.error());
    if (!head) {
        return fail(head.error());
    }
    const ledger::PublicKey& key = reg->public_key();
    const std::string public_key = ledger::hex(std::string(key.begin(), key.end()));
    Answer answer;
    answer.text =
        std::string(recorder.simulated ? "SIMULATED: " : "") + "a new register in " + reg->store().name() +
        "\n  ledger      " + reg->name() + "\n  public key  " + public_key + "\n  key file    " + key_file->string() +
        "\n  head        " + head_line(*head) +
        "\nWhoever has the key file can record in your name, and without it nobody can record any more: keep it "
        "safe, and a copy of it apart from the store.\n"
        "Give the public key to those who are to check the ledger.\n";
    JsonObject json;
    json.text("store", reg->store().name());
    json.text("ledger", reg->name());
    json.text("key", public_key);
    json.text("key_file", key_file->string());
    json.raw("head", ledger::encode(*head));
    json.raw("simulated", json_bool(recorder.simulated));
    answer.json = json.done();
    return answer;
}

Result<Answer> back_up(const Caller& caller, const std::filesystem::path& file) {
    return copy(caller, "sqlite:" + file.string(),
                {"backup in " + file.string(), "ledger here", "copy       ",
                 "The signing key is not in it: keep a copy of the key file apart from this one.", "backup"});
}

Result<Answer> restore_from(const std::filesystem::path& file, const Caller& caller) {
    Caller of_backup = caller; // whose users the backup holds
    of_backup.store = "sqlite:" + file.string();
    return copy(of_backup, caller.store,
                {"restored from " + file.string(), "backup   ", "new store",
                 "The signing key is not in a backup: put the key file beside the new store, or name it with --key.",
                 "restore"});
}

} // namespace muster
