#include "muster/app/ledger_checks.hpp"

#include "changed_store.hpp"
#include "json_text.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/ledger/proof_file.hpp"
#include "output_file.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "views.hpp"

#include <algorithm>

namespace muster {
namespace {

std::string key_text(const ledger::PublicKey& key) {
    return ledger::hex(std::string(key.begin(), key.end()));
}

Result<ledger::SignedHead> read_head(const std::filesystem::path& file) {
    auto text = read_text(file);
    if (!text) {
        return fail(text.error());
    }
    auto head = ledger::decode_head(text->text);
    if (!head) {
        return fail(Error{ErrorKind::bad_input,
                          "is no head; expected a file that muster ledger head wrote (" + head.error().message + ")",
                          file.string()});
    }
    return head;
}

/// A proof or head: into the file, or as the answer.
Result<Answer> handed_out(const Register& reg, const std::string& text, const std::filesystem::path& out,
                          const std::string& what) {
    Answer answer;
    answer.json = text;
    answer.text = text + "\n";
    if (!out.empty() && !is_standard_output(out)) {
        if (auto written = write_file(out, text + "\n"); !written) {
            return fail(written.error());
        }
        answer.text = mark(reg) + what + ", written to " + out.string() + "\n";
    }
    return answer;
}

std::string flaw_text(const Flaw& flaw) {
    const std::string entry = flaw.entry ? "entry " + std::to_string(*flaw.entry) : "";
    return flaw.entry && !flaw.what.starts_with(entry) ? entry + ": " + flaw.what : flaw.what;
}

Answer whole(const Register& reg, const Verification& found, const std::string& goes_on) {
    Answer answer;
    answer.text = "whole: " + counted(found.size, "entry") + " of the ledger " + reg.name() +
                  ", each as it was signed for\n" + (reg.simulated() ? simulated_line : "");
    if (found.head) {
        answer.text += "root:  " + ledger::hex(found.head->head.root) + "\n       signed " +
                       shown_time(found.head->head.time) + " UTC with the key " + key_text(reg.public_key()) + "\n";
    }
    answer.text += "personal data: " + std::to_string(found.payloads) + " hold, " + std::to_string(found.erased) +
                   " erased\n" + goes_on;
    return answer;
}

std::string flaws_json(const std::vector<Flaw>& flaws) {
    std::vector<std::string> objects;
    for (const Flaw& flaw : flaws) {
        JsonObject one;
        if (flaw.entry) {
            one.raw("entry", std::to_string(*flaw.entry));
        }
        one.text("what", flaw.what);
        objects.push_back(one.done());
    }
    return json_array(objects);
}

/// For people; the JSON is still to be added.
Answer not_whole(const std::vector<Flaw>& flaws) {
    Answer answer;
    answer.failed = ErrorKind::verification;
    for (const Flaw& flaw : flaws) {
        answer.text += "NOT WHOLE: " + flaw_text(flaw) + "\n";
    }
    return answer;
}

/// A store that was changed so that it cannot even be opened.
Answer not_opened(const std::string& changed) {
    const std::vector<Flaw> flaws{{{}, changed}};
    Answer answer = not_whole(flaws);
    JsonObject json;
    json.raw("whole", json_bool(false));
    json.raw("flaws", flaws_json(flaws));
    answer.json = json.done();
    return answer;
}

Result<Verification> verified(Register& reg, const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
    if (!progress) {
        return reg.verify({});
    }
    // The newest head says how many entries there are to be; without it the verification itself says what is wrong.
    const auto head = reg.head();
    const std::uint64_t all = head ? head->head.size : 0;
    return reg.verify([&](std::uint64_t done) { return progress(done, std::max(done, all)); });
}

/// What was given to be held against the ledger, and is of another one.
using Strangers = std::vector<std::string>;

/// Holds the key that was given (a key file, or a public key), or the key file beside the store if it is there, against
/// the ledger: with another key nobody could record any more. What is to be said of it besides. Error (bad_input): what
/// was given is no key.
Result<std::string> compare_key(const Register& reg, const std::string& store, const std::filesystem::path& given,
                                Strangers& strangers) {
    const auto compare = [&](const ledger::PublicKey& key, const std::string& whose) {
        if (key != reg.public_key()) {
            strangers.push_back(whose + ": is the key of another ledger: its public key is " + key_text(key) +
                                ", that of the ledger in the store " + key_text(reg.public_key()));
        }
        return std::string();
    };
    if (const auto key = ledger::hash_from_hex(given.string())) {
        return compare(*key, "the key that was given");
    }
    const auto file = key_file_of({store, given.string()});
    std::error_code ignored;
    if (!given.empty() && !std::filesystem::exists(given, ignored)) {
        return fail(Error{ErrorKind::bad_input,
                          "there is no such key file; give the file, or the ledger's public key, 64 digits 0-9 a-f",
                          given.string()});
    }
    if (!file || !std::filesystem::exists(*file, ignored)) {
        return std::string();
    }
    const auto key = ledger::SigningKey::read(*file);
    if (!key) {
        return "the key file was not compared: " + key.error().text() + "\n";
    }
    return compare(key->public_key(), file->string());
}

/// A proof holds the entry's text.
Result<void> check_proof_is_seen(ReadSession& session, const ledger::Entry& entry) {
    Sight sight(session);
    const auto seen = sight.sees(entry);
    const auto personal = seen ? sight.is_personal(entry.kind, entry.body) : fail(seen.error());
    if (!personal) {
        return fail(personal.error());
    }
    if (!*seen) {
        return fail(ErrorKind::forbidden,
                    "entry " + std::to_string(entry.seq) + " is about what " + session.access.who + " may not see");
    }
    return *personal ? disclosed(session, {ref(entry.kind, entry.key)}, "ledger prove") : Result<void>();
}

/// Flaws name what they are about; not to those who may not see it.
void hide(const Access& access, std::vector<Flaw>& flaws) {
    for (Flaw& flaw : flaws) {
        if (access.names_hidden(flaw.what)) {
            flaw.what = "something is wrong with what " + access.who + " may not see; tell an administrator";
        }
    }
}

/// Does the ledger go on from an older head? If so, the line that says it; if not, a flaw or a stranger.
Result<std::string> compare_head(Register& reg, const std::filesystem::path& file, const ledger::SignedHead& old,
                                 Verification& found, Strangers& strangers) {
    if (old.head.ledger != reg.name() || old.key != reg.public_key()) {
        strangers.push_back(file.string() + ": is a head of another ledger, " + old.head.ledger + " with the key " +
                            key_text(old.key) + "; in the store is " + reg.name() + " with the key " +
                            key_text(reg.public_key()));
        return std::string();
    }
    if (auto proof = reg.prove_consistency(old); !proof) {
        if (proof.error().kind != ErrorKind::verification) {
            return fail(proof.error());
        }
        found.flaws.push_back({{}, file.string() + ": " + proof.error().message});
        return std::string();
    }
    return "goes on from the head in " + file.string() + ", signed for " + counted(old.head.size, "entry") + "\n";
}

/// In words and as JSON, where what is of another ledger is a flaw too: the store does not hold what was asked for.
Answer verdict(const Register& reg, const Verification& found, const Strangers& strangers, const std::string& more) {
    Answer answer = found.flaws.empty() ? whole(reg, found, more) : not_whole(found.flaws);
    std::string others;
    std::vector<Flaw> flaws = found.flaws;
    for (const std::string& stranger : strangers) {
        others += "ANOTHER LEDGER: " + stranger + "\n";
        flaws.push_back({{}, stranger});
        answer.failed = ErrorKind::verification;
    }
    answer.text =
        found.flaws.empty() ? others + answer.text : answer.text + others + (reg.simulated() ? simulated_line : "");
    JsonObject json;
    json.raw("whole", json_bool(flaws.empty()));
    json.raw("another_ledger", json_bool(!strangers.empty()));
    json.text("ledger", reg.name());
    json.text("key", key_text(reg.public_key()));
    json.raw("simulated", json_bool(reg.simulated()));
    json.raw("size", std::to_string(found.size));
    json.raw("flaws", flaws_json(flaws));
    json.raw("payloads", std::to_string(found.payloads));
    json.raw("erased", std::to_string(found.erased));
    if (found.head) {
        json.raw("head", ledger::encode(*found.head));
    }
    answer.json = json.done();
    return answer;
}

/// Is it meant as a proof, however broken?
bool resembles_proof(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{' && text.find("\"proof\"") != std::string_view::npos;
}

} // namespace

Result<Answer> verify_ledger(const Caller& caller, const std::filesystem::path& head,
                             const std::function<bool(std::uint64_t, std::uint64_t)>& progress,
                             const std::filesystem::path& key_file) {
    auto old = head.empty() ? Result<ledger::SignedHead>(ledger::SignedHead{}) : read_head(head);
    if (!old) {
        return fail(old.error());
    }
    auto session = open_for_reading(caller, Action::check_ledger);
    if (!session) {
        const auto changed = session.error().kind == ErrorKind::forbidden
                                 ? std::nullopt
                                 : what_was_changed(caller.store, session.error());
        return changed ? not_opened(*changed) : Result<Answer>(fail(session.error()));
    }
    Register& reg = session->reg;
    auto found = verified(reg, progress);
    if (!found) {
        return fail(found.error());
    }
    Strangers strangers;
    auto more = compare_key(reg, caller.store, key_file, strangers);
    if (more && !head.empty()) {
        const auto goes_on = compare_head(reg, head, *old, *found, strangers);
        more = goes_on ? Result<std::string>(*more + *goes_on) : fail(goes_on.error());
    }
    hide(session->access, found->flaws);
    return more ? verdict(reg, *found, strangers, *more) : Result<Answer>(fail(more.error()));
}

Result<Answer> ledger_head(const Caller& caller, const std::filesystem::path& out) {
    auto session = open_for_reading(caller, Action::check_ledger);
    auto head = session ? session->reg.head() : fail(session.error());
    if (!head) {
        return fail(head.error());
    }
    return handed_out(session->reg, ledger::encode(*head), out, "head of " + head_line(*head));
}

Result<Answer> prove_entry(const Caller& caller, std::uint64_t seq, const std::filesystem::path& out) {
    auto session = open_for_reading(caller, Action::read_ledger);
    auto full = session ? session->reg.entry(seq) : fail(session.error());
    auto seen = full ? check_proof_is_seen(*session, full->entry) : fail(full.error());
    auto proof = seen ? session->reg.prove(seq) : fail(seen.error());
    return proof
               ? handed_out(session->reg, *proof, out, "proof that entry " + std::to_string(seq) + " is in the ledger")
               : Result<Answer>(fail(proof.error()));
}

Result<Answer> prove_consistency(const Caller& caller, const std::filesystem::path& head,
                                 const std::filesystem::path& out) {
    auto old = read_head(head);
    auto session = old ? open_for_reading(caller, Action::check_ledger) : fail(old.error());
    auto proof = session ? session->reg.prove_consistency(*old) : fail(session.error());
    return proof ? handed_out(session->reg, *proof, out,
                              "proof that the ledger goes on from the head of " + counted(old->head.size, "entry"))
                 : Result<Answer>(fail(proof.error()));
}

namespace {

constexpr const char* not_compared =
    "\nThe key was not compared with one that you know: the file agrees with itself, and "
    "that alone proves little. Give --key.\n";

/// A signed head by itself, as a packet's code holds it.
Result<Answer> check_head(const ledger::SignedHead& head, const ledger::Hash* trusted, const std::string& file) {
    const bool other = trusted != nullptr && *trusted != head.key;
    if (other || !ledger::signature_holds(head)) {
        return fail(Error{ErrorKind::verification,
                          other ? "the head is signed with another key, " + key_text(head.key)
                                : "the signature of the head does not hold: it was changed",
                          file});
    }
    Answer answer;
    answer.text = "holds: the signature of the head of " + head_line(head) + ", " + head.head.time + "\nledger " +
                  head.head.ledger + ", key " + key_text(head.key) + (trusted != nullptr ? "\n" : not_compared);
    JsonObject json;
    json.raw("holds", "true");
    json.raw("key_compared", json_bool(trusted != nullptr));
    json.raw("head", ledger::encode(head));
    answer.json = json.done();
    return answer;
}

} // namespace

Result<Answer> check_proof_file(const std::filesystem::path& file, const std::string& key) {
    const auto trusted = key.empty() ? std::optional<ledger::Hash>{} : ledger::hash_from_hex(key);
    if (!key.empty() && !trusted) {
        return fail(ErrorKind::usage, "--key: expected the ledger's public key, 64 digits 0-9 a-f");
    }
    auto text = read_text(file);
    if (!text) {
        return fail(text.error());
    }
    if (const auto head = ledger::decode_head(text->text)) {
        return check_head(*head, trusted ? &*trusted : nullptr, file.string());
    }
    if (!resembles_proof(text->text)) {
        return fail(Error{ErrorKind::bad_input,
                          "is no proof; expected a file that muster ledger prove, consistency or head wrote",
                          file.string()});
    }
    auto proof = ledger::check_proof(text->text, trusted ? &*trusted : nullptr);
    if (!proof) {
        return fail(proof.error().in(file.string()));
    }
    Answer answer;
    const ledger::SignedHead* head = nullptr;
    if (const auto* inclusion = std::get_if<ledger::InclusionProof>(&*proof)) {
        head = &inclusion->head;
        answer.text = "holds: entry " + std::to_string(inclusion->index) + " stands in the ledger of " +
                      counted(head->head.size, "entry") + "\n" + inclusion->entry + "\n";
    } else {
        const auto& consistency = std::get<ledger::ConsistencyProof>(*proof);
        head = &consistency.new_head;
        answer.text = "holds: the ledger of " + counted(head->head.size, "entry") + " goes on from that of " +
                      counted(consistency.old_head.head.size, "entry") + "; nothing of it was changed or removed\n";
    }
    answer.text += "ledger " + head->head.ledger + ", key " + key_text(head->key) + (trusted ? "\n" : not_compared);
    JsonObject json;
    json.raw("holds", "true");
    json.raw("key_compared", json_bool(trusted.has_value()));
    json.raw("proof", ledger::encode(*proof));
    answer.json = json.done();
    return answer;
}

} // namespace muster
