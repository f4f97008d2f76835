#pragma once

#include "register_records.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster {

/// The newest word of somebody about identification.
struct NewestConsent {
    const CurrentRecord* record = nullptr; ///< one of those that were looked through
    bool over = false;                     ///< its `until` has passed
    bool holds = false;                    ///< given, and not over
};

/// By person: the newest consent that is about identification, by date as far as it is certain, then by entry.
/// `consents`: all records of the kind.
[[nodiscard]] std::map<std::string, NewestConsent> newest_consents(const std::vector<CurrentRecord>& consents);

} // namespace muster
