#include "views.hpp"

#include "consents.hpp"
#include "muster/app/login.hpp"

#include <algorithm>

namespace muster {

Result<void> disclosed(ReadSession& session, std::vector<std::string> of, const std::string& through) {
    if (session.access.open || of.empty()) {
        return {};
    }
    std::erase(of, ref("user", session.access.who)); // one's own
    if (of.empty()) {
        return {};
    }
    std::sort(of.begin(), of.end());
    of.erase(std::unique(of.begin(), of.end()), of.end());
    const auto key_file = key_file_of(session.caller);
    const auto key = key_file ? ledger::SigningKey::read(*key_file) : fail(key_file.error());
    if (!key) {
        return fail(ErrorKind::refused,
                    "personal and ante-mortem data are shown only with an entry that says who saw them, and an entry "
                    "needs the ledger's signing key: " +
                        key.error().text());
    }
    if (session.caller.login) {
        std::erase_if(of, [&](const std::string& one) { return session.caller.login->has_seen(through + " " + one); });
        if (of.empty()) {
            return {};
        }
    }
    std::string all;
    for (const std::string& one : of) {
        all += (all.empty() ? "" : ";") + one;
    }
    NewEntry entry;
    entry.kind = "view";
    entry.fields = {{"who", session.access.who}, {"through", through}, {"of", all}};
    const auto recorded = session.reg.record({entry}, {session.access.who}, *key, Vocabulary({}, {}));
    if (!recorded) {
        return fail(recorded.error());
    }
    if (!recorded->problems.empty()) {
        return fail(recorded->problems.front());
    }
    for (const std::string& one : of) {
        if (session.caller.login) {
            session.caller.login->saw(through + " " + one);
        }
    }
    return {};
}

bool may_read_personal(const Access& access, std::string_view name) {
    return access.may(reading_personal(kind_of(name))) || (kind_of(name) == "user" && key_of(name) == access.who);
}

Result<void> check_consent(ReadSession& session, const std::string& name, const ledger::Body& reference) {
    if (session.access.open || session.access.has_role("auditor")) {
        return {};
    }
    const std::string person = text_of(reference, "person");
    const auto consents = current_records(session.reg, "consent", false);
    if (!consents) {
        return fail(consents.error());
    }
    const auto newest = newest_consents(*consents);
    const auto word = newest.find(person);
    if (word == newest.end() || word->second.holds) {
        return {};
    }
    const CurrentRecord& consent = *word->second.record;
    return fail(ErrorKind::forbidden,
                name + " is neither read nor used: person:" + person +
                    (word->second.over
                         ? ": consent to identification ended on " + text_of(consent.body, "until")
                         : ": consent to identification was withdrawn on " + text_of(consent.body, "on")) +
                    " (" + ref("consent", consent.key) + "); an auditor may read it");
}

} // namespace muster
