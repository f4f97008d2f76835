#include "measures.hpp"

#include "muster/ledger/entry.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace muster {
namespace {

/// A word of vocabulary `measure`: which records are counted, and by which fields that can be restricted.
struct Measure {
    std::string_view name;
    std::string_view kind;
    std::string_view fields; ///< separated by spaces
    std::string_view number; ///< the field that says how many; empty: each record is one
};

constexpr std::string_view of_persons = "conflict nation service lost_in category unit";
constexpr std::array<Measure, 11> measures{{{"persons on the roster", "person", of_persons, ""},
                                            {"persons unaccounted for", "person", of_persons, ""},
                                            {"persons accounted for", "person", of_persons, ""},
                                            {"persons identified", "person", of_persons, ""},
                                            {"cases claimed", "turnover", "turnover", "claimed"},
                                            {"cases received", "receipt", "turnover", "received"},
                                            {"cases recorded", "case", "turnover", ""},
                                            {"accessions", "accession", "turnover", ""},
                                            {"specimens", "specimen", "turnover accession", ""},
                                            {"samples", "sample", "turnover accession", ""},
                                            {"individuals", "individual", "turnover accession", ""}}};

const Measure* find_measure(std::string_view name) {
    const auto* found =
        std::find_if(measures.begin(), measures.end(), [&](const Measure& m) { return m.name == name; });
    return found == measures.end() ? nullptr : found;
}

bool is_one_of(std::string_view word, std::string_view words) {
    return !word.empty() && (" " + std::string(words) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

std::string with_commas(std::string_view words) {
    std::string text;
    for (const char c : words) {
        text += c == ' ' ? ", " : std::string(1, c);
    }
    return text;
}

/// What it came in, and says when and where from if it does not say so itself.
std::string_view parent_of(std::string_view kind) {
    return kind == "case" || kind == "receipt"          ? "turnover"
           : kind == "specimen" || kind == "individual" ? "accession"
           : kind == "sample"                           ? "specimen"
                                                        : "";
}

std::string text_in(std::string_view body, std::string_view field) {
    return ledger::find_text(body, field).value_or(std::string{});
}

/// Do all restrictions hold of what `value_of` tells of a field?
template <class ValueOf> bool fits(const std::vector<std::string>& where, const ValueOf& value_of) {
    return std::all_of(where.begin(), where.end(), [&](const std::string& item) {
        const auto wanted = restriction(item);
        return wanted && value_of(wanted->first) == wanted->second;
    });
}

} // namespace

std::optional<std::pair<std::string, std::string>> restriction(std::string_view item) {
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos) {
        return std::nullopt;
    }
    const auto trimmed = [](std::string_view text) {
        const std::size_t first = text.find_first_not_of(" \t\n");
        return first == std::string_view::npos
                   ? std::string{}
                   : std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
    };
    return std::pair(trimmed(item.substr(0, equals)), trimmed(item.substr(equals + 1)));
}

std::vector<std::string> wrong_with_measure(const std::string& measure, const std::vector<std::string>& where) {
    if (measure.empty()) {
        return where.empty() ? std::vector<std::string>{}
                             : std::vector<std::string>{"where: stands without measure; say what is to be counted"};
    }
    const Measure* known = find_measure(measure);
    if (known == nullptr) {
        return {"measure: muster cannot count '" + measure + "'"};
    }
    std::vector<std::string> problems;
    std::string seen;
    for (const std::string& item : where) {
        const auto wanted = restriction(item);
        if (!wanted || wanted->second.empty()) {
            problems.push_back("where: '" + item + "' is no restriction; expected field=value");
        } else if (!is_one_of(wanted->first, known->fields)) {
            problems.push_back("where: " + measure + " cannot be restricted by '" + wanted->first +
                               "'; expected one of: " + with_commas(known->fields));
        } else if (is_one_of(wanted->first, seen)) {
            problems.push_back("where: '" + wanted->first + "' is there twice; only what fits all is counted");
        } else {
            seen += " " + wanted->first;
        }
    }
    return problems;
}

Result<Figure> Measures::count(const std::string& measure, const std::vector<std::string>& where) {
    const Measure& known = *find_measure(measure);
    if (known.kind == "person") {
        return count_persons(measure, where);
    }
    const auto items = items_of(std::string(known.kind));
    if (!items) {
        return fail(items.error());
    }
    Figure figure;
    for (const auto& [key, item] : **items) {
        const Item& one = item;
        if (one.counts && happened_by(on_, one.on) && fits(where, [&](const std::string& field) -> const std::string& {
                return field == "turnover" ? one.turnover : one.accession;
            })) {
            figure.count += one.number;
            figure.entries.push_back(one.entry);
        }
    }
    sort_entries(figure);
    return figure;
}

Figure Measures::count_persons(const std::string& measure, const std::vector<std::string>& where) const {
    Figure figure;
    for (const Missing& person : roster_) {
        const bool all = measure == "persons on the roster";
        const bool wanted = all || (measure == "persons identified"      ? person.status == remains_identified
                                    : measure == "persons accounted for" ? is_accounted_for(person.status)
                                                                         : !is_accounted_for(person.status));
        if (wanted && fits(where, [&](const std::string& field) { return text_in(person.text, field); })) {
            add_person(figure, person, !all);
        }
    }
    sort_entries(figure);
    return figure;
}

Result<const Measures::Items*> Measures::items_of(const std::string& kind) {
    if (const auto at = items_.find(kind); at != items_.end()) {
        return &at->second;
    }
    const std::string parent(parent_of(kind));
    const Items* parents = nullptr;
    if (!parent.empty()) {
        const auto read = items_of(parent);
        if (!read) {
            return fail(read.error());
        }
        parents = *read;
    }
    const auto* measure =
        std::find_if(measures.begin(), measures.end(), [&](const Measure& m) { return m.kind == kind; });
    Items& items = items_[kind];
    auto done = past_.each_record(kind, [&](store::RecordRow& row) {
        Item item;
        if (parents != nullptr) {
            const auto from = parents->find(text_in(row.text, parent));
            item = from == parents->end() ? Item{} : from->second;
        }
        item.entry = row.last_entry;
        item.counts = row.state == "current";
        item.number = 1;
        if (!measure->number.empty()) {
            const std::string_view number = ledger::find_raw(row.text, measure->number);
            std::from_chars(number.data(), number.data() + number.size(), item.number);
        }
        if (const std::string_view on = ledger::find_raw(row.text, "on"); !on.empty()) {
            item.on = on;
        }
        if (kind == "turnover") {
            item.turnover = row.key;
        } else if (kind == "accession") {
            item.accession = row.key;
            item.turnover = text_in(row.text, "turnover");
        }
        items.emplace(std::move(row.key), std::move(item));
    });
    return done ? Result<const Items*>(&items) : fail(done.error());
}

} // namespace muster
