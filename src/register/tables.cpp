#include "muster/register/tables.hpp"

#include "muster/ledger/entry.hpp"
#include "muster/register/kinds.hpp"
#include "table_check.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <tuple>

namespace muster {
namespace {

store::RecordRow row_of(const Thing& thing) {
    return {std::string(thing.kind),
            std::string(key_of(thing.ref)),
            thing.first_entry,
            thing.last_entry,
            thing.withdrawn ? "withdrawn" : "current",
            std::string(thing.text)};
}

store::LinkRow row_of(const Thing& of, const Mention& mention) {
    return {std::string(of.ref), std::string(mention.role), std::string(mention.by->ref)};
}

} // namespace

void ThingIndex::reserve(std::size_t things) {
    std::size_t size = slots_.size();
    while (size < 2 * things) {
        size *= 2;
    }
    if (size == slots_.size()) {
        return;
    }
    std::vector<Slot> old(size);
    old.swap(slots_);
    for (const Slot& one : old) {
        if (one.thing != nullptr) {
            slots_[place(one.thing->ref, one.hash)] = one;
        }
    }
}

std::size_t ThingIndex::place(std::string_view ref, std::size_t hash) const {
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].thing != nullptr && (slots_[at].hash != hash || slots_[at].thing->ref != ref)) {
        at = (at + 1) & (slots_.size() - 1);
    }
    return at;
}

ThingIndex::Slot& ThingIndex::slot(std::string_view ref) {
    reserve(used_ + 1);
    const std::size_t hash = std::hash<std::string_view>{}(ref);
    Slot& found = slots_[place(ref, hash)];
    found.hash = hash;
    return found;
}

void ThingIndex::put(Slot& slot, Thing& thing) {
    slot.thing = &thing;
    ++used_;
}

const Thing* ThingIndex::find(std::string_view ref) const {
    return slots_[place(ref, std::hash<std::string_view>{}(ref))].thing;
}

