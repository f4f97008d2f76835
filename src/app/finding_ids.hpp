#pragma once

#include "muster/register/register.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace muster {

/// How findings are named: "F412" after the entry that opened them, "F412.1", "F412.2" … (by subject and rule) where it
/// opened several. The entry's findings never grow or shrink, so a name stays.
class FindingIds {
  public:
    FindingIds() = default;
    /// `all`: every finding that the entries in question opened.
    explicit FindingIds(const std::vector<store::FindingRow>& all);
    /// Empty: not among them.
    [[nodiscard]] std::string of(const store::FindingRow& row) const;

  private:
    std::map<std::uint64_t, std::vector<std::pair<std::string, std::string>>> by_entry_{};
};

/// The names of these findings; empty ones if the store cannot be read any more.
[[nodiscard]] FindingIds finding_ids(Register& reg, const std::vector<store::FindingRow>& findings);

/// Does the finding count at this time (UTC text)? An overdue confirmation lies in the future at first.
[[nodiscard]] bool has_begun(const store::FindingRow& row, const std::string& time);

/// Its state at this time for people: "to come" while it has not begun, otherwise as it is recorded.
[[nodiscard]] std::string state_at(const store::FindingRow& row, const std::string& time);

[[nodiscard]] std::string finding_json(const store::FindingRow& row, const std::string& id, bool simulated);

} // namespace muster
