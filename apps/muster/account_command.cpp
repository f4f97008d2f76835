#include "muster/app/account.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {

Command account_command() {
    struct Account {
        Choices choices{};
        AccountRequest request{};
    };
    auto a = std::make_shared<Account>();
    AccountRequest& request = a->request;
    return {
        "account", "Who is accounted for, and who is not, beside what others report",
        "Groups: conflict, nation, place, service, unit, turnover, period (year of loss), status, category. --as-of "
        "asks what the register had recorded by then, --on what had happened by then as it is known now.",
        joined({{"--by", &request.by, "a group; several --by make combined ones"},
                {"--as-of", &request.as_of, "only what was recorded by the end of this day or time (UTC)"},
                {"--on", &request.on, "only what had certainly happened by then"},
                {"--entries", &request.entries, "name the entries behind every figure"},
                {"--topics", &request.topics, "figures that others report, beside the register's own count"},
                {"--topic", &request.topic, "the same of one topic; several --topic may be given"},
                json_option(a->choices),
                csv_option(a->choices)},
               reader_options(a->choices, {"--by"})),
        [a] {
            a->request.caller = a->choices.caller();
            return print(account(a->request), a->choices);
        }};
}

} // namespace muster::cli
