#include "muster/app/record_entry.hpp"
#include "muster/app/record_forms.hpp"
#include "register_options.hpp"

#include <algorithm>
#include <map>
#include <memory>

namespace muster::cli {
namespace {

/// "mass_g" → "--mass-g".
std::string option_name(std::string field) {
    std::replace(field.begin(), field.end(), '_', '-');
    return "--" + field;
}

struct Fields {
    Choices choices{};
    RecordForm form{};
    std::vector<std::string> texts{};
    std::string except{};
    std::string subject{};
};

/// The command that records one thing of a kind, with an option for each of its fields.
Command record_command(const RecordForm& form) {
    auto fields = std::make_shared<Fields>();
    fields->form = form;
    fields->texts.resize(form.fields.size());
    std::vector<Option> options;
    std::vector<std::string> taken;
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        const RecordField& field = form.fields[i];
        const bool photograph = form.kind == "photograph" && field.name == "file";
        // A record's own name comes first, without an option: --key is the signing key.
        const std::string name = photograph ? "FILE" : field.name == "key" ? "KEY" : option_name(field.name);
        const std::string help = photograph ? "the photograph" : field.help + (field.required ? " (required)" : "");
        options.push_back({name, &fields->texts[i], help, photograph, true});
        taken.push_back(name);
    }
    if (form.has_items) {
        options.push_back({"--except", &fields->except, "items to leave out, with ; between them"});
    }
    if (form.personal) {
        options.push_back({"--subject", &fields->subject, "whose personal data they are (otherwise as recorded)"});
    }
    if (form.has_key) {
        options.push_back(again_option(fields->choices));
    }
    const std::string name = form.own_group ? form.command + " add" : form.command;
    return {name, "Record: " + form.summary,
            form.has_items ? "In a list of items, case:Wonsan 2018/* stands for all that begins so" +
                                 std::string(form.kind == "confirmation" ? ", and all for every item of the leg." : ".")
                           : "",
            joined(std::move(options), recorder_options(fields->choices, taken)), [fields]() -> Result<int> {
                RecordRequest request{fields->choices.writer(), fields->form.kind, {}, fields->except, fields->subject};
                request.again = fields->choices.again;
                for (std::size_t i = 0; i < fields->texts.size(); ++i) {
                    if (fields->form.kind == "photograph" && fields->form.fields[i].name == "file") {
                        request.file = fields->texts[i];
                    } else if (!fields->texts[i].empty()) {
                        request.fields.emplace_back(fields->form.fields[i].name, fields->texts[i]);
                    }
                }
                return print(record_one(request), fields->choices);
            }};
}

/// The verbs that a kind with a group of its own has there too.
std::vector<Command> verbs(const RecordForm& form) {
    const std::string& group = form.command;
    std::vector<Command> commands{list_verb(group + " list", form.kind), show_verb(group + " show", form.kind),
                                  withdraw_verb(group + " withdraw", form.kind),
                                  reinstate_verb(group + " reinstate", form.kind)};
    if (form.by_hand) {
        commands.push_back(correct_verb(group + " correct", form.kind));
        commands.push_back(template_verb(group + " template", form.kind));
        commands.push_back(import_verb(group + " import", form.kind));
    }
    return commands;
}

std::vector<Command> commands_of(const std::string& group) {
    if (group == "user") {
        return user_commands();
    }
    std::vector<Command> commands;
    const auto add = [&](std::vector<Command> more) {
        std::move(more.begin(), more.end(), std::back_inserter(commands));
    };
    for (const RecordForm& form : record_forms_of(group)) {
        if (form.by_hand) {
            commands.push_back(record_command(form));
        }
        if (form.own_group) {
            add(verbs(form));
        }
    }
    if (group == "photograph") {
        add(photograph_commands());
    } else if (group == "custody") {
        add(custody_commands());
    } else if (group == "finding") {
        add(finding_commands());
    } else if (group == "roster") {
        add(roster_commands());
    } else if (group == "family") {
        add(family_commands());
    } else if (group == "identification" || group == "examination" || group == "figure") {
        add(decision_commands(group));
    }
    return commands;
}

} // namespace

std::vector<Group> all_groups() {
    std::vector<Group> groups;
    std::map<std::string, std::size_t> by_name;
    for (const RecordForm& form : record_forms()) {
        const std::string name = form.command.substr(0, form.command.find(' '));
        if (const auto [at, is_new] = by_name.emplace(name, groups.size()); is_new) {
            groups.push_back({name, form.summary, [name] { return commands_of(name); }});
        }
    }
    groups[by_name.at("custody")].summary = "who has what: custody legs and their confirmations";
    groups[by_name.at("user")].summary = "who may do what: users, roles, passwords";
    groups[by_name.at("finding")].summary = "what is wrong and waits for somebody to resolve it";
    groups[by_name.at("roster")].summary = "the missing and their relatives: persons of one family graph";
    groups[by_name.at("family")].summary = "families: references, consent, contacts, notification";
    groups[by_name.at("identification")].summary = "who remains are: evidence, hypotheses, reviews, signature";
    groups.push_back({"profile", "DNA typing, taken in from tables", profile_commands});
    groups.push_back({"screen", "all remains against all families: index, run, tiles", screen_commands});
    groups.push_back({"bench", "how fast this machine is", bench_commands});
    groups.push_back({"ledger", "the ledger under it all: verify, prove, look up", ledger_commands});
    return groups;
}

} // namespace muster::cli
