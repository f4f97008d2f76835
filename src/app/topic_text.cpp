#include "topic_text.hpp"

#include "json_text.hpp"
#include "muster/base/csv_text.hpp"
#include "roster_groups.hpp"
#include "text_table.hpp"

#include <array>
#include <cstdio>

namespace muster {
namespace {

std::string text_in(const std::string& body, std::string_view field) {
    return ledger::find_text(body, field).value_or(std::string{});
}

std::string number_text(double number) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.12g", number);
    return text.data();
}

/// What the register has beside a figure: "as many", "12 more", "7688 fewer".
std::string beside(const std::optional<double>& more) {
    return !more        ? ""
           : *more == 0 ? "as many"
           : *more > 0  ? number_text(*more) + " more"
                        : number_text(-*more) + " fewer";
}

std::string where_text(const std::string& body) {
    std::string text;
    for (const std::string& item : ledger::find_list(body, "where")) {
        text += (text.empty() ? "" : ", ") + item;
    }
    return text;
}

/// "12 persons on the roster (conflict=Korean War)"
std::string own_text(const TopicAccount& topic) {
    const std::string where = where_text(topic.text);
    return topic.own ? std::to_string(topic.own->count) + " " + text_in(topic.text, "measure") +
                           (where.empty() ? "" : " (" + where + ")")
           : !topic.uncounted.empty() ? "cannot count this: " + topic.uncounted
                                      : "counts nothing to compare";
}

std::string as_of_text(const Said& said) {
    const std::string as_of = text_in(said.text, "as_of");
    return as_of.empty() ? "" : ", as of " + as_of;
}

std::string entries_after(const std::vector<std::uint64_t>& entries, bool shown) {
    return shown ? "  [" + entries_text(entries) + "]" : "";
}

void add_statement(TextTable& table, const Said& said, bool entries) {
    table.add({text_in(said.text, "source"), said.simulated ? "SIMULATED" : "", said.words, text_in(said.text, "as_of"),
               text_in(said.text, "locator"), beside(said.more), said.verdict,
               entries ? std::to_string(said.entry) : "", "\"" + text_in(said.text, "quote") + "\""});
}

/// The statement, and below it those that it does not go with.
std::string conflict_text(const TopicAccount& topic, const store::FindingRow& conflict, const ConflictIds& ids) {
    const auto id = ids.find({conflict.subject, conflict.opened_by});
    std::string before = "  " + (id == ids.end() ? conflict.subject : id->second) + "  " + conflict.state + "  ";
    const std::string indent(length(before), ' ');
    std::string_view rest = conflict.detail;
    if (rest.starts_with(topic.key + ": ")) {
        rest.remove_prefix(topic.key.size() + 2);
    }
    std::string text;
    while (!rest.empty()) {
        const std::size_t end = rest.find("; "); // no key holds one
        text += before + std::string(rest.substr(0, end)) + "\n";
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 2);
        before = indent;
    }
    return text;
}

std::string one_topic(const TopicAccount& topic, const ConflictIds& ids, bool entries) {
    const std::string summary = text_in(topic.text, "text");
    std::string text = (topic.simulated ? "SIMULATED: " : "") + topic.key + (summary.empty() ? "" : ": " + summary) +
                       entries_after({topic.entry}, entries) + "\n";
    text += "  the register  " + own_text(topic) + (topic.own ? entries_after(topic.own->entries, entries) : "") + "\n";
    if (topic.of_record) {
        const Said& figure = *topic.of_record;
        text += "  of record     " + std::string(figure.simulated ? "SIMULATED: " : "") + figure.words +
                as_of_text(figure) + entries_after({figure.entry}, entries) + "\n" +
                (figure.verdict.empty()
                     ? ""
                     : "                the register has " + beside(figure.more) + ": " + figure.verdict + "\n") +
                "                because: " + text_in(figure.text, "basis") + "\n";
    } else {
        text += "  of record     no figure was decided on\n";
    }
    for (const Said& explanation : topic.explanations) {
        text +=
            "  explained     " + text_in(explanation.text, "text") + entries_after({explanation.entry}, entries) + "\n";
    }
    if (!topic.statements.empty()) {
        constexpr std::size_t widest = 60;
        TextTable table({"source", "", "says", "as of", "where", "register has", "verdict", "entry", "in its words"},
                        widest);
        for (const Said& said : topic.statements) {
            add_statement(table, said, entries);
        }
        text += "\n" + table.text("  ");
    }
    text += topic.conflicts.empty() ? "" : "\n";
    for (const store::FindingRow& conflict : topic.conflicts) {
        text += conflict_text(topic, conflict, ids);
    }
    return text;
}

