#include "known_users.hpp"

#include <algorithm>

namespace muster {
namespace {

/// What was set last for a user by the records of a kind, passwords or second factors; empty: nothing.
Result<std::string> secret_of(Register& reg, const FullRecord& user, std::string_view kind, const std::string& field) {
    std::string newest;
    std::uint64_t entry = 0;
    for (const Link& link : user.links) {
        if (kind_of(link.source) != kind || link.role != "user") {
            continue;
        }
        const auto record = reg.find(link.source);
        if (!record) {
            return fail(record.error());
        }
        if (*record && !(*record)->withdrawn && (*record)->entries.back() > entry) {
            entry = (*record)->entries.back();
            newest = (*record)->personal ? text_of(*(*record)->personal, field) : std::string();
        }
    }
    return newest;
}

} // namespace

Result<bool> has_users(Register& reg) {
    return read_store<bool>(reg, [](store::Reader& reader, bool& any) -> Result<void> {
        reader.each_record("user", [&](store::RecordRow&) { any = true; });
        return {};
    });
}

Result<std::optional<User>> user_named(Register& reg, const std::string& name) {
    auto record = reg.find(ref("user", name));
    if (!record) {
        return fail(record.error());
    }
    if (!*record || (*record)->withdrawn) {
        return std::optional<User>();
    }
    auto hash = secret_of(reg, **record, "password", "hash");
    auto factor = hash ? secret_of(reg, **record, "factor", "secret") : fail(hash.error());
    if (!factor) {
        return fail(factor.error());
    }
    return User{**std::move(record), *std::move(hash), *factor == no_factor ? std::string() : *std::move(factor)};
}

Result<void> keep_an_administrator(ReadSession& session, const std::string& subject) {
    if (kind_of(subject) != "user") {
        return {};
    }
    const auto names = administrators(session.reg);
    if (!names) {
        return fail(names.error());
    }
    return names->size() == 1 && names->front() == key_of(subject)
               ? fail(ErrorKind::refused, std::string(key_of(subject)) + " is the last administrator with a password; "
                                                                         "add another one first (muster user add)")
               : Result<void>();
}

Result<std::vector<std::string>> administrators(Register& reg) {
    auto names = read_store<std::vector<std::string>>(
        reg, [](store::Reader& reader, std::vector<std::string>& all) -> Result<void> {
            reader.each_record("user", [&](store::RecordRow& row) {
                const auto roles = ledger::find_list(row.text, "roles");
                if (row.state == "current" && std::find(roles.begin(), roles.end(), "administrator") != roles.end()) {
                    all.push_back(std::move(row.key));
                }
            });
            return {};
        });
    if (!names) {
        return fail(names.error());
    }
    std::vector<std::string> with_password;
    for (std::string& name : *names) {
        const auto user = user_named(reg, name);
        if (!user) {
            return fail(user.error());
        }
        if (*user && !(*user)->hash.empty()) {
            with_password.push_back(std::move(name));
        }
    }
    return with_password;
}

} // namespace muster
