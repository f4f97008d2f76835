#include "muster/app/register_queries.hpp"
#include "muster/app/users.hpp"
#include "password_input.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {
namespace {

struct Asked {
    Choices choices{};
    std::string roles{};
    std::string projects{};
    std::string full_name{};
    std::string contact{};
    std::string new_password_file{};

    [[nodiscard]] Result<std::string> new_password() const {
        return new_password_from(new_password_file, "MUSTER_NEW_PASSWORD");
    }
};

constexpr const char* roles_help =
    "roles, with ; between them: custodian, anthropologist, odontologist, DNA analyst, historian, family case manager, "
    "medical examiner, reviewer, auditor, administrator";
constexpr const char* projects_help = "accessions or turnovers to which access is limited, with ; between them (all)";

Option name_option(Choices& choices, bool required = true) {
    return {"NAME", &choices.key, required ? "the user's name" : "whose (your own)", required};
}

Option new_password_option(Asked& asked) {
    return {"--new-password-file", &asked.new_password_file,
            "file with the new password (otherwise MUSTER_NEW_PASSWORD, or asked for)"};
}

Command add_command() {
    auto a = std::make_shared<Asked>();
    Choices& c = a->choices;
    return {"user add", "Add a user",
            "The first user must be an administrator, and closes the register to everybody who is no user of it.",
            joined({name_option(c),
                    {"--roles", &a->roles, roles_help, true},
                    {"--projects", &a->projects, projects_help},
                    {"--name", &a->full_name, "full name; personal, can be erased"},
                    {"--contact", &a->contact, "how to reach them; personal, can be erased"},
                    new_password_option(*a)},
                   recorder_options(c)),
            [a]() -> Result<int> {
                auto password = a->new_password();
                return password ? print(add_user({a->choices.writer(), a->choices.key, a->roles, a->projects,
                                                  a->full_name, a->contact, *password}),
                                        a->choices)
                                : Result<int>(fail(password.error()));
            }};
}

Command password_command() {
    auto a = std::make_shared<Asked>();
    return {"user password", "Set a password: your own, or, as an administrator, anybody's", "",
            joined({name_option(a->choices, false), new_password_option(*a)}, recorder_options(a->choices)),
            [a]() -> Result<int> {
                auto password = a->new_password();
                return password ? print(set_password({a->choices.writer(), a->choices.key, *password}), a->choices)
                                : Result<int>(fail(password.error()));
            }};
}

Command roles_command() {
    auto a = std::make_shared<Asked>();
    return {"user roles", "Change what a user may do, with a reason", "",
            joined({name_option(a->choices),
                    {"--roles", &a->roles, roles_help},
                    {"--projects", &a->projects, std::string(projects_help) + "; \"all\": no limit"}},
                   recorder_options(a->choices)),
            [a] {
                RolesChange change{a->choices.writer(), a->choices.key, a->roles, {}};
                if (!a->projects.empty()) {
                    change.projects = a->projects == "all" ? std::string() : a->projects;
                }
                return print(change_roles(change), a->choices);
            }};
}

} // namespace

std::vector<Command> user_commands() {
    auto list = std::make_shared<Choices>();
    auto show = std::make_shared<Choices>();
    auto withdraw = std::make_shared<Choices>();
    auto reinstate = std::make_shared<Choices>();
    auto matrix = std::make_shared<Choices>();
    return {add_command(),
            password_command(),
            roles_command(),
            {"user list", "List the users, or say that there are none", "",
             joined({json_option(*list), csv_option(*list), all_option(*list, "withdrawn ones too")},
                    reader_options(*list)),
             [list] { return print(list_records(list->caller(), "user", list->all), *list); }},
            {"user show", "Show one user", "", joined({name_option(*show), json_option(*show)}, reader_options(*show)),
             [show] { return print(show_record(show->caller(), "user", show->key), *show); }},
            {"user withdraw", "Withdraw a user, with a reason", "The name is not used again.",
             joined({name_option(*withdraw)}, recorder_options(*withdraw)),
             [withdraw] { return print(withdraw_user(withdraw->writer(), withdraw->key), *withdraw); }},
            {"user reinstate", "Take back that a user was withdrawn, with a reason", "",
             joined({name_option(*reinstate)}, recorder_options(*reinstate)),
             [reinstate] { return print(reinstate_user(reinstate->writer(), reinstate->key), *reinstate); }},
            {"user matrix", "Print which role may do what", "", {json_option(*matrix), csv_option(*matrix)}, [matrix] {
                 return print(user_matrix(), *matrix);
             }}};
}

} // namespace muster::cli
