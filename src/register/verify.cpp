#include "beside.hpp"
#include "muster/ledger/merkle.hpp"
#include "muster/register/projection.hpp"
#include "muster/register/register.hpp"
#include "node_rows.hpp"
#include "payload_check.hpp"
#include "table_check.hpp"
#include "tree_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace muster {
namespace {

constexpr std::size_t most_flaws = 20;

/// Texts of entries, one behind the other.
struct Texts {
    std::string all{};
    std::vector<std::size_t> ends{};

    void add(std::string_view text) {
        all += text;
        ends.push_back(all.size());
    }
};

/// What the entries say that other tables must agree with, gathered while they are folded into the projections.
struct Told {
    explicit Told(const ledger::SetHash::Key& key) : hashes(key) { tables.keep_hashes(hashes); }

    TableHashes hashes;
    Tables tables{};
    PayloadsTold payloads{};
    std::map<std::string, std::uint64_t> blobs{}; ///< SHA-256 → the first entry that names it

    std::optional<Flaw> flaw{}; ///< the first entry that cannot be read

    /// The entry that stands at place `seq`.
    void take(std::uint64_t seq, std::string_view text) {
        const auto entry = ledger::view(text);
        if (!entry || entry->seq != seq) {
            flaw = bad_entry(seq, !entry ? "is not an entry" : "holds the text of entry " + std::to_string(entry->seq));
            return;
        }
        if (entry->action != ledger::Action::record && find_kind(entry->kind) != nullptr) {
            const Thing* thing = tables.record(ref(entry->kind, entry->key));
            if (thing == nullptr || entry->corrects != thing->last_entry) {
                flaw = bad_entry(seq, "does not correct the newest entry of " + ref(entry->kind, entry->key) +
                                          ": it was made from tables that had been changed");
                return;
            }
        }
        apply(*entry, tables);
        if (entry->sealed) {
            payloads.commitments.emplace_back(seq, *entry->sealed);
        }
        if (entry->kind == "erasure") {
            payloads.erasures[ledger::find_text(entry->body, "subject").value_or("")] = seq;
        } else if ((entry->kind == "photograph" || entry->kind == "analysis") &&
                   entry->action != ledger::Action::withdraw) {
            blobs.emplace(ledger::find_text(entry->body, "sha256").value_or(""), seq);
        }
    }
};

void check_blobs(store::Reader& reader, const Told& told, Verification& found) {
    std::set<std::string> there;
    for (const std::string& name : reader.blobs()) {
        there.insert(name);
        const auto at = told.blobs.find(name);
        if (at == told.blobs.end()) {
            found.flaws.push_back({std::nullopt, "table blob: no entry names the file " + name});
            continue;
        }
        ledger::Sha256 hash;
        const bool whole = reader.each_blob_part(name, [&](std::string_view part) { hash.update(part); });
        if (!whole || ledger::hex(hash.finish()) != name) {
            found.flaws.push_back(bad_entry(at->second, "its file " + name + " was changed"));
        }
    }
    for (const auto& [name, seq] : told.blobs) {
        if (!there.contains(name)) {
            found.flaws.push_back(bad_entry(seq, "its file " + name + " is missing"));
        }
    }
}

/// Reads all entries once: hashes them here, and folds them beside.
Result<void> check_entries(store::Reader& reader, TreeCheck& tree, Told& told, Verification& found,
                           const std::function<bool(std::uint64_t)>& progress) {
    constexpr std::size_t batch_size = 512;
    std::uint64_t next = 0; // the place of the next entry that is folded
    BesideInTurn<Texts> folding([&](const Texts& texts) {
        std::size_t from = 0;
        for (const std::size_t end : texts.ends) {
            if (!told.flaw) {
                told.take(next++, std::string_view(texts.all).substr(from, end - from));
            }
            from = end;
        }
    });
    Texts batch;
    bool stopped = false;
    reader.each_entry(0, UINT64_MAX, [&](store::EntryRow& row) {
        if (!tree.take(row)) {
            return false;
        }
        batch.add(row.text);
        if (batch.ends.size() == batch_size) {
            folding.add(std::exchange(batch, {}));
            stopped = progress && !progress(tree.size());
        }
        return !stopped;
    });
    folding.add(std::move(batch));
    folding.finish();
    if (stopped) {
        return fail(ErrorKind::interrupted, "the verification was stopped: nothing is said of the register");
    }
    tree.finish();
    if (told.flaw) { // of an entry before the one at which the tree stopped, if it did
        found.flaws.push_back(*told.flaw);
    } else if (tree.flaw) {
        found.flaws.push_back(*tree.flaw);
    }
    return {};
}

/// What a second connection finds while the first reads the entries.
struct SecondLook {
    std::vector<std::string> damage{};        ///< that the database finds in itself
    std::optional<ledger::SignedHead> head{}; ///< the newest when the rest was read
    std::optional<TableHashes> tables{};
    OpenedPayloads payloads{};
};

Result<void> look(const std::string& url, const std::string& ledger, const ledger::SetHash::Key& key,
                  SecondLook& seen) {
    auto store = store::Store::open(url);
    auto damage = store ? store->check() : fail(store.error());
    if (!damage) {
        return fail(damage.error());
    }
    seen.damage = *std::move(damage);
    auto read = store->read([&](store::Reader& reader) -> Result<void> {
        if (auto head = newest_head(reader)) {
            seen.head = *std::move(head);
        }
        seen.payloads = open_payloads(reader, ledger);
        seen.tables = hashes_of(reader, key);
        return {};
    });
    // A database too damaged to be read to its end is a finding of the verification, not a failure of it.
    if (!read && read.error().kind == ErrorKind::verification) {
        seen.damage.push_back(read.error().message);
        return {};
    }
    return read;
}

/// Blobs; personal data and tables, as the second connection saw them.
Result<void> check_others(store::Reader& reader, const std::string& ledger, const Told& told,
                          const ledger::SetHash::Key& key, Beside& beside, const SecondLook& seen,
                          Verification& found) {
    check_blobs(reader, told, found);
    if (const auto& looked = beside.wait(); !looked) {
        return looked;
    }
    // Somebody may have recorded more before the other connection read them.
    const bool same = seen.tables && seen.head == found.head;
    compare(same ? seen.payloads : open_payloads(reader, ledger), told.payloads, found);
    if ((same ? *seen.tables : hashes_of(reader, key)) == told.hashes) {
        return {};
    }
    auto different = differences(told.tables, reader, most_flaws);
    if (different.empty()) { // only the second connection saw it
        different.emplace_back("tables: they were changed while they were verified; verify again");
    }
    for (std::string& what : different) {
        found.flaws.push_back({std::nullopt, std::move(what)});
    }
    return {};
}

} // namespace

