#include "muster/app/login.hpp"

#include "authentication.hpp"
#include "json_text.hpp"
#include "known_users.hpp"
#include "muster/base/nfc.hpp"
#include "muster/ledger/one_time_code.hpp"
#include "register_session.hpp"

#include <ctime>

namespace muster {
namespace {

constexpr std::chrono::minutes seen_for{15};

tl::unexpected<Error> not_known() {
    return fail(ErrorKind::forbidden, "no such user, or another password or code");
}

NewEntry factor_entry(const std::string& user, const std::string& secret) {
    NewEntry entry;
    entry.kind = "factor";
    entry.fields = {{"user", user}, {"secret", secret}};
    return entry;
}

Result<std::string> title_of(Register& reg) {
    return read_store<std::string>(reg, [&](store::Reader& reader, std::string& title) -> Result<void> {
        const auto row = reader.record("ledger", reg.name());
        const auto body = row ? ledger::decode_body(row->text) : fail(ErrorKind::verification, "is missing");
        if (!body) {
            return fail(ErrorKind::verification, "the ledger's first entry is damaged; run muster ledger verify");
        }
        title = text_of(*body, "title");
        return {};
    });
}

std::vector<std::string> permitted(const Access& access) {
    std::vector<std::string> out;
    for (const ActionRow& row : action_rows()) {
        if (row.action != Action::nobody && access.may(row.action)) {
            out.emplace_back(name_of(row.action));
        }
    }
    return out;
}

} // namespace

bool Login::has_seen(const std::string& what) const {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    std::erase_if(seen_, [&](const auto& one) { return now - one.second > seen_for; });
    return seen_.contains(what);
}

void Login::saw(const std::string& what) const {
    const std::lock_guard lock(mutex_);
    seen_.try_emplace(what, std::chrono::steady_clock::now());
}

Result<LoginReply> log_in(const LoginRequest& request) {
    auto reg = open_for_anybody(request.caller);
    const auto users = reg ? has_users(**reg) : fail(reg.error());
    if (!users) {
        return fail(users.error());
    }
    Caller caller = request.caller;
    caller.who = request.name;
    caller.password = request.password;
    const auto access = *users ? access_of(**reg, caller) : not_known();
    if (!access) {
        return access.error().kind == ErrorKind::forbidden ? Result<LoginReply>(not_known()) : fail(access.error());
    }
    const auto user = user_named(**reg, access->who);
    if (!user || !*user) {
        return user ? Result<LoginReply>(not_known()) : fail(user.error());
    }
    if (const std::string& secret = (*user)->factor; !secret.empty()) {
        if (request.code.empty()) {
            return LoginReply{};
        }
        const auto bytes = ledger::from_base32(secret);
        const auto step = bytes ? ledger::step_of_code(*bytes, request.code, std::time(nullptr)) : std::nullopt;
        if (!step || (request.take && !request.take(access->who, *step))) {
            return not_known();
        }
    }
    return LoginReply{std::make_shared<Login>(proof_of(access->who, **user))};
}

Result<std::shared_ptr<const Login>> renewed(const Caller& at, const Login& earlier) {
    auto reg = open_for_anybody(at);
    const auto user = reg ? user_named(**reg, earlier.proof().who) : fail(reg.error());
    if (!user || !*user) {
        return user ? Result<std::shared_ptr<const Login>>(not_known()) : fail(user.error());
    }
    return std::make_shared<const Login>(proof_of(earlier.proof().who, **user));
}

Result<Answer> describe_session(const Caller& caller, const std::optional<std::string>& csrf) {
    auto reg = open_for_anybody(caller);
    const auto users = reg ? has_users(**reg) : fail(reg.error());
    if (!users) {
        return fail(users.error());
    }
    const bool somebody = !*users || caller.login;
    const auto access = somebody ? access_of(**reg, caller) : Result<Access>(Access{});
    const auto title = access ? title_of(**reg) : fail(access.error());
    if (!title) {
        return fail(title.error());
    }
    JsonObject json;
    json.raw("open", json_bool(!*users));
    json.raw("user", somebody ? ledger::json_string(access->who) : "null");
    json.raw("roles", json_strings(access->roles));
    json.raw("may", json_strings(somebody ? permitted(*access) : std::vector<std::string>{}));
    json.raw("blind", json_bool(access->blind()));
    json.raw("second_factor", json_bool(caller.login && !caller.login->proof().factor.empty()));
    json.raw("csrf", csrf ? ledger::json_string(*csrf) : "null");
    json.raw("simulated", json_bool((*reg)->simulated()));
    json.text("title", *title);
    Answer answer;
    answer.json = json.done();
    return answer;
}

std::string new_second_factor() {
    return ledger::base32(ledger::new_code_secret());
}

std::string second_factor_uri(const std::string& secret, const std::string& user) {
    std::string label;
    for (const char c : user) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        constexpr std::string_view hex = "0123456789ABCDEF";
        label += plain ? std::string(1, c) : std::string{'%', hex[byte >> 4U], hex[byte & 15U]};
    }
    return "otpauth://totp/muster:" + label + "?secret=" + secret + "&issuer=muster";
}

bool is_second_factor_code(const std::string& secret, const std::string& code) {
    const auto bytes = ledger::from_base32(secret);
    return bytes && ledger::step_of_code(*bytes, code, std::time(nullptr));
}

Result<Answer> set_second_factor(const Recorder& recorder, const std::string& secret, const std::string& code) {
    auto session = open_for_writing(recorder, Action::look_up);
    if (!session) {
        return fail(session.error());
    }
    if (session->access.open) {
        return fail(ErrorKind::refused, "a register without users has no second factor; add a user first");
    }
    if (!is_second_factor_code(secret, code)) {
        return fail(ErrorKind::bad_input, "this is no code of the new secret; read the newest from the authenticator, "
                                          "and see that its clock is right");
    }
    // By another rule than that of the kind: everybody has their own.
    return record_permitted(*session, {factor_entry(session->access.who, secret)}, "entry", {}, recorder.trial);
}

Result<Answer> drop_second_factor(const Recorder& recorder, const std::string& user) {
    const std::string name = nfc(user);
    const bool own = name == nfc(recorder.who);
    auto session = open_for_writing(recorder, own ? Action::look_up : Action::keep_users);
    const auto found = session ? user_named(session->reg, name) : fail(session.error());
    if (!found) {
        return fail(found.error());
    }
    if (!*found || (*found)->factor.empty()) {
        return fail(ErrorKind::refused, "'" + name + "' has no second factor");
    }
    if (recorder.reason.empty()) {
        return fail(ErrorKind::bad_input, "the reason is missing; say why no code is to be asked for any more");
    }
    NewEntry entry = factor_entry(name, std::string(no_factor));
    entry.reason = recorder.reason;
    return record_permitted(*session, {entry}, "entry", {}, recorder.trial);
}

} // namespace muster
