#include "custody_legs.hpp"

#include "json_text.hpp"

#include <algorithm>

namespace muster {
namespace {

/// Puts legs, which come in the order of their entries, into that of their departures, as far as it is certain: one
/// moves before another only if it certainly left before it. (Of days and times of day, "before" is no order that a
/// sort could use.)
void order_by_departure(std::vector<Leg>& legs) {
    const auto left_before = [](const Leg& a, const Leg& b) {
        const auto one = moment(a.text("departed"));
        const auto other = moment(b.text("departed"));
        return one && other && one->before(*other);
    };
    for (auto leg = legs.begin(); leg != legs.end(); ++leg) {
        auto place = leg;
        while (place != legs.begin() && left_before(*leg, *std::prev(place))) {
            --place;
        }
        std::rotate(place, leg, std::next(leg));
    }
}

} // namespace

Result<Leg> leg_of(Records& records, const FullRecord& transfer) {
    auto confirmations = records.sources(transfer, "confirmation", "transfer");
    if (!confirmations) {
        return fail(confirmations.error());
    }
    Leg leg{&transfer, *std::move(confirmations), list_of(transfer.body, "items"), {}};
    for (const std::string& item : leg.sent) {
        if (leg.receipt_of(item) == nullptr) {
            leg.missing.push_back(item);
        }
    }
    return leg;
}

Result<std::vector<Leg>> legs_of(Records& records, const FullRecord& item) {
    auto transfers = records.sources(item, "transfer", "items");
    if (!transfers) {
        return fail(transfers.error());
    }
    for (const char* role : {"items", "broken"}) {
        auto confirmations = records.sources(item, "confirmation", role);
        if (!confirmations) {
            return fail(confirmations.error());
        }
        for (const FullRecord* confirmation : *confirmations) {
            auto transfer = records.get(ref("transfer", text_of(confirmation->body, "transfer")));
            if (!transfer) {
                return fail(transfer.error());
            }
            if (*transfer != nullptr &&
                std::find(transfers->begin(), transfers->end(), *transfer) == transfers->end()) {
                transfers->push_back(*transfer);
            }
        }
    }
    std::sort(transfers->begin(), transfers->end(),
              [](const auto* a, const auto* b) { return a->entries.front() < b->entries.front(); });
    std::vector<Leg> legs;
    for (const FullRecord* transfer : *transfers) {
        auto leg = leg_of(records, *transfer);
        if (!leg) {
            return fail(leg.error());
        }
        legs.push_back(*std::move(leg));
    }
    order_by_departure(legs);
    return legs;
}

std::string leg_json(const Leg& leg, const Moment& now) {
    std::vector<std::string> confirmations;
    for (const FullRecord* one : leg.confirmations) {
        JsonObject json;
        json.text("ref", one->ref);
        json.raw("fields", ledger::encode(one->body));
        confirmations.push_back(json.done());
    }
    JsonObject json;
    json.text("ref", leg.transfer->ref);
    json.raw("simulated", json_bool(leg.transfer->simulated));
    json.raw("sent", std::to_string(leg.sent.size()));
    json.raw("not_confirmed", json_strings(leg.missing));
    json.raw("overdue", json_bool(leg.overdue(now)));
    json.raw("fields", ledger::encode(leg.transfer->body));
    json.raw("confirmations", json_array(confirmations));
    return json.done();
}

Moment now_moment() {
    return moment(utc_now()).value_or(Moment{});
}

} // namespace muster
