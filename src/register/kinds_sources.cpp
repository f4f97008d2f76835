#include "kind_table.hpp"

namespace muster {

using enum FieldType;

// What others say, and what is held to be right.
std::vector<KindSpec> source_kinds() {
    const FieldSpec by = field("by", text, "who did it");
    const FieldSpec remarks = field("remarks", text, "what else there is to say");
    return {
        {"source",
         "source",
         "a document that says something: report, list, letter, web page",
         {"key"},
         ", ",
         {required(field("key", text, "its short name")), required(field("title", text, "its title")),
          required(field("type", word, "what it is", "source_type")), field("publisher", text, "who published it"),
          field("author", text, "who wrote it"), field("published", time, "when"),
          field("address", text, "where it is found"), field("language", text, "language"), by, remarks}},
        {"topic",
         "topic",
         "something of which figures are given: what is counted, of whom, where",
         {"key"},
         ", ",
         {required(field("key", text, "its name, such as missing of the Korean War")),
          required(field("unit", word, "what is counted", "unit")), field("text", text, "in a sentence"),
          field("measure", word, "what this register counts to compare", "measure"),
          list(field("where", text, "of those: field=value, such as conflict=Korean War"))}},
        {"statement",
         "statement",
         "what a source says of a figure",
         {},
         ", ",
         {required(field("source", record, "who says so", "source")),
          required(field("topic", record, "of what", "topic")), field("value", decimal, "the figure"),
          field("low", decimal, "at least, if a range is given"),
          field("high", decimal, "at most, if a range is given"),
          field("qualifier", word, "exactly, about, more than, believed, …", "qualifier"),
          field("unit", word, "what is counted, if not what the topic says", "unit"),
          field("as_of", time, "for when the figure is given"), field("locator", text, "page, line, minute"),
          required(field("quote", text, "the words")), by, remarks}},
        {"figure",
         "figure",
         "the figure of record: a decision, with a reason",
         {},
         ", ",
         {required(field("topic", record, "of what", "topic")), required(field("value", decimal, "the figure")),
          field("qualifier", word, "exactly, about, …", "qualifier"), field("as_of", time, "for when it holds"),
          list(field("statements", record, "on which statements it rests", "statement")),
          required(field("basis", text, "why this one"))}},
        {"explanation",
         "topic explain",
         "why a reported figure and the register's own count differ",
         {},
         ", ",
         {required(field("topic", record, "of what", "topic")),
          list(field("statements", record, "which statements it explains; none: all", "statement")),
          required(field("text", text, "the explanation"))}},
    };
}

} // namespace muster
