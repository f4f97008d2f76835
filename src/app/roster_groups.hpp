#pragma once

#include "muster/register/roster.hpp"
#include "muster/register/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster {

/// A group of the roster. An empty name: it is not recorded, or there is none.
struct RosterGroup {
    std::vector<std::string> names{}; ///< one for each `by`
    std::vector<Figure> figures{};    ///< one for each column
};

/// The roster in groups.
struct RosterGroups {
    std::vector<std::string> by{};
    std::vector<std::string> columns{}; ///< "on the roster", "unaccounted for", "accounted for", and ways of it
    std::vector<RosterGroup> groups{};  ///< sorted by name; those without a name behind the others
    RosterGroup total{};
    std::uint64_t simulated = 0; ///< persons who, or whose status, are not of the real world
};

/// May a figure, or what others report beside it, follow from an entry of this kind?
[[nodiscard]] bool may_count(std::string_view kind);

/// Error (usage): no such group, or one that is given twice.
[[nodiscard]] Result<void> check_groups(const std::vector<std::string>& by);

/// Precondition: `check_groups` found nothing. Error (verification): see `Past`.
[[nodiscard]] Result<RosterGroups> group_roster(Past& past, const std::vector<Missing>& roster,
                                                const std::vector<std::string>& by, const Vocabulary& vocabulary);

[[nodiscard]] std::string roster_text(const RosterGroups& roster, bool entries);
[[nodiscard]] std::string roster_csv(const RosterGroups& roster, bool entries);
/// The members "by", "groups" and "total" of a JSON object, as JSON.
[[nodiscard]] std::string groups_json(const RosterGroups& roster, bool entries);
[[nodiscard]] std::string total_json(const RosterGroups& roster, bool entries);

/// [12,31]
[[nodiscard]] std::string entries_json(const std::vector<std::uint64_t>& entries);
/// {"count":2,"entries":[12,31]}, or {"count":2}
[[nodiscard]] std::string figure_json(const Figure& figure, bool entries);
/// "12 to 15, 31"
[[nodiscard]] std::string entries_text(const std::vector<std::uint64_t>& entries);

} // namespace muster
