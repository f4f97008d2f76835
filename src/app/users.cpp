#include "muster/app/users.hpp"

#include "json_text.hpp"
#include "known_users.hpp"
#include "muster/base/csv_text.hpp"
#include "muster/base/nfc.hpp"
#include "muster/ledger/password.hpp"
#include "record_names.hpp"
#include "register_session.hpp"

#include <algorithm>

namespace muster {
namespace {

Result<std::string> hash_of(const std::string& password, PasswordWork work) {
    const auto characters = static_cast<std::size_t>(std::count_if(
        password.begin(), password.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (characters < least_password_characters || password.size() > most_password_bytes) {
        return fail(ErrorKind::bad_input, "the new password has " + counted(characters, "character") +
                                              "; expected at least " + std::to_string(least_password_characters) +
                                              ", and at most " + std::to_string(most_password_bytes) + " bytes");
    }
    return ledger::hash_password(password,
                                 work == PasswordWork::least ? ledger::least_cost() : ledger::moderate_cost());
}

NewEntry password_entry(const std::string& name, const std::string& hash, const std::string& reason) {
    NewEntry entry;
    entry.kind = "password";
    entry.reason = reason;
    entry.fields = {{"user", name}, {"hash", hash}};
    return entry;
}

/// "accession:A;turnover:W" of what was written.
Result<std::string> projects_named(ReadSession& session, const std::string& written) {
    std::string all;
    for (const std::string& one : split_list(written)) {
        auto named = read_store<std::string>(session.reg, [&](store::Reader& reader, std::string& found) {
            for (const char* kind : {"turnover", "accession"}) {
                const std::string key = kind_of(one) == kind ? std::string(key_of(one)) : one;
                found = reader.record(kind, key) ? ref(kind, key) : found;
            }
            return Result<void>();
        });
        if (!named) {
            return named;
        }
        if (named->empty()) {
            return fail(ErrorKind::bad_input, "projects: '" + one + "' is no accession or turnover of this register");
        }
        all += (all.empty() ? "" : ";") + *named;
    }
    return all;
}

bool names_administrator(const std::string& roles) {
    const auto all = split_list(roles);
    return std::any_of(all.begin(), all.end(), [](std::string role) {
        std::transform(role.begin(), role.end(), role.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        return role == "administrator";
    });
}

/// Opens for a change of a user who is there (or was).
Result<WriteSession> open_for_change(const Recorder& recorder, const std::string& name, bool takes_power) {
    auto session = open_for_writing(recorder, Action::keep_users);
    auto kept = !session      ? fail(session.error())
                : takes_power ? keep_an_administrator(*session, ref("user", name))
                              : Result<void>();
    return kept ? std::move(session) : Result<WriteSession>(fail(kept.error()));
}

NewEntry change_of(const Recorder& recorder, const std::string& name, ledger::Action action) {
    NewEntry entry;
    entry.action = action;
    entry.kind = "user";
    entry.key = name;
    entry.reason = recorder.reason;
    return entry;
}

} // namespace

Result<Answer> add_user(const NewUser& user) {
    auto session = open_for_writing(user.recorder, Action::keep_users);
    if (!session) {
        return fail(session.error());
    }
    if (session->access.open && !names_administrator(user.roles)) {
        return fail(ErrorKind::refused, "the first user of a register must be an administrator, who adds the others; "
                                        "give --roles administrator, with further roles if you like");
    }
    const auto projects = projects_named(*session, user.projects);
    const auto hash = projects ? hash_of(user.password, user.work) : fail(projects.error());
    if (!hash) {
        return fail(hash.error());
    }
    NewEntry entry;
    entry.kind = "user";
    entry.again = false;
    entry.reason = user.recorder.reason;
    entry.fields = {{"key", user.name},
                    {"roles", user.roles},
                    {"projects", *projects},
                    {"name", user.full_name},
                    {"contact", user.contact}};
    auto answer = record_all(*session, {entry, password_entry(trimmed(user.name), *hash, user.recorder.reason)},
                             "entry", {}, user.recorder.trial);
    if (answer && answer->problems.empty() && !user.recorder.trial) {
        answer->text = "user " + trimmed(user.name) + " was added\n" + answer->text +
                       (session->access.open ? "From now on only users can do anything in this register, each as the "
                                               "roles say (muster user matrix).\n"
                                             : "");
    }
    return answer;
}

Result<Answer> set_password(const PasswordChange& change) {
    const std::string name = nfc(change.name.empty() ? change.recorder.who : trimmed(change.name));
    const bool own = name == nfc(change.recorder.who);
    auto session = open_for_writing(change.recorder, own ? Action::look_up : Action::keep_users);
    const auto user = session ? user_named(session->reg, name) : fail(session.error());
    if (!user) {
        return fail(user.error());
    }
    if (!*user) {
        return fail(ErrorKind::bad_input, "there is no user '" + name + "'; muster user list shows them");
    }
    const auto hash = hash_of(change.password, change.work);
    if (!hash) {
        return fail(hash.error());
    }
    // By another rule than that of the kind: everybody may change their own.
    return record_permitted(*session, {password_entry(name, *hash, change.recorder.reason)}, "entry", {},
                            change.recorder.trial);
}

Result<Answer> change_roles(const RolesChange& change) {
    const std::string name = nfc(trimmed(change.name));
    const bool takes_power = !change.roles.empty() && !names_administrator(change.roles);
    auto session = open_for_change(change.recorder, name, takes_power);
    if (!session) {
        return fail(session.error());
    }
    NewEntry entry = change_of(change.recorder, name, ledger::Action::correct);
    if (!change.roles.empty()) {
        entry.fields.emplace_back("roles", change.roles);
    }
    if (change.projects) {
        auto projects = projects_named(*session, *change.projects);
        if (!projects) {
            return fail(projects.error());
        }
        entry.fields.emplace_back("projects", *std::move(projects));
    }
    if (entry.fields.empty()) {
        return fail(ErrorKind::usage, "nothing is to be changed; give --roles or --projects");
    }
    return record_all(*session, {entry}, "entry", {}, change.recorder.trial);
}

Result<Answer> withdraw_user(const Recorder& recorder, const std::string& written) {
    const std::string name = nfc(trimmed(written));
    auto session = open_for_change(recorder, name, true);
    return session ? record_all(*session, {change_of(recorder, name, ledger::Action::withdraw)}, "entry", {},
                                recorder.trial)
                   : fail(session.error());
}

Result<Answer> reinstate_user(const Recorder& recorder, const std::string& written) {
    const std::string name = nfc(trimmed(written));
    auto session = open_for_change(recorder, name, false);
    if (!session) {
        return fail(session.error());
    }
    NewEntry entry = change_of(recorder, name, ledger::Action::correct);
    entry.reinstate = true;
    return record_all(*session, {entry}, "entry", {}, recorder.trial);
}

Answer user_matrix() {
    Answer answer;
    std::vector<std::string> header{"action"};
    header.insert(header.end(), role_names.begin(), role_names.end());
    answer.csv = csv_line(header);
    std::string rule;
    for (const std::string& cell : header) {
        answer.text += "| " + cell + " ";
        rule += "|---";
    }
    answer.text += "|\n" + rule + "|\n";
    std::vector<std::string> objects;
    for (const ActionRow& row : action_rows()) {
        std::vector<std::string> cells{std::string(row.words)};
        JsonObject json;
        json.text("action", row.words);
        json.raw("closed_to_the_blind", json_bool(row.candidates));
        for (std::size_t i = 0; i < role_names.size(); ++i) {
            cells.emplace_back(row.roles[i] == 'x' ? "yes" : row.roles[i] == 's' ? "once signed" : "");
            json.text(role_names[i], cells.back());
        }
        answer.csv += csv_line(cells);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            answer.text += "| " + cells[i] + (i == 0 && row.candidates ? " (not while blind)" : "") +
                           (cells[i].empty() ? "" : " ");
        }
        answer.text += "|\n";
        objects.push_back(json.done());
    }
    answer.json = json_array(objects);
    return answer;
}

} // namespace muster