std::string_view Tables::kept(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    auto* copy = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

Thing& Tables::named(std::string_view ref) {
    ThingIndex::Slot& slot = things_.slot(ref);
    if (slot.thing != nullptr) {
        return *slot.thing;
    }
    // The name stands right behind the thing: they are wanted together. Neither is ever destroyed, only their memory.
    void* place = memory_.allocate(sizeof(Thing) + ref.size(), alignof(Thing));
    auto* name = static_cast<char*>(place) + sizeof(Thing);
    std::copy(ref.begin(), ref.end(), name); // of nothing too
    auto* thing = new (place) Thing(std::string_view(name, ref.size()), &memory_);
    things_.put(slot, *thing);
    return *thing;
}

void Tables::load(Thing& thing) {
    if (behind_ == nullptr || thing.record_loaded) {
        return;
    }
    thing.record_loaded = true;
    if (auto row = behind_->record(std::string(thing.kind), std::string(key_of(thing.ref)))) {
        thing.recorded = true;
        thing.withdrawn = row->state == "withdrawn";
        thing.first_entry = row->first_entry;
        thing.last_entry = row->last_entry;
        thing.text = kept(row->text);
    }
}

Thing& Tables::thing(std::string_view ref) {
    Thing& found = named(ref);
    load(found);
    return found;
}

const Thing* Tables::record(std::string_view ref) {
    const Thing& found = thing(ref);
    return found.recorded ? &found : nullptr;
}

Thing* Tables::current(std::string_view ref) {
    Thing& found = thing(ref);
    return found.counts() ? &found : nullptr;
}

void Tables::put_record(Thing& thing, std::uint64_t first_entry, std::uint64_t last_entry, bool withdrawn,
                        std::string_view text) {
    if (behind_ != nullptr) {
        if (!thing.recorded) {
            // New: nothing can refer to it yet, and nothing was found about it. Spares two queries.
            thing.mentions_loaded = true;
            thing.findings_loaded = true;
        }
        thing.record_loaded = true;
        changed_records_.emplace(thing.ref, &thing);
    }
    if (hashes_ != nullptr && thing.recorded) {
        hashes_->count(thing, false);
    }
    thing.recorded = true;
    thing.withdrawn = withdrawn;
    thing.first_entry = first_entry;
    thing.last_entry = last_entry;
    if (thing.text != text) {
        thing.text = kept(text);
        thing.references_loaded = false;
    }
    if (hashes_ != nullptr) {
        hashes_->count(thing);
    }
}

References Tables::references_of(Thing& thing) {
    const KindSpec* kind = thing.references_loaded ? nullptr : find_kind(thing.kind);
    thing.references_loaded = true;
    if (kind == nullptr) {
        return thing.references;
    }
    found_.clear();
    const auto add = [&](const FieldSpec& field, std::string_view value) {
        if (field.of.find(' ') == std::string_view::npos) {
            name_.assign(field.of).append(":").append(value);
            value = name_;
        }
        found_.push_back({field.name, &named(value)});
    };
    for (const FieldSpec& field : kind->fields) {
        if (field.type != FieldType::record) {
            continue;
        }
        if (field.list) {
            for (const std::string& item : ledger::find_list(thing.text, field.name)) {
                add(field, item);
            }
        } else if (const auto raw = ledger::find_raw(thing.text, field.name);
                   raw.find('\\') != std::string_view::npos) {
            add(field, ledger::find_text(thing.text, field.name).value_or(""));
        } else if (!raw.empty()) {
            add(field, raw);
        }
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    auto* copy = static_cast<Reference*>(memory_.allocate(found_.size() * sizeof(Reference), alignof(Reference)));
    std::uninitialized_copy(found_.begin(), found_.end(), copy);
    thing.references = {copy, found_.size()};
    return thing.references;
}

Thing* Tables::target_of(References references, std::string_view role) {
    const auto at =
        std::find_if(references.begin(), references.end(), [&](const Reference& one) { return one.role == role; });
    if (at == references.end()) {
        return nullptr;
    }
    load(*at->target);
    return at->target;
}

Result<ledger::Entry> Tables::signed_entry(std::uint64_t seq) {
    const auto row = behind_->entry(seq);
    return row && (!is_signed_ || is_signed_(*row)) ? ledger::decode(row->text)
                                                    : fail(ErrorKind::verification, "not signed");
}

bool Tables::follows_from_ledger(const Thing& thing) {
    if (behind_ == nullptr || changed_records_.contains(thing.ref)) {
        return true; // of the fold, or of the transaction under way
    }
    auto entry = signed_entry(thing.last_entry);
    if (!entry || thing.withdrawn != (entry->action == ledger::Action::withdraw)) {
        return false;
    }
    std::string name = ref(entry->kind, entry->key);
    if (entry->action == ledger::Action::record && name != thing.ref) { // a name that was used again
        name += " (entry " + std::to_string(entry->seq) + ")";
    }
    if (name != thing.ref) {
        return false;
    }
    if (thing.withdrawn) { // the withdrawal has no fields; they stand in the entry before it
        entry = entry->corrects ? signed_entry(*entry->corrects) : fail(ErrorKind::verification, "no entry before it");
    }
    return entry && ledger::encode(entry->body) == thing.text;
}

const std::pmr::vector<Mention>& Tables::mentions_of(Thing& thing) {
    if (behind_ != nullptr && !thing.mentions_loaded) {
        thing.mentions_loaded = true;
        for (const store::LinkRow& row : behind_->links_to(std::string(thing.ref))) {
            if (!changed_links_.contains(row)) {
                thing.mentions.push_back({kept(row.role), &named(row.source)});
            }
        }
    }
    if (behind_ != nullptr) {
        for (const Mention& mention : thing.mentions) {
            load(*mention.by);
        }
    }
    return thing.mentions;
}

std::vector<Mention> Tables::sorted_mentions_of(Thing& thing) {
    const auto& mentions = mentions_of(thing);
    std::vector<Mention> sorted(mentions.begin(), mentions.end());
    std::sort(sorted.begin(), sorted.end(), [](const Mention& a, const Mention& b) {
        return std::tie(a.role, a.by->ref) < std::tie(b.role, b.by->ref);
    });
    return sorted;
}

void Tables::add_mention(Thing& of, std::string_view role, Thing& by) {
    const Mention mention{role, &by};
    if (behind_ != nullptr) {
        changed_links_[row_of(of, mention)] = true;
    }
    if (hashes_ != nullptr) {
        hashes_->count(of, mention);
    }
    of.mentions.push_back(mention);
}

void Tables::remove_mention(Thing& of, std::string_view role, Thing& by) {
    const auto& known = mentions_of(of);
    const auto at =
        std::find_if(known.begin(), known.end(), [&](const Mention& m) { return m.by == &by && m.role == role; });
    if (at == known.end()) {
        return;
    }
    if (behind_ != nullptr) {
        changed_links_[row_of(of, *at)] = false;
    }
    if (hashes_ != nullptr) {
        hashes_->count(of, *at, false);
    }
    of.mentions.erase(at);
}

const std::vector<store::FindingRow>& Tables::findings_in(const Thing& thing) {
    static const std::vector<store::FindingRow> none;
    return thing.findings == nullptr ? none : *thing.findings;
}

const std::vector<store::FindingRow>& Tables::findings_of(Thing& thing) {
    if (behind_ != nullptr && !thing.findings_loaded) {
        thing.findings_loaded = true;
        thing.findings = &findings_.emplace_back(behind_->findings_of(std::string(thing.ref)));
    }
    return findings_in(thing);
}

void Tables::put_finding(Thing& about, const store::FindingRow& row) {
    (void)findings_of(about); // fetches them
    if (about.findings == nullptr) {
        about.findings = &findings_.emplace_back();
    }
    auto& known = *about.findings;
    const auto at = std::find_if(known.begin(), known.end(), [&](const store::FindingRow& one) {
        return one.rule == row.rule && one.opened_by == row.opened_by;
    });
    if (hashes_ != nullptr) {
        if (at != known.end()) {
            hashes_->count(*at, false);
        }
        hashes_->count(row);
    }
    if (at == known.end()) {
        known.push_back(row);
    } else {
        *at = row;
    }
    if (behind_ != nullptr) {
        changed_findings_[{row.subject, {row.opened_by, row.rule}}] = row;
    }
}

void Tables::flush(store::Writer& writer) {
    std::vector<store::RecordRow> records;
    for (const auto& changed : changed_records_) {
        records.push_back(row_of(*changed.second));
    }
    std::vector<store::LinkRow> added;
    std::vector<store::LinkRow> removed;
    for (const auto& [link, there] : changed_links_) {
        (there ? added : removed).push_back(link);
    }
    writer.put_records(records);
    writer.remove_links(removed);
    writer.put_links(added);
    writer.put_findings(changed_findings());
    changed_records_.clear();
    changed_links_.clear();
    changed_findings_.clear();
}

void Tables::write_all(store::Writer& writer) {
    constexpr std::size_t batch = 10'000;
    std::vector<store::RecordRow> records;
    std::vector<store::LinkRow> links;
    const auto write = [&] {
        writer.put_records(records);
        writer.put_links(links);
        records.clear();
        links.clear();
    };
    things_.for_each([&](const Thing& thing) {
        if (thing.recorded) {
            records.push_back(row_of(thing));
        }
        for (const Mention& mention : thing.mentions) {
            links.push_back(row_of(thing, mention));
        }
        writer.put_findings(findings_in(thing));
        if (records.size() + links.size() >= batch) {
            write();
        }
    });
    write();
}

std::vector<store::FindingRow> Tables::changed_findings() const {
    std::vector<store::FindingRow> rows;
    for (const auto& changed : changed_findings_) {
        rows.push_back(changed.second);
    }
    return rows;
}

} // namespace muster
