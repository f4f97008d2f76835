#include "muster/app/import_records.hpp"
#include "muster/app/record_entry.hpp"
#include "muster/app/register_queries.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {
namespace {

/// The kind comes first, unless the command's name says it.
std::vector<Option> kind_option(Choices& choices, const std::string& kind) {
    choices.kind = kind;
    return kind.empty() ? std::vector<Option>{{"KIND", &choices.kind, "kind of record, such as specimen", true}}
                        : std::vector<Option>{};
}

const std::string& or_records(const std::string& kind) {
    static const std::string records = "record";
    return kind.empty() ? records : kind;
}

} // namespace

Command import_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    return {
        name, "Record every row of a table, or nothing",
        "FILE is CSV or XLSX; its first row names the fields (see template). With a bad row nothing is recorded, and "
        "every problem of every row is told.",
        joined(joined(kind_option(*c, kind),
                      {{"FILE", &c->file, "the table", true},
                       {"--errors", &c->errors, "file for all problems, as CSV; replaces such a file only"},
                       again_option(*c)}),
               recorder_options(*c)),
        [c] {
            return print(import_records({c->writer(), c->kind, c->file, c->errors, c->again}), *c);
        }};
}

Command template_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    return {name, "Write a table to fill in for import", "",
            joined(kind_option(*c, kind),
                   {out_option(*c, "FILE.xlsx (with help and words to choose from) or FILE.csv; it must not be "
                                   "there yet")}),
            [c] { return print(write_template(c->kind, c->out), *c); }};
}

Command list_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    return {
        name, "List what is recorded of " + std::string(kind.empty() ? "a kind" : "this kind"), "",
        joined(kind_option(*c, kind),
               joined({json_option(*c), csv_option(*c), all_option(*c, "withdrawn records too")}, reader_options(*c))),
        [c] { return print(list_records(c->caller(), c->kind, c->all), *c); }};
}

Command show_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    c->kind = kind;
    return {
        name, "Show one " + or_records(kind) + " with its entries and findings", "",
        joined({{"KEY", &c->key, "its key, kind:key, or the name that another laboratory uses", true}, json_option(*c)},
               reader_options(*c)),
        [c] { return print(show_record(c->caller(), c->kind, c->key), *c); }};
}

Command correct_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    return {name, "Correct fields of a " + or_records(kind) + ", with a reason",
            "What was recorded before stays in the ledger.",
            joined(joined(kind_option(*c, kind),
                          {{"KEY", &c->key, "which one", true},
                           {"--set", &c->set,
                            "field=value; several --set may be given, an empty value removes the field"}}),
                   recorder_options(*c)),
            [c] {
                return print(correct_record({c->writer(), c->kind, c->key, c->set}), *c);
            }};
}

Command withdraw_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    return {name, "Withdraw a " + or_records(kind) + " that should not have been made, with a reason",
            "It stays in the ledger; its name is not used again.",
            joined(joined(kind_option(*c, kind), {{"KEY", &c->key, "which one", true}}), recorder_options(*c)), [c] {
                return print(withdraw_record({c->writer(), c->kind, c->key}), *c);
            }};
}

Command reinstate_verb(const std::string& name, const std::string& kind) {
    auto c = std::make_shared<Choices>();
    return {name, "Take back that a " + or_records(kind) + " was withdrawn, with a reason",
            "It counts again, as it was.",
            joined(joined(kind_option(*c, kind), {{"KEY", &c->key, "which one", true}}), recorder_options(*c)), [c] {
                return print(reinstate_record({c->writer(), c->kind, c->key}), *c);
            }};
}

Command import_command() {
    return import_verb("import", "");
}
Command template_command() {
    return template_verb("template", "");
}
Command list_command() {
    return list_verb("list", "");
}
Command show_command() {
    return show_verb("show", "");
}
Command correct_command() {
    return correct_verb("correct", "");
}
Command withdraw_command() {
    return withdraw_verb("withdraw", "");
}
Command reinstate_command() {
    return reinstate_verb("reinstate", "");
}

} // namespace muster::cli
