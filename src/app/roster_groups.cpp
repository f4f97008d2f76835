#include "roster_groups.hpp"

#include "muster/ledger/entry.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

namespace muster {
namespace {

/// What the roster can be grouped by, and the field of a person that says it (none: something else does).
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> groupings{{{"conflict", "conflict"},
                                                                                  {"nation", "nation"},
                                                                                  {"place", "lost_in"},
                                                                                  {"service", "service"},
                                                                                  {"unit", "unit"},
                                                                                  {"turnover", ""},
                                                                                  {"period", ""},
                                                                                  {"status", ""},
                                                                                  {"category", "category"}}};

std::string text_in(std::string_view body, std::string_view field) {
    return ledger::find_text(body, field).value_or(std::string{});
}

/// A field of every record of a kind that counts, by its key.
Result<std::unordered_map<std::string, std::string>> field_by_key(Past& past, const std::string& kind,
                                                                  std::string_view field) {
    std::unordered_map<std::string, std::string> found;
    auto read = past.each_record(kind, [&](store::RecordRow& row) {
        if (row.state == "current") {
            found.emplace(std::move(row.key), text_in(row.text, field));
        }
    });
    return read ? Result<std::unordered_map<std::string, std::string>>(std::move(found)) : fail(read.error());
}

/// Finds a person's group.
class Grouping {
  public:
    Grouping(std::string_view by, std::string_view field) : by_(by), field_(field) {}

    /// Reads which individual came with which turnover, if that is asked for.
    Result<void> prepare(Past& past) {
        if (by_ != "turnover") {
            return {};
        }
        auto accessions = field_by_key(past, "accession", "turnover");
        auto individuals = accessions ? field_by_key(past, "individual", "accession") : fail(accessions.error());
        if (!individuals) {
            return fail(individuals.error());
        }
        for (auto& [key, accession] : *individuals) {
            const auto at = accessions->find(accession);
            accession = at == accessions->end() ? std::string{} : at->second;
        }
        turnovers_ = *std::move(individuals);
        return {};
    }

    [[nodiscard]] std::string group_of(const Missing& person) const {
        constexpr std::size_t year = 4;
        if (!field_.empty()) {
            return text_in(person.text, field_);
        }
        if (by_ == "status") {
            return person.status;
        }
        if (by_ == "period") {
            return std::string(ledger::find_raw(person.text, "lost_on").substr(0, year));
        }
        const auto at = turnovers_.find(person.individual);
        return at == turnovers_.end() ? std::string{} : at->second;
    }

  private:
    std::string_view by_;
    std::string_view field_;
    std::unordered_map<std::string, std::string> turnovers_{}; ///< of an individual
};

/// The ways in which somebody is accounted for: those of the vocabulary, and others that were recorded before it
/// changed.
std::vector<std::string> ways_of(const std::vector<Missing>& roster, const Vocabulary& vocabulary) {
    std::vector<std::string> ways;
    const auto add = [&](const std::string& status) {
        if (is_accounted_for(status) && std::find(ways.begin(), ways.end(), status) == ways.end()) {
            ways.push_back(status);
        }
    };
    for (const std::string& word : vocabulary.words("accounting_status")) {
        add(word);
    }
    for (const Missing& person : roster) {
        add(person.status);
    }
    return ways;
}

/// "Accounted for: returned alive" → "returned alive".
std::string way_words(const std::string& status) {
    const std::size_t colon = status.find(": ");
    return colon == std::string::npos ? status : status.substr(colon + 2);
}

void count(RosterGroup& group, const Missing& person, const std::vector<std::string>& ways) {
    enum Column : std::uint8_t { on_the_roster, unaccounted, accounted, first_way };
    group.figures.resize(first_way + ways.size());
    add_person(group.figures[on_the_roster], person, false);
    if (!is_accounted_for(person.status)) {
        add_person(group.figures[unaccounted], person, true);
        return;
    }
    add_person(group.figures[accounted], person, true);
    const auto way = std::find(ways.begin(), ways.end(), person.status) - ways.begin();
    add_person(group.figures[first_way + static_cast<std::size_t>(way)], person, true);
}

void sort_entries(RosterGroup& group) {
    for (Figure& figure : group.figures) {
        muster::sort_entries(figure);
    }
}

} // namespace

Result<void> check_groups(const std::vector<std::string>& by) {
    std::vector<std::string> names;
    std::string all;
    for (const auto& grouping : groupings) {
        names.emplace_back(grouping.first);
        all += (all.empty() ? "" : ", ") + names.back();
    }
    for (auto one = by.begin(); one != by.end(); ++one) {
        if (std::find(names.begin(), names.end(), *one) == names.end()) {
            const std::string near = nearest(names, *one);
            return fail(ErrorKind::usage,
                        "--by: the roster is not grouped by '" + *one +
                            (near.empty() ? "'; expected one of: " + all : "'; did you mean " + near + "?"));
        }
        if (std::find(by.begin(), one, *one) != one) {
            return fail(ErrorKind::usage, "--by: '" + *one + "' is given twice");
        }
    }
    return {};
}

Result<RosterGroups> group_roster(Past& past, const std::vector<Missing>& roster, const std::vector<std::string>& by,
                                  const Vocabulary& vocabulary) {
    std::vector<Grouping> grouping;
    for (const std::string& name : by) {
        const auto* known =
            std::find_if(groupings.begin(), groupings.end(), [&](const auto& g) { return g.first == name; });
        if (auto prepared = grouping.emplace_back(known->first, known->second).prepare(past); !prepared) {
            return fail(prepared.error());
        }
    }
    RosterGroups all;
    all.by = by;
    all.columns = {"on the roster", "unaccounted for", "accounted for"};
    const auto ways = ways_of(roster, vocabulary);
    std::transform(ways.begin(), ways.end(), std::back_inserter(all.columns), way_words);
    all.total.figures.resize(all.columns.size());
    // Those without a name come last.
    std::map<std::vector<std::pair<bool, std::string>>, RosterGroup> groups;
    std::vector<std::pair<bool, std::string>> place(by.size());
    for (const Missing& person : roster) {
        for (std::size_t i = 0; i < by.size(); ++i) {
            place[i].second = grouping[i].group_of(person);
            place[i].first = place[i].second.empty();
        }
        all.simulated += person.simulated ? 1U : 0U;
        count(all.total, person, ways);
        if (!by.empty()) {
            count(groups[place], person, ways);
        }
    }
    sort_entries(all.total);
    for (auto& [names, group] : groups) {
        for (const auto& name : names) {
            group.names.push_back(name.second);
        }
        sort_entries(group);
        all.groups.push_back(std::move(group));
    }
    return all;
}

} // namespace muster
