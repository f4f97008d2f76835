#include "custody_legs.hpp"
#include "json_text.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/base/csv_text.hpp"
#include "record_names.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "text_table.hpp"

namespace muster {

Result<Answer> list_custody(const Caller& caller, bool all) {
    auto session = open_for_reading(caller, Action::read_physical);
    auto keys = session ? current_keys(session->reg, "transfer") : fail(session.error());
    if (!keys) {
        return fail(keys.error());
    }
    const Moment now = now_moment();
    Records records(session->reg);
    TextTable table({"leg", "from", "to", "left", "due", "sent", "confirmed", "state"});
    std::vector<std::string> objects;
    Answer answer;
    answer.csv = csv_line({"leg", "from", "to", "departed", "due", "sent", "confirmed", "state", "simulated"});
    Sight sight(*session);
    for (const std::string& key : *keys) {
        const auto seen = sight.sees(ref("transfer", key));
        if (!seen) {
            return fail(seen.error());
        }
        if (!*seen) {
            continue;
        }
        auto transfer = records.get(ref("transfer", key));
        auto leg = transfer && *transfer != nullptr
                       ? leg_of(records, **transfer)
                       : fail(transfer ? Error{ErrorKind::verification, key + ": is not there"} : transfer.error());
        if (!leg) {
            return fail(leg.error());
        }
        if (leg->missing.empty() && !all) {
            continue;
        }
        const std::string state = leg->missing.empty()         ? "confirmed"
                                  : leg->confirmations.empty() ? "under way"
                                                               : std::to_string(leg->missing.size()) + " missing";
        const bool simulated = (*transfer)->simulated;
        const std::string due = leg->overdue(now) ? ", OVERDUE" : "";
        const std::vector<std::string> cells{key,
                                             leg->text("from"),
                                             leg->text("to"),
                                             leg->text("departed"),
                                             leg->text("due"),
                                             std::to_string(leg->sent.size()),
                                             std::to_string(leg->sent.size() - leg->missing.size()),
                                             state + due};
        std::vector<std::string> row = cells;
        row.emplace_back(simulated ? "yes" : "no");
        answer.csv += csv_line(row);
        row = cells;
        row.back() += simulated ? "  SIMULATED" : "";
        table.add(std::move(row));
        objects.push_back(leg_json(*leg, now));
    }
    answer.json = json_array(objects);
    answer.text = table.empty()
                      ? mark(session->reg) + (all ? "no custody leg is recorded\n" : "no custody leg is open\n")
                      : table.text();
    return answer;
}

} // namespace muster
