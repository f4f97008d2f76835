#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/ledger/head.hpp"
#include "muster/register/new_entry.hpp"
#include "muster/register/values.hpp"
#include "muster/store/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Tells the time as entries carry it (`utc_now`).
using Clock = std::function<std::string()>;

/// Who records, on whose authority.
struct Author {
    std::string who;
    std::string authority{};
    bool simulated = false; ///< nothing of it is of the real world; in a ledger begun so, nothing ever is
};

/// A blob that goes into the store together with an entry: a photograph's bytes, read in parts; or a result, whole.
struct NewBlob {
    std::string sha256;
    std::filesystem::path file{};
    std::string bytes{}; ///< if there is no file
};

/// What was recorded.
struct Recorded {
    std::vector<std::uint64_t> entries{};      ///< one for each that was asked for
    std::vector<std::string> refs{};           ///< their records, "kind:key"
    std::vector<store::FindingRow> findings{}; ///< that these entries opened or closed
    std::optional<ledger::SignedHead> head{};  ///< of the ledger with them; none after a trial run
    std::vector<Error> problems{};             ///< not empty: nothing at all was recorded
};

/// A flaw that verification found. `entry`: the number of the entry that it is about, where it is about one.
struct Flaw {
    std::optional<std::uint64_t> entry{};
    std::string what;
};

struct Verification {
    std::uint64_t size = 0;
    std::optional<ledger::SignedHead> head{}; ///< the newest
    std::vector<Flaw> flaws{};                ///< the first is the first bad entry, if an entry is bad
    std::uint64_t payloads = 0;               ///< personal data that were opened and hold
    std::uint64_t erased = 0;                 ///< commitments whose data were erased, as an entry says
};

/// An entry and what is readable of its personal data.
struct FullEntry {
    ledger::Entry entry;
    std::string text;                       ///< canonical
    std::optional<ledger::Body> personal{}; ///< nothing: none, or erased
    bool erased = false;
};

/// Who refers to a record, and in which field.
struct Link {
    std::string role;
    std::string source;

    friend bool operator==(const Link&, const Link&) = default;
};

/// A record as it stands.
struct FullRecord {
    std::string ref;
    bool withdrawn = false;
    std::vector<std::uint64_t> entries{}; ///< that made and changed it, oldest first
    bool simulated = false;
    ledger::Body body{};
    std::optional<ledger::Body> personal{};
    bool erased = false;
    std::vector<Link> links{}; ///< who refers to it
    std::vector<store::FindingRow> findings{};
};

/// The register: a ledger in a store, and its projections. One thread at a time.
class Register {
  public:
    /// Makes a new ledger in a new store; its first entry names the ledger and its key. The key is written to
    /// `key_file`, which must not exist. Errors: those of `Store::create` and `SigningKey::write`.
    [[nodiscard]] static Result<Register> create(const std::string& url, const std::filesystem::path& key_file,
                                                 const std::string& title, const Author& author);
    /// Errors: those of `Store::open`; bad_input: a store without a ledger.
    [[nodiscard]] static Result<Register> open(const std::string& url);

    [[nodiscard]] const std::string& name() const { return name_; } ///< the ledger's
    [[nodiscard]] const ledger::PublicKey& public_key() const { return key_; }
    /// Is nothing in it of the real world?
    [[nodiscard]] bool simulated() const { return simulated_; }
    [[nodiscard]] store::Store& store() { return store_; }
    /// Another clock than the machine's, for histories of other days. No entry is ever earlier than the one before it.
    void set_clock(Clock clock) { clock_ = std::move(clock); }

    /// Records all entries, in one transaction, or none: each is checked against what is recorded with those before it.
    /// Returns when they are on the disk, with the head signed by `key`. With `trial`, everything is done but the
    /// commit. Errors: refused (the key is not this ledger's), those of `Store::write`. What is wrong with the entries
    /// themselves is in `Recorded::problems`.
    [[nodiscard]] Result<Recorded> record(const std::vector<NewEntry>& entries, const Author& author,
                                          const ledger::SigningKey& key, const Vocabulary& vocabulary,
                                          const std::vector<NewBlob>& blobs = {}, bool trial = false);

    /// Erases a subject's personal data: an entry says so, and key and ciphertext go, from the disk too. Errors:
    /// refused (no data of this subject), bad_input (no reason), those of `record` and `Store::scrub`.
    [[nodiscard]] Result<Recorded> erase(const std::string& subject, const std::string& reason, const Author& author,
                                         const ledger::SigningKey& key);

    /// Checks everything: each entry's text and hashes, the tree, all heads, personal data against their commitments,
    /// blobs, the tables against the ledger, the database itself. Stops looking at entries at the first that is bad.
    /// `progress`: entries done; false ends it, with an error (interrupted).
    [[nodiscard]] Result<Verification> verify(const std::function<bool(std::uint64_t)>& progress = {});

    /// The newest signed head.
    [[nodiscard]] Result<ledger::SignedHead> head();
    /// The proof file that an entry is in the ledger (docs/ledger-format.md). Error (bad_input): no such entry.
    [[nodiscard]] Result<std::string> prove(std::uint64_t entry);
    /// The proof file that the ledger goes on from an older head. Error (verification): it does not: something was
    /// removed or changed.
    [[nodiscard]] Result<std::string> prove_consistency(const ledger::SignedHead& old);

    /// Gives the text of every entry to `give` (false: stop), after all of them were held against their hashes and the
    /// signed heads. How many there were. Error (verification): names the first that is bad; nothing was given.
    [[nodiscard]] Result<std::uint64_t> each_text(const std::function<bool(std::string_view)>& give);

    /// Builds all tables again from the ledger.
    [[nodiscard]] Result<void> rebuild();

    /// Error (bad_input): no such entry.
    [[nodiscard]] Result<FullEntry> entry(std::uint64_t seq);
    /// Nothing: no such record.
    [[nodiscard]] Result<std::optional<FullRecord>> find(const std::string& ref);

    /// The personal data of these entries, as far as they have some that were not erased. Error (verification): they
    /// are not what an entry commits to.
    [[nodiscard]] Result<std::map<std::uint64_t, ledger::Body>> personal_data(const std::set<std::uint64_t>& entries);

    /// Copies the ledger, its personal data and blobs into a new store at `url`, and proves that the copy is whole and
    /// has the same head, which is given. Errors: those of the stores; verification (this ledger or the copy has a
    /// flaw; it is named).
    [[nodiscard]] Result<ledger::SignedHead> copy_to(const std::string& url);

  private:
    Register(store::Store store, std::string url) : store_(std::move(store)), url_(std::move(url)) {}
    [[nodiscard]] Result<void> load();
    /// In a simulated ledger, everything is.
    [[nodiscard]] Author as_here(const Author& author) const;

    store::Store store_;
    std::string url_; ///< for a second connection
    Clock clock_ = utc_now;
    std::string name_{};
    ledger::PublicKey key_{};
    bool simulated_ = false;
};

} // namespace muster
