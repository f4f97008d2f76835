#include "json_text.hpp"
#include "muster/base/csv_text.hpp"
#include "roster_groups.hpp"
#include "text_table.hpp"

#include <algorithm>

namespace muster {
namespace {

std::string shown_name(const std::string& by, const std::string& name) {
    return !name.empty() ? name : by == "turnover" ? "none" : "not recorded";
}

/// "unaccounted for" on two lines, so that a column of figures is not wider than it need be.
std::string on_two_lines(std::string words) {
    if (const std::size_t space = words.rfind(' '); space != std::string::npos) {
        words[space] = '\n';
    }
    return words;
}

/// The whole roster: a line a figure.
std::string whole_roster(const RosterGroups& roster, bool entries) {
    TextTable table({"", "persons", "entries"});
    table.align_right(1, 2);
    for (std::size_t c = 0; c < roster.columns.size(); ++c) {
        const Figure& figure = roster.total.figures[c];
        const std::size_t depth = c == 0 ? 0 : c < 3 ? 2 : 4;
        table.add({std::string(depth, ' ') + roster.columns[c], std::to_string(figure.count),
                   entries ? entries_text(figure.entries) : ""});
    }
    return table.text();
}

void add_entries(TextTable& table, const RosterGroups& roster, const RosterGroup& group, const std::string& name) {
    for (std::size_t c = 0; c < roster.columns.size(); ++c) {
        if (group.figures[c].count > 0) {
            table.add({c == 0 ? name : "", roster.columns[c], entries_text(group.figures[c].entries)});
        }
    }
}

} // namespace

std::string entries_text(const std::vector<std::uint64_t>& entries) {
    std::string text;
    for (std::size_t i = 0; i < entries.size();) {
        std::size_t last = i;
        while (last + 1 < entries.size() && entries[last + 1] == entries[last] + 1) {
            ++last;
        }
        text += (text.empty() ? "" : ", ") + std::to_string(entries[i]);
        if (last > i) {
            text += (last == i + 1 ? ", " : " to ") + std::to_string(entries[last]);
        }
        i = last + 1;
    }
    return text;
}

std::string roster_text(const RosterGroups& roster, bool entries) {
    if (roster.by.empty()) {
        return whole_roster(roster, entries);
    }
    std::vector<std::string> header = roster.by;
    std::transform(roster.columns.begin(), roster.columns.end(), std::back_inserter(header), on_two_lines);
    TextTable table(header);
    table.align_right(roster.by.size(), header.size());
    TextTable behind({"group", "figure", "entries"});
    const auto add = [&](std::vector<std::string> cells, const RosterGroup& group) {
        std::string name;
        for (const std::string& cell : cells) {
            name += cell.empty() ? "" : (name.empty() ? "" : ", ") + cell;
        }
        add_entries(behind, roster, group, name);
        for (const Figure& figure : group.figures) {
            cells.push_back(std::to_string(figure.count));
        }
        table.add(std::move(cells));
    };
    for (const RosterGroup& group : roster.groups) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < roster.by.size(); ++i) {
            cells.push_back(shown_name(roster.by[i], group.names[i]));
        }
        add(std::move(cells), group);
    }
    std::vector<std::string> all(roster.by.size());
    all.front() = "all";
    add(std::move(all), roster.total);
    return table.text() + (entries ? "\n" + behind.text() : "");
}

std::string roster_csv(const RosterGroups& roster, bool entries) {
    std::vector<std::string> header = roster.by;
    header.insert(header.end(), roster.columns.begin(), roster.columns.end());
    for (const std::string& column : entries ? roster.columns : std::vector<std::string>{}) {
        header.push_back("entries: " + column);
    }
    std::string csv = csv_line(header);
    const auto add = [&](const RosterGroup& group) {
        std::vector<std::string> cells = group.names;
        for (const Figure& figure : group.figures) {
            cells.push_back(std::to_string(figure.count));
        }
        for (const Figure& figure : entries ? group.figures : std::vector<Figure>{}) {
            std::string all;
            for (const std::uint64_t entry : figure.entries) {
                all += (all.empty() ? "" : ";") + std::to_string(entry);
            }
            cells.push_back(std::move(all));
        }
        csv += csv_line(cells);
    };
    if (roster.by.empty()) {
        add(roster.total);
    }
    std::for_each(roster.groups.begin(), roster.groups.end(), add);
    return csv;
}

std::string entries_json(const std::vector<std::uint64_t>& entries) {
    std::string list = "[";
    for (const std::uint64_t entry : entries) {
        list += (list.size() == 1 ? "" : ",") + std::to_string(entry);
    }
    list += ']';
    return list;
}

std::string figure_json(const Figure& figure, bool entries) {
    JsonObject json;
    json.raw("count", std::to_string(figure.count));
    if (entries) {
        json.raw("entries", entries_json(figure.entries));
    }
    return json.done();
}

namespace {

std::string figures_json(const RosterGroups& roster, const RosterGroup& group, bool entries) {
    JsonObject json;
    for (std::size_t c = 0; c < roster.columns.size(); ++c) {
        json.raw(roster.columns[c], figure_json(group.figures[c], entries));
    }
    return json.done();
}

} // namespace

std::string total_json(const RosterGroups& roster, bool entries) {
    return figures_json(roster, roster.total, entries);
}

std::string groups_json(const RosterGroups& roster, bool entries) {
    std::vector<std::string> groups;
    for (const RosterGroup& group : roster.groups) {
        JsonObject names;
        for (std::size_t i = 0; i < roster.by.size(); ++i) {
            names.raw(roster.by[i], group.names[i].empty() ? "null" : ledger::json_string(group.names[i]));
        }
        JsonObject json;
        json.raw("group", names.done());
        json.raw("figures", figures_json(roster, group, entries));
        groups.push_back(json.done());
    }
    return json_array(groups);
}

} // namespace muster
