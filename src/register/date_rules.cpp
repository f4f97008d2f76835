#include "muster/register/values.hpp"
#include "rules.hpp"

#include <array>

namespace muster {
namespace {

/// A record's date that cannot lie before another date: of the record that it names in `via`, or, without that, its
/// own.
struct Order {
    std::string_view kind;
    std::string_view date;
    std::string_view via;
    std::string_view other_date;
};

constexpr std::array orders{
    Order{"operation", "to", "", "from"},
    Order{"turnover", "on", "commitment", "on"},
    Order{"receipt", "on", "turnover", "on"},
    Order{"transfer", "due", "", "departed"},
    Order{"confirmation", "received", "transfer", "departed"},
    Order{"accession", "on", "turnover", "on"},
    Order{"specimen", "on", "cut", "on"},
    Order{"mass", "on", "of", "on"},
    Order{"cut", "on", "of", "on"},
    Order{"sample", "on", "cut", "on"},
    Order{"request", "received", "", "requested"},
    Order{"disposition", "on", "sample", "on"},
    Order{"extraction", "on", "sample", "on"},
    Order{"result", "on", "sample", "on"},
    Order{"result", "on", "extraction", "on"},
    Order{"consent", "until", "", "on"},
    Order{"review", "on", "identification", "on"},
    Order{"signature", "on", "of", "on"},
    Order{"status", "on", "person", "lost_on"},
};

/// In a sentence, if the order is broken; empty otherwise.
std::string broken(Tables& tables, Thing& thing, const Order& order) {
    const std::string_view date = ledger::find_raw(thing.text, order.date);
    const Thing* other = order.via.empty() ? &thing : tables.target_of(thing, order.via);
    if (other == nullptr || !other->counts()) {
        return {};
    }
    const std::string_view other_date = ledger::find_raw(other->text, order.other_date);
    const auto when = moment(date);
    const auto not_before = moment(other_date);
    if (!when || !not_before || !when->before(*not_before)) {
        return {};
    }
    return std::string(order.date)
        .append(" ")
        .append(date)
        .append(" lies before ")
        .append(order.other_date)
        .append(" ")
        .append(other_date)
        .append(other == &thing ? "" : " of " + std::string(other->ref));
}

void judge_own(Tables& tables, Thing& thing, Verdicts& verdicts) {
    std::string detail;
    for (const Order& order : orders) {
        if (order.kind != thing.kind) {
            continue;
        }
        if (const std::string one = broken(tables, thing, order); !one.empty()) {
            detail += (detail.empty() ? "" : "; ") + one;
        }
    }
    give(verdicts, thing, "dates out of order", detail);
}

} // namespace

void judge_dates(Tables& tables, Thing& thing, Verdicts& verdicts) {
    if (thing.counts()) {
        judge_own(tables, thing, verdicts);
    }
    for (const Mention& mention : tables.mentions_of(thing)) {
        for (const Order& order : orders) {
            if (order.via == mention.role && order.kind == mention.by->kind && mention.by->counts()) {
                judge_own(tables, *mention.by, verdicts);
                break;
            }
        }
    }
}

} // namespace muster
