#include "muster/app/record_entry.hpp"

#include "known_users.hpp"
#include "muster/ledger/hash.hpp"
#include "output_file.hpp"
#include "photograph_file.hpp"
#include "record_names.hpp"
#include "register_records.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "views.hpp"

namespace muster {
namespace {

/// The record that a change is about: its kind and key.
Result<NewEntry> change_of(WriteSession& session, const ChangeRequest& request, ledger::Action action) {
    std::string_view kind;
    if (!request.kind.empty()) {
        auto named = kind_named(request.kind);
        if (!named) {
            return fail(named.error());
        }
        kind = (*named)->name;
    }
    auto name = find_name(session, kind, request.key);
    if (!name) {
        return fail(name.error());
    }
    if (kind_of(*name) == "user") {
        return fail(ErrorKind::usage,
                    *name + ": users are changed by muster user roles, password, withdraw, reinstate");
    }
    NewEntry entry;
    entry.action = action;
    entry.kind = kind_of(*name);
    entry.key = key_of(*name);
    entry.reason = request.recorder.reason;
    return entry;
}

/// Withdraws a record, or takes that back: no field of it changes.
Result<Answer> change_whole(const ChangeRequest& request, ledger::Action action, bool reinstate) {
    auto session = open_for_writing(request.recorder, Action::look_up);
    if (!session) {
        return fail(session.error());
    }
    auto entry = change_of(*session, request, action);
    if (!entry) {
        return fail(entry.error());
    }
    entry->reinstate = reinstate;
    return record_all(*session, {*entry}, "record", {}, request.recorder.trial);
}

/// The SHA-256 of a photograph that the caller may see; by its SHA-256: all that it is recorded for. Whoever's it is
/// seen to be is recorded.
Result<std::string> photograph_meant(ReadSession& session, const std::string& photograph) {
    std::vector<std::string> names;
    if (!ledger::hash_from_hex(photograph)) {
        auto name = find_name(session, "photograph", photograph);
        if (!name) {
            return fail(name.error());
        }
        names.push_back(*std::move(name));
    } else if (auto photographs = current_records(session.reg, "photograph", false)) {
        for (const CurrentRecord& one : *photographs) {
            if (text_of(one.body, "sha256") == photograph) {
                names.push_back(ref("photograph", one.key));
            }
        }
    } else {
        return fail(photographs.error());
    }
    Sight sight(session);
    std::string sha256 = photograph;
    std::vector<std::string> of;
    for (const std::string& name : names) {
        auto seen = sight.check(name);
        auto record = seen ? session.reg.find(name) : fail(seen.error());
        auto personal = record ? sight.is_personal("photograph", (*record)->body) : fail(record.error());
        if (!personal) {
            return fail(personal.error());
        }
        sha256 = text_of((*record)->body, "sha256");
        if (*personal) {
            of.push_back(text_of((*record)->body, "of"));
        }
    }
    if (names.empty() && !session.access.open) {
        return fail(ErrorKind::bad_input, "there is no photograph " + photograph + " in the store");
    }
    auto viewed = disclosed(session, of, "photograph export");
    return viewed ? Result<std::string>(sha256) : fail(viewed.error());
}

} // namespace

Result<Answer> record_one(const RecordRequest& request) {
    auto kind = kind_by_hand(request.kind);
    if (!kind) {
        return fail(kind.error());
    }
    auto session = open_for_writing(request.recorder, recording((*kind)->name));
    if (!session) {
        return fail(session.error());
    }
    NewEntry entry;
    entry.kind = (*kind)->name;
    entry.fields = request.fields;
    entry.again = request.again;
    entry.reason = request.recorder.reason;
    entry.subject = request.subject;
    std::vector<NewBlob> blobs;
    if (entry.kind == "photograph") {
        auto blob = describe_photograph(request.file, entry);
        if (!blob) {
            return fail(blob.error());
        }
        blobs.push_back(*std::move(blob));
        for (auto& [name, text] : entry.fields) {
            text = name == "file" && !request.file_name.empty() ? request.file_name : text;
        }
    }
    Answer wrong;
    if (auto expanded = expand_patterns(session->reg, entry, request.except, wrong.problems); !expanded) {
        return fail(expanded.error());
    }
    if (!wrong.problems.empty()) {
        return wrong;
    }
    return record_all(*session, {entry}, entry.kind + " record", blobs, request.recorder.trial);
}

Result<Answer> correct_record(const ChangeRequest& request) {
    auto session = open_for_writing(request.recorder, Action::look_up);
    if (!session) {
        return fail(session.error());
    }
    auto entry = change_of(*session, request, ledger::Action::correct);
    if (!entry) {
        return fail(entry.error());
    }
    for (const std::string& set : request.set) {
        const std::size_t equals = set.find('=');
        if (equals == std::string::npos || equals == 0) {
            return fail(ErrorKind::usage, "--set: expected field=value, found '" + set + "'");
        }
        entry->fields.emplace_back(trimmed(set.substr(0, equals)), set.substr(equals + 1));
    }
    if (entry->fields.empty()) {
        return fail(ErrorKind::usage, "nothing is to be corrected; give --set field=value");
    }
    Answer wrong;
    if (auto expanded = expand_patterns(session->reg, *entry, {}, wrong.problems); !expanded) {
        return fail(expanded.error());
    }
    return wrong.problems.empty() ? record_all(*session, {*entry}, "record", {}, request.recorder.trial) : wrong;
}

Result<Answer> withdraw_record(const ChangeRequest& request) {
    return change_whole(request, ledger::Action::withdraw, false);
}

Result<Answer> reinstate_record(const ChangeRequest& request) {
    return change_whole(request, ledger::Action::correct, true);
}

Result<Answer> erase_subject(const Recorder& recorder, const std::string& subject) {
    auto session = open_for_writing(recorder, Action::erase);
    if (!session) {
        return fail(session.error());
    }
    if (auto kept = keep_an_administrator(*session, subject); !kept) {
        return fail(kept.error());
    }
    auto recorded = session->reg.erase(subject, recorder.reason, session->author, session->key);
    if (!recorded) {
        return fail(recorded.error());
    }
    return recorded_answer(*session, *recorded,
                           std::string(session->author.simulated ? "SIMULATED: " : "") +
                               "erased the personal data of " + subject + ", entry " +
                               std::to_string(recorded->entries.front()) +
                               "; backups that were made before still hold them: destroy those",
                           false);
}

namespace {

/// A photograph's bytes, checked against their hash.
Result<std::string> bytes_of_photograph(Register& reg, const std::string& sha256) {
    return read_store<std::string>(reg, [&](store::Reader& reader, std::string& all) -> Result<void> {
        if (!reader.has_blob(sha256)) {
            return fail(ErrorKind::bad_input, "there is no photograph " + sha256 + " in the store");
        }
        const bool whole = reader.each_blob_part(sha256, [&](std::string_view part) { all += part; });
        return whole && ledger::hex(ledger::sha256(all)) == sha256
                   ? Result<void>()
                   : fail(ErrorKind::verification, "the photograph " + sha256 +
                                                       " is damaged in the store; it is not written. Whoever has the "
                                                       "file can mend it: add it again");
    });
}

} // namespace

Result<PhotographFile> read_photograph(const Caller& caller, const std::string& photograph) {
    auto session = open_for_reading(caller, Action::read_physical);
    const auto sha256 = session ? photograph_meant(*session, photograph) : fail(session.error());
    auto bytes = sha256 ? bytes_of_photograph(session->reg, *sha256) : fail(sha256.error());
    if (!bytes) {
        return fail(bytes.error());
    }
    std::string media_type = media_type_of(std::string_view(*bytes).substr(0, 64));
    return PhotographFile{std::move(media_type), *std::move(bytes)};
}

Result<Answer> export_photograph(const Caller& caller, const std::string& photograph,
                                 const std::filesystem::path& out) {
    auto session = open_for_reading(caller, Action::read_physical);
    const auto sha256 = session ? photograph_meant(*session, photograph) : fail(session.error());
    auto bytes = sha256 ? bytes_of_photograph(session->reg, *sha256) : fail(sha256.error());
    if (!bytes) {
        return fail(bytes.error());
    }
    Answer answer;
    if (is_standard_output(out)) {
        answer.text = *std::move(bytes);
        return answer;
    }
    if (auto written = write_file(out, *bytes); !written) {
        return fail(written.error());
    }
    answer.text = mark(session->reg) + "written to " + out.string() + ", " + counted(bytes->size(), "byte") +
                  ", SHA-256 " + *sha256 + "\n";
    return answer;
}

} // namespace muster
