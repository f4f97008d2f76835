#pragma once

#include "muster/register/roster.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace muster {

/// "conflict=Korean War", taken apart. Nothing: no "=".
[[nodiscard]] std::optional<std::pair<std::string, std::string>> restriction(std::string_view item);

/// What is wrong with what a topic lets the register count (fields `measure` and `where`), each in a sentence.
[[nodiscard]] std::vector<std::string> wrong_with_measure(const std::string& measure,
                                                          const std::vector<std::string>& where);

/// Counts what topics ask for.
class Measures {
  public:
    /// `roster`: of the same past and day.
    Measures(Past& past, const std::optional<Moment>& on, const std::vector<Missing>& roster)
        : past_(past), on_(on), roster_(roster) {}

    /// Precondition: nothing is wrong with the measure. Error (verification): see `Past`.
    [[nodiscard]] Result<Figure> count(const std::string& measure, const std::vector<std::string>& where);

  private:
    /// A turnover, or something that came with one.
    struct Item {
        std::uint64_t entry = 0;
        std::uint64_t number = 1; ///< of cases that it speaks of
        bool counts = false;
        std::string on;
        std::string turnover;
        std::string accession;
    };
    using Items = std::unordered_map<std::string, Item>;

    [[nodiscard]] Result<const Items*> items_of(const std::string& kind);
    [[nodiscard]] Figure count_persons(const std::string& measure, const std::vector<std::string>& where) const;

    Past& past_;
    const std::optional<Moment>& on_;
    const std::vector<Missing>& roster_;
    std::map<std::string, Items> items_{};
};

} // namespace muster