std::string said_json(const Said& said) {
    JsonObject json;
    json.text("ref", said.ref);
    json.raw("entry", std::to_string(said.entry));
    json.raw("simulated", json_bool(said.simulated));
    json.raw("fields", said.text);
    json.text("words", said.words);
    json.raw("register_has", said.more ? number_text(*said.more) : "null");
    json.raw("verdict", said.verdict.empty() ? "null" : ledger::json_string(said.verdict));
    json.raw("explained_by", entries_json(said.explained_by));
    return json.done();
}

std::string conflict_json(const store::FindingRow& conflict, const ConflictIds& ids) {
    const auto id = ids.find({conflict.subject, conflict.opened_by});
    JsonObject json;
    json.raw("id", id == ids.end() ? "null" : ledger::json_string(id->second));
    json.text("statement", conflict.subject);
    json.text("state", conflict.state);
    json.text("detail", conflict.detail);
    json.raw("opened_by", std::to_string(conflict.opened_by));
    return json.done();
}

} // namespace

std::string topics_text(const std::vector<TopicAccount>& topics, const ConflictIds& ids, bool entries) {
    std::string text;
    for (const TopicAccount& topic : topics) {
        text += (text.empty() ? "" : "\n") + one_topic(topic, ids, entries);
    }
    return text.empty() ? "no topic is recorded\n" : text;
}

std::string topics_csv(const std::vector<TopicAccount>& topics) {
    std::string csv = csv_line({"topic", "who", "simulated", "says", "value", "low", "high", "qualifier", "unit",
                                "as_of", "locator", "quote", "register_has", "verdict", "entry"});
    for (const TopicAccount& topic : topics) {
        const auto line = [&](const std::string& who, const Said& said, const std::string& words) {
            const auto field = [&](std::string_view name) { return text_in(said.text, name); };
            csv += csv_line({topic.key, who, said.simulated ? "yes" : "no", said.words, field("value"), field("low"),
                             field("high"), field("qualifier"), field("unit"), field("as_of"), field("locator"), words,
                             said.more ? number_text(*said.more) : "", said.verdict, std::to_string(said.entry)});
        };
        if (topic.own) {
            csv += csv_line({topic.key, "the register", topic.simulated ? "yes" : "no", own_text(topic),
                             std::to_string(topic.own->count), "", "", "exactly", text_in(topic.text, "unit"), "", "",
                             "", "", "", std::to_string(topic.entry)});
        }
        if (topic.of_record) {
            line("of record", *topic.of_record, text_in(topic.of_record->text, "basis"));
        }
        for (const Said& said : topic.statements) {
            line(text_in(said.text, "source"), said, text_in(said.text, "quote"));
        }
    }
    return csv;
}

std::string topics_json(const std::vector<TopicAccount>& topics, const ConflictIds& ids, bool entries) {
    std::vector<std::string> objects;
    for (const TopicAccount& topic : topics) {
        std::vector<std::string> statements;
        for (const Said& said : topic.statements) {
            statements.push_back(said_json(said));
        }
        std::vector<std::string> explanations;
        for (const Said& explanation : topic.explanations) {
            JsonObject json;
            json.raw("entry", std::to_string(explanation.entry));
            json.raw("fields", explanation.text);
            explanations.push_back(json.done());
        }
        std::vector<std::string> conflicts;
        for (const store::FindingRow& conflict : topic.conflicts) {
            conflicts.push_back(conflict_json(conflict, ids));
        }
        JsonObject json;
        json.text("topic", topic.key);
        json.raw("entry", std::to_string(topic.entry));
        json.raw("simulated", json_bool(topic.simulated));
        json.raw("fields", topic.text);
        json.raw("register", topic.own ? figure_json(*topic.own, entries) : "null");
        json.raw("uncounted", topic.uncounted.empty() ? "null" : ledger::json_string(topic.uncounted));
        json.raw("of_record", topic.of_record ? said_json(*topic.of_record) : "null");
        json.raw("statements", json_array(statements));
        json.raw("explanations", json_array(explanations));
        json.raw("conflicts", json_array(conflicts));
        objects.push_back(json.done());
    }
    return json_array(objects);
}

} // namespace muster
