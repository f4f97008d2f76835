#pragma once

#include "muster/register/register.hpp"
#include "register_history.hpp"
#include "test_store.hpp"
#include "test_vocabulary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::fault {

/// Entries that are recorded together, and the history of the register with them.
struct Batch {
    std::uint64_t first = 0; ///< the number of its first entry
    std::vector<NewEntry> entries{};
    std::vector<NewBlob> blobs{};
    testing::History after{0};
};

/// What `Register::record` acknowledged: so many entries, of which this is the Merkle root.
struct Acknowledged {
    std::uint64_t size = 0;
    ledger::Hash root{};
};

/// What was found after recovery.
struct Judgement {
    std::vector<std::string> flaws{}; ///< none wanted
    bool in_flight_recorded = false;
};

/// A register in a store of its own, and what its user knows of it: the heads that were acknowledged to him. Throws
/// std::runtime_error where the test itself cannot go on.
class Trial {
  public:
    Trial(const std::string& backend, std::uint64_t seed);
    ~Trial();
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    /// The place of the store; the url to write it by may be another, such as through a proxy.
    [[nodiscard]] const testing::TestStore& place() const { return place_; }
    [[nodiscard]] std::string url() const { return place_.url() + url_end; }
    std::string url_end{}; ///< more of libpq's words

    /// One to eight random operations, some with personal data or a photograph, to come after `before` (nothing: after
    /// what is acknowledged). Each entry names its batch and its place in it as its source.
    [[nodiscard]] Batch draw(Random& random, const Batch* before = nullptr);

    [[nodiscard]] Result<Acknowledged> record(Register& on, const Batch& batch) const;
    /// From now on these entries must be there.
    void acknowledge(const Batch& batch, const Acknowledged& head);
    [[nodiscard]] std::uint64_t acknowledged_size() const { return acknowledged_.back().size; }

    /// Compares the register with what was acknowledged and with the batch that was perhaps being written (which is
    /// acknowledged with this if it is there), and verifies it.
    [[nodiscard]] Judgement judge(Register& on, const Batch* in_flight);

  private:
    [[nodiscard]] NewEntry result(Random& random, const std::vector<testing::Known>& known) const;
    void add_photograph(Random& random, const std::vector<testing::Known>& known, Batch& batch) const;
    [[nodiscard]] std::vector<std::string> compare(const std::vector<store::EntryRow>& rows, const Batch* in_flight,
                                                   Acknowledged& found) const;

    testing::TestStore place_;
    std::filesystem::path folder_; ///< for the key and photographs
    std::optional<ledger::SigningKey> key_{};
    Author author_{"the writer", "", true};
    Vocabulary vocabulary_ = testing::vocabulary();
    testing::History history_;
    std::vector<Acknowledged> acknowledged_{};
    std::uint64_t drawn_ = 0;
};

/// Opens a register that has to open; throws std::runtime_error otherwise.
[[nodiscard]] Register opened(const std::string& url);

} // namespace muster::fault
