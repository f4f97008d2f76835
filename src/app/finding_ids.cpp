#include "finding_ids.hpp"

#include "json_text.hpp"
#include "register_session.hpp"

#include <algorithm>
#include <set>

namespace muster {

FindingIds::FindingIds(const std::vector<store::FindingRow>& all) {
    for (const store::FindingRow& row : all) {
        by_entry_[row.opened_by].emplace_back(row.subject, row.rule);
    }
    for (auto& [entry, findings] : by_entry_) {
        std::sort(findings.begin(), findings.end());
    }
}

std::string FindingIds::of(const store::FindingRow& row) const {
    const auto at = by_entry_.find(row.opened_by);
    if (at == by_entry_.end()) {
        return {};
    }
    const auto& findings = at->second;
    const auto place = std::find(findings.begin(), findings.end(), std::pair(row.subject, row.rule));
    if (place == findings.end()) {
        return {};
    }
    const std::string id = "F" + std::to_string(row.opened_by);
    return findings.size() == 1 ? id : id + "." + std::to_string(place - findings.begin() + 1);
}

FindingIds finding_ids(Register& reg, const std::vector<store::FindingRow>& findings) {
    if (findings.empty()) {
        return {};
    }
    std::set<std::uint64_t> entries;
    for (const store::FindingRow& row : findings) {
        entries.insert(row.opened_by);
    }
    const auto all = read_store<std::vector<store::FindingRow>>(
        reg, [&](store::Reader& reader, std::vector<store::FindingRow>& rows) -> Result<void> {
            reader.each_finding([&](store::FindingRow& row) {
                if (entries.contains(row.opened_by)) {
                    rows.push_back(std::move(row));
                }
            });
            return {};
        });
    return all ? FindingIds(*all) : FindingIds();
}

bool has_begun(const store::FindingRow& row, const std::string& time) {
    constexpr std::size_t seconds = 19; // "2018-07-27T00:15:02", with or without a fraction behind it
    return row.since.substr(0, seconds) <= time.substr(0, seconds);
}

std::string state_at(const store::FindingRow& row, const std::string& time) {
    return row.state == "open" && !has_begun(row, time) ? "to come" : row.state;
}

std::string finding_json(const store::FindingRow& row, const std::string& id, bool simulated) {
    JsonObject json;
    if (!id.empty()) {
        json.text("id", id);
    }
    json.text("rule", row.rule);
    json.text("subject", row.subject);
    json.text("since", row.since);
    json.text("state", row.state);
    json.text("detail", row.detail);
    json.raw("simulated", json_bool(simulated));
    json.raw("opened_by", std::to_string(row.opened_by));
    if (row.state != "open") {
        json.raw("closed_by", std::to_string(row.closed_by));
    }
    return json.done();
}

} // namespace muster
