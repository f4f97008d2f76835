#include "muster/register/register.hpp"
#include "node_rows.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster {
namespace {

Result<FullEntry> read_entry(store::Reader& reader, const std::string& ledger, std::uint64_t seq) {
    const auto row = reader.entry(seq);
    if (!row) {
        return fail(ErrorKind::bad_input,
                    "there is no entry " + std::to_string(seq) + "; muster ledger log shows the last ones");
    }
    auto entry = ledger::decode(row->text);
    if (!entry) {
        return fail(Error{ErrorKind::verification, "entry " + std::to_string(seq) + ": " + entry.error().message});
    }
    FullEntry full{*std::move(entry), row->text, {}, false};
    if (!full.entry.sealed) {
        return full;
    }
    const auto payload = reader.payload(seq);
    const auto key = payload ? reader.subject_key(payload->subject) : std::nullopt;
    full.erased = !key;
    if (key) {
        const auto opened = open_payload(*key, ledger, *payload, full.entry.sealed->hash);
        auto body = opened ? ledger::decode_body(*opened) : fail(opened.error());
        if (!body) {
            return fail(Error{ErrorKind::verification, "entry " + std::to_string(seq) + ": " + body.error().message});
        }
        full.personal = *std::move(body);
    }
    return full;
}

} // namespace

Result<FullEntry> Register::entry(std::uint64_t seq) {
    Result<FullEntry> full = fail(ErrorKind::internal, "not read");
    if (auto read = store_.read([&](store::Reader& reader) -> Result<void> {
            full = read_entry(reader, name_, seq);
            return {};
        });
        !read) {
        return fail(read.error());
    }
    return full;
}

Result<std::optional<FullRecord>> Register::find(const std::string& ref) {
    std::optional<FullRecord> found;
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        Tables tables(&reader);
        const Thing* state = tables.record(ref);
        if (state == nullptr) {
            return {};
        }
        auto body = ledger::decode_body(state->text);
        if (!body) {
            return fail(Error{ErrorKind::verification, ref + ": " + body.error().message});
        }
        found = FullRecord{ref, state->withdrawn, {}, false, *std::move(body), {}, false, {}, {}};
        // From the newest entry back to the first; of each personal field the newest text counts.
        for (std::optional<std::uint64_t> seq = state->last_entry; seq;) {
            auto full = read_entry(reader, name_, *seq);
            if (!full) {
                return fail(full.error());
            }
            found->entries.insert(found->entries.begin(), *seq);
            found->simulated = found->simulated || full->entry.simulated;
            found->erased = found->erased || full->erased;
            if (full->personal && found->personal) {
                found->personal->merge(*full->personal);
            } else if (full->personal) {
                found->personal = std::move(full->personal);
            }
            const auto corrects = full->entry.corrects;
            seq = corrects && *corrects < *seq ? corrects : std::nullopt;
        }
        Thing& thing = tables.thing(ref);
        for (const Mention& mention : tables.sorted_mentions_of(thing)) {
            found->links.push_back({std::string(mention.role), std::string(mention.by->ref)});
        }
        found->findings = tables.findings_of(thing);
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    return found;
}

Result<std::map<std::uint64_t, ledger::Body>> Register::personal_data(const std::set<std::uint64_t>& entries) {
    std::map<std::uint64_t, ledger::Body> found;
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        found.clear();
        std::unordered_map<std::string, std::string> keys;
        reader.each_subject_key([&](store::SubjectKeyRow& row) { keys.emplace(row.subject, row.key); });
        std::vector<store::PayloadRow> payloads;
        reader.each_payload([&](store::PayloadRow& row) {
            if (entries.contains(row.seq) && keys.contains(row.subject)) {
                payloads.push_back(std::move(row));
            }
        });
        for (const store::PayloadRow& payload : payloads) {
            const auto row = reader.entry(payload.seq);
            const auto entry = row ? ledger::view(row->text) : std::nullopt;
            const auto text = entry && entry->sealed
                                  ? open_payload(keys.at(payload.subject), name_, payload, entry->sealed->hash)
                                  : fail(ErrorKind::verification, "the entry has no personal data");
            auto body = text ? ledger::decode_body(*text) : fail(text.error());
            if (!body) {
                return fail(Error{ErrorKind::verification,
                                  "entry " + std::to_string(payload.seq) + ": " + body.error().message});
            }
            found.emplace(payload.seq, *std::move(body));
        }
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    return found;
}

Result<ledger::SignedHead> Register::copy_to(const std::string& url) {
    const auto own = verify();
    if (!own) {
        return fail(own.error());
    }
    const auto first_flaw = [](const Verification& found, const std::string& whose) {
        return fail(ErrorKind::verification, whose + ": " + found.flaws.front().what);
    };
    if (!own->flaws.empty()) {
        return first_flaw(*own, store_.name());
    }
    auto target = store::Store::create(url);
    if (!target) {
        return fail(target.error());
    }
    if (auto copied = store::copy(store_, *target); !copied) {
        return fail(copied.error());
    }
    Register copy(*std::move(target), url);
    if (auto loaded = copy.load(); !loaded) {
        return fail(loaded.error());
    }
    if (auto built = copy.rebuild(); !built) {
        return fail(built.error());
    }
    const auto check = copy.verify();
    if (!check) {
        return fail(check.error());
    }
    if (!check->flaws.empty()) {
        return first_flaw(*check, copy.store_.name());
    }
    // Somebody may have recorded more between the check and the copy: the copy goes on from what was checked.
    if (auto goes_on = copy.prove_consistency(*own->head); !goes_on) {
        return fail(goes_on.error());
    }
    return *check->head;
}

} // namespace muster
