#pragma once

#include "register_session.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// What of a register a caller may see: records of the kinds that the roles may read, and of these, with projects, what
/// belongs to one of them (or to none at all). A photograph, alias, finding or signature is as secret as what it is
/// about. Each record is read once.
class Sight {
  public:
    Sight(Register& reg, const Access& access) : reg_(reg), access_(access) {}
    explicit Sight(ReadSession& session) : Sight(session.reg, session.access) {}

    /// By name ("kind:key"), whether it is recorded or not.
    [[nodiscard]] Result<bool> sees(const std::string& name);
    /// The same of fields that are not those recorded now.
    [[nodiscard]] Result<bool> sees(std::string_view kind, const std::string& name, const ledger::Body& body);
    /// An entry: its own fields, and the record that it made or changed.
    [[nodiscard]] Result<bool> sees(const ledger::Entry& entry);
    /// A finding: what it is about, and whatever its text names.
    [[nodiscard]] Result<bool> sees(const store::FindingRow& finding);
    /// Leaves the findings that are seen.
    [[nodiscard]] Result<std::vector<store::FindingRow>> seen(std::vector<store::FindingRow> findings);

    /// Error (forbidden): says why not, and who may.
    [[nodiscard]] Result<void> check(const std::string& name);
    /// The same of fields that are about to be recorded: all that belongs to a project must be one of the caller's.
    [[nodiscard]] Result<void> check_new(std::string_view kind, const std::string& name, const ledger::Body& body);

    /// Is a record of the living and the missing, or about one?
    [[nodiscard]] Result<bool> is_personal(std::string_view kind, const ledger::Body& body);

  private:
    using Names = std::set<std::string>;

    [[nodiscard]] Result<const ledger::Body*> body_of(const std::string& name);
    /// The kind whose secrets it shares.
    [[nodiscard]] Result<std::string> kind_behind(std::string_view kind, const ledger::Body& body, int depth = 0);
    [[nodiscard]] Result<Names> projects_of(const std::string& name);
    [[nodiscard]] Result<Names> projects_of(std::string_view kind, const std::string& name, const ledger::Body& body);
    [[nodiscard]] Result<Names> accessions_of_case(const std::string& name);
    [[nodiscard]] bool is_own(const Names& projects) const;

    Register& reg_;
    const Access& access_;
    std::map<std::string, std::optional<ledger::Body>> bodies_{};
    std::map<std::string, Names> projects_{};
};

} // namespace muster
