#include "authentication.hpp"

#include "known_users.hpp"
#include "muster/base/nfc.hpp"
#include "muster/ledger/password.hpp"
#include "muster/register/values.hpp"

#include <algorithm>

namespace muster {
namespace {

tl::unexpected<Error> not_known() {
    return fail(ErrorKind::forbidden,
                "no such user, or another password; say who you are (--by NAME or MUSTER_USER) and give the password "
                "(MUSTER_PASSWORD, --password-file FILE, or at the terminal)");
}

Result<std::string> password_of(const Caller& caller) {
    if (!caller.password.empty() || !caller.ask) {
        return caller.password;
    }
    return caller.ask();
}

Result<void> check_password(const Caller& caller, const std::optional<User>& user) {
    const auto password = password_of(caller);
    const auto same =
        password ? ledger::is_password(*password, user ? user->hash : std::string()) : fail(password.error());
    if (!same) {
        return fail(same.error());
    }
    return *same ? Result<void>() : not_known();
}

Result<void> check_login(const Login& login, const std::string& who, const std::optional<User>& user) {
    return user && !user->hash.empty() && login.proof() == proof_of(who, *user)
               ? Result<void>()
               : fail(ErrorKind::forbidden, "the session is over: the user, the password or the second factor was "
                                            "changed; log in again");
}

/// Is there a signature of it that counts?
bool is_signed(store::Reader& reader, const std::string& name) {
    const auto links = reader.links_to(name);
    return std::any_of(links.begin(), links.end(), [&](const store::LinkRow& link) {
        const auto row = link.role == "of" && kind_of(link.source) == "signature"
                             ? reader.record("signature", std::string(key_of(link.source)))
                             : std::nullopt;
        return row && row->state == "current";
    });
}

/// The examinations of the caller: those that are open, and whether one is signed.
Result<void> read_examinations(Register& reg, Access& access) {
    return reg.store().read([&](store::Reader& reader) -> Result<void> {
        access.unsigned_.clear();
        access.has_signed = false;
        std::vector<std::string> own;
        reader.each_record("examination", [&](store::RecordRow& row) {
            if (row.state == "current" && ledger::find_text(row.text, "analyst") == access.who) {
                own.push_back(ref("examination", row.key));
            }
        });
        for (std::string& one : own) {
            if (is_signed(reader, one)) {
                access.has_signed = true;
            } else {
                access.unsigned_.push_back(std::move(one));
            }
        }
        return {};
    });
}

/// What the tables say of a user must be what the last entry says.
Result<void> check_ledger_says_so(Register& reg, const FullRecord& user) {
    const auto entry = reg.entry(user.entries.back());
    if (!entry) {
        return fail(entry.error());
    }
    return entry->entry.body == user.body
               ? Result<void>()
               : fail(ErrorKind::verification, user.ref + ": the tables do not say of this user what the ledger says; "
                                                          "restore the store from "
                                                          "a backup");
}

} // namespace

Login::Proof proof_of(const std::string& who, const User& user) {
    return {who, user.hash, user.factor};
}

Result<Access> access_of(Register& reg, const Caller& caller) {
    Access access;
    access.who = nfc(caller.who);
    auto users = has_users(reg);
    if (!users) {
        return fail(users.error());
    }
    access.open = !*users;
    if (access.open) {
        return access;
    }
    auto user = user_named(reg, access.who);
    if (!user) {
        return fail(user.error());
    }
    if (auto proved = caller.login ? check_login(*caller.login, access.who, *user) : check_password(caller, *user);
        !proved) {
        return fail(proved.error());
    }
    const FullRecord& record = (*user)->record;
    if (auto sound = check_ledger_says_so(reg, record); !sound) {
        return fail(sound.error());
    }
    access.roles = list_of(record.body, "roles");
    access.projects = list_of(record.body, "projects");
    if (auto read = read_examinations(reg, access); !read) {
        return fail(read.error());
    }
    return access;
}

} // namespace muster