Result<Verification> Register::verify(const std::function<bool(std::uint64_t)>& progress) {
    Verification found;
    const auto key = ledger::SetHash::random_key();
    SecondLook seen;
    Beside beside([&] { return look(url_, name_, key, seen); });
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        found = {};
        Told told(key);
        TreeCheck tree(reader.heads(), name_, key_);
        told.tables.expect(tree.expected_size());
        if (auto done = check_entries(reader, tree, told, found, progress); !done) {
            return done;
        }
        found.size = tree.size();
        found.head = tree.newest();
        return found.flaws.empty() ? check_others(reader, name_, told, key, beside, seen, found) : Result<void>{};
    });
    if (const auto& looked = beside.wait(); read && !looked) {
        return fail(looked.error());
    }
    for (const std::string& what : seen.damage) {
        found.flaws.push_back({std::nullopt, "database: " + what});
    }
    if (!read) {
        if (read.error().kind != ErrorKind::verification) {
            return fail(read.error());
        }
        found.flaws.push_back({std::nullopt, "database: " + read.error().message});
    }
    std::stable_sort(found.flaws.begin(), found.flaws.end(), [](const Flaw& a, const Flaw& b) {
        return a.entry.value_or(UINT64_MAX) < b.entry.value_or(UINT64_MAX);
    });
    return found;
}

Result<void> Register::rebuild() {
    return store_.write([&](store::Writer& writer) -> Result<void> {
        Told told(ledger::SetHash::random_key());
        TreeCheck tree(writer.heads(), name_, key_);
        writer.each_entry(0, UINT64_MAX, [&](store::EntryRow& row) {
            if (!tree.take(row)) {
                return false;
            }
            told.take(row.seq, row.text);
            return !told.flaw;
        });
        if (!told.flaw) {
            tree.finish();
        }
        if (told.flaw || tree.flaw) {
            return fail(ErrorKind::verification, (told.flaw ? told.flaw : tree.flaw)->what);
        }
        writer.clear_projections();
        told.tables.write_all(writer);
        writer.set_projection_version(projection_version);
        return {};
    });
}

} // namespace muster
