#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/register/kinds.hpp"
#include "muster/store/store.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

struct TableHashes;
struct Thing;

/// Who refers to a thing, and in which field.
struct Mention {
    std::string_view role;
    Thing* by = nullptr;
};

/// What a record refers to, and in which field.
struct Reference {
    std::string_view role;
    Thing* target = nullptr;

    friend auto operator<=>(const Reference&, const Reference&) = default;
};
/// Sorted, each once.
using References = std::span<const Reference>;

/// Everything that the tables say of one name. Its texts and lists live in the tables' memory, as long as the tables.
struct Thing {
    Thing(std::string_view name, std::pmr::memory_resource* memory)
        : ref(name), kind(kind_of(name)), mentions(memory) {}

    std::string_view ref;  ///< "kind:key"
    std::string_view kind; ///< within `ref`
    bool recorded = false; ///< false: only referred to, or asked for in vain
    bool withdrawn = false;
    std::uint64_t first_entry = 0;
    std::uint64_t last_entry = 0;
    std::string_view text{}; ///< what is recorded of it now: the canonical JSON of its fields

    /// What its fields say counts.
    [[nodiscard]] bool counts() const { return recorded && !withdrawn; }

  private:
    friend class Tables;
    bool record_loaded = false;
    bool references_loaded = false;
    bool mentions_loaded = false;
    bool findings_loaded = false;
    References references{};
    std::pmr::vector<Mention> mentions;
    std::vector<store::FindingRow>* findings = nullptr; ///< null: none; of most nothing is ever found
};

/// Things by name: a table with open addresses, at most half full, of pointers beside the names' hashes, so that a name
/// is found with two looks into memory that is far away (std::unordered_map takes four).
class ThingIndex {
  public:
    struct Slot {
        std::size_t hash = 0;
        Thing* thing = nullptr; ///< null: the slot is free
    };

    void reserve(std::size_t things);
    /// The slot where the thing of this name is, or belongs. Valid until something is added.
    [[nodiscard]] Slot& slot(std::string_view ref);
    void put(Slot& slot, Thing& thing);

    /// Null: there is none.
    [[nodiscard]] const Thing* find(std::string_view ref) const;
    template <class Work> void for_each(const Work& work) const {
        for (const Slot& slot : slots_) {
            if (slot.thing != nullptr) {
                work(*slot.thing);
            }
        }
    }

  private:
    [[nodiscard]] std::size_t place(std::string_view ref, std::size_t hash) const;

    std::vector<Slot> slots_{1024}; ///< a power of two
    std::size_t used_ = 0;
};

/// The projections of a ledger while it is folded into them: in memory alone, or in front of a store, from which what
/// is missing is fetched and into which what changed is written at the end (`flush`).
class Tables {
  public:
    /// `behind`: null for a fold that starts at the first entry. It must outlive the tables.
    explicit Tables(store::Reader* behind = nullptr) : behind_(behind) {}

    /// Makes room for about so many things, at most; a guess that is wrong costs time or memory only.
    void expect(std::uint64_t things) { things_.reserve(std::min<std::uint64_t>(things, std::uint64_t{1} << 24)); }

    /// Keeps these, which are of no rows yet, those of all rows that are in memory. They must outlive the tables.
    void keep_hashes(TableHashes& hashes) { hashes_ = &hashes; }

    /// The thing of this name, with its record if there is one.
    [[nodiscard]] Thing& thing(std::string_view ref);
    /// Null: nothing of this name was ever recorded.
    [[nodiscard]] const Thing* record(std::string_view ref);
    /// Null: not recorded, or withdrawn.
    [[nodiscard]] Thing* current(std::string_view ref);
    /// Records it anew, or what is recorded of it from now on. `text` is copied.
    void put_record(Thing& thing, std::uint64_t first_entry, std::uint64_t last_entry, bool withdrawn,
                    std::string_view text);

    /// Tells of an entry in the store whether it is the one that the newest head was signed for.
    using EntryCheck = std::function<bool(const store::EntryRow&)>;
    void hold_entries_to(EntryCheck check) { is_signed_ = std::move(check); }
    /// Does the record say what its last entry says, and is that entry about it and signed? What was tampered with must
    /// not find its way into a new entry. That the entry is the record's newest only a fold of all entries can tell
    /// (`Register::verify`).
    [[nodiscard]] bool follows_from_ledger(const Thing& thing);

    /// What a record's fields refer to now; empty: nothing, or it was never recorded.
    [[nodiscard]] References references_of(Thing& thing);
    /// What a field of a record refers to (of a list: the first), with its record; null: the field is not there.
    [[nodiscard]] Thing* target_of(References references, std::string_view role);
    [[nodiscard]] Thing* target_of(Thing& thing, std::string_view role) {
        return target_of(references_of(thing), role);
    }
    /// The same of a field that a sound record has; of another, a thing that is not recorded.
    [[nodiscard]] Thing& target_in(References references, std::string_view role) {
        Thing* target = target_of(references, role);
        return target == nullptr ? thing({}) : *target;
    }
    [[nodiscard]] Thing& target_in(Thing& thing, std::string_view role) {
        return target_in(references_of(thing), role);
    }

    /// In no order; each thing with its record.
    [[nodiscard]] const std::pmr::vector<Mention>& mentions_of(Thing& thing);
    /// Sorted by role and name.
    [[nodiscard]] std::vector<Mention> sorted_mentions_of(Thing& thing);
    /// It is not there yet. `role` must live on: a field's name.
    void add_mention(Thing& of, std::string_view role, Thing& by);
    void remove_mention(Thing& of, std::string_view role, Thing& by);

    /// All findings about a thing, oldest first.
    [[nodiscard]] const std::vector<store::FindingRow>& findings_of(Thing& thing);
    /// Adds a finding, or replaces that of the same rule and opening entry.
    void put_finding(Thing& about, const store::FindingRow& row);

    /// Writes what changed in front of a store since the last flush.
    void flush(store::Writer& writer);
    /// Writes everything that is in memory: for a fold from the first entry on.
    void write_all(store::Writer& writer);

    /// Findings that changed since the last flush, for the recorder to be told.
    [[nodiscard]] std::vector<store::FindingRow> changed_findings() const;

    // For whoever compares them with a store's tables; only of tables without a store behind them.
    [[nodiscard]] const ThingIndex& all() const { return things_; }
    [[nodiscard]] static const std::pmr::vector<Mention>& mentions_in(const Thing& thing) { return thing.mentions; }
    [[nodiscard]] static const std::vector<store::FindingRow>& findings_in(const Thing& thing);

  private:
    [[nodiscard]] Result<ledger::Entry> signed_entry(std::uint64_t seq);
    [[nodiscard]] Thing& named(std::string_view ref);
    [[nodiscard]] std::string_view kept(std::string_view text);
    void load(Thing& thing);

    // Millions of small texts, things and lists that go all at once: they come from one growing piece of memory.
    std::pmr::monotonic_buffer_resource memory_{};
    store::Reader* behind_ = nullptr;
    EntryCheck is_signed_{};
    TableHashes* hashes_ = nullptr;
    ThingIndex things_{};
    std::deque<std::vector<store::FindingRow>> findings_{}; ///< of those things about which something was found
    std::vector<Reference> found_{};                        ///< while a record is read
    std::string name_{};                                    ///< while a record is read
    // In front of a store: what is to be written.
    std::map<std::string_view, const Thing*> changed_records_{};
    std::map<store::LinkRow, bool> changed_links_{}; ///< true: it is there
    std::map<std::pair<std::string, std::pair<std::uint64_t, std::string>>, store::FindingRow> changed_findings_{};
};

} // namespace muster
