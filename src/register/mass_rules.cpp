#include "muster/register/kinds.hpp"
#include "muster/register/new_entry.hpp"
#include "muster/register/values.hpp"
#include "rules.hpp"

#include <algorithm>

namespace muster {
namespace {

using Mass = std::optional<std::int64_t>; // micrograms

constexpr std::int64_t usual_tolerance = 100'000;

Mass mass_of(const Thing* rec, std::string_view field) {
    const std::string_view text = ledger::find_raw(rec->text, field);
    return text.empty() ? Mass{} : micrograms(text);
}

/// What happened to an item, in the order of the dates; on one day, in the order of the entries.
std::vector<Thing*> events_of(Tables& tables, Thing& item) {
    std::vector<Thing*> events;
    for (const auto& [kind, role] : {std::pair{"cut", "of"}, std::pair{"mass", "of"}, std::pair{"extraction", "sample"},
                                     std::pair{"disposition", "sample"}}) {
        for (Thing* event : sources(tables, item, kind, role)) {
            events.push_back(event);
        }
    }
    std::sort(events.begin(), events.end(),
              [](const Thing* a, const Thing* b) { return a->first_entry < b->first_entry; });
    order_by(events, "on");
    return events;
}

/// The mass that is there after each event, and what each event leaves unexplained.
class Balance {
  public:
    Balance(Tables& tables, Mass start) : tables_(tables), expected_(start) {}

    /// What is wrong with this event's masses; empty: nothing.
    std::string weigh(Thing* event) {
        tolerance_ = mass_of(event, "tolerance_g").value_or(usual_tolerance);
        wrong_.clear();
        const std::string_view kind = event->kind;
        if (kind == "cut") {
            cut(event);
        } else if (kind == "mass") {
            const Mass now = mass_of(event, "mass_g");
            if (now) {
                compare(*now, text_of(*event, "event") == "Reweighing");
            }
            expected_ = now;
        } else if (kind == "extraction") {
            take(mass_of(event, "consumed_g"), mass_of(event, "retained_g"));
        } else {
            dispose(event);
        }
        return wrong_;
    }
    /// Nothing was left after the event that was weighed last.
    [[nodiscard]] bool consumed() const { return consumed_; }

  private:
    void tell(const std::string& what) { wrong_ += (wrong_.empty() ? "" : "; ") + what; }

    /// Compares a mass with what is expected: it may not be more, nor, if `exactly`, less.
    void compare(std::int64_t mass, bool exactly) {
        if (expected_ && (mass > *expected_ + tolerance_ || (exactly && mass < *expected_ - tolerance_))) {
            tell(grams(*expected_) + " g expected, " + grams(mass) + " g accounted for (tolerance " +
                 grams(tolerance_) + " g)");
        }
    }
    void take(Mass taken, Mass left) {
        if (taken && left) {
            compare(*taken + *left, true);
        } else if (taken || left) {
            compare(taken ? *taken : *left, false);
        }
        expected_ = left ? left : expected_ && taken ? Mass(std::max<std::int64_t>(*expected_ - *taken, 0)) : Mass{};
        consumed_ = left == Mass(0);
    }
    void cut(Thing* event) {
        const std::int64_t removed = mass_of(event, "removed_g").value_or(0);
        const std::int64_t kerf = mass_of(event, "kerf_g").value_or(0);
        take(removed + kerf, mass_of(event, "retained_g"));
        std::int64_t children = 0;
        bool all_weighed = true;
        bool any = false;
        for (const char* kind : {"sample", "specimen"}) {
            for (const Thing* child : sources(tables_, *event, kind, "cut")) {
                const Mass mass = mass_of(child, "mass_g");
                all_weighed = all_weighed && mass.has_value();
                any = true;
                children += mass.value_or(0);
            }
        }
        if (any && (children > removed + tolerance_ || (all_weighed && children < removed - tolerance_))) {
            tell(grams(removed) + " g taken off, " + grams(children) + " g in what was made of it (tolerance " +
                 grams(tolerance_) + " g)");
        }
    }
    void dispose(const Thing* event) {
        const bool gone = text_of(*event, "disposition") == "Consumed";
        const Mass left = mass_of(event, "weight_left_g");
        if (gone && left && *left > tolerance_) {
            tell("consumed, but " + grams(*left) + " g left");
        } else if (!gone && left) {
            compare(*left, true);
        }
        expected_ = left ? left : gone ? Mass(0) : expected_;
        consumed_ = gone;
    }

    Tables& tables_;
    Mass expected_;
    std::int64_t tolerance_ = usual_tolerance;
    std::string wrong_{};
    bool consumed_ = false;
};

std::string after_consumption(const Thing& item, const Thing* sampling, const Thing* consumed_by) {
    return std::string(item.ref) + ": sampled on " + text_of(*sampling, "on") + ", but consumed on " +
           text_of(*consumed_by, "on") + " (" + std::string(consumed_by->ref) + ")";
}

} // namespace

void judge_masses(Tables& tables, Thing& item, Verdicts& verdicts) {
    Balance balance(tables, item.counts() ? mass_of(&item, "mass_g") : Mass{});
    std::vector<Thing*> samplings;
    std::vector<const Thing*> consumers;
    for (Thing* event : events_of(tables, item)) {
        const std::string wrong = balance.weigh(event);
        give(verdicts, *event, "mass balance", wrong.empty() ? "" : std::string(item.ref) + ": " + wrong);
        if (event->kind == "cut" || event->kind == "extraction") {
            samplings.push_back(event);
        }
        if (balance.consumed()) {
            consumers.push_back(event);
        }
    }
    for (Thing* sample : sources(tables, item, "sample", "specimen")) {
        give(verdicts, *sample, "sampled after consumption", {});
        if (tables.target_of(*sample, "cut") == nullptr) { // its cut was not recorded: it is a sampling itself
            samplings.push_back(sample);
        }
    }
    for (Thing* sampling : samplings) {
        const auto consumed_by = std::find_if(consumers.begin(), consumers.end(), [&](const Thing* consumer) {
            return consumer != sampling && time_of(*consumer, "on").before(time_of(*sampling, "on"));
        });
        give(verdicts, *sampling, "sampled after consumption",
             consumed_by == consumers.end() ? "" : after_consumption(item, sampling, *consumed_by));
    }
}

} // namespace muster
