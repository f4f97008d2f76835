#include "consents.hpp"

#include "muster/register/values.hpp"

#include <algorithm>

namespace muster {
namespace {

bool is_about_identification(const CurrentRecord& consent) {
    const auto scope = list_of(consent.body, "scope");
    return std::any_of(scope.begin(), scope.end(),
                       [](const std::string& one) { return one == "identification" || one == "any identification"; });
}

Moment day_of(const CurrentRecord& consent) {
    return moment(text_of(consent.body, "on")).value_or(Moment{});
}

} // namespace

std::map<std::string, NewestConsent> newest_consents(const std::vector<CurrentRecord>& consents) {
    const Moment now = moment(utc_now()).value_or(Moment{});
    std::map<std::string, NewestConsent> newest;
    for (const CurrentRecord& one : consents) {
        if (!is_about_identification(one)) {
            continue;
        }
        NewestConsent& known = newest[text_of(one.body, "person")];
        const bool later = known.record == nullptr || day_of(*known.record).before(day_of(one)) ||
                           (!day_of(one).before(day_of(*known.record)) && known.record->first_entry < one.first_entry);
        if (later) {
            const std::string until = text_of(one.body, "until");
            const bool over = !until.empty() && moment(until).value_or(Moment{}).before(now);
            known = {&one, over, text_of(one.body, "given") == "Given" && !over};
        }
    }
    return newest;
}

} // namespace muster
