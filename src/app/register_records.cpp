#include "register_records.hpp"

#include "register_session.hpp"

namespace muster {
namespace {

Result<void> tell_simulated(Register& reg, std::vector<CurrentRecord>& records) {
    return reg.store().read([&](store::Reader& reader) -> Result<void> {
        for (CurrentRecord& one : records) {
            const auto row = reader.entry(one.first_entry);
            const auto entry = row ? ledger::view(row->text) : std::nullopt;
            if (!entry) {
                return fail(ErrorKind::verification, "entry " + std::to_string(one.first_entry) +
                                                         " is missing or damaged; run muster ledger verify");
            }
            one.simulated = entry->simulated;
        }
        return {};
    });
}

Result<CurrentRecord> record_of(const std::string& kind, const store::RecordRow& row) {
    auto body = ledger::decode_body(row.text);
    if (!body) {
        return fail(ErrorKind::verification, ref(kind, row.key) + ": " + body.error().message);
    }
    return CurrentRecord{row.key, row.first_entry, row.last_entry, *std::move(body)};
}

} // namespace

Result<std::vector<CurrentRecord>> current_records(Register& reg, std::string_view kind, bool personal) {
    using Records = std::vector<CurrentRecord>;
    auto records = read_store<Records>(reg, [&](store::Reader& reader, Records& all) -> Result<void> {
        Result<void> outcome;
        reader.each_record(std::string(kind), [&](store::RecordRow& row) {
            if (row.state != "current" || !outcome) {
                return;
            }
            if (auto record = record_of(std::string(kind), row); record) {
                all.push_back(*std::move(record));
            } else {
                outcome = fail(record.error());
            }
        });
        return outcome;
    });
    if (!records || !personal) {
        return records;
    }
    std::set<std::uint64_t> entries;
    for (const CurrentRecord& one : *records) {
        entries.insert(one.first_entry);
    }
    auto data = reg.personal_data(entries);
    if (!data) {
        return fail(data.error());
    }
    if (auto told = tell_simulated(reg, *records); !told) {
        return fail(told.error());
    }
    for (CurrentRecord& one : *records) {
        if (one.first_entry != one.last_entry) { // rare: parts of them may stand in several entries
            auto whole = reg.find(ref(kind, one.key));
            if (!whole) {
                return fail(whole.error());
            }
            one.personal = *whole ? std::move((*whole)->personal) : std::nullopt;
        } else if (const auto at = data->find(one.first_entry); at != data->end()) {
            one.personal = std::move(at->second);
        }
    }
    return records;
}

std::set<std::string> keys_naming(store::Reader& reader, const std::string& target, std::string_view kind,
                                  std::string_view role) {
    std::set<std::string> keys;
    for (const store::LinkRow& link : reader.links_to(target)) {
        if (kind_of(link.source) == kind && link.role == role) {
            keys.emplace(key_of(link.source));
        }
    }
    return keys;
}

Result<std::vector<CurrentRecord>> current_records(Register& reg, const std::string& kind,
                                                   const std::vector<std::string>& keys) {
    using Records = std::vector<CurrentRecord>;
    auto records = read_store<Records>(reg, [&](store::Reader& reader, Records& all) -> Result<void> {
        for (const std::string& key : keys) {
            const auto row = reader.record(kind, key);
            if (!row || row->state != "current") {
                continue;
            }
            auto record = record_of(kind, *row);
            if (!record) {
                return fail(record.error());
            }
            all.push_back(*std::move(record));
        }
        return {};
    });
    if (records) {
        if (auto told = tell_simulated(reg, *records); !told) {
            return fail(told.error());
        }
    }
    return records;
}

} // namespace muster
