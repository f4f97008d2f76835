#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// The records of one kind (its name, or its command), as a table; withdrawn ones only with `all`. Of users: that there
/// are none, and anybody may do everything. Errors: usage (no
/// such kind), those of the store.
[[nodiscard]] Result<Answer> list_records(const Caller& caller, const std::string& kind, bool all);

/// Which page of a list.
struct ListPage {
    std::string kind;      ///< its name, or its command
    std::string holding{}; ///< in a record's key or fields, upper and lower case of a to z taken for the same
    bool all = false;      ///< withdrawn ones too
    std::uint64_t offset = 0;
    std::uint64_t limit = 50;
    std::string naming{}; ///< only those that name this record ("kind:key"); `holding` is not asked then
    std::string waits{};  ///< only decisions that wait for this: "signature", "family"; `holding` is not asked then
};

/// A page of `list_records`, as JSON alone: {"total","rows"}; of what is signed, with how far it is. The same errors,
/// and usage: nothing of the kind waits for that; forbidden: it is not the caller's to know.
[[nodiscard]] Result<Answer> page_records(const Caller& caller, const ListPage& page);

/// One record with everything about it: fields, personal data, the entries that made and changed it, what refers to it,
/// its findings. `name`: "kind:key", a key (of any kind, where `kind` is empty), or the name that another laboratory
/// uses. Errors: bad_input (no such record, or several of that name: they are named).
[[nodiscard]] Result<Answer> show_record(const Caller& caller, const std::string& kind, const std::string& name);

/// A custodian's view of an item: where it is, and every custody leg that it went through, with seals, confirmations,
/// photographs and findings. The same errors.
[[nodiscard]] Result<Answer> show_custody(const Caller& caller, const std::string& written);

/// The custody legs that are not confirmed in full, with `all` every one.
[[nodiscard]] Result<Answer> list_custody(const Caller& caller, bool all);

/// Findings that are open now or, with `as_of` (ISO 8601), were or will be open then as far as the register knew or
/// knows; with `all` the closed ones too. Error (usage): `as_of` is no time.
[[nodiscard]] Result<Answer> list_findings(const Caller& caller, bool all, const std::string& as_of);

/// One finding, by its id ("F412" or "F412.2"). Error (bad_input): there is none.
[[nodiscard]] Result<Answer> show_finding(const Caller& caller, const std::string& id);

/// Resolves a finding; `recorder.reason` says why. Errors: bad_input (no such finding), refused (it is closed).
[[nodiscard]] Result<Answer> resolve_finding(const Recorder& recorder, const std::string& id);

} // namespace muster
