#include "json_text.hpp"
#include "muster/app/account.hpp"
#include "muster/ledger/hash.hpp"
#include "muster/ledger/merkle.hpp"
#include "register_session.hpp"
#include "remembered.hpp"
#include "roster_groups.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace muster {
namespace {

constexpr std::array<std::string_view, 4> published_groups{"conflict", "nation", "place", "service"};
constexpr std::size_t published_columns = 3; ///< on the roster, unaccounted for, accounted for

/// Which figures are withheld, by row (the last is the whole) and column.
using Withheld = std::vector<std::array<bool, published_columns>>;
using Counts = std::vector<std::array<std::uint64_t, published_columns>>;

/// A row's roster is the sum of the other two figures: these are withheld together, and with the roster all three.
bool withhold_in_row(std::array<bool, published_columns>& row) {
    const auto before = row;
    if (row[0] || row[1] || row[2]) {
        row[1] = true;
        row[2] = true;
    }
    return row != before;
}

/// One figure alone that is withheld would follow from the column's total: the least of the others goes with it
/// (secondary suppression; Hundepool et al. 2012, Statistical Disclosure Control).
bool withhold_in_column(Withheld& withheld, const Counts& counts, std::size_t c) {
    const std::size_t groups = counts.size() - 1;
    std::size_t hidden = 0;
    std::optional<std::size_t> least;
    for (std::size_t r = 0; r < groups; ++r) {
        hidden += withheld[r][c] ? 1U : 0U;
        if (!withheld[r][c] && counts[r][c] > 0 && (!least || counts[r][c] < counts[*least][c])) {
            least = r;
        }
    }
    const bool follows = hidden == 1 && !withheld[groups][c] && least;
    if (follows) {
        withheld[*least][c] = true;
    }
    return follows;
}

Withheld withheld_of(const Counts& counts) {
    Withheld out(counts.size());
    for (std::size_t r = 0; r < counts.size(); ++r) {
        for (std::size_t c = 0; c < published_columns; ++c) {
            out[r][c] = counts[r][c] > 0 && counts[r][c] < least_published;
        }
    }
    const auto withhold_in_rows = [&] {
        bool more = false;
        for (auto& row : out) {
            more = withhold_in_row(row) || more;
        }
        return more;
    };
    // A step at a time: what goes with one column in a row is often enough for the next.
    while (withhold_in_rows() || withhold_in_column(out, counts, 2) || withhold_in_column(out, counts, 1) ||
           withhold_in_column(out, counts, 0)) {
    }
    return out;
}

Result<std::string> digest_of(store::Reader& reader, const std::vector<std::uint64_t>& entries) {
    ledger::Sha256 all;
    for (const std::uint64_t seq : entries) {
        const auto row = reader.entry(seq);
        if (!row) {
            return fail(ErrorKind::verification, "entry " + std::to_string(seq) + " is missing");
        }
        const ledger::Hash leaf = ledger::leaf_hash(row->text);
        all.update({reinterpret_cast<const char*>(leaf.data()), leaf.size()}); // NOLINT: bytes of the hash
    }
    return ledger::hex(all.finish());
}

Result<std::string> row_json(store::Reader& reader, const RosterGroups& roster, const RosterGroup& group,
                             const std::array<bool, published_columns>& withheld) {
    JsonObject figures;
    for (std::size_t c = 0; c < published_columns; ++c) {
        JsonObject figure;
        figure.raw("withheld", json_bool(withheld[c]));
        if (!withheld[c]) {
            auto digest = digest_of(reader, group.figures[c].entries);
            if (!digest) {
                return digest;
            }
            figure.raw("count", std::to_string(group.figures[c].count));
            figure.text("digest", *digest);
        }
        figures.raw(roster.columns[c], figure.done());
    }
    JsonObject row;
    const bool named = !group.names.empty() && !group.names.front().empty();
    row.raw("group", named ? ledger::json_string(group.names.front()) : "null");
    row.raw("figures", figures.done());
    return row.done();
}

Result<std::string> published(store::Reader& reader, const std::string& by, const Vocabulary& vocabulary) {
    const auto head = reader.newest_head();
    Past past(reader, head ? head->size : 0);
    const auto people = read_roster(past, std::nullopt);
    const auto roster =
        people ? group_roster(past, *people, by.empty() ? std::vector<std::string>{} : std::vector{by}, vocabulary)
               : fail(people.error());
    if (!roster) {
        return fail(roster.error());
    }
    std::vector<RosterGroup> rows = by.empty() ? std::vector<RosterGroup>{} : roster->groups;
    rows.push_back(roster->total);
    rows.back().names.clear();
    Counts counts;
    for (const RosterGroup& row : rows) {
        counts.push_back({row.figures[0].count, row.figures[1].count, row.figures[2].count});
    }
    const Withheld withheld = withheld_of(counts);
    std::vector<std::string> all;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        auto row = row_json(reader, *roster, rows[r], withheld[r]);
        if (!row) {
            return row;
        }
        all.push_back(*std::move(row));
    }
    const std::string total = all.back();
    all.pop_back();
    JsonObject json;
    json.raw("by", by.empty() ? "null" : ledger::json_string(by));
    json.raw("least_published", std::to_string(least_published));
    json.raw("simulated", std::to_string(roster->simulated));
    json.raw("groups", json_array(all));
    json.raw("total", total);
    json.raw("head", head ? head->text : "null");
    return json.done();
}

} // namespace

Result<Answer> published_account(const Caller& caller, const std::string& by) {
    if (!by.empty() && std::find(published_groups.begin(), published_groups.end(), by) == published_groups.end()) {
        return fail(ErrorKind::usage, "by: conflict, nation, place or service is expected, found '" + by + "'");
    }
    auto reg = open_for_anybody(caller);
    const auto vocabulary = reg ? shipped_vocabulary() : fail(reg.error());
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    static Remembered<std::string> remembered; // the figures hold for the head that they name
    const auto json = remembered.get(**reg, by, may_count, [&] {
        return read_store<std::string>(**reg, [&](store::Reader& reader, std::string& out) -> Result<void> {
            auto made = published(reader, by, *vocabulary);
            if (!made) {
                return fail(made.error());
            }
            out = *std::move(made);
            return {};
        });
    });
    if (!json) {
        return fail(json.error());
    }
    Answer answer;
    answer.json = **json;
    return answer;
}

Result<Answer> published_head(const Caller& caller) {
    auto reg = open_for_anybody(caller);
    const auto head = reg ? (*reg)->head() : fail(reg.error());
    if (!head) {
        return fail(head.error());
    }
    Answer answer;
    answer.json = ledger::encode(*head);
    return answer;
}

} // namespace muster
