#pragma once

#include "muster/register/past.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// How many, and which entries say so.
struct Figure {
    std::uint64_t count = 0;
    std::vector<std::uint64_t> entries{}; ///< sorted, each once
};

/// What a person's status is called when nothing says another.
inline constexpr std::string_view unaccounted_for = "Unaccounted for";
/// What a signed identification makes it.
inline constexpr std::string_view remains_identified = "Accounted for: remains identified";

/// "Accounted for: …" of whatever law: the words before the colon say it.
[[nodiscard]] bool is_accounted_for(std::string_view status);

/// Somebody on the roster of the missing, and how they stand.
struct Missing {
    std::string key;
    std::string text;                        ///< the canonical JSON of the person's fields
    std::uint64_t entry = 0;                 ///< that says so
    std::string status{unaccounted_for};     ///< a word of vocabulary accounting_status
    std::vector<std::uint64_t> decided_by{}; ///< the entries that make it the status; none: nothing does
    std::string individual{};                ///< of the first signed identification, if the remains are identified
    bool simulated = false;                  ///< the person, or what decides the status, is not of the real world
};

/// All persons with role Missing that count, in no order, each with the status that is the newest by
/// its date, as far as dates are certain, and then by its entry. `on`: only what certainly was not after it counts:
/// losses, statuses, identifications and signatures; somebody without a date of loss is on the roster always. Error
/// (verification): see `Past`.
[[nodiscard]] Result<std::vector<Missing>> read_roster(Past& past, const std::optional<Moment>& on);

/// Adds a person to a figure; with what decides the status, if the figure depends on it. `sort_entries` follows.
void add_person(Figure& figure, const Missing& person, bool decided);
/// Brings a figure's entries into order.
void sort_entries(Figure& figure);

/// Is a date certainly not after `on`? So is none.
[[nodiscard]] bool happened_by(const std::optional<Moment>& on, std::string_view date);

/// Which records of a kind are not of the real world.
class Simulated {
  public:
    Simulated() = default;
    Simulated(store::Reader& reader, const std::string& kind);
    /// `first_entry`: the record's.
    [[nodiscard]] bool has(std::uint64_t first_entry) const;

  private:
    bool all_ = false; ///< of a register that was begun so
    std::vector<std::uint64_t> entries_{};
};

} // namespace muster
